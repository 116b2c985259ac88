"""The figures on usage: one function a number, each counting what the list shows under the same filters."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from statistics import median_low
from typing import Any

from peewee import SQL, Case, fn

from models.store.filters import Filters, condition
from models.store.periods import Visits, erased_condition
from models.store.rehearsals import first_days, was_rehearsal
from models.store.tables import AnswerRow, Application, Assessment, Revision, UnfinishedCount
from models.store.times import day_of

SAMPLE = 300
"""How many of the latest finished visits a median time is taken from: enough for a median, quick at any size."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far visits got: `offers` counts the finished ones by the offer recommended (None: none was), `waiting` the
    unfinished ones by the place in the questionnaire where they wait, `erased` those of whom nothing else is left."""

    contacted: int = 0
    offers: Mapping[str | None, int] = field(default_factory=dict)
    waiting: Mapping[int, int] = field(default_factory=dict)
    erased: Mapping[int, int] = field(default_factory=dict)

    @property
    def finished(self) -> int:
        """The visits with a result."""
        return sum(self.offers.values())

    @property
    def started(self) -> int:
        """All visits that are still there."""
        return self.finished + sum(self.waiting.values())

    @property
    def visits(self) -> Visits:
        """The same without how far."""
        return Visits(self.started, self.finished, self.erased_from(1))

    def erased_from(self, place: int) -> int:
        """Erased visits that had got at least to that place; from 1 on, all of them."""
        return sum(count for waited_at, count in self.erased.items() if waited_at >= place)

    def erased_at(self, places: Sequence[int]) -> int:
        """Erased visits that had waited at one of those places."""
        return sum(self.erased.get(place, 0) for place in places)

    def reached(self, place: int) -> int:
        """Visits that got at least to that place."""
        return self.finished + sum(count for waits_at, count in self.waiting.items() if waits_at >= place)

    def left_at(self, places: Sequence[int]) -> int:
        """Unfinished visits that wait at one of those places."""
        return sum(self.waiting.get(place, 0) for place in places)


OFFER, WAITING_AT, NOTHING = Assessment.stage_recommended, Assessment.waiting_at, SQL("NULL")

Place = tuple[str, int | None]
"""A door, and an event (None: none)."""

ByPlace = Mapping[Place, Progress]
"""How far visits got, by door and event."""


def in_all(parts: Collection[Progress]) -> Progress:
    """How far the visits of all these parts got."""
    offers, waiting, erased = Counter[str | None](), Counter[int](), Counter[int]()
    for part in parts:
        offers.update(part.offers)
        waiting.update(part.waiting)
        erased.update(part.erased)
    return Progress(sum(part.contacted for part in parts), offers, waiting, erased)


def of_door(counted: ByPlace, door: str) -> Progress:
    """How far the visits of that door got."""
    return in_all([each for (theirs, _), each in counted.items() if theirs == door])


def of_event(counted: ByPlace, event: int | None) -> Progress:
    """How far the visits at that event got (None: at none)."""
    return in_all([each for (_, theirs), each in counted.items() if theirs == event])


def progress(filters: Filters) -> Progress:
    """How far the visits that the filters keep got; of the filters, erased visits know days, doors and events."""
    return in_all(progress_by_place(filters).values())


def progress_by_place(filters: Filters) -> ByPlace:
    """The same in one reading, of each door's visits at each event; where nobody came is left out."""
    # The doors are told apart below: looked for in each row, they took a sixth of the time.
    kept, concluded_at = condition(replace(filters, doors=())), Assessment.concluded_at
    ends = _counted(OFFER, OFFER, NOTHING).where(concluded_at.is_null(False), kept)
    waits = _counted(WAITING_AT, NOTHING, WAITING_AT).where(concluded_at.is_null(), kept)
    contacted: dict[Place, int] = defaultdict(int)
    offers: dict[Place, dict[str | None, int]] = defaultdict(dict)
    waiting: dict[Place, dict[int, int]] = defaultdict(dict)
    for door, event, offer, waits_at, visits, asked in (ends + waits).tuples():
        if filters.doors and door not in filters.doors:
            continue
        place = door, event
        contacted[place] += asked
        if waits_at is None:
            offers[place][offer] = visits
        else:
            waiting[place][waits_at] = visits
    erased = _erased_by_place(filters)
    return {
        place: Progress(contacted[place], offers[place], waiting[place], erased.get(place, {}))
        for place in {*contacted, *erased}
    }


def _counted(by: Any, *told: Any) -> Any:
    place, asked = (Assessment.door, Assessment.event), fn.count(Assessment.application_stage).coerce(False)
    return Assessment.select(*place, *told, fn.count(Assessment.id), asked).group_by(*place, by)


def first_day() -> date | None:
    """The day of the oldest visit, erased ones included; None before there is any."""
    begun = Assessment.select(fn.min(Assessment.created_at)).where(condition(Filters())).scalar()
    erased = UnfinishedCount.select(fn.min(UnfinishedCount.day)).where(~was_rehearsal(first_days())).scalar()
    return min([*([day_of(begun)] if begun else []), *([erased] if erased else [])], default=None)


def requests_by_place(filters: Filters) -> dict[Place, int]:
    """The requests that the filters keep, counted by door and event."""
    keys = Assessment.door, Assessment.event
    rows = Assessment.select(*keys, fn.count(Assessment.id)).where(condition(filters), STAGE.is_null(False))
    return {(door, event): requests for door, event, requests in rows.group_by(*keys).tuples()}


def _erased_by_place(filters: Filters) -> dict[Place, dict[int, int]]:
    keys = UnfinishedCount.door, UnfinishedCount.event_id, UnfinishedCount.place
    rows = UnfinishedCount.select(*keys, fn.sum(UnfinishedCount.visits)).where(erased_condition(filters))
    erased: dict[Place, dict[int, int]] = defaultdict(dict)
    for door, event, waited_at, visits in rows.group_by(*keys).tuples():
        erased[door, event or None][waited_at] = int(visits)
    return erased


def part_seconds(filters: Filters, parts: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """The median time spent on each part (seconds, part → its questions' keys), over the latest SAMPLE finished visits.

    A part lasts from the last answer before it to its own last answer. Parts nobody was timed on are left out.
    """
    finished = Assessment.concluded_at.is_null(False) & Assessment.anonymised_at.is_null()
    latest = Assessment.select(Assessment.id).where(condition(filters), finished)
    latest = latest.order_by(Assessment.created_at.desc()).limit(SAMPLE)
    # A row a visit, in milliseconds as they are kept: a row a part would be made a datetime thousands of times.
    answered = [Case(None, [(AnswerRow.key.in_(keys), AnswerRow.answered_at)]) for keys in parts.values()]
    moments = fn.min(Revision.opened_at), *map(fn.max, answered)
    rows = Revision.select(*(each.coerce(False) for each in moments)).join(AnswerRow)
    rows = rows.where(Revision.number == 1, Revision.assessment.in_(latest)).group_by(Revision.id)
    spent: dict[str, list[int]] = {part: [] for part in parts}
    for opened, *ends in rows.tuples():
        before = opened
        for part, end in zip(parts, ends, strict=True):
            # A part gone back to later ends after the next one: nothing can be told of either.
            if end is not None and end >= before:
                spent[part].append(end - before)
            before = max(before, end or before)
    return {part: median_low(times) // 1000 for part, times in spent.items() if times}


@dataclass(frozen=True, slots=True)
class Granted:
    """What was granted to the dossiers of one stage, department or year, as it was frozen (cents), and used of it.

    `unpriced` dossiers have days and no amount.
    """

    key: str | None
    dossiers: int
    days: int
    half_days_used: int
    region_cents: int
    company_cents: int
    unpriced: int


@dataclass(frozen=True, slots=True)
class InView:
    """Dossiers of one stage or department that one offer was recommended to."""

    key: str | None
    dossiers: int
    offer: str


STAGE, DEPARTMENT = Assessment.application_stage, Assessment.department
YEAR = fn.substr(Assessment.granted_on, 1, 4).coerce(False)
"""What a budget may be told by; the year is that of the grant."""


def days_granted(filters: Filters, by: Any = STAGE) -> list[Granted]:
    """The days granted and both shares of them, told by stage, department or year: the sum of what was decided."""
    region, company = Assessment.granted_region_cents, Assessment.granted_company_cents
    dossiers, priced = fn.count(Assessment.id), fn.count(region).coerce(False)
    sums = fn.sum(Assessment.days_granted), fn.sum(Assessment.half_days_used), fn.sum(region), fn.sum(company)
    rows = Assessment.select(by.alias("told_by"), dossiers, *sums, priced).where(
        condition(filters), Assessment.days_granted.is_null(False), STAGE.is_null(False)
    )
    return [
        Granted(key, dossiers, days, used, cents or 0, shared or 0, dossiers - priced)
        for key, dossiers, days, used, cents, shared, priced in rows.group_by(SQL("told_by")).tuples()
    ]


def offers_in_view(filters: Filters, by: Any = STAGE) -> list[InView]:
    """The offers recommended to dossiers that asked for something and were granted nothing yet."""
    offer = Assessment.stage_recommended
    rows = Assessment.select(by.alias("told_by"), fn.count(Assessment.id), offer).where(
        condition(filters), Assessment.days_granted.is_null(), STAGE.is_null(False), offer.is_null(False)
    )
    return [InView(key, dossiers, told) for key, dossiers, told in rows.group_by(SQL("told_by"), offer).tuples()]


def requests_by_stage(filters: Filters) -> dict[tuple[str, str | None], int]:
    """The requests that the filters keep, counted by stage and department (None: unknown)."""
    rows = Assessment.select(STAGE, DEPARTMENT, fn.count(Assessment.id)).where(condition(filters), STAGE.is_null(False))
    return {(stage, department): asked for stage, department, asked in rows.group_by(STAGE, DEPARTMENT).tuples()}


def years_of_requests() -> list[int]:
    """The years in which somebody asked for something or was granted days, the latest first."""
    asked = Application.select(fn.min(Application.created_at), fn.max(Application.created_at)).tuples().first()
    granted = Assessment.select(fn.min(Assessment.granted_on), fn.max(Assessment.granted_on))
    # The few that were granted days: their index holds no others, and all the rest would be read without it.
    granted = granted.where(Assessment.granted_on.is_null(False)).tuples().first()
    days = [*(day_of(moment) for moment in asked if moment), *(day for day in granted if day)]
    return list(range(max(day.year for day in days), min(day.year for day in days) - 1, -1)) if days else []
