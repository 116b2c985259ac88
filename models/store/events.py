"""Events of the Aract at which a kiosk stands: made, changed, opened and closed, and counted."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, fields
from datetime import date, datetime

import peewee

from models.store import audit, tables
from models.store.audit import COMMAND_LINE, Actor
from models.store.database import writing
from models.store.filters import Filters, condition
from models.store.tables import Access, Assessment
from models.store.tokens import Purpose

IDLE_SECONDS = 90
"""The idle delay of a kiosk where the event names none."""

SHORTEST_IDLE, LONGEST_IDLE = 20, 3600
"""Seconds without a gesture before the tablet asks whether somebody is there."""

CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_CODE = 40
"""A code stands in an address."""


CHANGEABLE = ("code", "name", "place", "starts_on", "ends_on", "idle_seconds", "pin_hash", "has_printer", "is_open")
"""What `save_event` keeps."""


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
            tables.Event.create(
                uid=str(uuid.uuid4()),
                code=code,
                name=name,
                place=place,
                starts_on=starts_on,
                ends_on=ends_on,
                idle_seconds=idle_seconds,
                pin_hash=pin_hash,
                has_printer=has_printer,
                is_open=is_open,
                created_at=now,
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
        row = tables.Event.get_or_none(tables.Event.id == event.id)
        if row is None:
            raise KeyError(event.id)
        for name in CHANGEABLE:
            setattr(row, name, getattr(event, name))
        try:
            row.save()
        except peewee.IntegrityError as error:
            raise CodeTaken(event.code) from error
        audit.record(by, "modifier un événement", now, subject=event.name, detail=detail)


def find_event(code: str) -> Event | None:
    """The event of a kiosk's address, open or closed; None where there is none."""
    row = tables.Event.get_or_none(tables.Event.code == code)
    return None if row is None else _event(row)


def get_event(event_id: int) -> Event | None:
    """The event with that id, or None."""
    row = tables.Event.get_or_none(tables.Event.id == event_id)
    return None if row is None else _event(row)


def list_events() -> list[Event]:
    """All events, the latest made first."""
    rows = tables.Event.select().order_by(tables.Event.created_at.desc(), tables.Event.id.desc())
    return [_event(row) for row in rows]


def count_visits(event_id: int, since: date | None = None, *, rehearsals: bool = False) -> EventCounts:
    """An event's visits begun since a day (or ever), or its rehearsals, and what became of them."""
    visits = condition(Filters(events=(event_id,), since=since, rehearsals=rehearsals))
    opened = (Access.purpose == Purpose.PHONE) & Access.opened_at.is_null(False)
    counts = Assessment.select(peewee.fn.count(Assessment.id), peewee.fn.count(Assessment.concluded_at).coerce(False))
    begun, concluded = counts.where(visits).tuples().get()
    taken_home = Assessment.select(Assessment.id).join(Access).where(visits, opened).distinct().count()
    return EventCounts(begun, concluded, taken_home)


def _event(row: tables.Event) -> Event:
    return Event(**{field.name: getattr(row, field.name) for field in fields(Event)})
