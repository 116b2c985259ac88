"""How the questionnaire is used: how far people get, by which door, in what time, and what it commits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from flask import Response, request, url_for

from models.french.formats import long_date, paris_day
from models.french.staff_words import DOORS, OFFERS
from models.rules.questionnaire import Questionnaire
from models.store.events import list_events
from models.store.figures import (
    NOBODY,
    SAMPLE,
    Progress,
    offers_recommended,
    part_seconds,
    progress,
    progress_by_door,
    progress_by_event,
)
from models.store.filters import UNKNOWN, Filters
from views.staff.access import staff
from views.staff.dossiers.list_query import list_url, read_filters
from views.staff.figures.budget import budget
from views.staff.layout import show_page
from views.web.doors import now
from views.web.library import running

VISITED = ("site", "borne", "integre")
"""The doors by which people answer; what the team enters by hand was never a visit."""

MOST_MONTHS = 24
PERIODS = (("30 jours", 30), ("12 mois", 365), ("Depuis le début", 0))
BEGINNING = date(2017, 1, 1)


@dataclass(frozen=True, slots=True)
class Count:
    """A number and the list it counts."""

    number: int
    url: str


@dataclass(frozen=True, slots=True)
class Step:
    """A part or a question: who reached it, who stopped there, and for a part its median time (seconds)."""

    title: str
    reached: Count
    left: Count
    seconds: int | None = None


@dataclass(frozen=True, slots=True)
class Slice:
    """The visits of one door, event or month."""

    title: str
    started: Count
    finished: Count
    contacted: Count


@dataclass(frozen=True, slots=True)
class Period:
    """A ready-made period."""

    label: str
    url: str
    current: bool


@staff.get("/usage")
def usage() -> Response:
    """The funnel under the filters of the address, and the budget of the whole scheme."""
    filters = _asked()
    counted, questionnaire = progress(filters), running().questionnaire
    today = paris_day(now())
    return show_page(
        "staff/usage.html",
        blocks=["figures"],
        filters=filters,
        door=request.args.get("porte", ""),
        event=filters.events[0] if filters.events else "",
        doors={key: DOORS[key] for key in VISITED},
        events={event.id: event.name for event in list_events()},
        periods=_periods(today, filters),
        totals=_slice("", filters, counted),
        parts=_parts(questionnaire, filters, counted),
        questions=_questions(questionnaire, filters, counted),
        by_door=_by_door(filters),
        by_event=_by_event(filters),
        sample=SAMPLE,
        by_month=[_slice(title, each) for title, each in _months(filters, today)],
        offers=_offers(filters),
        budget=budget(questionnaire, today),
        erased_before=_erased_before(questionnaire, filters, today),
        unfinished_days=questionnaire.retention.unfinished_days,
    )


def _asked() -> Filters:
    """Doors, event and days of the address; without days, as long as unfinished visits are kept."""
    found = read_filters(request.args)
    doors = tuple(door for door in found.doors if door in VISITED) or VISITED
    since = found.since
    if since is None and found.until is None:
        since = paris_day(now()) - timedelta(days=running().questionnaire.retention.unfinished_days)
    return Filters(doors=doors, events=found.events[:1], since=since, until=found.until)


def _periods(today: date, filters: Filters) -> list[Period]:
    periods = []
    for label, days in PERIODS:
        since = today - timedelta(days=days) if days else BEGINNING
        door, event = request.args.get("porte") or None, request.args.get("evenement") or None
        url = url_for("staff.usage", porte=door, evenement=event, du=since.isoformat())
        periods.append(Period(label, url, filters.since == since and filters.until is None))
    return periods


def _count(number: int, filters: Filters) -> Count:
    return Count(number, list_url(filters))


def _slice(title: str, filters: Filters, counted: Progress | None = None) -> Slice:
    counted = counted or progress(filters)
    return Slice(
        title,
        _count(counted.started, filters),
        _count(counted.finished, replace(filters, finished=True)),
        _count(counted.contacted, replace(filters, contacted=True)),
    )


def _step(title: str, places: range, filters: Filters, counted: Progress, seconds: int | None = None) -> Step:
    first, within = places.start, tuple(places)
    return Step(
        title,
        _count(counted.reached(first), replace(filters, reached=(first,))),
        _count(counted.left_at(within), replace(filters, left_at=within)),
        seconds,
    )


def _parts(questionnaire: Questionnaire, filters: Filters, counted: Progress) -> list[Step]:
    """The four parts, then the summary, where a last click concludes."""
    keys = {part.id: [question.key for question in questionnaire.of_part(part.id)] for part in questionnaire.parts}
    seconds = part_seconds(filters, keys)
    steps, first = [], 1
    for part in questionnaire.parts:
        places = range(first, first + len(keys[part.id]))
        steps.append(_step(part.title, places, filters, counted, seconds.get(part.id)))
        first = places.stop
    return [*steps, _step("Récapitulatif", range(first, first + 1), filters, counted)]


def _questions(questionnaire: Questionnaire, filters: Filters, counted: Progress) -> list[Step]:
    return [
        _step(question.short_label, range(place, place + 1), filters, counted)
        for place, question in enumerate(questionnaire.questions, start=1)
    ]


def _by_door(filters: Filters) -> list[Slice]:
    counted = progress_by_door(filters)
    return [
        _slice(DOORS[door], replace(filters, doors=(door,)), counted.get(door, NOBODY))
        for door in VISITED
        if door in filters.doors
    ]


def _by_event(filters: Filters) -> list[Slice]:
    counted = progress_by_event(filters)
    return [
        _slice(event.name, replace(filters, events=(event.id,)), counted.get(event.id, NOBODY))
        for event in list_events()
        if not filters.events or event.id in filters.events
    ]


def _months(filters: Filters, today: date) -> Iterator[tuple[str, Filters]]:
    """The latest months of the period, the newest first, each with its own days."""
    last = min(filters.until or today, today)
    for _ in range(MOST_MONTHS):
        first = last.replace(day=1)
        since = max(first, filters.since) if filters.since else first
        if since > last:
            return
        yield long_date(first).split(" ", 1)[1], replace(filters, since=since, until=last)
        last = first - timedelta(days=1)


def _offers(filters: Filters) -> list[tuple[str, Count]]:
    finished, counts = replace(filters, finished=True), offers_recommended(filters)
    labels = [*OFFERS.items(), (None, "Aucune offre (non éligible)")]
    return [
        (label, _count(counts.get(offer, 0), replace(finished, offers=(offer or UNKNOWN,)))) for offer, label in labels
    ]


def _erased_before(questionnaire: Questionnaire, filters: Filters, today: date) -> date | None:
    """Unfinished visits older than this are erased: a longer period counts too few of them."""
    kept_since = today - timedelta(days=questionnaire.retention.unfinished_days)
    return kept_since if filters.since is None or filters.since < kept_since else None
