"""The list of dossiers: its pages, its counts, and all its ids for an export, from one set of filters."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from models.store.database import Row, all_rows, database
from models.store.filters import NO_REQUEST, STAGES, STATE, UNFINISHED, Filters, condition
from models.store.times import to_moment, to_moment_or_none

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
    where = condition(filters)
    return int(all_rows(f"SELECT count(*) FROM assessment WHERE {where}", where.params)[0][0])


def count_by_stage(filters: Filters) -> dict[str, int]:
    """How many dossiers of each stage the filters keep, NO_REQUEST and UNFINISHED included; all of them are keys."""
    where = condition(filters)
    # Two counts: grouping 100 000 rows by a computed text costs several times as much. The plus sign keeps SQLite on
    # the list's covering index, where the index by stage would look every row up.
    staged = all_rows(
        "SELECT application_stage, count(*) FROM assessment"
        f" WHERE +application_stage IS NOT NULL AND {where} GROUP BY +application_stage",
        where.params,
    )
    others, concluded = all_rows(
        f"SELECT count(*), count(assessment.concluded_at) FROM assessment WHERE +application_stage IS NULL AND {where}",
        where.params,
    )[0]
    counted: dict[str, int] = dict(staged)
    return {stage: counted.get(stage, 0) for stage in STAGES} | {
        NO_REQUEST: concluded,
        UNFINISHED: others - concluded,
    }


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


_ROW = (
    "assessment.id, coalesce(reference, ''), assessment.created_at, assessment.concluded_at, anonymised_at IS NOT NULL,"
    f" door, coalesce(event.name, ''), department, structure, sector, headcount, size, themes, verdict,"
    f" stage_recommended, company_level, {STATE}, coalesce(staff_account.name, ''), call_back_on, days_granted,"
    " coalesce(company, ''), coalesce(application.name, '')"
)
_JOINS = (
    " LEFT JOIN application ON application.assessment_id = assessment.id"
    " LEFT JOIN event ON event.id = event_id LEFT JOIN staff_account ON staff_account.id = assigned_to"
)
_ORDERS = {
    Sort.NEWEST: ("assessment.created_at", "DESC"),
    Sort.OLDEST: ("assessment.created_at", "ASC"),
    Sort.LARGEST: ("coalesce(headcount, -1)", "DESC"),
    Sort.CALL_BACK: ("coalesce(call_back_on, '9999-12-31')", "ASC"),
}
Cursor = tuple[int | str, int]
"""Where a page of the list ends: the last line's value of the order, and its id."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the list, and where the next one begins, if there is one."""

    rows: list[DossierRow]
    next: Cursor | None


def list_dossiers(filters: Filters, sort: Sort = Sort.NEWEST, after: Cursor | None = None, size: int = PAGE) -> Page:
    """A page of the dossiers that the filters keep; those without a headcount or a call-back day come last by it."""
    column, direction = _ORDERS[sort]
    # Ids first, from the index of the order alone; the lines' own columns only for those that are shown.
    ids = _ordered_ids(filters, sort, after, size + 1)
    rows = all_rows(
        f"SELECT {_ROW}, {column} FROM assessment{_JOINS} WHERE assessment.id IN (SELECT value FROM json_each(?))"
        f" ORDER BY {column} {direction}, assessment.id {direction}",
        (str(ids[:size].tolist()),),
    )
    ends = (rows[-1][-1], rows[-1][0]) if len(ids) > size and rows else None
    return Page([_row(row) for row in rows], ends)


def dossier_ids(filters: Filters, sort: Sort = Sort.NEWEST) -> array[int]:
    """The ids of all dossiers that the filters keep, in order, eight bytes each: what an export goes through."""
    return _ordered_ids(filters, sort, None, -1)


def _ordered_ids(filters: Filters, sort: Sort, after: Cursor | None, limit: int) -> array[int]:
    column, direction = _ORDERS[sort]
    where = condition(filters)
    if after is not None:
        where.add(f"({column}, assessment.id) {'<' if direction == 'DESC' else '>'} (?, ?)", *after)
    rows = database.execute_sql(
        f"SELECT assessment.id FROM assessment WHERE {where}"
        f" ORDER BY {column} {direction}, assessment.id {direction} LIMIT {limit}",
        where.params,
    )
    return array("q", (row[0] for row in rows))


def _row(row: Row) -> DossierRow:
    return DossierRow(
        id=row[0],
        reference=row[1],
        created_at=to_moment(row[2]),
        concluded_at=to_moment_or_none(row[3]),
        anonymised=bool(row[4]),
        door=row[5],
        event=row[6],
        department=row[7],
        structure=row[8],
        sector=row[9],
        headcount=row[10],
        size=row[11],
        themes=tuple(part for part in (row[12] or "").split("|") if part),
        verdict=row[13],
        offer=row[14],
        level=row[15],
        state=row[16],
        assigned_to=row[17],
        call_back_on=date.fromisoformat(row[18]) if row[18] else None,
        days_granted=row[19],
        company=row[20],
        person=row[21],
    )
