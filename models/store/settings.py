"""Settings that staff change while the service runs, by name."""

from __future__ import annotations

from datetime import datetime

from models.store import audit
from models.store.audit import Actor
from models.store.database import writing
from models.store.tables import Setting

SCHEME = "dispositif"
OPEN = "ouvert"
CLOSED = "ferme"


def get_setting(name: str) -> str | None:
    """The value kept under that name, or None."""
    kept = Setting.get_or_none(Setting.name == name)
    return None if kept is None else str(kept.value)


def set_setting(name: str, value: str) -> None:
    """Keep a value under that name."""
    with writing():
        kept = Setting.insert(name=name, value=value)
        kept.on_conflict(conflict_target=[Setting.name], preserve=[Setting.value]).execute()


def scheme_is_open() -> bool:
    """Whether applications are taken; a new database says yes."""
    return get_setting(SCHEME) != CLOSED


def open_scheme() -> None:
    """Take applications."""
    set_setting(SCHEME, OPEN)


def close_scheme() -> None:
    """Take no applications for now: the questionnaire goes on, with a word about it."""
    set_setting(SCHEME, CLOSED)


def switch_scheme(now: datetime, by: Actor, *, opened: bool) -> bool:
    """Open or close the scheme, as somebody's act; whether that changed anything."""
    with writing():
        if scheme_is_open() is opened:
            return False
        set_setting(SCHEME, OPEN if opened else CLOSED)
        audit.record(by, "ouvrir les candidatures" if opened else "fermer les candidatures", now)
        return True
