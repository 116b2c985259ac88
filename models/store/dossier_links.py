"""Dossiers that belong together: same company by its SIREN, or linked by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from models.store import audit
from models.store.audit import Actor
from models.store.database import all_rows, run, writing
from models.store.dossier_file import get_dossier
from models.store.timeline import EntryKind, add_entry


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
    linked = (
        "SELECT CASE low_id WHEN ?1 THEN high_id ELSE low_id END FROM dossier_link WHERE low_id = ?1 OR high_id = ?1"
    )
    same = (
        "SELECT other.assessment_id FROM application AS mine JOIN application AS other ON other.siren = mine.siren"
        " WHERE mine.assessment_id = ?1 AND mine.siren <> '' AND other.siren <> '' AND other.assessment_id <> ?1"
    )
    rows = all_rows(
        "SELECT assessment.id, coalesce(reference, ''), coalesce(company, ''), application_stage,"
        f" assessment.id IN ({linked}) AS linked FROM assessment"
        " LEFT JOIN application ON application.assessment_id = assessment.id"
        f" WHERE assessment.id IN ({linked}) OR assessment.id IN ({same}) ORDER BY linked DESC, assessment.id LIMIT 50",
        (dossier_id,),
    )
    return [Kin(row[0], row[1], row[2], row[3], bool(row[4])) for row in rows]


def link(dossier_id: int, other_id: int, now: datetime, by: Actor) -> None:
    """Link two dossiers; nothing where they are already. Raises KeyError, ValueError for a dossier and itself."""
    if dossier_id == other_id:
        raise ValueError(dossier_id)
    with writing():
        one, other = get_dossier(dossier_id), get_dossier(other_id)
        pair = (min(dossier_id, other_id), max(dossier_id, other_id))
        if run("INSERT INTO dossier_link VALUES (?, ?) ON CONFLICT DO NOTHING", pair):
            add_entry(dossier_id, EntryKind.LINK, now, by, summary=f"Lié au dossier {other.name}")
            add_entry(other_id, EntryKind.LINK, now, by, summary=f"Lié au dossier {one.name}")
            audit.record(by, "lier", now, subject=one.name, detail=other.name, assessment_id=dossier_id)


def unlink(dossier_id: int, other_id: int, now: datetime, by: Actor) -> None:
    """Undo a link; nothing where there is none. Raises KeyError."""
    with writing():
        one, other = get_dossier(dossier_id), get_dossier(other_id)
        pair = (min(dossier_id, other_id), max(dossier_id, other_id))
        if run("DELETE FROM dossier_link WHERE low_id = ? AND high_id = ?", pair):
            add_entry(dossier_id, EntryKind.LINK, now, by, summary=f"Séparé du dossier {other.name}")
            add_entry(other_id, EntryKind.LINK, now, by, summary=f"Séparé du dossier {one.name}")
            audit.record(by, "séparer", now, subject=one.name, detail=other.name, assessment_id=dossier_id)
