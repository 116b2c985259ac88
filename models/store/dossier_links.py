"""Dossiers that belong together: same company by its SIREN, or linked by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from peewee import JOIN

from models.store import audit
from models.store.audit import Actor
from models.store.database import writing
from models.store.dossier_file import get_dossier
from models.store.tables import Application, Assessment, DossierLink
from models.store.timeline import EntryKind, add_entry

MOST_KIN = 50
"""How many dossiers of one company are listed."""


@dataclass(frozen=True, slots=True)
class Kin:
    """Another dossier, told shortly; `linked` where staff linked it."""

    id: int
    reference: str
    company: str
    stage: str | None
    linked: bool


def list_kin(dossier_id: int) -> list[Kin]:
    """The dossiers linked to this one, then those of the same SIREN that aren't."""
    linked = _linked(dossier_id)
    mine, other = Application.alias(), Application.alias()
    same = (
        other.select(other.assessment)
        .join(mine, on=(mine.siren == other.siren) & (mine.siren != ""))
        .where(mine.assessment == dossier_id, other.assessment != dossier_id, other.siren != "")
    )
    found = (
        Assessment.select(Assessment, Application.company.alias("company"))
        .join(Application, JOIN.LEFT_OUTER)
        .where(Assessment.id.in_(linked) | Assessment.id.in_(same))
        .order_by(Assessment.id)
        .objects()
    )
    kin = [
        Kin(row.id, row.reference or "", row.company or "", row.application_stage, row.id in linked) for row in found
    ]
    return sorted(kin, key=lambda each: (not each.linked, each.id))[:MOST_KIN]


def _linked(dossier_id: int) -> set[int]:
    links = DossierLink.select().where((DossierLink.low == dossier_id) | (DossierLink.high == dossier_id))
    return {each.high_id if each.low_id == dossier_id else each.low_id for each in links}


def link(dossier_id: int, other_id: int, now: datetime, by: Actor) -> None:
    """Link two dossiers; nothing where they are already. Raises KeyError, ValueError for a dossier and itself."""
    if dossier_id == other_id:
        raise ValueError(dossier_id)
    with writing():
        one, other = get_dossier(dossier_id), get_dossier(other_id)
        if other_id not in _linked(dossier_id):
            DossierLink.create(low=min(dossier_id, other_id), high=max(dossier_id, other_id))
            add_entry(dossier_id, EntryKind.LINK, now, by, summary=f"Lié au dossier {other.name}")
            add_entry(other_id, EntryKind.LINK, now, by, summary=f"Lié au dossier {one.name}")
            audit.record(by, "lier", now, subject=one.name, detail=other.name, assessment_id=dossier_id)


def unlink(dossier_id: int, other_id: int, now: datetime, by: Actor) -> None:
    """Undo a link; nothing where there is none. Raises KeyError."""
    with writing():
        one, other = get_dossier(dossier_id), get_dossier(other_id)
        pair = (DossierLink.low == min(dossier_id, other_id)) & (DossierLink.high == max(dossier_id, other_id))
        if DossierLink.delete().where(pair).execute():
            add_entry(dossier_id, EntryKind.LINK, now, by, summary=f"Séparé du dossier {other.name}")
            add_entry(other_id, EntryKind.LINK, now, by, summary=f"Séparé du dossier {one.name}")
            audit.record(by, "séparer", now, subject=one.name, detail=other.name, assessment_id=dossier_id)
