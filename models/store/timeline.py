"""What happened to a dossier, as staff tell it: stages, notes, calls, days granted. Nothing in it is ever rewritten.

A note that was wrong is corrected or withdrawn by a later entry, which names the one it replaces.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from peewee import fn

from models.store.audit import Actor
from models.store.prepared import prepared
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
    LETTER = "lettre"
    REQUEST = "demande"
    FACTS = "faits"
    WITHDRAWN = "retrait"
    CONSULTANT = "consultante"
    VISIT = "visite"
    NEXT_VISIT = "prochaine-visite"
    CHECKPOINT = "point-etape"
    SHEET = "fiche"
    REVIEW = "bilan"
    REVIEW_WORDS = "bilan-consultante"


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
    replaces: int | None = None


def add_entry(
    assessment_id: int,
    kind: EntryKind,
    now: datetime,
    by: Actor,
    *,
    summary: str = "",
    text: str = "",
    happened_on: date | None = None,
    replaces: int | None = None,
) -> int:
    """Add an entry, within the caller's transaction; its id. One that `replaces` another corrects or withdraws it."""
    entry = Timeline.create(
        assessment=assessment_id,
        at=now,
        kind=kind,
        author_account=by.id,
        author=by.name,
        happened_on=happened_on,
        summary=summary,
        text=text,
        replaces=replaces,
    )
    return int(entry.id)


_COLUMNS = tuple(getattr(Timeline, each.name) for each in fields(Entry))


@prepared
def _told(assessment_id: int) -> Any:
    entries = Timeline.select(*_COLUMNS).where(Timeline.assessment == assessment_id)
    return entries.order_by(Timeline.at.desc(), Timeline.id.desc())


@prepared
def _newest(assessment_id: int) -> Any:
    return Timeline.select(fn.coalesce(fn.max(Timeline.id), 0)).where(Timeline.assessment == assessment_id)


def list_entries(assessment_id: int) -> list[Entry]:
    """A dossier's entries, the latest first."""
    return [_entry(*row) for row in _told(assessment_id)]


def versions(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    """Each entry, at its place, with those that replaced it since: the one that counts is the last."""
    replacing = {entry.replaces: entry for entry in entries if entry.replaces}
    for entry in entries:
        if entry.replaces is None:
            told = [entry]
            while later := replacing.get(told[-1].id):
                told.append(later)
            yield told


def standing(entries: Sequence[Entry]) -> list[Entry]:
    """What the entries say today, each at its place: corrected where they were, without those withdrawn."""
    return [told[-1] for told in versions(entries) if told[-1].kind is not EntryKind.WITHDRAWN]


def newest_entry(assessment_id: int) -> int:
    """The id of the entry written last; 0 before any."""
    return int(_newest(assessment_id)[0][0])


def entries_since(assessment_id: int, entry_id: int, kinds: Collection[EntryKind]) -> list[Entry]:
    """The entries of some kinds written after that one, in their order."""
    later = Timeline.select(*_COLUMNS).where(Timeline.assessment == assessment_id, Timeline.id > entry_id)
    return [_entry(*row) for row in later.where(Timeline.kind.in_(list(kinds))).order_by(Timeline.id).tuples()]


def _entry(number: int, at: datetime, kind: str, *rest: Any) -> Entry:
    return Entry(number, at, EntryKind(kind), *rest)
