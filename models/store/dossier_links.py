"""Dossiers that belong together: linked by hand, or perhaps one company's by what they share."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from peewee import JOIN, Expression, fn

from models.store import audit
from models.store.applications import Applicant
from models.store.audit import Actor
from models.store.database import writing
from models.store.dossier_file import get_dossier
from models.store.likeness import Likeness, Marks, find_alike, marks_of, marks_on_record
from models.store.tables import Application, Assessment, DossierLink
from models.store.timeline import EntryKind, add_entry

MOST_KIN = 50
"""How many dossiers of one company are listed."""


@dataclass(frozen=True, slots=True)
class Kin:
    """Another dossier, told shortly; `linked` where staff linked it, `shares` by what it may be the same company's."""

    id: int
    reference: str
    company: str
    person: str
    stage: str | None
    linked: bool
    shares: tuple[Likeness, ...] = ()


def list_kin(dossier_id: int) -> list[Kin]:
    """The dossiers linked to this one, then those that are like it and aren't linked."""
    linked, alike = _linked(dossier_id), find_alike(marks_on_record(dossier_id), but=(dossier_id,))
    kin = _told(Assessment.id.in_([*linked, *alike]), linked, alike)
    nearest = {id_: place for place, id_ in enumerate(alike)}
    return sorted(kin, key=lambda each: (not each.linked, nearest.get(each.id, 0), each.id))[:MOST_KIN]


def applicant_marks(applicant: Applicant) -> Marks:
    """By what a request being typed or imported is recognised."""
    return marks_of(
        company_number=applicant.company_number,
        email=applicant.email,
        phone=applicant.phone,
        company=applicant.company,
    )


def list_alike(applicant: Applicant, but: Collection[int] = ()) -> list[Kin]:
    """The dossiers that may be the company's of a request being typed or imported, those that share most first."""
    alike = find_alike(applicant_marks(applicant), but)
    kin = _told(Assessment.id.in_(list(alike)), frozenset(), alike) if alike else []
    nearest = {id_: place for place, id_ in enumerate(alike)}
    return sorted(kin, key=lambda each: nearest[each.id])


def list_of_person(dossier_id: int) -> list[Kin]:
    """The other dossiers of the same person, by her e-mail or her telephone."""
    mine, other = Application.alias(), Application.alias()
    same_email = (mine.email != "") & (fn.LOWER(mine.email) == fn.LOWER(other.email))
    same_phone = (mine.phone != "") & (mine.phone == other.phone)
    same = (
        other.select(other.assessment)
        .join(mine, on=same_email | same_phone)
        .where(mine.assessment == dossier_id, other.assessment != dossier_id)
    )
    return _told(Assessment.id.in_(same), _linked(dossier_id))[:MOST_KIN]


def _told(
    which: Expression, linked: Collection[int], alike: Mapping[int, tuple[Likeness, ...]] = MappingProxyType({})
) -> list[Kin]:
    found = (
        Assessment.select(Assessment, Application.company.alias("company"), Application.name.alias("person"))
        .join(Application, JOIN.LEFT_OUTER)
        .where(which)
        .order_by(Assessment.id)
        .objects()
    )
    return [
        Kin(
            *(row.id, row.reference or "", row.company or "", row.person or "", row.application_stage),
            linked=row.id in linked,
            shares=alike.get(row.id, ()),
        )
        for row in found
    ]


def _linked(dossier_id: int) -> set[int]:
    links = DossierLink.select().where((DossierLink.low == dossier_id) | (DossierLink.high == dossier_id))
    return {each.high_id if each.low_id == dossier_id else each.low_id for each in links}


def one_company(ids: Iterable[int]) -> dict[int, int]:
    """For each of these dossiers, the lowest id of all that are linked with it, directly or through others."""
    # All links: staff made each by hand, so that they are few whatever is asked about.
    reached: dict[int, int] = {}
    for low, high in DossierLink.select(DossierLink.low, DossierLink.high).tuples():
        reached.setdefault(low, low)
        reached.setdefault(high, high)
        _join(reached, low, high)
    return {id_: _root(reached, id_) if id_ in reached else id_ for id_ in ids}


def _root(reached: dict[int, int], id_: int) -> int:
    while reached[id_] != id_:
        id_ = reached[id_]
    return id_


def _join(reached: dict[int, int], one: int, other: int) -> None:
    low, high = sorted((_root(reached, one), _root(reached, other)))
    reached[high] = low


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
