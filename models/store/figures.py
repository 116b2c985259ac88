"""The figures on usage: one function a number, each counting what the list shows under the same filters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median_low
from typing import Any

from peewee import SQL, Case, Value, fn

from models.store.filters import Filters, condition
from models.store.tables import AnswerRow, Assessment, Revision

SAMPLE = 300
"""How many of the latest finished visits a median time is taken from: enough for a median, quick at any size."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far visits got: `waiting` counts the unfinished ones by the place in the questionnaire where they wait."""

    finished: int
    contacted: int
    waiting: Mapping[int, int]

    @property
    def started(self) -> int:
        """All visits."""
        return self.finished + sum(self.waiting.values())

    def reached(self, place: int) -> int:
        """Visits that got at least to that place."""
        return self.finished + sum(count for waits_at, count in self.waiting.items() if waits_at >= place)

    def left_at(self, places: Sequence[int]) -> int:
        """Unfinished visits that wait at one of those places."""
        return sum(self.waiting.get(place, 0) for place in places)


NOBODY = Progress(0, 0, {})


def progress(filters: Filters) -> Progress:
    """How far the visits that the filters keep got."""
    return _progress_by(Value(0), filters).get(0, NOBODY)


def progress_by_door(filters: Filters) -> dict[str, Progress]:
    """The same, of each door's visits, in one reading; doors without any are left out."""
    return _progress_by(Assessment.door, filters)


def progress_by_event(filters: Filters) -> dict[int | None, Progress]:
    """The same, of each event's visits (None: at no event), in one reading."""
    return _progress_by(Assessment.event, filters)


def _progress_by(column: Any, filters: Filters) -> dict[Any, Progress]:
    place = Case(None, [(Assessment.concluded_at.is_null(), Assessment.waiting_at)])
    counts = fn.count(Assessment.id), fn.count(Assessment.application_stage).coerce(False)
    rows = Assessment.select(column.alias("slice"), place.alias("place"), *counts).where(condition(filters))
    slices: dict[Any, list[tuple[int | None, int, int]]] = {}
    for key, *counted in rows.group_by(SQL("slice"), SQL("place")).tuples():
        slices.setdefault(key, []).append((counted[0], counted[1], counted[2]))
    return {key: _progress(counted) for key, counted in slices.items()}


def _progress(counted: Sequence[tuple[int | None, int, int]]) -> Progress:
    return Progress(
        finished=sum(count for place, count, _ in counted if place is None),
        contacted=sum(contacted for _, _, contacted in counted),
        waiting={place: count for place, count, _ in counted if place is not None},
    )


def offers_recommended(filters: Filters) -> dict[str | None, int]:
    """Finished visits by the offer recommended (None: none was)."""
    offer, finished = Assessment.stage_recommended, Assessment.concluded_at.is_null(False)
    rows = Assessment.select(offer, fn.count(Assessment.id)).where(condition(filters), finished).group_by(offer)
    return dict(iter(rows.tuples()))


def part_seconds(filters: Filters, parts: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """The median time spent on each part (seconds, part → its questions' keys), over the latest SAMPLE finished visits.

    A part lasts from the last answer before it to its own last answer. Parts nobody was timed on are left out.
    """
    finished = Assessment.concluded_at.is_null(False) & Assessment.anonymised_at.is_null()
    latest = Assessment.select(Assessment.id).where(condition(filters), finished)
    latest = latest.order_by(Assessment.created_at.desc()).limit(SAMPLE)
    rows = (
        Revision.select(Revision.id, Revision.opened_at, AnswerRow.key, AnswerRow.answered_at)
        .join(AnswerRow)
        .where(Revision.number == 1, Revision.assessment.in_(latest))
        .tuples()
    )
    part_of = {key: part for part, keys in parts.items() for key in keys}
    ends: dict[int, dict[str, datetime]] = {}
    for revision_id, opened_at, key, answered_at in rows:
        visit = ends.setdefault(revision_id, {"": opened_at})
        part = part_of.get(key)
        if part:
            visit[part] = max(visit.get(part, answered_at), answered_at)
    spent: dict[str, list[timedelta]] = {part: [] for part in parts}
    for visit in ends.values():
        before = visit[""]
        for part in parts:
            # A part gone back to later ends after the next one: nothing can be told of either.
            if part in visit and visit[part] >= before:
                spent[part].append(visit[part] - before)
            before = max(before, visit.get(part, before))
    return {part: median_low(times) // timedelta(seconds=1) for part, times in spent.items() if times}


@dataclass(frozen=True, slots=True)
class Days:
    """Advisory days of some dossiers of one stage: granted ones since a day, or recommended ones (`offer`)."""

    stage: str
    dossiers: int
    days: int = 0
    day: date | None = None
    offer: str = ""


def days_granted(filters: Filters) -> list[Days]:
    """The days granted, by stage and by the day they were granted on (None where unknown)."""
    by = Assessment.application_stage, Assessment.granted_on
    rows = Assessment.select(by[0], fn.count(Assessment.id), fn.sum(Assessment.days_granted), by[1]).where(
        condition(filters), Assessment.days_granted.is_null(False), Assessment.application_stage.is_null(False)
    )
    return [Days(stage, dossiers, days, day) for stage, dossiers, days, day in rows.group_by(*by).tuples()]


def offers_in_view(filters: Filters) -> list[Days]:
    """The offers recommended to dossiers that asked for something and were granted nothing yet, by stage."""
    by = Assessment.application_stage, Assessment.stage_recommended
    rows = Assessment.select(by[0], fn.count(Assessment.id), by[1]).where(
        condition(filters), Assessment.days_granted.is_null(), *(column.is_null(False) for column in by)
    )
    return [Days(stage, dossiers, offer=offer) for stage, dossiers, offer in rows.group_by(*by).tuples()]
