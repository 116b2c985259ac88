"""What `/sante` asks of the store: does it answer, does it take a write, when was it last backed up."""

from __future__ import annotations

from datetime import datetime

from models.store.database import one_row, run, writing
from models.store.settings import get_setting
from models.store.times import to_milliseconds

LAST_BACKUP = "derniere-sauvegarde"
"""The setting that holds the moment of the last backup that was read back (ISO text, UTC)."""

SHORTEST_INTERVAL = 1000
"""Milliseconds between two writes of the probe. A clock set back starts a new interval."""


def probe(now: datetime) -> dict[str, str | None]:
    """Read, and write one row unless one was written within the second; what to tell. Raises StoreUnavailable."""
    moment = to_milliseconds(now)
    due = one_row("SELECT abs(? - checked_at) >= ? FROM probe", (moment, SHORTEST_INTERVAL))
    if due is None or due[0]:
        with writing():
            run("UPDATE probe SET checked_at = ? WHERE abs(? - checked_at) >= ?", (moment, moment, SHORTEST_INTERVAL))
    return {"last_backup": get_setting(LAST_BACKUP)}
