"""Events of the Aract at which a kiosk stands: made, changed, opened and closed, and counted."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

import peewee

from models.store import audit
from models.store.audit import COMMAND_LINE, Actor
from models.store.database import Row, all_rows, one_row, run, writing
from models.store.times import to_milliseconds, to_moment

IDLE_SECONDS = 90
"""The idle delay of a kiosk where the event names none."""

COLUMNS = "id, uid, code, name, place, starts_on, ends_on, idle_seconds, pin_hash, has_printer, is_open, created_at"


class CodeTaken(Exception):
    """Another event has that code."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event; `pin_hash` is whatever the caller hashed the staff PIN to, None for no PIN."""

    id: int
    uid: str
    code: str
    name: str
    place: str
    starts_on: date | None
    ends_on: date | None
    idle_seconds: int
    pin_hash: str | None
    has_printer: bool
    is_open: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class EventCounts:
    """An event's visits since a moment: begun, concluded, and given to a phone that opened them."""

    begun: int
    concluded: int
    taken_home: int


def create_event(
    name: str,
    code: str,
    now: datetime,
    *,
    place: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
    idle_seconds: int = IDLE_SECONDS,
    pin_hash: str | None = None,
    has_printer: bool = False,
    is_open: bool = True,
    by: Actor = COMMAND_LINE,
) -> Event:
    """Make an event, open unless said otherwise. Raises CodeTaken."""
    with writing():
        try:
            run(
                "INSERT INTO event (uid, code, name, place, starts_on, ends_on, idle_seconds, pin_hash, has_printer,"
                " is_open, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    str(uuid.uuid4()),
                    code,
                    name,
                    place,
                    _iso(starts_on),
                    _iso(ends_on),
                    idle_seconds,
                    pin_hash,
                    int(has_printer),
                    int(is_open),
                    to_milliseconds(now),
                ),
            )
        except peewee.IntegrityError as error:
            raise CodeTaken(code) from error
        audit.record(by, "créer un événement", now, subject=name, detail=code)
        event = find_event(code)
    assert event is not None
    return event


def save_event(event: Event, now: datetime, by: Actor = COMMAND_LINE, *, detail: str = "") -> None:
    """Keep an event's fields, changed by `dataclasses.replace`; `detail` says in the log what changed.

    Raises CodeTaken, KeyError where it is unknown.
    """
    with writing():
        try:
            changed = run(
                "UPDATE event SET code = ?, name = ?, place = ?, starts_on = ?, ends_on = ?, idle_seconds = ?,"
                " pin_hash = ?, has_printer = ?, is_open = ? WHERE id = ?",
                (
                    event.code,
                    event.name,
                    event.place,
                    _iso(event.starts_on),
                    _iso(event.ends_on),
                    event.idle_seconds,
                    event.pin_hash,
                    int(event.has_printer),
                    int(event.is_open),
                    event.id,
                ),
            )
        except peewee.IntegrityError as error:
            raise CodeTaken(event.code) from error
        if not changed:
            raise KeyError(event.id)
        audit.record(by, "modifier un événement", now, subject=event.name, detail=detail)


def find_event(code: str) -> Event | None:
    """The event of a kiosk's address, open or closed; None where there is none."""
    row = one_row("SELECT " + COLUMNS + " FROM event WHERE code = ?", (code,))
    return None if row is None else _event(row)


def get_event(event_id: int) -> Event | None:
    """The event with that id, or None."""
    row = one_row("SELECT " + COLUMNS + " FROM event WHERE id = ?", (event_id,))
    return None if row is None else _event(row)


def list_events() -> list[Event]:
    """All events, the latest made first."""
    return [_event(row) for row in all_rows("SELECT " + COLUMNS + " FROM event ORDER BY created_at DESC, id DESC")]


def count_visits(event_id: int, since: datetime | None = None) -> EventCounts:
    """An event's visits begun since a moment (or ever), and what became of them."""
    row = one_row(
        "SELECT count(*), count(concluded_at), coalesce(sum(EXISTS (SELECT 1 FROM access WHERE purpose = 'phone'"
        " AND assessment_id = assessment.id AND opened_at IS NOT NULL)), 0)"
        " FROM assessment WHERE event_id = ? AND created_at >= ?",
        (event_id, 0 if since is None else to_milliseconds(since)),
    )
    assert row is not None
    return EventCounts(*row)


def _event(row: Row) -> Event:
    number, uid, code, name, place, starts_on, ends_on, idle_seconds, pin_hash, has_printer, is_open, created_at = row
    return Event(
        id=number,
        uid=uid,
        code=code,
        name=name,
        place=place,
        starts_on=None if starts_on is None else date.fromisoformat(starts_on),
        ends_on=None if ends_on is None else date.fromisoformat(ends_on),
        idle_seconds=idle_seconds,
        pin_hash=pin_hash,
        has_printer=bool(has_printer),
        is_open=bool(is_open),
        created_at=to_moment(created_at),
    )


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
