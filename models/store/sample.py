"""The companies that the variety is looked at on: the cohort, and the open applications."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from models.rules.variety import Axis, Company
from models.store.database import Row, all_rows
from models.store.filters import Filters, condition
from models.store.times import to_moment

_COLUMNS = ", ".join(f"assessment.{axis}" for axis in Axis)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A dossier with the facts that make it alike or different. `offer` is None where none was recommended."""

    id: int
    reference: str
    name: str
    stage: str | None
    offer: str | None
    created_at: datetime
    company: Company


def companies(filters: Filters) -> list[Candidate]:
    """The dossiers that the filters keep, the oldest first: for a few hundred at most, not for the whole list."""
    where = condition(filters)
    rows = all_rows(
        "SELECT assessment.id, coalesce(reference, ''), coalesce(nullif(company, ''), application.name, ''),"
        f" application_stage, stage_recommended, assessment.created_at, {_COLUMNS} FROM assessment"
        f" LEFT JOIN application ON application.assessment_id = assessment.id WHERE {where}"
        " ORDER BY assessment.created_at, assessment.id",
        where.params,
    )
    return [_candidate(row) for row in rows]


def _candidate(row: Row) -> Candidate:
    number, reference, name, stage, offer, created_at, *facts = row
    return Candidate(number, reference, name, stage, offer, to_moment(created_at), _company(facts))


def _company(values: Sequence[str | None]) -> Company:
    return Company(
        {
            axis: tuple(part for part in (value or "").split("|") if part)
            for axis, value in zip(Axis, values, strict=True)
        }
    )
