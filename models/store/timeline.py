"""What happened to a dossier, as staff tell it: stages, notes, calls, days granted. Nothing in it is ever rewritten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from models.store.audit import Actor
from models.store.tables import Timeline


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
    Timeline.create(
        assessment=assessment_id,
        at=now,
        kind=kind,
        author_account=by.id,
        author=by.name,
        happened_on=happened_on,
        summary=summary,
        text=text,
    )


def list_entries(assessment_id: int) -> list[Entry]:
    """A dossier's entries, the latest first."""
    rows = Timeline.select().where(Timeline.assessment == assessment_id)
    return [
        Entry(row.id, row.at, EntryKind(row.kind), row.author, row.happened_on, row.summary, row.text)
        for row in rows.order_by(Timeline.at.desc(), Timeline.id.desc())
    ]
