"""The versions of a dossier's sheet: each save is one, and none is ever rewritten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from models.rules.sheet import SheetText
from models.store import audit
from models.store.audit import Actor
from models.store.dossier_file import Dossier, changing
from models.store.encoding import decode_sheet, encode_sheet
from models.store.tables import SheetVersion
from models.store.timeline import EntryKind, add_entry

SHEET = frozenset({EntryKind.SHEET})
"""The part of a file that a sheet is, by what the history tells of it."""

FINISHED = ("termine",)
"""The stages of a dossier from which a sheet is written."""


class Standing(StrEnum):
    """How far a version got with the company."""

    WRITTEN = "redigee"
    ASKED = "proposee"
    CHANGE_ASKED = "a-changer"
    AGREED = "accordee"
    TAKEN_BACK = "reprise"


@dataclass(frozen=True, slots=True)
class Version:
    """One version as it was written, and what the company said of it."""

    number: int
    text: SheetText
    written_at: datetime
    written_by: str
    asked_at: datetime | None
    change_asked_at: datetime | None
    change_asked: str
    agreed_at: datetime | None
    agreed_by: str
    agreement: str
    outlives: bool
    taken_back_at: datetime | None

    @property
    def standing(self) -> Standing:
        """How far it got: what the company said last counts, and what it said before stays on record.

        A published sheet stands on the agreement it had, whatever is asked since.
        """
        said = {
            Standing.TAKEN_BACK: self.taken_back_at,
            Standing.CHANGE_ASKED: self.change_asked_at,
            Standing.AGREED: self.agreed_at,
        }
        moments = {standing: at for standing, at in said.items() if at}
        if moments:
            return max(moments, key=lambda standing: moments[standing])
        return Standing.ASKED if self.asked_at else Standing.WRITTEN

    @property
    def agreed(self) -> bool:
        """Whether the company agrees to it, today."""
        return self.standing is Standing.AGREED


class NotFinished(Exception):
    """The dossier is at a stage from which no sheet is written."""


class OtherVersion(Exception):
    """The sheet was written anew, or another version asked about, since the page was opened."""


def list_versions(dossier_id: int) -> list[Version]:
    """The versions of a dossier's sheet, the newest first."""
    rows = SheetVersion.select().where(SheetVersion.assessment == dossier_id)
    return [read_version(row) for row in rows.order_by(SheetVersion.number.desc())]


def newest_version(dossier_id: int) -> Version | None:
    """The version written last; None where no sheet was written."""
    rows = SheetVersion.select().where(SheetVersion.assessment == dossier_id)
    row = rows.order_by(SheetVersion.number.desc()).first()
    return read_version(row) if row else None


def save_version(dossier_id: int, opened: int, text: SheetText, now: datetime, by: Actor) -> Version:
    """Keep what was written as a new version, on the file as it was `opened`; the newest one where nothing changed.

    Raises StaleSave, NotFinished, KeyError.
    """
    with changing(dossier_id, opened, SHEET) as dossier:
        refuse_unfinished(dossier)
        newest = newest_version(dossier_id)
        if newest is not None and newest.text == text:
            return newest
        number = newest.number + 1 if newest else 1
        written = {"text": encode_sheet(text), "written_at": now, "written_by": by.name}
        row = SheetVersion.create(assessment=dossier_id, number=number, **written)
        tell(dossier, now, by, f"Version {number} écrite", "écrire une fiche", f"version {number}")
        return read_version(row)


def refuse_unfinished(dossier: Dossier) -> None:
    """Raise NotFinished unless a sheet may be written, asked about or published from this dossier."""
    if dossier.stage not in FINISHED or dossier.anonymised:
        raise NotFinished(dossier.id)


def tell(
    dossier: Dossier, now: datetime, by: Actor, summary: str, action: str, detail: str = "", text: str = ""
) -> None:
    """Tell the dossier's history (`summary`, and `text` in whole) and the journal of something done to its sheet."""
    add_entry(dossier.id, EntryKind.SHEET, now, by, summary=summary, text=text)
    audit.record(by, action, now, subject=dossier.name, detail=detail, assessment_id=dossier.id)


def change_version(dossier_id: int, number: int, **columns: object) -> None:
    """Note something about a version, in the caller's transaction; never what it says."""
    here = (SheetVersion.assessment == dossier_id) & (SheetVersion.number == number)
    SheetVersion.update(**columns).where(here).execute()


def read_version(row: SheetVersion) -> Version:
    """A version, from its row."""
    return Version(
        number=row.number,
        text=decode_sheet(row.text),
        written_at=row.written_at,
        written_by=row.written_by,
        asked_at=row.asked_at,
        change_asked_at=row.change_asked_at,
        change_asked=row.change_asked,
        agreed_at=row.agreed_at,
        agreed_by=row.agreed_by,
        agreement=row.agreement,
        outlives=row.outlives,
        taken_back_at=row.taken_back_at,
    )
