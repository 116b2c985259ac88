"""Who accompanies a dossier, when she comes next, and the point d'étape: what is so now, told in the history too.

A change of consultant ends the former's access at once: who may read is asked of these rows at each request.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import JOIN, fn

from models.rules.accompaniment import ENDED_STAGE, OPEN_STAGE, Allowance, Checkpoint, may_read
from models.store import audit
from models.store.audit import Actor
from models.store.database import writing
from models.store.dossier_file import StaleSave, changing, get_dossier
from models.store.prepared import prepared
from models.store.reviews import answered_among
from models.store.tables import Accompaniment, Application, Assessment, StaffAccount, Timeline
from models.store.timeline import EntryKind, add_entry, entries_since
from models.store.times import day_of

CONSULTANT = frozenset({EntryKind.CONSULTANT})
NEXT_VISIT = frozenset({EntryKind.NEXT_VISIT})
CHECKPOINT = frozenset({EntryKind.CHECKPOINT})
"""The parts of a file that belong to its accompaniment, by what the history tells of each."""


class NotOpen(Exception):
    """The dossier is not at the stage at which that is done."""


@dataclass(frozen=True, slots=True)
class KeptCheckpoint:
    """What the point d'étape decided, on which day and why; `entry` is where the history tells it last."""

    decision: Checkpoint
    on: date
    reason: str
    entry: int


@dataclass(frozen=True, slots=True)
class Accompanied:
    """How a dossier is accompanied now; nobody where `consultant_id` is None."""

    consultant_id: int | None = None
    consultant: str = ""
    next_visit_on: date | None = None
    checkpoint: KeptCheckpoint | None = None


@dataclass(frozen=True, slots=True)
class Company:
    """A dossier as its consultant finds it among hers."""

    id: int
    reference: str
    name: str
    postal_code: str
    allowance: Allowance
    next_visit_on: date | None
    ended_on: date | None


@prepared
def _now(assessment_id: int) -> Any:
    columns = (
        *(Accompaniment.consultant, fn.coalesce(StaffAccount.name, ""), Accompaniment.next_visit_on),
        *(Accompaniment.checkpoint, Accompaniment.checkpoint_on),
        *(Accompaniment.checkpoint_reason, Accompaniment.checkpoint_entry),
    )
    rows = Accompaniment.select(*columns).join(StaffAccount, JOIN.LEFT_OUTER)
    return rows.where(Accompaniment.assessment == assessment_id)


def find_accompaniment(assessment_id: int) -> Accompanied:
    """How a dossier is accompanied now."""
    for consultant_id, consultant, next_visit_on, *decided in _now(assessment_id):
        return Accompanied(consultant_id, consultant, next_visit_on, _checkpoint(*decided))
    return Accompanied()


def consultants_of(assessment_ids: Collection[int]) -> Mapping[int, str]:
    """The names of those who accompany these dossiers, by dossier."""
    rows = _with_consultant().where(Accompaniment.assessment.in_(list(assessment_ids)))
    return {row.assessment_id: row.consultant.name for row in rows if row.consultant_id}


def allowance_of(assessment_id: int) -> Allowance:
    """How its days stand. Raises KeyError where there is no such dossier."""
    columns = (Assessment.application_stage, Assessment.days_granted, Assessment.half_days_used)
    row = Assessment.select(*columns).where(Assessment.id == assessment_id).first()
    if row is None:
        raise KeyError(assessment_id)
    kept, reviewed = find_accompaniment(assessment_id).checkpoint, bool(answered_among([assessment_id]))
    decision = kept.decision if kept else None
    return Allowance(row.application_stage, row.days_granted, row.half_days_used, decision, reviewed)


def reads_dossier(account_id: int, assessment_id: int, today: date) -> bool:
    """Whether that consultant may read a dossier today: hers, under way, or that ended not long ago."""
    here = (Accompaniment.assessment == assessment_id) & (Accompaniment.consultant == account_id)
    row = _with_assessment().where(here).first()
    return row is not None and may_read(row.assessment.application_stage, _ended_on(row.assessment), today)


def list_companies(account_id: int, today: date) -> list[Company]:
    """The dossiers that a consultant reads today: those under way first, each by its next visit."""
    rows = _with_assessment().where(
        Accompaniment.consultant == account_id,
        Assessment.application_stage.in_((OPEN_STAGE, ENDED_STAGE)),
        Assessment.anonymised_at.is_null(),
    )
    reviewed = answered_among([row.assessment_id for row in rows])
    found = [_company(row, reviewed=row.assessment_id in reviewed) for row in rows]
    readable = [each for each in found if may_read(each.allowance.stage, each.ended_on, today)]
    return sorted(
        readable, key=lambda each: (not each.allowance.is_open, each.next_visit_on or date.max, each.name, each.id)
    )


def assign_consultant(
    dossier_id: int, version: int, consultant_id: int | None, now: datetime, by: Actor, *, shown: str
) -> None:
    """Give a dossier to a consultant, or take it from her (None); `shown` says it in words.

    Raises StaleSave, KeyError, NotOpen where the dossier isn't accompanied.
    """
    with changing(dossier_id, version, CONSULTANT) as dossier:
        if consultant_id is not None and dossier.stage != OPEN_STAGE:
            raise NotOpen(dossier.stage)
        keep_accompaniment(dossier_id, consultant=consultant_id)
        add_entry(dossier_id, EntryKind.CONSULTANT, now, by, summary=shown)
        audit.record(by, "confier à une consultante", now, subject=dossier.name, detail=shown, assessment_id=dossier_id)


def plan_next_visit(dossier_id: int, version: int, day: date | None, now: datetime, by: Actor, *, shown: str) -> None:
    """Say when the next visit is, or that none is planned (None). Raises StaleSave, KeyError, NotOpen."""
    with changing(dossier_id, version, NEXT_VISIT) as dossier:
        if dossier.stage != OPEN_STAGE:
            raise NotOpen(dossier.stage)
        set_next_visit(dossier_id, day, now, by, shown=shown)


def set_next_visit(dossier_id: int, day: date | None, now: datetime, by: Actor, *, shown: str) -> None:
    """The same within the caller's transaction; nothing where that day was planned already."""
    if find_accompaniment(dossier_id).next_visit_on == day:
        return
    keep_accompaniment(dossier_id, next_visit_on=day)
    add_entry(dossier_id, EntryKind.NEXT_VISIT, now, by, summary=shown)
    name = get_dossier(dossier_id).name
    audit.record(by, "prévoir une visite", now, subject=name, assessment_id=dossier_id)


def record_checkpoint(
    dossier_id: int,
    version: int,
    decision: Checkpoint,
    on: date,
    reason: str,
    now: datetime,
    by: Actor,
    *,
    shown: str,
) -> None:
    """Keep what the point d'étape decided, or correct it; the history keeps the former. `shown` is it in words.

    Raises StaleSave, KeyError, NotOpen where it isn't its time.
    """
    with writing():
        dossier, former = get_dossier(dossier_id), find_accompaniment(dossier_id).checkpoint
        if changes := entries_since(dossier_id, version, CHECKPOINT):
            raise StaleSave(changes)
        if not allowance_of(dossier_id).may_check:
            raise NotOpen(dossier.stage)
        entry = add_entry(
            *(dossier_id, EntryKind.CHECKPOINT, now, by),
            summary=shown,
            text=reason,
            happened_on=on,
            replaces=former.entry if former else None,
        )
        told = {"checkpoint": decision, "checkpoint_on": on, "checkpoint_reason": reason, "checkpoint_entry": entry}
        keep_accompaniment(dossier_id, **told)
        action = "corriger le point d’étape" if former else "noter le point d’étape"
        audit.record(by, action, now, subject=dossier.name, detail=shown, assessment_id=dossier_id)


def keep_accompaniment(dossier_id: int, **values: Any) -> None:
    """Write some columns of a dossier's accompaniment, in the caller's transaction."""
    here = Accompaniment.assessment == dossier_id
    if Accompaniment.update(**values).where(here).execute() == 0:
        Accompaniment.insert(assessment=dossier_id, **values).execute()


def _with_consultant() -> Any:
    # With its id: what is joined takes the place of the column that led to it.
    rows = Accompaniment.select(Accompaniment, StaffAccount.id, StaffAccount.name)
    return rows.join(StaffAccount, JOIN.LEFT_OUTER)


def _with_assessment() -> Any:
    told = (Assessment.id, Assessment.reference, Assessment.application_stage, Assessment.anonymised_at)
    days = (Assessment.days_granted, Assessment.half_days_used)
    asked = (Application.id, Application.company, Application.name, Application.postal_code)
    rows = Accompaniment.select(Accompaniment, *told, *days, *asked).join(Assessment)
    return rows.join(Application, JOIN.LEFT_OUTER, attr="request")


def _company(row: Any, *, reviewed: bool) -> Company:
    assessment, request = row.assessment, getattr(row.assessment, "request", None)
    kept = _checkpoint(row.checkpoint, row.checkpoint_on, row.checkpoint_reason, row.checkpoint_entry_id)
    stage, days, used = assessment.application_stage, assessment.days_granted, assessment.half_days_used
    return Company(
        id=assessment.id,
        reference=assessment.reference or "",
        name=(request and (request.company or request.name)) or assessment.reference or f"n°\u00a0{assessment.id}",
        postal_code=request.postal_code if request else "",
        allowance=Allowance(stage, days, used, kept.decision if kept else None, reviewed),
        next_visit_on=row.next_visit_on,
        ended_on=_ended_on(assessment),
    )


def _checkpoint(decision: str | None, *told: Any) -> KeptCheckpoint | None:
    return None if decision is None else KeptCheckpoint(Checkpoint(decision), *told)


def _ended_on(assessment: Any) -> date | None:
    """The day on which an accompaniment ended, as the history tells it; None where it goes on."""
    if assessment.application_stage != ENDED_STAGE:
        return None
    moved = Timeline.select().where(Timeline.assessment == assessment.id, Timeline.kind == EntryKind.STAGE)
    last = moved.order_by(Timeline.id.desc()).first()
    return None if last is None else last.happened_on or day_of(last.at)
