"""The companies that the variety is looked at on: the cohort, and the open applications."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import JOIN

from models.rules.variety import Axis, Company
from models.store.filters import Filters, condition
from models.store.tables import Application, Assessment


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
    rows = Assessment.select(Assessment, Application.company, Application.name)
    rows = rows.join(Application, JOIN.LEFT_OUTER, attr="request").where(condition(filters))
    return [_candidate(row) for row in rows.order_by(Assessment.created_at, Assessment.id)]


def _candidate(row: Any) -> Candidate:
    request = getattr(row, "request", None)
    return Candidate(
        id=row.id,
        reference=row.reference or "",
        name=(request.company or request.name) if request else "",
        stage=row.application_stage,
        offer=row.stage_recommended,
        created_at=row.created_at,
        company=_company([getattr(row, axis) for axis in Axis]),
    )


def _company(values: Sequence[str | None]) -> Company:
    return Company(
        {
            axis: tuple(part for part in (value or "").split("|") if part)
            for axis, value in zip(Axis, values, strict=True)
        }
    )
