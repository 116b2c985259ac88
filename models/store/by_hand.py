"""Dossiers that came by telephone, at a stand or before this program: entered by staff (many at once: `imports`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from models.rules.question import Answer
from models.rules.result import Grant
from models.store.applications import Applicant
from models.store.audit import Actor
from models.store.database import writing
from models.store.dossier_file import change_applicant, change_stage, get_dossier, grant_days
from models.store.timeline import EntryKind, add_entry
from models.store.times import start_of
from models.store.visits import Door, record_answer, start_assessment


@dataclass(frozen=True, slots=True)
class Entered:
    """What staff know of a project: who, the facts by question key, the stage, when it came, what was granted.

    `shown` are the stage and the grant in words, for the history; `stage_on` is None where nobody knows that day.
    """

    applicant: Applicant
    stage: str
    received_on: date
    facts: Mapping[str, Answer] = field(default_factory=dict)
    stage_on: date | None = None
    grant: Grant | None = None
    shown: tuple[str, str] = ("", "")


def enter_dossier(entered: Entered, now: datetime, by: Actor) -> int:
    """A new dossier, dated of the day it came; its id."""
    received = _received(entered, now)
    with writing():
        visit, _ = start_assessment(door=Door.MANUAL, now=received)
        for key, value in entered.facts.items():
            visit = record_answer(visit, key, value, received)
        add_entry(visit.assessment_id, EntryKind.BY_HAND, now, by, summary="Dossier saisi par l’équipe")
        _decide(visit.assessment_id, entered, now, by)
    return visit.assessment_id


def attach_applicant(dossier_id: int, entered: Entered, now: datetime, by: Actor) -> None:
    """Give an assessment done at a stand its person and company. Raises KeyError."""
    with writing():
        _decide(dossier_id, entered, now, by)


def _decide(dossier_id: int, entered: Entered, now: datetime, by: Actor) -> None:
    stage_shown, grant_shown = entered.shown
    received = _received(entered, now)
    change_applicant(dossier_id, _version(dossier_id), entered.applicant, now, by, received=received)
    if entered.stage != get_dossier(dossier_id).stage:
        change_stage(
            *(dossier_id, _version(dossier_id), entered.stage, entered.stage_on, "", now, by), shown=stage_shown
        )
    if entered.grant:
        on = entered.grant.on or entered.received_on
        grant_days(dossier_id, _version(dossier_id), entered.grant, on, "", now, by, shown=grant_shown)


def _received(entered: Entered, now: datetime) -> datetime:
    """Noon of the day it came: its reference is of that year, and it stands in the list where it belongs."""
    return min(start_of(entered.received_on) + timedelta(hours=12), now)


def _version(dossier_id: int) -> int:
    return get_dossier(dossier_id).version
