"""The ready views of the list: what a week asks for, each with its own order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from models.store.dossiers import count_by_stage, count_dossiers
from models.store.filters import NO_REQUEST, STAGES, UNFINISHED, Filters, active
from models.store.list_order import Sort
from views.staff.dossiers.list_query import STATES, list_url

OPEN_STAGES = ("nouveau", "contacte", "candidature")
"""Where somebody waits for the Aract."""


@dataclass(frozen=True, slots=True)
class View:
    """What a view keeps of the list."""

    label: str
    filters: Filters
    sort: Sort = Sort.NEWEST

    @property
    def says(self) -> set[str]:
        """The filters that its name says."""
        return {name for name, _ in active(self.filters)}


@dataclass(frozen=True, slots=True)
class Tab:
    """A way to another list, with its count under all the other filters."""

    label: str
    count: int
    url: str
    current: bool


REQUESTS = View("Demandes", Filters(contacted=True))
UNFOLLOWED = View("Sans suivi", Filters(stages=OPEN_STAGES, unassigned=True), Sort.OLDEST)
TO_DECIDE = View("À décider", Filters(stages=("candidature",)), Sort.OLDEST)
ACCOMPANIED = View("Accompagnées", Filters(stages=("accompagne",)), Sort.COMPANY)
EVERYTHING = View("Tous les diagnostics", Filters())


def to_call_back(today: date) -> View:
    """Whom to call back that day, or before."""
    return View("À rappeler", Filters(call_back_by=today), Sort.CALL_BACK)


def ready_views(today: date) -> Sequence[View]:
    """All of them, in order."""
    return REQUESTS, to_call_back(today), UNFOLLOWED, TO_DECIDE, ACCOMPANIED, EVERYTHING


def view_of(filters: Filters, today: date) -> View:
    """The view that the filters are a part of."""
    scope = _narrowed(Filters(), filters)
    if scope.stages and scope.requests_only:
        scope = replace(scope, contacted=False)
    exact = [view for view in ready_views(today) if view.filters == scope]
    return exact[0] if exact else REQUESTS if filters.requests_only else EVERYTHING


def _narrowed(filters: Filters, to: Filters) -> Filters:
    """The filters, but for what views differ by."""
    return replace(
        filters, stages=to.stages, contacted=to.contacted, unassigned=to.unassigned, call_back_by=to.call_back_by
    )


def every_stage(filters: Filters) -> Filters:
    """The filters, whatever the stage."""
    return replace(filters, stages=(), contacted=False)


def tabs(filters: Filters, today: date, counted: dict[str, int]) -> list[Tab]:
    """Each view under the filters that views don't differ by; `counted` is what is listed, by stage."""
    current, everything = view_of(filters, today), _narrowed(filters, Filters())
    stages = counted if everything == every_stage(filters) else count_by_stage(everything)
    counts = {
        REQUESTS.label: sum(stages[stage] for stage in STAGES),
        TO_DECIDE.label: stages["candidature"],
        ACCOMPANIED.label: stages["accompagne"],
        EVERYTHING.label: sum(stages.values()),
    }
    found = []
    for view in ready_views(today):
        narrowed = _narrowed(filters, view.filters)
        count = counts[view.label] if view.label in counts else count_dossiers(narrowed)
        found.append(Tab(view.label, count, list_url(narrowed, view.sort), view.label == current.label))
    return found


def stage_links(filters: Filters, sort: Sort, counts: dict[str, int]) -> list[Tab]:
    """The stages of what is listed, each the list of it; of all visits, those that no request followed."""
    shown = STAGES if filters.requests_only else (NO_REQUEST, UNFINISHED)
    return [
        Tab(
            STATES[key],
            counts[key],
            list_url(replace(filters, stages=(key,), contacted=False), sort),
            filters.stages == (key,),
        )
        for key in shown
    ]
