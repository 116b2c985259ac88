"""A note or a call that was wrong: corrected, withdrawn or put back by a later entry, the former ones kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from models.store import audit
from models.store.audit import Actor
from models.store.database import writing
from models.store.dossier_file import StaleSave, get_dossier
from models.store.timeline import Entry, EntryKind, add_entry, list_entries, versions

NOTES = frozenset({EntryKind.NOTE, EntryKind.CALL})
"""What the team wrote of its own, and may put right."""

CORRECTED = NOTES | {EntryKind.VISIT, EntryKind.CHECKPOINT}
"""All that a later entry may say otherwise."""


@dataclass(frozen=True, slots=True)
class Note:
    """A note, a call, or what else can be corrected, as it was written, with all that replaced it, the newest last."""

    versions: tuple[Entry, ...]

    @property
    def first(self) -> Entry:
        """As it was written."""
        return self.versions[0]

    @property
    def withdrawn(self) -> bool:
        """Whether it says nothing any more."""
        return self.last.kind is EntryKind.WITHDRAWN

    @property
    def said(self) -> Entry:
        """What it says, or said last before it was withdrawn."""
        return [entry for entry in self.versions if entry.kind is not EntryKind.WITHDRAWN][-1]

    @property
    def last(self) -> Entry:
        """What was done to it last."""
        return self.versions[-1]

    @property
    def former(self) -> tuple[Entry, ...]:
        """What came before, the newest first."""
        return self.versions[-2::-1]

    def since(self, version: int) -> list[Entry]:
        """What was done to it after that entry of the history."""
        return [entry for entry in self.versions if entry.id > version]


def find_note(dossier_id: int, entry_id: int) -> Note:
    """The note or call that one of its versions belongs to; raises KeyError where that entry is something else."""
    for told in versions(list_entries(dossier_id)):
        if told[0].kind in NOTES and entry_id in {entry.id for entry in told}:
            return Note(tuple(told))
    raise KeyError(entry_id)


def correct_note(
    dossier_id: int, version: int, entry_id: int, text: str, on: date | None, now: datetime, by: Actor
) -> None:
    """Say it otherwise; one that was withdrawn says something again. Raises StaleSave, KeyError."""
    with _changing(dossier_id, version, entry_id) as note:
        kind, summary, replaced = note.first.kind, note.first.summary, note.last.id
        add_entry(dossier_id, kind, now, by, summary=summary, text=text, happened_on=on, replaces=replaced)
        _record("rétablir" if note.withdrawn else "corriger", note, dossier_id, now, by)


def withdraw_note(dossier_id: int, version: int, entry_id: int, now: datetime, by: Actor) -> None:
    """Have it say nothing any more; nothing where that is so already. Raises StaleSave, KeyError."""
    with _changing(dossier_id, version, entry_id) as note:
        if not note.withdrawn:
            add_entry(dossier_id, EntryKind.WITHDRAWN, now, by, replaces=note.last.id)
            _record("retirer", note, dossier_id, now, by)


@contextmanager
def _changing(dossier_id: int, version: int, entry_id: int) -> Iterator[Note]:
    with writing():
        note = find_note(dossier_id, entry_id)
        if changes := note.since(version):
            raise StaleSave(changes)
        yield note


def _record(verb: str, note: Note, dossier_id: int, now: datetime, by: Actor) -> None:
    action = f"{verb} {'un appel' if note.first.kind is EntryKind.CALL else 'une note'}"
    audit.record(by, action, now, subject=get_dossier(dossier_id).name, assessment_id=dossier_id)
