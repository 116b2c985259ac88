"""Dossiers for a table outside: read a few at a time, so that 100 000 take no more memory than 500."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

import msgspec

from models.rules.question import Answer
from models.store.database import Row, all_rows
from models.store.dossiers import Sort, dossier_ids
from models.store.encoding import decode_answers
from models.store.filters import STATE, Filters
from models.store.times import to_moment, to_moment_or_none

BATCH = 500
"""Dossiers in memory at once."""


class _Points(msgspec.Struct):
    points: int


class _Maturity(msgspec.Struct):
    company: _Points
    project: _Points


class _Estimate(msgspec.Struct):
    days: int
    total_cents: int
    company_cents: int
    region_cents: int


class _Outcome(msgspec.Struct):
    """The few fields of a kept result that a table has."""

    content_version: str
    answers: dict[str, Answer]
    maturity: _Maturity
    estimate: _Estimate | None


_outcomes: msgspec.json.Decoder[_Outcome] = msgspec.json.Decoder(_Outcome)


@dataclass(frozen=True, slots=True)
class ExportedDossier:
    """One dossier with everything a table says of it. Amounts are cents; what is unknown is None or empty."""

    id: int
    reference: str
    created_at: datetime
    concluded_at: datetime | None
    anonymised: bool
    door: str
    event: str
    state: str
    verdict: str | None
    offer: str | None
    level: str | None
    size: str | None
    content_version: str
    days: int | None
    total_cents: int | None
    company_cents: int | None
    region_cents: int | None
    company_points: int | None
    project_points: int | None
    days_granted: int | None
    granted_on: date | None
    assigned_to: str
    call_back_on: date | None
    answers: Mapping[str, Answer]
    applicant: Mapping[str, str]


APPLICANT = (
    *("kind", "name", "role", "email", "phone", "company"),
    *("company_number", "postal_code", "project", "moment", "wants_news"),
)
_SELECT = (
    "SELECT assessment.id, coalesce(assessment.reference, ''), assessment.created_at, assessment.concluded_at,"
    f" anonymised_at IS NOT NULL, door, coalesce(event.name, ''), {STATE}, verdict, stage_recommended, company_level,"
    " size, days_granted, granted_on, coalesce(staff_account.name, ''), call_back_on, revision.result,"
    " (SELECT json_group_array(json_array(key, json(value), sequence)) FROM answer"
    "  WHERE revision_id = revision.id AND revision.result IS NULL),"
    " department, structure, sector, themes, ambition,"
    f" {', '.join(f'application.{name}' for name in APPLICANT)}"
    " FROM json_each(?) AS wanted JOIN assessment ON assessment.id = wanted.value"
    " LEFT JOIN revision ON revision.id = (SELECT id FROM revision WHERE assessment_id = assessment.id"
    "  ORDER BY result IS NULL, number DESC LIMIT 1)"
    " LEFT JOIN application ON application.assessment_id = assessment.id"
    " LEFT JOIN event ON event.id = event_id LEFT JOIN staff_account ON staff_account.id = assigned_to"
    " ORDER BY wanted.key"
)
_FACTS = ("territoire", "structure", "secteur", "themes", "ambition")
_FIRST_FACT = 18
_FIRST_OF_APPLICANT = _FIRST_FACT + len(_FACTS)


def select_dossiers(filters: Filters, sort: Sort = Sort.NEWEST) -> array[int]:
    """The ids of what an export will hold, eight bytes each: its row count is known before its first row."""
    return dossier_ids(filters, sort)


def stream_dossiers(ids: array[int]) -> Iterator[ExportedDossier]:
    """Those dossiers, in that order; one erased meanwhile is left out."""
    remaining = iter(ids)
    while batch := list(islice(remaining, BATCH)):
        for row in all_rows(_SELECT, (str(batch),)):
            yield _exported(row)


def _exported(row: Row) -> ExportedDossier:
    outcome = _outcomes.decode(row[16]) if row[16] else None
    estimate = outcome.estimate if outcome else None
    return ExportedDossier(
        id=row[0],
        reference=row[1],
        created_at=to_moment(row[2]),
        concluded_at=to_moment_or_none(row[3]),
        anonymised=bool(row[4]),
        door=row[5],
        event=row[6],
        state=row[7],
        verdict=row[8],
        offer=row[9],
        level=row[10],
        size=row[11],
        content_version=outcome.content_version if outcome else "",
        days=estimate.days if estimate else None,
        total_cents=estimate.total_cents if estimate else None,
        company_cents=estimate.company_cents if estimate else None,
        region_cents=estimate.region_cents if estimate else None,
        company_points=outcome.maturity.company.points if outcome else None,
        project_points=outcome.maturity.project.points if outcome else None,
        days_granted=row[12],
        granted_on=date.fromisoformat(row[13]) if row[13] else None,
        assigned_to=row[14],
        call_back_on=date.fromisoformat(row[15]) if row[15] else None,
        answers=outcome.answers if outcome else _open_answers(row),
        applicant={name: str(value) for name, value in zip(APPLICANT, row[_FIRST_OF_APPLICANT:], strict=True) if value},
    )


def _open_answers(row: Row) -> dict[str, Answer]:
    """What was answered so far; of a dossier reduced to figures, the facts that are left."""
    answers: dict[str, Answer] = {}
    for key, fact in zip(_FACTS, row[_FIRST_FACT:_FIRST_OF_APPLICANT], strict=True):
        if fact:
            answers[key] = tuple(part for part in fact.split("|") if part) if key == "themes" else fact
    return answers | {key: value for key, value, _ in decode_answers(row[17] or "[]")}
