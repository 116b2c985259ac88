"""The figures on usage: one function a number, each counting what the list shows under the same filters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median_low
from typing import Any

from models.store.database import all_rows
from models.store.filters import Filters, condition

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
    return _progress_by("0", filters).get(0, NOBODY)


def progress_by_door(filters: Filters) -> dict[str, Progress]:
    """The same, of each door's visits, in one reading; doors without any are left out."""
    return _progress_by("door", filters)


def progress_by_event(filters: Filters) -> dict[int | None, Progress]:
    """The same, of each event's visits (None: at no event), in one reading."""
    return _progress_by("event_id", filters)


def _progress_by(column: str, filters: Filters) -> dict[Any, Progress]:
    where = condition(filters)
    rows = all_rows(
        f"SELECT {column} AS slice, CASE WHEN concluded_at IS NULL THEN waiting_at END AS place, count(*),"
        f" count(application_stage) FROM assessment WHERE {where} GROUP BY slice, place",
        where.params,
    )
    slices: dict[Any, list[tuple[int | None, int, int]]] = {}
    for key, *counts in rows:
        slices.setdefault(key, []).append((counts[0], counts[1], counts[2]))
    return {key: _progress(counted) for key, counted in slices.items()}


def _progress(counted: Sequence[tuple[int | None, int, int]]) -> Progress:
    return Progress(
        finished=sum(count for place, count, _ in counted if place is None),
        contacted=sum(contacted for _, _, contacted in counted),
        waiting={place: count for place, count, _ in counted if place is not None},
    )


def offers_recommended(filters: Filters) -> dict[str | None, int]:
    """Finished visits by the offer recommended (None: none was)."""
    where = condition(filters)
    where.add("concluded_at IS NOT NULL")
    return dict(
        all_rows(
            f"SELECT stage_recommended, count(*) FROM assessment WHERE {where} GROUP BY stage_recommended", where.params
        )
    )


def part_seconds(filters: Filters, parts: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """The median time spent on each part (seconds, part → its questions' keys), over the latest SAMPLE finished visits.

    A part lasts from the last answer before it to its own last answer. Parts nobody was timed on are left out.
    """
    where = condition(filters)
    where.add("concluded_at IS NOT NULL AND anonymised_at IS NULL")
    rows = all_rows(
        "SELECT revision.id, opened_at, key, answered_at FROM revision JOIN answer ON revision_id = revision.id"
        " WHERE number = 1 AND assessment_id IN"
        f" (SELECT id FROM assessment WHERE {where} ORDER BY created_at DESC LIMIT {SAMPLE})",
        where.params,
    )
    part_of = {key: part for part, keys in parts.items() for key in keys}
    ends: dict[int, dict[str, int]] = {}
    for revision_id, opened_at, key, answered_at in rows:
        visit = ends.setdefault(revision_id, {"": opened_at})
        part = part_of.get(key)
        if part:
            visit[part] = max(visit.get(part, 0), answered_at)
    spent: dict[str, list[int]] = {part: [] for part in parts}
    for visit in ends.values():
        before = visit[""]
        for part in parts:
            # A part gone back to later ends after the next one: nothing can be told of either.
            if part in visit and visit[part] >= before:
                spent[part].append(visit[part] - before)
            before = max(before, visit.get(part, before))
    return {part: median_low(times) // 1000 for part, times in spent.items() if times}


@dataclass(frozen=True, slots=True)
class Days:
    """Advisory days of some dossiers of one stage: granted ones since a day, or recommended ones (`offer`)."""

    stage: str
    dossiers: int
    days: int = 0
    day: str = ""
    offer: str = ""


def days_granted(filters: Filters) -> list[Days]:
    """The days granted, by stage and by the day they were granted on (ISO; empty where unknown)."""
    where = condition(filters)
    where.add("days_granted IS NOT NULL AND application_stage IS NOT NULL")
    rows = all_rows(
        "SELECT application_stage, count(*), sum(days_granted), coalesce(granted_on, '') AS day FROM assessment"
        f" WHERE {where} GROUP BY application_stage, day",
        where.params,
    )
    return [Days(stage, dossiers, days, day) for stage, dossiers, days, day in rows]


def offers_in_view(filters: Filters) -> list[Days]:
    """The offers recommended to dossiers that asked for something and were granted nothing yet, by stage."""
    where = condition(filters)
    where.add("days_granted IS NULL AND application_stage IS NOT NULL AND stage_recommended IS NOT NULL")
    rows = all_rows(
        "SELECT application_stage, count(*), stage_recommended FROM assessment"
        f" WHERE {where} GROUP BY application_stage, stage_recommended",
        where.params,
    )
    return [Days(stage, dossiers, offer=offer) for stage, dossiers, offer in rows]
