"""The visits of a dossier's consultant: recorded, corrected or withdrawn, never past the days granted; those told stay
as they are once the company answered its review.

A row says what a visit is today, and the history every version of it. What all of a dossier's visits took stands on the
assessment too (`half_days_used`), written in the same transaction: lists and budgets add it up, and it stays when the
rest is forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import fn

from models.rules.accompaniment import Allowance, Participant, Refusal
from models.store import audit
from models.store.accompaniments import allowance_of
from models.store.audit import Actor
from models.store.database import writing
from models.store.dossier_file import StaleSave, get_dossier
from models.store.tables import Assessment, Intervention
from models.store.timeline import Entry, EntryKind, add_entry, list_entries, versions


class VisitRefused(Exception):
    """A visit can't be kept so, for that reason; `allowance` says what is left."""

    def __init__(self, reason: Refusal, allowance: Allowance) -> None:
        super().__init__(reason)
        self.reason = reason
        self.allowance = allowance


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a visit: its day, one or two half-days, who took part, what was done, what comes next."""

    day: date
    half_days: int
    participants: tuple[Participant, ...]
    done: str
    next_steps: str


@dataclass(frozen=True, slots=True)
class KeptIntervention:
    """A visit as it is told today; `entry` is where the history tells it last, `withdrawn` when it says nothing."""

    id: int
    uid: str
    told: Told
    author: str
    recorded_at: datetime
    entry: int
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A visit in words, for the history: one line, and the rest."""

    summary: str
    text: str


def list_interventions(assessment_id: int, *, withdrawn: bool = False) -> list[KeptIntervention]:
    """A dossier's visits, the latest first; those withdrawn are left out, unless asked for."""
    rows = Intervention.select().where(Intervention.assessment == assessment_id)
    rows = rows if withdrawn else rows.where(~Intervention.withdrawn)
    return [_kept(row) for row in rows.order_by(Intervention.day.desc(), Intervention.id.desc())]


def find_intervention(assessment_id: int, intervention_id: int) -> KeptIntervention:
    """A visit of that dossier, withdrawn or not; raises KeyError."""
    here = (Intervention.assessment == assessment_id) & (Intervention.id == intervention_id)
    return _one(here, intervention_id)


def find_by_uid(assessment_id: int, uid: str) -> KeptIntervention | None:
    """The visit of that dossier that was recorded under that name."""
    row = Intervention.get_or_none(Intervention.assessment == assessment_id, Intervention.uid == uid)
    return None if row is None else _kept(row)


def half_days_on(assessment_id: int, day: date, *, but: int | None = None) -> int:
    """The half-days of one day that visits took, leaving one of them out."""
    visits = [each for each in list_interventions(assessment_id) if each.told.day == day and each.id != but]
    return sum(each.told.half_days for each in visits)


def refusal_of(assessment_id: int, day: date, half_days: int, found: KeptIntervention | None) -> Refusal | None:
    """Why a visit can't take so much of that day: a new one, or the one `found` once it is corrected."""
    replaced = found.told.half_days if found and not found.withdrawn else 0
    same_day = half_days_on(assessment_id, day, but=found.id if found else None)
    allowance = allowance_of(assessment_id)
    return allowance.refusal(half_days, same_day=same_day, replaced=replaced, corrects=found is not None)


def record_intervention(dossier_id: int, uid: str, told: Told, now: datetime, by: Actor, *, shown: Shown) -> None:
    """Record a visit; nothing where the same was recorded under that name. It counts as an exchange with the company.

    Raises VisitRefused, KeyError.
    """
    with writing():
        dossier = get_dossier(dossier_id)
        if find_by_uid(dossier_id, uid):
            return
        _check(dossier_id, told, None)
        entry = add_entry(
            dossier_id, EntryKind.VISIT, now, by, summary=shown.summary, text=shown.text, happened_on=told.day
        )
        facts = _columns(told) | {"author": by.name, "recorded_at": now, "entry": entry}
        Intervention.create(uid=uid, assessment=dossier_id, **facts)
        _count(dossier_id, now)
        audit.record(by, "raconter une visite", now, subject=dossier.name, assessment_id=dossier_id)


def correct_intervention(
    dossier_id: int, version: int, intervention_id: int, told: Told, now: datetime, by: Actor, *, shown: Shown
) -> None:
    """Tell a visit otherwise; one that was withdrawn counts again. Raises StaleSave, VisitRefused, KeyError."""
    with _changing(dossier_id, version, intervention_id) as found:
        _check(dossier_id, told, found)
        entry = add_entry(
            *(dossier_id, EntryKind.VISIT, now, by),
            summary=shown.summary,
            text=shown.text,
            happened_on=told.day,
            replaces=found.entry,
        )
        _update(found.id, **_columns(told), entry=entry, withdrawn=False)
        _count(dossier_id, now)
        _record("rétablir" if found.withdrawn else "corriger", dossier_id, now, by)


def withdraw_intervention(dossier_id: int, version: int, intervention_id: int, now: datetime, by: Actor) -> None:
    """Have a visit say and take nothing any more; nothing where that is so already.

    Raises StaleSave, VisitRefused, KeyError.
    """
    with _changing(dossier_id, version, intervention_id) as found:
        allowance = allowance_of(dossier_id)
        if closed := allowance.closed(corrects=True):
            raise VisitRefused(closed, allowance)
        if not found.withdrawn:
            entry = add_entry(dossier_id, EntryKind.WITHDRAWN, now, by, replaces=found.entry)
            _update(found.id, entry=entry, withdrawn=True)
            _count(dossier_id, now)
            _record("retirer", dossier_id, now, by)


def changes_of(dossier_id: int, found: KeptIntervention, version: int) -> list[Entry]:
    """What was done to a visit after that entry of the history."""
    for chain in versions(list_entries(dossier_id)):
        if found.entry in {entry.id for entry in chain}:
            return [entry for entry in chain if entry.id > version]
    return []


@contextmanager
def _changing(dossier_id: int, version: int, intervention_id: int) -> Iterator[KeptIntervention]:
    with writing():
        found = find_intervention(dossier_id, intervention_id)
        if changes := changes_of(dossier_id, found, version):
            raise StaleSave(changes)
        yield found


def _check(dossier_id: int, told: Told, found: KeptIntervention | None) -> None:
    if reason := refusal_of(dossier_id, told.day, told.half_days, found):
        raise VisitRefused(reason, allowance_of(dossier_id))


def _count(dossier_id: int, now: datetime) -> None:
    """Add the dossier's visits up, where lists and budgets look."""
    here = (Intervention.assessment == dossier_id) & ~Intervention.withdrawn
    used = Intervention.select(fn.coalesce(fn.sum(Intervention.half_days), 0)).where(here).scalar()
    Assessment.update(half_days_used=int(used), last_contact_at=now).where(Assessment.id == dossier_id).execute()


def _record(verb: str, dossier_id: int, now: datetime, by: Actor) -> None:
    audit.record(by, f"{verb} une visite", now, subject=get_dossier(dossier_id).name, assessment_id=dossier_id)


def _columns(told: Told) -> dict[str, Any]:
    return {
        "day": told.day,
        "half_days": told.half_days,
        "participants": "".join(f"|{each}" for each in told.participants) + "|" if told.participants else "",
        "done": told.done,
        "next_steps": told.next_steps,
    }


def _update(intervention_id: int, **values: Any) -> None:
    Intervention.update(**values).where(Intervention.id == intervention_id).execute()


def _one(where: Any, name: object) -> KeptIntervention:
    row = Intervention.get_or_none(where)
    if row is None:
        raise KeyError(name)
    return _kept(row)


def _kept(row: Any) -> KeptIntervention:
    present = tuple(Participant(each) for each in row.participants.split("|") if each)
    told = Told(row.day, row.half_days, present, row.done, row.next_steps)
    return KeptIntervention(row.id, row.uid, told, row.author, row.recorded_at, row.entry_id, row.withdrawn)
