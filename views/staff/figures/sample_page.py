"""Is the sample varied? The cohort beside its target, what is missing, what each open application would add."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Response, request

from models.french.staff_words import LEVELS, OFFERS, SIZES, STAGES, short_labels
from models.rules.variety import (
    COHORT_STAGES,
    TARGET,
    VARIETY,
    Addition,
    Axis,
    Company,
    Counts,
    already_there,
    count_values,
    find_gaps,
    what_it_would_add,
)
from models.store.filters import UNKNOWN, Filters
from models.store.sample import Candidate, companies
from views.staff.access import staff
from views.staff.dossiers.list_query import list_url
from views.staff.layout import show_page
from views.web.library import running

OPEN_STAGES = ("candidature", "contacte", "nouveau")
"""The stages of applications that nothing was decided about."""

MOST_SHOWN = 100
AXES = {
    Axis.DEPARTMENT: ("Départements", "departments", "territoire"),
    Axis.SECTOR: ("Secteurs", "sectors", "secteur"),
    Axis.STRUCTURE: ("Formes", "structures", "structure"),
    Axis.SIZE: ("Tailles", "sizes", ""),
    Axis.THEME: ("Sujets du projet", "themes", "themes"),
    Axis.LEVEL: ("Niveaux de pratiques", "levels", ""),
}
"""For each axis: its title, the list's filter, and the question its values come from."""


@dataclass(frozen=True, slots=True)
class AxisLine:
    """One value of an axis: how many of the cohort, and the list of them. `looked_for`: a varied cohort holds some."""

    value: str
    label: str
    count: int
    url: str
    looked_for: bool


@dataclass(frozen=True, slots=True)
class Distribution:
    """One axis: its title, its lines in the content's order, and the largest count, which fills a bar."""

    axis: Axis
    title: str
    lines: tuple[AxisLine, ...]
    largest: int


@dataclass(frozen=True, slots=True)
class OpenApplication:
    """An application that nothing was decided about, and what it would bring."""

    candidate: Candidate
    stage: str
    offer: str
    profile: str
    additions: tuple[Addition, ...]
    already: tuple[str, ...]


@staff.get("/echantillon")
def sample() -> Response:
    """The variety of the cohort, explained to help choose, never to decide."""
    cohort = companies(Filters(stages=COHORT_STAGES))
    members = [each.company for each in cohort]
    known = count_values(members)
    by_gain = request.args.get("ordre") == "apport"
    waiting = companies(Filters(stages=OPEN_STAGES))
    if by_gain:
        waiting.sort(key=lambda each: -sum(not gain.already for gain in what_it_would_add(each.company, known)))
    return show_page(
        "staff/sample.html",
        stages=[
            (STAGES[key], sum(each.stage == key for each in cohort), list_url(Filters(stages=(key,))))
            for key in COHORT_STAGES
        ],
        size=len(cohort),
        target=TARGET,
        cohort_url=list_url(Filters(stages=COHORT_STAGES)),
        gaps=find_gaps(known),
        axes=AXES,
        distributions=[_distribution(axis, members, known[axis]) for axis in Axis],
        applications=[_open_application(each, known) for each in waiting[:MOST_SHOWN]],
        open_count=len(waiting),
        open_url=list_url(Filters(stages=OPEN_STAGES)),
        by_gain=by_gain,
    )


def labels(axis: Axis) -> Mapping[str, str]:
    """What the values of an axis are called, in the content's order."""
    if axis is Axis.SIZE:
        return SIZES
    if axis is Axis.LEVEL:
        return LEVELS
    return short_labels(running().questionnaire, AXES[axis][2])


def _distribution(axis: Axis, cohort: Sequence[Company], counts: Counter[str]) -> Distribution:
    title, attribute, _ = AXES[axis]
    lines = [
        AxisLine(value, label, counts[value], _cohort_url(attribute, value), value in VARIETY[axis])
        for value, label in labels(axis).items()
        if counts[value] or value in VARIETY[axis]
    ]
    unknown = sum(not company.values(axis) for company in cohort)
    if unknown:
        lines.append(AxisLine(UNKNOWN, "Non renseigné", unknown, _cohort_url(attribute, UNKNOWN), looked_for=False))
    return Distribution(axis, title, tuple(lines), max([line.count for line in lines], default=0))


def _cohort_url(attribute: str, value: str) -> str:
    values = {attribute: (value,)}
    return list_url(Filters(stages=COHORT_STAGES, **values))  # type: ignore[arg-type]


def _open_application(candidate: Candidate, cohort: Counts) -> OpenApplication:
    values = candidate.company.values
    profile = [
        labels(axis).get(value, value)
        for axis in (Axis.DEPARTMENT, Axis.STRUCTURE, Axis.SECTOR, Axis.SIZE)
        for value in values(axis)
    ]
    return OpenApplication(
        candidate,
        STAGES[candidate.stage or "nouveau"],
        OFFERS.get(candidate.offer or "", ""),
        " · ".join(profile),
        what_it_would_add(candidate.company, cohort),
        already_there(candidate.company, cohort),
    )
