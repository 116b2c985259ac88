"""What a monitor reads at `/mesures`, in the OpenMetrics text form: off unless METRICS_TOKEN is set.

Counters are this process's own, from its start. Nothing in them tells who: endpoints and statuses, never an address.
"""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.openmetrics.exposition import CONTENT_TYPE_LATEST, generate_latest

from models.service.housekeeping import LAST_PURGE
from models.store.database import StoreUnavailable, database
from models.store.health import LAST_BACKUP
from models.store.outbox import MailState, count_mail
from models.store.settings import get_setting

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
"""The bounds between which durations are counted."""


class Measures:
    """The counters of one application, and what is read from the store when a monitor asks."""

    content_type = CONTENT_TYPE_LATEST

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        own = self.registry
        ProcessCollector(registry=own)
        self._requests = Counter("appui_requests", "Requests answered.", ["endpoint", "status"], registry=own)
        self._seconds = Histogram(
            "appui_request_seconds", "Until the answer began.", ["endpoint"], registry=own, buckets=SECONDS
        )
        self._answers = Counter("appui_answers", "Answers to questions recorded.", registry=own)
        self._mails = Gauge("appui_mails_waiting", "Messages that wait to be sent.", registry=own)
        self._purge = Gauge("appui_last_purge_timestamp_seconds", "When the last purge ended.", registry=own)
        self._backup = Gauge("appui_last_backup_timestamp_seconds", "When the last backup was read back.", registry=own)
        self._size = Gauge("appui_database_bytes", "The size of the database.", registry=own)
        self._store = Gauge("appui_store_up", "Whether the database answers.", registry=own)

    def note(self, endpoint: str, method: str, status: int, seconds: float) -> None:
        """One request answered, in so many seconds."""
        self._requests.labels(endpoint, status).inc()
        self._seconds.labels(endpoint).observe(seconds)
        if method == "POST" and endpoint.endswith(".answer") and status < HTTPStatus.BAD_REQUEST:
            self._answers.inc()

    def text(self) -> bytes:
        """All of it; what the store can't tell just now keeps its last value."""
        try:
            self._mails.set(count_mail()[MailState.WAITING])
            self._purge.set(_moment(LAST_PURGE))
            self._backup.set(_moment(LAST_BACKUP))
            self._size.set(database.size())
            self._store.set(1)
        except StoreUnavailable:
            self._store.set(0)
        text: bytes = generate_latest(self.registry)  # type: ignore[no-untyped-call]
        return text


def _moment(name: str) -> float:
    """A moment kept among the settings, in seconds since 1970; 0 where it never came."""
    kept = get_setting(name)
    return datetime.fromisoformat(kept).timestamp() if kept else 0.0
