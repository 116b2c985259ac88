"""Requests to be called back and applications: who, which company, what project; one an assessment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any

from models.store import tables
from models.store.audit import VISITOR
from models.store.database import writing
from models.store.letter_caps import write_if_few
from models.store.likeness import keep_marks
from models.store.outbox import Letter
from models.store.prepared import prepared
from models.store.search_words import keep_words
from models.store.tables import Assessment
from models.store.timeline import EntryKind, add_entry
from models.store.visits import VisitGone


class ApplicationKind(StrEnum):
    """The two doors to the same form."""

    CALL_BACK = "rappel"
    APPLICATION = "candidature"


@dataclass(frozen=True, slots=True)
class Applicant:
    """What the form brings, already checked: `phone` as `models.contact.phone` keeps it, `company_number` in digits.

    Texts that weren't given are empty.
    """

    kind: ApplicationKind
    name: str
    role: str = ""
    email: str = ""
    phone: str = ""
    company: str = ""
    company_number: str = ""
    postal_code: str = ""
    project: str = ""
    moment: str = ""
    wants_news: bool = False


@dataclass(frozen=True, slots=True)
class Application:
    """What is on record."""

    id: int
    assessment_id: int
    applicant: Applicant
    created_at: datetime
    updated_at: datetime


_TEXTS = [field.name for field in fields(Applicant) if field.name not in {"kind", "wants_news"}]

FIRST_STAGE = {ApplicationKind.CALL_BACK: "nouveau", ApplicationKind.APPLICATION: "candidature"}
"""The stage that a request brings an assessment to."""

_TOLD = {ApplicationKind.CALL_BACK: "Demande de rappel reçue", ApplicationKind.APPLICATION: "Candidature reçue"}
_STAGE_TOLD = {ApplicationKind.CALL_BACK: "Nouveau", ApplicationKind.APPLICATION: "Candidature"}
"""What the history says of a request, and of the stage that it brings to."""

_BEFORE_APPLYING = ("nouveau", "contacte")


def submit_application(assessment_id: int, applicant: Applicant, letters: Sequence[Letter], now: datetime) -> bool:
    """Keep a request with the letters that announce it (but one too many), in one transaction; whether it was new.

    The same request again (a double click, a replay) changes nothing and writes to nobody. Another one of the same
    visitor completes the former: what it leaves empty stays, and an application stays an application. Raises
    VisitGone where the assessment is gone, StoreUnavailable.
    """
    with writing():
        assessment = Assessment.get_or_none(Assessment.id == assessment_id, Assessment.anonymised_at.is_null())
        if assessment is None:
            raise VisitGone(str(assessment_id))
        kept = find_application(assessment_id)
        if kept is not None:
            applicant = _complete(kept.applicant, applicant)
            if applicant == kept.applicant:
                return False
        keep_application(assessment_id, applicant, now)
        told = _TOLD[applicant.kind] if kept is None or kept.applicant.kind != applicant.kind else "Demande complétée"
        add_entry(assessment_id, EntryKind.REQUEST, now, VISITOR, summary=told)
        _move_stage(assessment, applicant.kind, now)
        for letter in letters:
            write_if_few(letter, now, assessment_id)
    return True


def keep_application(
    assessment_id: int, applicant: Applicant, now: datetime, *, received: datetime | None = None
) -> None:
    """Write a request down, or over the former one, in the caller's transaction; it came just now, or was `received`.

    It is found by its words, and recognised by its marks, from now on. The caller tells the history, so that what staff
    have open is seen to be old.
    """
    row = tables.Application.get_or_none(tables.Application.assessment == assessment_id)
    if row is None:
        row = tables.Application(assessment=assessment_id, created_at=received or now)
    for name, value in asdict(applicant).items():
        setattr(row, name, value)
    row.siren, row.updated_at = applicant.company_number[:9], now
    row.save()
    keep_words(row)
    keep_marks(row)


def _complete(kept: Applicant, sent: Applicant) -> Applicant:
    """The former request with what the new one says; its consent is the latest given."""
    applied = ApplicationKind.APPLICATION in (kept.kind, sent.kind)
    texts = {name: getattr(sent, name) or getattr(kept, name) for name in _TEXTS}
    kind = ApplicationKind.APPLICATION if applied else ApplicationKind.CALL_BACK
    return Applicant(kind, **texts, wants_news=sent.wants_news)


def _move_stage(assessment: Assessment, kind: ApplicationKind, now: datetime) -> None:
    """A first request opens the file, an application moves it on; what the Aract decided since stays."""
    stage = assessment.application_stage
    if stage is None or (kind is ApplicationKind.APPLICATION and stage in _BEFORE_APPLYING):
        stage = FIRST_STAGE[kind]
        add_entry(assessment.id, EntryKind.STAGE, now, VISITOR, summary=_STAGE_TOLD[kind])
    moved = Assessment.update(last_contact_at=now, updated_at=now, application_stage=stage)
    moved.where(Assessment.id == assessment.id).execute()


@prepared
def _kept(assessment_id: int) -> Any:
    kept = tables.Application
    told = (getattr(kept, field.name) for field in fields(Applicant))
    columns = (kept.id, kept.created_at, kept.updated_at, *told)
    return kept.select(*columns).where(kept.assessment == assessment_id)


def find_application(assessment_id: int) -> Application | None:
    """The request of an assessment; None where there is none."""
    for number, created_at, updated_at, kind, *told in _kept(assessment_id):
        return Application(number, assessment_id, Applicant(ApplicationKind(kind), *told), created_at, updated_at)
    return None
