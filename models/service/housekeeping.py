"""Forgetting on schedule: what is over is purged once a day, and right after a start that follows a missed day."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime, timedelta

from models.rules.questionnaire import Retention
from models.store.database import StoreUnavailable, close_database
from models.store.retention import PurgeCounts, purge
from models.store.settings import get_setting, set_setting

LAST_PURGE = "derniere-purge"
"""The setting that holds the moment of the last purge (ISO text, UTC)."""

A_DAY = timedelta(days=1)
DOUBTFUL_AFTER = timedelta(days=7)
"""So long after the last purge, either the service was stopped or the clock jumped ahead, and what a purge forgets is
gone for good: it waits for somebody who says that the day is right."""

LOOK_EVERY = 600.0
"""Seconds between two looks at whether a purge is due."""

log = logging.getLogger("diagnostic.upkeep")


def purge_now(retention: Retention, now: datetime) -> PurgeCounts:
    """Forget what is over by the running content's retention, and log how much. Raises StoreUnavailable."""
    counts = purge(retention, now)
    set_setting(LAST_PURGE, now.isoformat())
    log.info("purge %s", " ".join(f"{name}={count}" for name, count in asdict(counts).items()))
    return counts


def purge_is_due(now: datetime) -> bool:
    """Whether a day has passed since the last purge (or the clock was set back before it)."""
    last = get_setting(LAST_PURGE)
    return last is None or abs(now - datetime.fromisoformat(last)) >= A_DAY


def days_to_doubt(now: datetime) -> int:
    """How many days after the last purge the clock says it is, where that is too many to purge unasked; else 0."""
    last = get_setting(LAST_PURGE)
    passed = now - datetime.fromisoformat(last) if last else timedelta(0)
    return passed.days if passed > DOUBTFUL_AFTER else 0


class Housekeeper:
    """A thread that purges once a day while the service runs."""

    def __init__(self, retention: Callable[[], Retention]) -> None:
        """`retention` gives the running content's, each time."""
        self._retention = retention
        self._leave = threading.Event()
        self._thread = threading.Thread(target=self._work, name="housekeeper", daemon=True)

    def start(self) -> None:
        """Begin looking after it; the first look is at once."""
        self._thread.start()

    def stop(self, seconds: float) -> None:
        """Leave after the purge under way, if it ends within that time; otherwise the next start does it again."""
        self._leave.set()
        self._thread.join(seconds)

    def look(self, now: datetime) -> None:
        """Purge where that is due and the clock is to be trusted. Raises StoreUnavailable."""
        days = days_to_doubt(now)
        if days:
            log.warning("purge put off: %s days after the last one; if the date is right, flask purge --yes", days)
        elif purge_is_due(now):
            purge_now(self._retention(), now)

    def _work(self) -> None:
        while True:
            try:
                self.look(datetime.now(UTC))
            except StoreUnavailable as reason:
                log.warning("purge put off: %s", reason)
            if self._leave.wait(LOOK_EVERY):
                close_database()
                return
