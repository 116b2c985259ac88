"""The list of dossiers: its pages, its counts, and all its ids for an export, from one set of filters."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from peewee import JOIN, SQL, Tuple, fn

from models.store.filters import NO_REQUEST, STAGES, UNFINISHED, Filters, condition, state_of
from models.store.tables import Application, Assessment, Event, StaffAccount
from models.store.times import to_milliseconds

PAGE = 50
"""How many dossiers a page of the list shows."""


class Sort(StrEnum):
    """The orders of the list."""

    NEWEST = "recents"
    OLDEST = "anciens"
    LARGEST = "effectif"
    CALL_BACK = "rappel"


def count_dossiers(filters: Filters) -> int:
    """How many dossiers the filters keep."""
    return int(Assessment.select().where(condition(filters)).count())


def count_by_stage(filters: Filters) -> dict[str, int]:
    """How many dossiers of each stage the filters keep, NO_REQUEST and UNFINISHED included; all of them are keys."""
    # Two counts: grouping 100 000 rows by a computed text costs several times as much. Asked for this way, the stage
    # keeps SQLite on the list's covering index, where the index by stage would look every row up.
    stage, kept = fn.nullif(Assessment.application_stage, SQL("''")), condition(filters)
    staged = Assessment.select(stage, fn.count(Assessment.id)).where(stage.is_null(False), kept).group_by(stage)
    counts = Assessment.select(fn.count(Assessment.id), fn.count(Assessment.concluded_at).coerce(False))
    others, concluded = counts.where(stage.is_null(), kept).tuples().get()
    counted: dict[str, int] = dict(iter(staged.tuples()))
    return {each: counted.get(each, 0) for each in STAGES} | {NO_REQUEST: concluded, UNFINISHED: others - concluded}


@dataclass(frozen=True, slots=True)
class DossierRow:
    """A line of the list. Texts are empty and keys None where nothing is known."""

    id: int
    reference: str
    created_at: datetime
    concluded_at: datetime | None
    anonymised: bool
    door: str
    event: str
    department: str | None
    structure: str | None
    sector: str | None
    headcount: int | None
    size: str | None
    themes: tuple[str, ...]
    verdict: str | None
    offer: str | None
    level: str | None
    state: str
    assigned_to: str
    call_back_on: date | None
    days_granted: int | None
    company: str
    person: str


_NO_HEADCOUNT, _NEVER = -1, "9999-12-31"
_ORDERS = {
    Sort.NEWEST: (Assessment.created_at, True),
    Sort.OLDEST: (Assessment.created_at, False),
    Sort.LARGEST: (fn.coalesce(Assessment.headcount, _NO_HEADCOUNT), True),
    Sort.CALL_BACK: (fn.coalesce(Assessment.call_back_on, _NEVER), False),
}
"""What each order goes by, and whether the greatest comes first."""

Cursor = tuple[int | str, int]
"""Where a page of the list ends: the last line's value of the order, as the table holds it, and its id."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the list, and where the next one begins, if there is one."""

    rows: list[DossierRow]
    next: Cursor | None


def list_dossiers(filters: Filters, sort: Sort = Sort.NEWEST, after: Cursor | None = None, size: int = PAGE) -> Page:
    """A page of the dossiers that the filters keep; those without a headcount or a call-back day come last by it."""
    # Ids first, from the index of the order alone; the lines' own columns only for those that are shown.
    ids = _ordered_ids(filters, sort, after, size + 1)
    columns = (Assessment, Event.name, StaffAccount.name, Application.company, Application.name)
    rows = list(
        Assessment.select(*columns)
        .join(Application, JOIN.LEFT_OUTER, attr="request")
        .join_from(Assessment, Event, JOIN.LEFT_OUTER)
        .join_from(Assessment, StaffAccount, JOIN.LEFT_OUTER)
        .where(Assessment.id.in_(ids[:size].tolist()))
        .order_by(*_order(sort))
    )
    return Page([_row(row) for row in rows], _end(rows[-1], sort) if len(ids) > size and rows else None)


def dossier_ids(filters: Filters, sort: Sort = Sort.NEWEST) -> array[int]:
    """The ids of all dossiers that the filters keep, in order, eight bytes each: what an export goes through."""
    return _ordered_ids(filters, sort, None, None)


def _ordered_ids(filters: Filters, sort: Sort, after: Cursor | None, limit: int | None) -> array[int]:
    query = Assessment.select(Assessment.id).where(condition(filters)).order_by(*_order(sort)).limit(limit)
    if after is not None:
        column, greatest_first = _ORDERS[sort]
        here, there = Tuple(column, Assessment.id), Tuple(*after)
        query = query.where(here < there if greatest_first else here > there)
    return array("q", (id_ for (id_,) in query.tuples().iterator()))


def _order(sort: Sort) -> list[Any]:
    column, greatest_first = _ORDERS[sort]
    return [each.desc() if greatest_first else each.asc() for each in (column, Assessment.id)]


def _end(row: Any, sort: Sort) -> Cursor:
    if sort is Sort.LARGEST:
        return (_NO_HEADCOUNT if row.headcount is None else row.headcount, row.id)
    if sort is Sort.CALL_BACK:
        return (row.call_back_on.isoformat() if row.call_back_on else _NEVER, row.id)
    return (to_milliseconds(row.created_at), row.id)


def _row(row: Any) -> DossierRow:
    request = getattr(row, "request", None)
    return DossierRow(
        id=row.id,
        reference=row.reference or "",
        created_at=row.created_at,
        concluded_at=row.concluded_at,
        anonymised=row.anonymised_at is not None,
        door=row.door,
        event=row.event.name if row.event_id else "",
        department=row.department,
        structure=row.structure,
        sector=row.sector,
        headcount=row.headcount,
        size=row.size,
        themes=tuple(part for part in (row.themes or "").split("|") if part),
        verdict=row.verdict,
        offer=row.stage_recommended,
        level=row.company_level,
        state=state_of(row),
        assigned_to=row.assigned_to.name if row.assigned_to_id else "",
        call_back_on=row.call_back_on,
        days_granted=row.days_granted,
        company=request.company if request else "",
        person=request.name if request else "",
    )
