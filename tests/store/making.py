"""Invented visits for the store's tests, made through the store's own functions."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import connect
from typing import Any

from models.rules.conclusion import conclude
from models.rules.question import Answer
from models.rules.result import Result
from models.store.database import writing
from models.store.events import Event, create_event
from models.store.visits import Visit, conclude_visit, find_visit, record_answer, start_assessment
from tests.rules.sample import PRACTICE_KEYS, PROJECT, SAMPLE

NOW = datetime(2026, 3, 2, 9, 30, 0, 123000, tzinfo=UTC)

ANSWERS: dict[str, Answer] = {
    "territoire": "07",
    "structure": "scic",
    "effectif": 35,
    "secteur": "services",
    "ambition": "innover",
    "themes": ("qvct", "participation"),
    "nouveaute": "entreprise",
    "pratiques": "oui",
    "parties_prenantes": ("salaries",),
    **dict.fromkeys(PROJECT, "2"),
    **dict.fromkeys(PRACTICE_KEYS, "1"),
}
"""A whole set of answers, every question on the path."""


def result_of(answers: dict[str, Answer], *, short: bool = False, now: datetime = NOW) -> Result:
    """What the rules conclude from these answers that day."""
    return conclude(SAMPLE, answers, now.date(), short=short)


def started(now: datetime = NOW, **options: Any) -> tuple[Visit, str]:
    """A visit just begun, on the site unless told otherwise."""
    return start_assessment(**{"door": "site", "now": now, **options})


def answered(now: datetime = NOW, **options: Any) -> tuple[Visit, str]:
    """A visit with every answer given."""
    with writing():
        visit, token = started(now, **options)
        for key, value in ANSWERS.items():
            visit = record_answer(visit, key, value, now)
    return visit, token


def concluded(now: datetime = NOW, **options: Any) -> tuple[Visit, str]:
    """A visit with its result."""
    visit, token = answered(now, **options)
    conclude_visit(visit, token, result_of(ANSWERS, short=visit.short), 1, now)
    return found(token, now), token


def at_kiosk(event: Event, now: datetime = NOW) -> tuple[Visit, str]:
    """A visit concluded at an event's kiosk."""
    return concluded(now, door="borne", event_id=event.id, short=True)


def salon(now: datetime = NOW, **options: Any) -> Event:
    """An event with a kiosk."""
    return create_event(**{"name": "Salon", "code": "salon", "now": now, **options})


def found(token: str, now: datetime = NOW) -> Visit:
    """The visit at that address, which must be there."""
    visit = find_visit(token, now)
    assert visit is not None
    return visit


def bytes_on_disk(path: Path) -> bytes:
    """All that the database's files hold, journal included."""
    return b"".join(file.read_bytes() for file in sorted(path.parent.glob(f"{path.name}*")))


def sql(path: Path, statement: str) -> list[tuple[Any, ...]]:
    """Run a statement past the program, on a connection of its own."""
    with closing(connect(path)) as connection, connection:
        return connection.execute(statement).fetchall()
