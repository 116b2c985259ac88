"""What is done on schedule: once a day, and right after a start that follows a missed day, what is over is purged and
the companies that answered are counted; collections whose day is over are counted at each look.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime, timedelta

from models.rules.peers import scale_of
from models.rules.questionnaire import Questionnaire, Retention
from models.store.collections import close_due_collections
from models.store.database import StoreUnavailable, close_database
from models.store.peers import count_peers
from models.store.retention import PurgeCounts, purge
from models.store.settings import get_setting, set_setting

LAST_PURGE = "derniere-purge"
"""The setting that holds the moment of the last purge (ISO text, UTC)."""

A_DAY = timedelta(days=1)
DOUBTFUL_AFTER = timedelta(days=7)
"""So long after the last purge, either the service was stopped or the clock jumped ahead, and what a purge forgets is
gone for good: it waits for somebody who says that the day is right."""

LAST_COUNT = "dernier-comptage"
"""The setting that holds the moment when the companies were last counted."""

LOOK_EVERY = 600.0
"""Seconds between two looks at what is due."""

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


def count_is_due(now: datetime) -> bool:
    """Whether a day has passed since the companies were counted (or the clock was set back before it)."""
    last = get_setting(LAST_COUNT)
    return last is None or abs(now - datetime.fromisoformat(last)) >= A_DAY


def count_now(questionnaire: Questionnaire, now: datetime) -> int:
    """Count where the companies that answered stand; how many they are. Raises StoreUnavailable."""
    companies = count_peers(scale_of(questionnaire), now)
    set_setting(LAST_COUNT, now.isoformat())
    log.info("companies counted=%d", companies)
    return companies


def days_to_doubt(now: datetime) -> int:
    """How many days after the last purge the clock says it is, where that is too many to purge unasked; else 0."""
    last = get_setting(LAST_PURGE)
    passed = now - datetime.fromisoformat(last) if last else timedelta(0)
    return passed.days if passed > DOUBTFUL_AFTER else 0


class Housekeeper:
    """A thread that purges and counts once a day, and closes collections when their day is over, while the service
    runs."""

    def __init__(self, questionnaire: Callable[[], Questionnaire]) -> None:
        """`questionnaire` gives the running content's, each time."""
        self._questionnaire = questionnaire
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
        """Close and purge what is due, where the clock is to be trusted, since neither can be undone; count where that
        is due. Raises StoreUnavailable."""
        days = days_to_doubt(now)
        if days:
            log.warning("purge put off: %s days after the last one; if the date is right, flask purge --yes", days)
        else:
            self._close_and_purge(now)
        if count_is_due(now):
            count_now(self._questionnaire(), now)

    def _close_and_purge(self, now: datetime) -> None:
        closed = close_due_collections(self._questionnaire, now)
        if closed:
            log.info("collections closed=%d", closed)
        if purge_is_due(now):
            purge_now(self._questionnaire().retention, now)

    def _work(self) -> None:
        while True:
            try:
                self.look(datetime.now(UTC))
            except StoreUnavailable as reason:
                log.warning("upkeep put off: %s", reason)
            if self._leave.wait(LOOK_EVERY):
                close_database()
                return
