"""What came in on some days: visits begun, those erased since, and requests; for one period, or for each of many."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from peewee import fn

from models.store.filters import Filters, condition
from models.store.prepared import prepared
from models.store.rehearsals import first_days, was_rehearsal
from models.store.tables import Application, Assessment, UnfinishedCount
from models.store.times import end_of, start_of

Days = tuple[date, date]
"""The first and the last day of a period."""


@dataclass(frozen=True, slots=True)
class Visits:
    """Visits begun: all that are still there, those of them with a result; beside them, those that were erased."""

    started: int
    finished: int
    erased: int


def visits_begun(filters: Filters) -> Visits:
    """The visits that the filters keep; of the filters, erased visits know days, doors and events."""
    started, finished = _begun(condition(filters)).tuples().get()
    return Visits(started, finished, int(_erased(erased_condition(filters)).scalar()))


def visits_by_period(filters: Filters, periods: Iterable[Days]) -> list[Visits]:
    """The same of each of these periods, in place of the days of the filters."""
    filters = replace(filters, since=None, until=None)
    kept, of_erased = condition(filters), erased_condition(filters)
    created, day = Assessment.created_at, UnfinishedCount.day
    begun = prepared(lambda first, end: _begun(kept, created >= first, created < end))
    erased = prepared(lambda first, last: _erased(of_erased, day >= first, day <= last))
    visits = []
    for first, last in periods:
        [(started, finished)], [(gone,)] = begun(start_of(first), end_of(last)), erased(first, last)
        visits.append(Visits(started, finished, int(gone)))
    return visits


def requests_by_period(filters: Filters, periods: Iterable[Days]) -> list[int]:
    """How many of the requests that the filters keep came in each of these periods."""
    filters = replace(filters, contacted=True, requested_since=None, requested_until=None)
    kept, came = condition(filters), Application.created_at
    requests = Application.select(fn.count(Application.id)).join(Assessment).where(kept)
    count = prepared(lambda first, end: requests.where(came >= first, came < end))
    return [count(start_of(first), end_of(last))[0][0] for first, last in periods]


def erased_condition(filters: Filters) -> Any:
    """The filters that erased visits know, as one expression on `UnfinishedCount`."""
    rehearsed = was_rehearsal(first_days(filters.events, filters.since))
    kept = rehearsed if filters.rehearsals else ~rehearsed
    for values, known in ((filters.doors, UnfinishedCount.door), (filters.events, UnfinishedCount.event_id)):
        if values:
            kept &= known.in_(values)
    if filters.since:
        kept &= UnfinishedCount.day >= filters.since
    if filters.until:
        kept &= UnfinishedCount.day <= filters.until
    return kept


def _begun(*which: Any) -> Any:
    counts = fn.count(Assessment.id), fn.count(Assessment.concluded_at).coerce(False)
    return Assessment.select(*counts).where(*which)


def _erased(*which: Any) -> Any:
    return UnfinishedCount.select(fn.coalesce(fn.sum(UnfinishedCount.visits), 0)).where(*which)
