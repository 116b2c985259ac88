"""The cohort as it is, and as it would be with some open requests: figures that explain, without points or ranks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from models.french.formats import paris_day
from models.french.staff_words import LEVELS, OFFERS, SIZES, STAGES, short_labels
from models.rules.estimate import NoTariff, estimate_offer, tariff_on
from models.rules.questionnaire import OfferKey
from models.rules.result import Estimate
from models.rules.variety import (
    COHORT_STAGES,
    VARIETY,
    Addition,
    Axis,
    Counts,
    Gap,
    already_there,
    count_values,
    find_firsts,
    find_gaps,
    what_it_would_add,
)
from models.store.dossier_links import one_company
from models.store.figures import days_granted
from models.store.filters import UNKNOWN, Filters
from models.store.sample import Candidate, companies, join_linked
from views.staff.dossiers.list_query import list_url
from views.web.doors import now
from views.web.library import running

AXES = {
    Axis.DEPARTMENT: ("Départements", "departments", "territoire"),
    Axis.SECTOR: ("Secteurs", "sectors", "secteur"),
    Axis.STRUCTURE: ("Formes", "structures", "structure"),
    Axis.SIZE: ("Tailles", "sizes", ""),
    Axis.THEME: ("Sujets du projet", "themes", "themes"),
    Axis.LEVEL: ("Niveaux de pratiques", "levels", ""),
}
"""For each axis: its title, the list's filter, and the question its values come from."""

Labels = Mapping[Axis, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Sum:
    """A number as it is, and what the requests would add to it."""

    now: int
    added: int

    @property
    def total(self) -> int:
        """As it would be."""
        return self.now + self.added


@dataclass(frozen=True, slots=True)
class AxisLine:
    """One value of an axis: how many of the cohort, the list of them, and how many more there would be.

    `looked_for`: a varied cohort holds some.
    """

    value: str
    label: str
    count: int
    added: int
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
class OpenRequest:
    """A request that nothing was decided about: who, what is recommended and for how much, what it would bring."""

    candidate: Candidate
    stage: str
    offer: str
    profile: str
    themes: str
    estimate: Estimate | None
    additions: tuple[Addition, ...]
    already: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Composition:
    """The cohort with some requests: companies, employees, days and money, what would be new, what would still lack.

    Linked dossiers are one company: `joined` are those that count with another. Days and the Région's share are
    granted now and recommended for what is added; `without_offer` requests have no
    recommended offer, `unknown_headcounts` companies no known headcount.
    """

    companies: Sum
    joined: int
    employees: Sum
    unknown_headcounts: int
    days: Sum
    region_cents: Sum
    company_cents: int
    without_offer: int
    stages: tuple[tuple[str, int, str], ...]
    firsts: tuple[str, ...]
    gaps: tuple[Gap, ...]
    distributions: tuple[Distribution, ...]
    requests: tuple[OpenRequest, ...]


COHORT = Filters(stages=COHORT_STAGES)
"""The dossiers of the companies that the Aract learns from."""


def find_cohort(those: Filters = COHORT) -> list[Candidate]:
    """The companies that the Aract learns from, or those among them that narrower filters keep."""
    return companies(those)


def tell_variety(cohort: Sequence[Candidate], those: Filters) -> tuple[tuple[Distribution, ...], tuple[Gap, ...]]:
    """The variety of the companies of a cohort, axis by axis, and what it lacks; `those` filters list it."""
    retained, _ = _companies(cohort, ())
    known, labels = count_values(each.company for each in retained), _axis_labels()
    axes = (_distribution(axis, retained, known[axis], Counter(), labels[axis], those) for axis in Axis)
    return tuple(axes), find_gaps(known)


def compose(cohort: Sequence[Candidate], chosen: Sequence[Candidate]) -> Composition:
    """What the cohort would be with the requests chosen."""
    labels = _axis_labels()
    retained, everybody = _companies(cohort, chosen)
    known, would_be = (count_values(each.company for each in those) for those in (retained, everybody))
    added = {axis: would_be[axis] - known[axis] for axis in Axis}
    requests = tuple(_tell(each, known, labels) for each in chosen)
    estimates = [each.estimate for each in requests if each.estimate]
    granted_days, granted_cents = _granted()
    return Composition(
        companies=Sum(len(retained), len(everybody) - len(retained)),
        joined=len(cohort) + len(chosen) - len(everybody),
        employees=Sum(_employees(retained), _employees(everybody) - _employees(retained)),
        unknown_headcounts=sum(each.headcount is None for each in everybody),
        days=Sum(granted_days, sum(each.days for each in estimates)),
        region_cents=Sum(granted_cents, sum(each.region_cents for each in estimates)),
        company_cents=sum(each.company_cents for each in estimates),
        without_offer=len(requests) - len(estimates),
        stages=tuple(
            (STAGES[key], sum(each.stage == key for each in cohort), list_url(Filters(stages=(key,))))
            for key in COHORT_STAGES
        ),
        firsts=find_firsts(known, would_be),
        gaps=find_gaps(would_be),
        distributions=tuple(_distribution(axis, retained, known[axis], added[axis], labels[axis]) for axis in Axis),
        requests=requests,
    )


def _companies(cohort: Sequence[Candidate], chosen: Sequence[Candidate]) -> tuple[list[Candidate], list[Candidate]]:
    """The companies of the cohort, and with those of the requests: of linked dossiers the newest tells the facts, but
    a request chosen only what the cohort doesn't know."""
    company_of = one_company(each.id for each in (*cohort, *chosen))
    newest_first = list(reversed(cohort))
    return join_linked(newest_first, company_of), join_linked([*newest_first, *reversed(chosen)], company_of)


def tell_requests(candidates: Iterable[Candidate], cohort: Sequence[Candidate]) -> tuple[OpenRequest, ...]:
    """Each request in words, with what it would add to the cohort as it is."""
    retained, _ = _companies(cohort, ())
    known, labels = count_values(each.company for each in retained), _axis_labels()
    return tuple(_tell(each, known, labels) for each in candidates)


def _axis_labels() -> Labels:
    """What the values of each axis are called, in the content's order."""
    questionnaire, fixed = running().questionnaire, {Axis.SIZE: SIZES, Axis.LEVEL: LEVELS}
    return {axis: fixed.get(axis) or short_labels(questionnaire, AXES[axis][2]) for axis in Axis}


def _tell(candidate: Candidate, cohort: Counts, labels: Labels) -> OpenRequest:
    def words(*axes: Axis) -> list[str]:
        return [labels[axis].get(value, value) for axis in axes for value in candidate.company.values(axis)]

    return OpenRequest(
        candidate,
        STAGES.get(candidate.stage or "", ""),
        OFFERS.get(candidate.offer or "", ""),
        "\u00a0· ".join(words(Axis.DEPARTMENT, Axis.SECTOR, Axis.STRUCTURE)),
        ", ".join(words(Axis.THEME)),
        _estimate(candidate),
        what_it_would_add(candidate.company, cohort),
        already_there(candidate.company, cohort),
    )


def _estimate(candidate: Candidate) -> Estimate | None:
    """What the recommended offer would cost at today's tariff; None without an offer or a tariff."""
    questionnaire = running().questionnaire
    if candidate.offer not in tuple(OfferKey):
        return None
    try:
        tariff = tariff_on(questionnaire, paris_day(now()))
    except NoTariff:
        return None
    return estimate_offer(questionnaire.offer(OfferKey(candidate.offer)), tariff, None)


def _granted() -> tuple[int, int]:
    """The days granted to the cohort, and the Région's share of them in cents."""
    granted = days_granted(COHORT)
    return sum(each.days for each in granted), sum(each.region_cents for each in granted)


def _employees(companies_: Iterable[Candidate]) -> int:
    return sum(each.headcount or 0 for each in companies_)


def _distribution(
    axis: Axis,
    cohort: Sequence[Candidate],
    counts: Counter[str],
    added: Counter[str],
    labels: Mapping[str, str],
    those: Filters = COHORT,
) -> Distribution:
    title, attribute, _ = AXES[axis]
    lines = [
        AxisLine(
            value, label, counts[value], added[value], _narrowed_url(those, attribute, value), value in VARIETY[axis]
        )
        for value, label in labels.items()
        if counts[value] or added[value] or value in VARIETY[axis]
    ]
    unknown = sum(not each.company.values(axis) for each in cohort)
    if unknown:
        url = _narrowed_url(those, attribute, UNKNOWN)
        lines.append(AxisLine(UNKNOWN, "Non renseigné", unknown, 0, url, looked_for=False))
    return Distribution(axis, title, tuple(lines), max([line.count + line.added for line in lines], default=0))


def _narrowed_url(those: Filters, attribute: str, value: str) -> str:
    narrower: Any = {attribute: (value,)}
    return list_url(replace(those, **narrower))
