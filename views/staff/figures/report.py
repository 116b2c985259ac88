"""What the report to the Région says of a year, or of the whole: each figure from the function that its page has it
from, each opening its list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from models.french.formats import paris_day
from models.french.staff_words import STAGES as STAGE_WORDS
from models.french.staff_words import short_labels
from models.rules.questionnaire import Questionnaire
from models.rules.sheet import MeanProgress, mean_progress
from models.rules.variety import Gap
from models.store.dossier_links import one_company
from models.store.figures import DEPARTMENT, STAGE, YEAR, requests_by_stage, years_of_requests
from models.store.filters import STAGES, UNKNOWN, Filters
from models.store.periods import requests_by_period
from models.store.report_comments import Comment, get_comment
from models.store.sample import Candidate
from models.store.sheets.knowing import progress_of_each
from models.store.sheets.publishing import Published, list_published
from views.staff.dossiers.list_query import list_url
from views.staff.figures.commitments import GRANTED, Commitment, granted
from views.staff.figures.composition import COHORT, Distribution, find_cohort, tell_variety
from views.staff.figures.usage import Count, Slice, tell_visits

WHOLE = "ensemble"
"""The key of the period that is all of them."""


Asked = Mapping[tuple[str, str | None], int]
"""How many requests came in, by stage and department."""


@dataclass(frozen=True, slots=True)
class Period:
    """A year, or the whole (`year` None): what came in and what was decided between two days, both included."""

    year: int | None = None

    @property
    def key(self) -> str:
        """What it is called in addresses and kept under: `2026`, or `ensemble`."""
        return str(self.year) if self.year else WHOLE

    @property
    def label(self) -> str:
        """« Année 2026 »."""
        return f"Année {self.year}" if self.year else "Depuis le début"

    @property
    def first(self) -> date | None:
        """Its first day."""
        return date(self.year, 1, 1) if self.year else None

    @property
    def last(self) -> date | None:
        """Its last day."""
        return date(self.year, 12, 31) if self.year else None

    def holds(self, moment: datetime) -> bool:
        """Whether that was in it."""
        return self.year in {None, paris_day(moment).year}

    def requests(self) -> Filters:
        """The requests that came in."""
        return Filters(contacted=True, requested_since=self.first, requested_until=self.last)

    def grants(self) -> Filters:
        """The dossiers that days were granted to."""
        return replace(GRANTED, granted_since=self.first, granted_until=self.last)

    def cohort(self) -> Filters:
        """Those of its requests that were retained since: the companies that the Aract learns from."""
        return replace(COHORT, requested_since=self.first, requested_until=self.last)


@dataclass(frozen=True, slots=True)
class ReportLine:
    """What came in from one stage, department or year, how much of it was retained, and what was granted there."""

    title: str
    requests: Count
    retained: Count
    granted: Commitment


@dataclass(frozen=True, slots=True)
class ReportTable:
    """The period told one way; the last line is the total."""

    key: str
    title: str
    told_by: str
    lines: tuple[ReportLine, ...]

    @property
    def total(self) -> ReportLine:
        """The last line."""
        return self.lines[-1]


@dataclass(frozen=True, slots=True)
class ProgressLine:
    """A dimension by its title, before the accompaniment and after, over the companies that took stock again."""

    title: str
    mean: MeanProgress


@dataclass(frozen=True, slots=True)
class Report:
    """All that is told of a period."""

    period: Period
    years: tuple[int, ...]
    visits: Slice
    total: ReportLine
    tables: tuple[ReportTable, ...]
    companies: int
    cohort_url: str
    distributions: tuple[Distribution, ...]
    gaps: tuple[Gap, ...]
    progress: tuple[ProgressLine, ...]
    sheets: tuple[Published, ...]
    comment: Comment


def make_report(period: Period, questionnaire: Questionnaire) -> Report:
    """The report of a period, as it stands now."""
    years, asked = tuple(years_of_requests()), requests_by_stage(period.requests())
    tables = [_by_stage(period, asked), _by_department(period, questionnaire, asked)]
    if period.year is None:
        tables.append(_by_year(years))
    cohort = find_cohort(period.cohort())
    distributions, gaps = tell_variety(cohort, period.cohort())
    return Report(
        period=period,
        years=years,
        visits=tell_visits(period.first, period.last, sum(asked.values())),
        total=tables[0].total,
        tables=tuple(tables),
        companies=len(set(one_company(each.id for each in cohort).values())),
        cohort_url=list_url(period.cohort()),
        distributions=distributions,
        gaps=gaps if cohort else (),
        progress=_progress(cohort, questionnaire),
        sheets=tuple(each for each in list_published() if period.holds(each.published_at)),
        comment=get_comment(period.key),
    )


def _progress(cohort: Sequence[Candidate], questionnaire: Questionnaire) -> tuple[ProgressLine, ...]:
    titles = {each.id: each.title for each in questionnaire.dimensions}
    means = mean_progress(progress_of_each(each.id for each in cohort))
    return tuple(ProgressLine(titles.get(each.dimension, each.dimension), each) for each in means)


def _by_stage(period: Period, asked: Asked) -> ReportTable:
    told = [(stage, STAGE_WORDS[stage], {"stages": (stage,)}) for stage in STAGES]
    lines = _told_by(STAGE, period, [(stage, stage, number) for (stage, _), number in asked.items()], told)
    return ReportTable("etapes", "Par étape", "Étape", lines)


def _by_department(period: Period, questionnaire: Questionnaire, asked: Asked) -> ReportTable:
    names = [*short_labels(questionnaire, "territoire").items(), (None, "Département inconnu")]
    told = [(key, name, {"departments": (key or UNKNOWN,)}) for key, name in names]
    counted = [(department, stage, number) for (stage, department), number in asked.items()]
    return ReportTable("departements", "Par département", "Département", _told_by(DEPARTMENT, period, counted, told))


def _told_by(
    column: Any,
    period: Period,
    counted: Iterable[tuple[str | None, str, int]],
    told: Sequence[tuple[str | None, str, Any]],
) -> tuple[ReportLine, ...]:
    """A line for each key of the column, with its name and what narrows the list to it; `counted` are the requests of
    each key and stage."""
    asked, retained = Counter[str | None](), Counter[str | None]()
    for key, stage, number in counted:
        asked[key] += number
        retained[key] += number if stage in COHORT.stages else 0
    decided = granted(column, period.grants())
    lines = [
        ReportLine(
            name,
            Count(asked[key], list_url(replace(period.requests(), **narrower))),
            Count(retained[key], list_url(replace(period.cohort(), **narrower))),
            _listed(decided.get(key), replace(period.grants(), **narrower)),
        )
        for key, name, narrower in told
    ]
    return _with_total(lines, period)


def _by_year(years: Iterable[int]) -> ReportTable:
    """Requests by the year they came in, grants by the year they were decided, which older ones may not tell."""
    decided, periods = granted(YEAR), [Period(year) for year in sorted(years)]
    days = [(date(year, 1, 1), date(year, 12, 31)) for year in sorted(years)]
    asked, retained = (requests_by_period(filters, days) for filters in (Filters(contacted=True), COHORT))
    lines = [
        ReportLine(
            each.key,
            Count(came, list_url(each.requests())),
            Count(kept, list_url(each.cohort())),
            _listed(decided.get(each.key), each.grants()),
        )
        for each, came, kept in zip(periods, asked, retained, strict=True)
    ]
    if undated := decided.get(None):
        lines.append(ReportLine("Année inconnue", Count(0, ""), Count(0, ""), undated))
    return ReportTable("annees", "Par année", "Année", _with_total(lines, Period()))


def _listed(commitment: Commitment | None, filters: Filters) -> Commitment:
    return replace(commitment or Commitment(), url=list_url(filters))


def _sum(commitments: Iterable[Commitment]) -> Commitment:
    total = Commitment()
    for each in commitments:
        total = total.plus(each)
    return total


def _with_total(lines: Iterable[ReportLine], period: Period) -> tuple[ReportLine, ...]:
    told = tuple(line for line in lines if line.requests.number or line.granted.dossiers)
    asked = Count(sum(line.requests.number for line in told), list_url(period.requests()))
    retained = Count(sum(line.retained.number for line in told), list_url(period.cohort()))
    decided = _listed(_sum(line.granted for line in told), period.grants())
    return (*told, ReportLine("Total", asked, retained, decided))
