"""The list of dossiers: its pages, its counts, and all its ids for an export, from one set of filters."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import JOIN, fn

from models.store.filters import NO_REQUEST, STAGES, UNFINISHED, Filters, condition, state_of
from models.store.list_order import Cursor, Sort, order_of, ordered
from models.store.tables import Application, Assessment, Event, StaffAccount, Timeline

PAGE = 50
"""How many dossiers a page of the list shows."""


def count_dossiers(filters: Filters) -> int:
    """How many dossiers the filters keep."""
    return int(Assessment.select().where(condition(filters)).count())


def count_by_stage(filters: Filters) -> dict[str, int]:
    """How many dossiers of each stage the filters keep, NO_REQUEST and UNFINISHED included; all of them are keys."""
    # Two counts: requests are few, in an index of their own; to group the others by a computed text would sort them.
    stage, kept = Assessment.application_stage, condition(filters)
    staged = Assessment.select(stage, fn.count(Assessment.id)).where(stage.is_null(False), kept).group_by(stage)
    counts = Assessment.select(fn.count(Assessment.id), fn.count(Assessment.concluded_at).coerce(False))
    others, concluded = counts.where(stage.is_null(), kept).tuples().get()
    counted: dict[str, int] = dict(iter(staged.tuples()))
    return {each: counted.get(each, 0) for each in STAGES} | {NO_REQUEST: concluded, UNFINISHED: others - concluded}


@dataclass(frozen=True, slots=True)
class DossierRow:
    """A line of the list, and its place there. Texts are empty and keys None where nothing is known."""

    id: int
    place: Cursor
    version: int
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
    half_days_used: int
    company: str
    person: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the list, and where the next one begins, if there is one."""

    rows: list[DossierRow]
    next: Cursor | None


def list_dossiers(filters: Filters, sort: Sort = Sort.NEWEST, after: Cursor | None = None, size: int = PAGE) -> Page:
    """A page of the dossiers that the filters keep; those without what the order goes by come last."""
    # Places first, from the index of the order alone; the lines' own columns only for those that are shown.
    order = order_of(sort, filters)
    places = ordered(filters, order, order.located(after) if after else None, limit=size + 1)
    shown = {place[1]: place for place in places[:size]}
    # With their ids: joined without its own, a colleague would take hers from the dossier.
    joined = (Event.id, Event.name, StaffAccount.id, StaffAccount.name, Application.company, Application.name)
    told = Timeline.select(fn.max(Timeline.id)).where(Timeline.assessment == Assessment.id)
    rows = (
        Assessment.select(Assessment, *joined, told.alias("version"))
        .join(Application, JOIN.LEFT_OUTER, attr="request")
        .join_from(Assessment, Event, JOIN.LEFT_OUTER)
        .join_from(Assessment, StaffAccount, JOIN.LEFT_OUTER)
    )
    read = {row.id: row for row in rows.where(Assessment.id.in_(list(shown)))}
    lines = [_row(read[id_], place) for id_, place in shown.items() if id_ in read]
    return Page(lines, places[size - 1] if len(places) > size else None)


def dossier_ids(filters: Filters, sort: Sort = Sort.NEWEST) -> array[int]:
    """The ids of all dossiers that the filters keep, in order, eight bytes each: what an export goes through."""
    query = Assessment.select(Assessment.id).where(condition(filters)).order_by(*order_of(sort, filters).by())
    return array("q", (id_ for (id_,) in query.tuples().iterator()))


def _row(row: Any, place: Cursor) -> DossierRow:
    request = getattr(row, "request", None)
    return DossierRow(
        id=row.id,
        place=place,
        version=row.version or 0,
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
        half_days_used=row.half_days_used,
        company=request.company if request else "",
        person=request.name if request else "",
    )
