"""What `/sante` asks of the store: does it answer, does it take a write, when was it last backed up."""

from __future__ import annotations

from datetime import datetime, timedelta

from models.store.database import database, writing
from models.store.settings import get_setting
from models.store.tables import Probe

LAST_BACKUP = "derniere-sauvegarde"
"""The setting that holds the moment of the last backup that was read back (ISO text, UTC)."""

SHORTEST_INTERVAL = timedelta(seconds=1)
"""Between two writes of the probe. A clock set back starts a new interval."""


def probe(now: datetime) -> dict[str, str | None]:
    """Read, and write one row unless one was written within the second; what to tell. Raises StoreUnavailable."""
    database.check_place()
    if _is_due(now):
        with writing():
            if _is_due(now):
                Probe.update(checked_at=now).execute()
    return {"last_backup": get_setting(LAST_BACKUP)}


def _is_due(now: datetime) -> bool:
    return abs(now - Probe.get_by_id(1).checked_at) >= SHORTEST_INTERVAL
