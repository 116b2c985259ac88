"""The companies that the variety is looked at on: the cohort, and the open requests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from peewee import JOIN, fn

from models.rules.variety import OPEN_STAGES, Axis, Company
from models.store.filters import Filters, condition
from models.store.tables import Application, Assessment, DossierSearch

BY_DATE = (Assessment.created_at, Assessment.id)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A dossier with the facts that make it alike or different. `offer` is None where none was recommended."""

    id: int
    reference: str
    name: str
    stage: str | None
    offer: str | None
    created_at: datetime
    headcount: int | None
    company: Company

    @property
    def is_open(self) -> bool:
        """Whether nothing was decided about it yet."""
        return self.stage in OPEN_STAGES


def companies(filters: Filters) -> list[Candidate]:
    """The dossiers that the filters keep, the oldest first: for a few hundred at most, not for the whole list."""
    return _found(_rows().where(condition(filters)).order_by(*BY_DATE))


def find_companies(ids: Iterable[int]) -> list[Candidate]:
    """Those of these dossiers that are there, whatever their stage, the oldest first."""
    return _found(_rows().where(Assessment.id.in_(list(ids))).order_by(*BY_DATE))


def join_linked(candidates: Sequence[Candidate], company_of: Mapping[int, int]) -> list[Candidate]:
    """The companies behind these dossiers: those linked are one, as `one_company` says, at the place of the first.

    What the first of them doesn't know, the next ones tell; a company's subjects are those of all its projects.
    """
    joined: dict[int, Candidate] = {}
    for each in candidates:
        company = company_of[each.id]
        known = joined.get(company)
        joined[company] = _join(known, each) if known else each
    return list(joined.values())


def _join(known: Candidate, other: Candidate) -> Candidate:
    facts = {axis: known.company.values(axis) or other.company.values(axis) for axis in Axis}
    themes = (*known.company.values(Axis.THEME), *other.company.values(Axis.THEME))
    facts[Axis.THEME] = tuple(dict.fromkeys(themes))
    headcount = other.headcount if known.headcount is None else known.headcount
    return replace(known, headcount=headcount, company=Company(facts))


def open_requests(text: str, *, by_name: bool, most: int) -> list[Candidate]:
    """The first open requests, by date or by name; `text` is looked for as in the list."""
    rows = _rows().where(condition(Filters(stages=OPEN_STAGES, text=text)))
    if by_name:
        # The words it is found by begin with the company's name, or the person's where there is none.
        words = DossierSearch.assessment == Assessment.id
        rows = rows.switch(Assessment).join(DossierSearch, JOIN.LEFT_OUTER, on=words)
        rows = rows.order_by(fn.ltrim(DossierSearch.words), Assessment.id)
    else:
        rows = rows.order_by(*BY_DATE)
    return _found(rows.limit(most))


def _rows() -> Any:
    # Columns, not rows of the tables: most of what those hold isn't told of a company.
    who = Assessment.id, Assessment.reference, Application.company, Application.name
    known = Assessment.application_stage, Assessment.stage_recommended, Assessment.created_at, Assessment.headcount
    facts = (getattr(Assessment, axis) for axis in Axis)
    return Assessment.select(*who, *known, *facts).join(Application, JOIN.LEFT_OUTER)


def _found(rows: Any) -> list[Candidate]:
    return [_candidate(*row) for row in rows.tuples()]


def _candidate(
    id_: int,
    reference: str | None,
    company: str | None,
    person: str | None,
    stage: str | None,
    offer: str | None,
    created_at: datetime,
    headcount: int | None,
    *facts: str | None,
) -> Candidate:
    name = company or person or ""
    return Candidate(id_, reference or "", name, stage, offer, created_at, headcount, _company(facts))


def _company(values: Sequence[str | None]) -> Company:
    return Company(
        {
            axis: tuple(part for part in (value or "").split("|") if part)
            for axis, value in zip(Axis, values, strict=True)
        }
    )
