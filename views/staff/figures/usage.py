"""How the questionnaire is used: how far people get, by which door, in what time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from flask import Response, request, url_for

from models.french.formats import month, paris_day
from models.french.staff_words import DOORS, OFFERS
from models.rules.questionnaire import Questionnaire
from models.store.collections import collection_figures
from models.store.events import list_events
from models.store.figures import (
    SAMPLE,
    ByPlace,
    Place,
    Progress,
    first_day,
    in_all,
    of_door,
    of_event,
    part_seconds,
    progress_by_place,
    requests_by_place,
)
from models.store.filters import UNKNOWN, Filters
from models.store.periods import Days, Visits, requests_by_period, visits_begun, visits_by_period
from views.staff.access import staff
from views.staff.dossiers.left_out import left_out
from views.staff.dossiers.list_query import filters_in_words, list_url, read_filters
from views.staff.layout import show_page
from views.web.doors import now
from views.web.library import running

VISITED, ENTERED = ("site", "borne", "integre"), "manuel"
"""The doors by which people answer; what the team enters by hand was never a visit, but is a request."""

Requests = Mapping[Place, int]
"""How many requests came in, by door and event."""

PERIODS = (("30 jours", 30), ("12 mois", 365), ("Depuis le début", 0))
BEGINNING = date(2017, 1, 1)


@dataclass(frozen=True, slots=True)
class Count:
    """A number and the list it counts; beside it, visits that were erased, of whom nothing else is left."""

    number: int
    url: str
    erased: int = 0

    @property
    def whole(self) -> int:
        """With those that were erased."""
        return self.number + self.erased


@dataclass(frozen=True, slots=True)
class Step:
    """A part or a question: who reached it, who stopped there, and for a part its median time (seconds)."""

    title: str
    reached: Count
    left: Count
    seconds: int | None = None


@dataclass(frozen=True, slots=True)
class Slice:
    """The visits of one door, event or month; the requests that came in, whenever their visit had begun."""

    title: str
    started: Count | None
    finished: Count | None
    requests: Count


@dataclass(frozen=True, slots=True)
class Period:
    """A ready-made period."""

    label: str
    url: str
    current: bool


@staff.get("/usage")
def usage() -> Response:
    """The funnel under the filters of the address."""
    filters = _asked()
    by_place, questionnaire = progress_by_place(filters), running().questionnaire
    requests = requests_by_place(replace(_came(filters), doors=()))
    counted, today, events = in_all(by_place.values()), paris_day(now()), list_events()
    return show_page(
        "staff/usage.html",
        blocks=["figures"],
        filters=filters,
        door=request.args.get("porte", ""),
        event=filters.events[0] if filters.events else "",
        doors={key: DOORS[key] for key in VISITED},
        events={event.id: event.name for event in events},
        periods=_periods(today, filters),
        period_words=filters_in_words(filters if filters.doors != VISITED else replace(filters, doors=())),
        totals=_slice("", filters, counted.visits, requests),
        rehearsals=left_out(filters),
        entered=_of_requests(filters, requests, ENTERED) if _is_whole(filters) else None,
        asked=_count(counted.contacted, replace(filters, contacted=True)),
        parts=_parts(questionnaire, filters, counted),
        questions=_questions(questionnaire, filters, counted),
        by_door=_by_door(filters, by_place, requests),
        by_event=[
            _slice(each.name, replace(filters, events=(each.id,)), of_event(by_place, each.id).visits, requests)
            for each in events
            if not filters.events or each.id in filters.events
        ],
        sample=SAMPLE,
        by_month=_by_month(filters, today),
        offers=_offers(filters, counted),
        collections=collection_figures(filters),
        collected_url=list_url(replace(filters, collected=True)),
        unfinished_days=questionnaire.retention.unfinished_days,
    )


def tell_visits(since: date | None, until: date | None, requests: int) -> Slice:
    """The visits begun on those days by every door that people answer by, and all the requests that came in then."""
    filters = Filters(doors=VISITED, since=since, until=until)
    return _slice("", filters, visits_begun(filters), requests)


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


def _count(number: int, filters: Filters, erased: int = 0) -> Count:
    return Count(number, list_url(filters), erased)


def _is_whole(filters: Filters) -> bool:
    """Whether neither a door nor an event was chosen: requests then include those that the team entered."""
    return filters.doors == VISITED and not filters.events


def _came(filters: Filters, door: str = "") -> Filters:
    """The requests that came in on those days, by the doors of the filters or by one."""
    return Filters(
        doors=(door,) if door else () if _is_whole(filters) else filters.doors,
        events=filters.events,
        requested_since=filters.since,
        requested_until=filters.until,
        contacted=True,
    )


def _of_requests(filters: Filters, requests: Requests, door: str = "") -> Count:
    """Those of them among all that came in."""
    came = _came(filters, door)
    kept = (
        number
        for (by, at), number in requests.items()
        if (not came.doors or by in came.doors) and (not came.events or at in came.events)
    )
    return _count(sum(kept), came)


def _slice(title: str, filters: Filters, visits: Visits, requests: Requests | int) -> Slice:
    return Slice(
        title,
        _count(visits.started, filters, visits.erased),
        _count(visits.finished, replace(filters, finished=True)),
        _count(requests, _came(filters)) if isinstance(requests, int) else _of_requests(filters, requests),
    )


def _step(title: str, places: range, filters: Filters, counted: Progress, seconds: int | None = None) -> Step:
    first, within = places.start, tuple(places)
    return Step(
        title,
        _count(counted.reached(first), replace(filters, reached=(first,)), counted.erased_from(first)),
        _count(counted.left_at(within), replace(filters, left_at=within), counted.erased_at(within)),
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


def _by_door(filters: Filters, counted: ByPlace, requests: Requests) -> list[Slice]:
    slices = [
        _slice(DOORS[door], replace(filters, doors=(door,)), of_door(counted, door).visits, requests)
        for door in VISITED
        if door in filters.doors
    ]
    entered = [Slice(DOORS[ENTERED], None, None, _of_requests(filters, requests, ENTERED))]
    return slices + entered if _is_whole(filters) else slices


def _by_month(filters: Filters, today: date) -> list[Slice]:
    """Every month of the period since the first visit, the newest first."""
    months = list(_months(filters, today))
    told = zip(months, visits_by_period(filters, months), requests_by_period(_came(filters), months), strict=True)
    return [
        _slice(month(first), replace(filters, since=first, until=last), visits, requests)
        for (first, last), visits, requests in told
    ]


def _months(filters: Filters, today: date) -> Iterator[Days]:
    last = min(filters.until or today, today)
    opened = first_day() or today
    beginning = max(filters.since or opened, opened)
    while last >= beginning:
        first = last.replace(day=1)
        yield max(first, beginning), last
        last = first - timedelta(days=1)


def _offers(filters: Filters, counted: Progress) -> list[tuple[str, Count]]:
    finished, labels = replace(filters, finished=True), [*OFFERS.items(), (None, "Aucune offre (non éligible)")]
    return [
        (label, _count(counted.offers.get(offer, 0), replace(finished, offers=(offer or UNKNOWN,))))
        for offer, label in labels
    ]
