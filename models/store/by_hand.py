"""Dossiers that came by telephone, at a stand or before this program: entered by staff, alone or many at once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from models.rules.question import Answer
from models.store import audit
from models.store.applications import Applicant
from models.store.audit import Actor
from models.store.database import writing
from models.store.dossier_file import change_applicant, get_dossier
from models.store.tables import Assessment
from models.store.timeline import EntryKind, add_entry
from models.store.visits import Door, record_answer, start_assessment

_PARIS = ZoneInfo("Europe/Paris")


@dataclass(frozen=True, slots=True)
class Entered:
    """What staff know of a project: who, the facts by question key, the stage, when it came, the days granted."""

    applicant: Applicant
    stage: str
    received_on: date
    facts: Mapping[str, Answer] = field(default_factory=dict)
    days_granted: int | None = None


class AlreadyImported(Exception):
    """The very same file was imported before."""


def enter_dossier(entered: Entered, now: datetime, by: Actor) -> int:
    """A new dossier, dated of the day it came; its id."""
    # At noon of that day: its reference is of that year, and it stands in the list where it belongs.
    received = min(datetime.combine(entered.received_on, time(12), _PARIS), now)
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


def import_dossiers(source: bytes, entered: Sequence[Entered], now: datetime, by: Actor) -> list[int]:
    """All the dossiers of a file or none; their ids. Raises AlreadyImported for the same bytes a second time."""
    digest = hashlib.sha256(source).hexdigest()[:16]
    with writing():
        if audit.is_recorded("importer", digest):
            raise AlreadyImported(digest)
        ids = [enter_dossier(each, now, by) for each in entered]
        audit.record(by, "importer", now, subject=digest, detail=f"{len(ids)} dossiers")
    return ids


def _decide(dossier_id: int, entered: Entered, now: datetime, by: Actor) -> None:
    change_applicant(dossier_id, get_dossier(dossier_id).version, entered.applicant, now, by)
    Assessment.update(
        application_stage=entered.stage,
        days_granted=entered.days_granted,
        granted_on=entered.received_on if entered.days_granted is not None else None,
        last_contact_at=now,
    ).where(Assessment.id == dossier_id).execute()
