"""What happened to a dossier, as staff tell it: stages, notes, calls, days granted. Nothing in it is ever rewritten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from models.store.audit import Actor
from models.store.database import Row, all_rows, run
from models.store.times import to_milliseconds, to_moment


class EntryKind(StrEnum):
    """What an entry tells."""

    STAGE = "etape"
    NOTE = "note"
    CALL = "appel"
    GRANT = "jours"
    FOLLOW_UP = "suivi"
    DETAILS = "coordonnees"
    ADDRESS = "adresse"
    LINK = "lien"
    BY_HAND = "saisie"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: `at` is when it was written, `happened_on` the day it tells of, `summary` a line, `text` the rest."""

    id: int
    at: datetime
    kind: EntryKind
    author: str
    happened_on: date | None
    summary: str
    text: str


def add_entry(
    assessment_id: int,
    kind: EntryKind,
    now: datetime,
    by: Actor,
    *,
    summary: str = "",
    text: str = "",
    happened_on: date | None = None,
) -> None:
    """Add an entry, within the caller's transaction."""
    run(
        "INSERT INTO timeline (assessment_id, at, kind, author_id, author, happened_on, summary, text)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            assessment_id,
            to_milliseconds(now),
            kind,
            by.id,
            by.name,
            happened_on.isoformat() if happened_on else None,
            summary,
            text,
        ),
    )


def list_entries(assessment_id: int) -> list[Entry]:
    """A dossier's entries, the latest first."""
    rows = all_rows(
        "SELECT id, at, kind, author, happened_on, summary, text FROM timeline WHERE assessment_id = ?"
        " ORDER BY at DESC, id DESC",
        (assessment_id,),
    )
    return [_entry(row) for row in rows]


def _entry(row: Row) -> Entry:
    day = date.fromisoformat(row[4]) if row[4] else None
    return Entry(row[0], to_moment(row[1]), EntryKind(row[2]), row[3], day, row[5], row[6])
