"""Requests to be called back and applications: who, which company, what project; one an assessment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields, replace
from datetime import datetime
from enum import StrEnum

from models.store.database import Row, all_rows, one_row, run, writing
from models.store.outbox import Letter, write_letter
from models.store.times import to_milliseconds, to_moment
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
_COLUMNS = ", ".join(field.name for field in fields(Applicant))
_SLOTS = ", ".join("?" for _ in fields(Applicant))
_UPDATES = ", ".join(f"{field.name} = excluded.{field.name}" for field in fields(Applicant))

FIRST_STAGE = {ApplicationKind.CALL_BACK: "nouveau", ApplicationKind.APPLICATION: "candidature"}
"""The stage that a request brings an assessment to."""

_BEFORE_APPLYING = ("nouveau", "contacte")


def submit_application(assessment_id: int, applicant: Applicant, letters: Sequence[Letter], now: datetime) -> bool:
    """Keep a request with the letters that announce it, in one transaction; whether it brought anything new.

    The same request again (a double click, a replay) changes nothing and writes to nobody. Another one of the same
    visitor completes the former: what it leaves empty stays, and an application stays an application. Raises
    VisitGone where the assessment is gone, StoreUnavailable.
    """
    moment = to_milliseconds(now)
    with writing():
        if one_row("SELECT 1 FROM assessment WHERE id = ? AND anonymised_at IS NULL", (assessment_id,)) is None:
            raise VisitGone(str(assessment_id))
        kept = find_application(assessment_id)
        if kept is not None:
            applicant = _complete(kept.applicant, applicant)
            if applicant == kept.applicant:
                return False
        run(
            f"INSERT INTO application (assessment_id, created_at, updated_at, {_COLUMNS}) VALUES (?, ?, ?, {_SLOTS})"
            f" ON CONFLICT (assessment_id) DO UPDATE SET updated_at = excluded.updated_at, {_UPDATES}",
            (assessment_id, moment, moment, *astuple(applicant)),
        )
        _move_stage(assessment_id, applicant.kind, moment)
        for letter in letters:
            write_letter(letter, now, assessment_id)
    return True


def _complete(kept: Applicant, sent: Applicant) -> Applicant:
    """The former request with what the new one says; its consent is the latest given."""
    applied = ApplicationKind.APPLICATION in (kept.kind, sent.kind)
    texts = {name: getattr(sent, name) or getattr(kept, name) for name in _TEXTS}
    kind = ApplicationKind.APPLICATION if applied else ApplicationKind.CALL_BACK
    return Applicant(kind, **texts, wants_news=sent.wants_news)


def _move_stage(assessment_id: int, kind: ApplicationKind, moment: int) -> None:
    """A first request opens the file, an application moves it on; what the Aract decided since stays."""
    run(
        "UPDATE assessment SET last_contact_at = ?1, updated_at = ?1, application_stage = CASE"
        " WHEN application_stage IS NULL THEN ?2"
        f" WHEN ?2 = 'candidature' AND application_stage IN {_BEFORE_APPLYING} THEN ?2"
        " ELSE application_stage END WHERE id = ?3",
        (moment, FIRST_STAGE[kind], assessment_id),
    )


def find_application(assessment_id: int) -> Application | None:
    """The request of an assessment; None where there is none."""
    row = one_row(
        f"SELECT id, assessment_id, created_at, updated_at, {_COLUMNS} FROM application WHERE assessment_id = ?",
        (assessment_id,),
    )
    return _application(row) if row else None


def find_same_company(company_number: str) -> list[Application]:
    """The requests of one company (by its SIREN), oldest first; empty where no number was given."""
    if not company_number:
        return []
    rows = all_rows(
        f"SELECT id, assessment_id, created_at, updated_at, {_COLUMNS} FROM application"
        " WHERE siren = ? AND siren <> '' ORDER BY id",
        (company_number[:9],),
    )
    return [_application(row) for row in rows]


def _application(row: Row) -> Application:
    id_, assessment_id, created_at, updated_at, kind, *texts, wants_news = row
    applicant = replace(Applicant(ApplicationKind(kind), *texts), wants_news=bool(wants_news))
    return Application(id_, assessment_id, applicant, to_moment(created_at), to_moment(updated_at))
