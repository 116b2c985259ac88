"""Tables of earlier dossiers: imported whole, remembered, and undone as a whole until somebody has worked on one."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import fn

from models.store import audit
from models.store.audit import VISITOR, Actor
from models.store.by_hand import Entered, enter_dossier
from models.store.database import database, writing
from models.store.erasure import erase
from models.store.tables import (
    AnswerRow,
    Assessment,
    DossierImport,
    ImportedDossier,
    Proposal,
    ProposalDossier,
    Revision,
    Timeline,
)
from models.store.timeline import newest_entry

MOST_LISTED = 20
"""The imports that are listed, the latest."""


class AlreadyImported(Exception):
    """The very same file was imported before, and not undone."""


class CantUndo(Exception):
    """Somebody worked on a dossier of the import (`work`), or some of its dossiers are gone."""

    def __init__(self, work: Work | None) -> None:
        super().__init__(work)
        self.work = work


@dataclass(frozen=True, slots=True)
class Work:
    """The first thing that was done with a dossier since it was imported; `summary` tells it in a line, or is empty."""

    dossier_id: int
    reference: str
    by: str
    at: datetime
    summary: str


@dataclass(frozen=True, slots=True)
class Import:
    """An import: how many dossiers it made, how many of them are as they were made or were worked on, and who undid it.

    `work` is the first that was done since; None where nothing was, or where it is undone.
    """

    id: int
    digest: str
    made_at: datetime
    made_by: str
    dossiers: int
    left: int
    undone_at: datetime | None
    undone_by: str
    work: Work | None

    @property
    def can_be_undone(self) -> bool:
        """Whether all its dossiers are there, and untouched."""
        return self.undone_at is None and self.work is None and self.left == self.dossiers


def import_dossiers(source: bytes, entered: Sequence[Entered], now: datetime, by: Actor) -> list[int]:
    """All the dossiers of a file or none; their ids. Raises AlreadyImported for the same bytes a second time."""
    digest = hashlib.sha256(source).hexdigest()[:16]
    with writing():
        if _is_imported(digest):
            raise AlreadyImported(digest)
        ids = [enter_dossier(each, now, by) for each in entered]
        made = DossierImport.create(digest=digest, dossiers=len(ids), made_at=now, made_by=by.name)
        for id_ in ids:
            ImportedDossier.insert(assessment=id_, source=made.id, version=newest_entry(id_)).execute()
        audit.record(by, "importer", now, subject=digest, detail=f"{len(ids)} dossiers")
    return ids


def _is_imported(digest: str) -> bool:
    """Whether the file's dossiers are here; before imports were remembered, the journal alone told."""
    made = list(DossierImport.select().where(DossierImport.digest == digest))
    return any(each.undone_at is None for each in made) if made else audit.is_recorded("importer", digest)


def list_imports() -> list[Import]:
    """The latest imports, undone ones too."""
    left = ImportedDossier.select(fn.count(ImportedDossier.assessment)).where(
        ImportedDossier.source == DossierImport.id
    )
    rows = DossierImport.select(DossierImport, left.alias("left")).order_by(DossierImport.id.desc()).limit(MOST_LISTED)
    return [
        Import(
            *(row.id, row.digest, row.made_at, row.made_by, row.dossiers, row.left, row.undone_at, row.undone_by),
            work=first_work(row.id) if row.undone_at is None else None,
        )
        for row in rows.objects()
    ]


def undo_import(import_id: int, now: datetime, by: Actor) -> int:
    """Take away all the dossiers that an import made; how many, 0 where it was undone. Raises KeyError, CantUndo."""
    with database.overwriting(), writing():
        made = DossierImport.get_or_none(DossierImport.id == import_id)
        if made is None:
            raise KeyError(import_id)
        if made.undone_at is not None:
            return 0
        ids = [row.assessment_id for row in ImportedDossier.select().where(ImportedDossier.source == import_id)]
        if (work := first_work(import_id)) or len(ids) != made.dossiers:
            raise CantUndo(work)
        # Nobody asked to be forgotten, so the register beside the database isn't told: a backup of before the
        # undoing brings the dossiers back together with their import, which can then be undone again.
        erase(ids, now)
        DossierImport.update(undone_at=now, undone_by=by.name).where(DossierImport.id == import_id).execute()
        audit.record(by, "annuler un import", now, subject=made.digest, detail=f"{len(ids)} dossiers")
    return len(ids)


def first_work(import_id: int) -> Work | None:
    """The first that anybody did with a dossier of that import: staff in its history or a proposal, or the person."""
    found = [work for find in (_first_entry, _first_proposal, _first_answer) if (work := find(import_id))]
    return min(found, key=lambda work: work.at, default=None)


def _first_entry(import_id: int) -> Work | None:
    rows = Timeline.select(
        *(Timeline.at, Timeline.author.alias("by"), Timeline.summary),
        *(Assessment.id.alias("dossier_id"), Assessment.reference),
    )
    rows = rows.join(Assessment).join(ImportedDossier)
    later = rows.where(ImportedDossier.source == import_id, Timeline.id > ImportedDossier.version)
    return _work(later.order_by(Timeline.id).objects().first())


def _first_proposal(import_id: int) -> Work | None:
    """Chosen together with others: a proposal is the team's work, though no dossier's history tells of it."""
    rows = ProposalDossier.select(
        *(Proposal.changed_at.alias("at"), Proposal.changed_by.alias("by"), Proposal.name.alias("summary")),
        *(Assessment.id.alias("dossier_id"), Assessment.reference),
    )
    rows = rows.join(Proposal).switch(ProposalDossier).join(Assessment).join(ImportedDossier)
    rows = rows.where(ImportedDossier.source == import_id).order_by(Proposal.changed_at).objects()
    return _work(rows.first(), "Mis dans la proposition «\u00a0{}\u00a0»")


def _first_answer(import_id: int) -> Work | None:
    rows = AnswerRow.select(AnswerRow.answered_at.alias("at"), Assessment.id.alias("dossier_id"), Assessment.reference)
    rows = rows.join(Revision).join(Assessment).join(ImportedDossier).join(DossierImport)
    later = rows.where(ImportedDossier.source == import_id, AnswerRow.answered_at > DossierImport.made_at)
    return _work(later.order_by(AnswerRow.answered_at).objects().first(), "Réponse au questionnaire", VISITOR.name)


def _work(row: Any, told: str = "{}", by: str = "") -> Work | None:
    if row is None:
        return None
    summary = told.format(getattr(row, "summary", ""))
    return Work(row.dossier_id, row.reference or str(row.dossier_id), by or row.by, row.at, summary)
