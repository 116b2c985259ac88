"""A project told on a sheet: what is said of it, and what its own figures show from one result to a later one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from models.rules.result import DimensionScore, Result

LEAST_DAYS_BETWEEN = 30
"""A result concluded sooner after the first is a correction of it, not what an accompaniment changed."""


@dataclass(frozen=True, slots=True)
class Progress:
    """One dimension of the company's practices, before and after, in points out of a maximum."""

    dimension: str
    before: int
    after: int
    maximum: int


@dataclass(frozen=True, slots=True)
class SheetText:
    """What a sheet says. Empty: `company` where it isn't named, `department`, `sector` and `size` where left out.

    Facts and themes are the scheme's keys; `progress` is what it shows of before and after, nothing where unknown.
    """

    title: str = ""
    need: str = ""
    done: str = ""
    changed: str = ""
    quote: str = ""
    company: str = ""
    department: str = ""
    sector: str = ""
    size: str = ""
    themes: tuple[str, ...] = field(default=())
    progress: tuple[Progress, ...] = field(default=())

    @property
    def named(self) -> bool:
        """Whether it says which company it is about."""
        return bool(self.company)

    @property
    def words(self) -> tuple[str, ...]:
        """All that was written freely."""
        return (self.title, self.need, self.done, self.changed, self.quote)


def progress_between(first: Result, last: Result) -> tuple[Progress, ...]:
    """The dimensions known at both times, in the content's order; none where both results are too near in time."""
    if (last.concluded_on - first.concluded_on).days < LEAST_DAYS_BETWEEN:
        return ()
    before = {each.dimension: each for each in first.maturity.dimensions if _is_known(each)}
    return tuple(
        Progress(each.dimension, before[each.dimension].score.points, each.score.points, each.score.maximum)
        for each in last.maturity.dimensions
        if each.dimension in before and _is_known(each)
    )


def _is_known(score: DimensionScore) -> bool:
    """Whether the points are what the company does, not only the least that it does."""
    return not (score.unknown or score.floor)


@dataclass(frozen=True, slots=True)
class MeanProgress:
    """One dimension over several companies: their exact means before and after, and how many companies that is."""

    dimension: str
    before: Fraction
    after: Fraction
    maximum: int
    companies: int


def mean_progress(companies: Iterable[Sequence[Progress]]) -> tuple[MeanProgress, ...]:
    """The means of several companies' progress, each dimension over those that know it at both times.

    A dimension whose maximum changed in between keeps the companies of the latest maximum met.
    """
    told: dict[str, list[Progress]] = {}
    for each in (line for company in companies for line in company):
        known = told.setdefault(each.dimension, [])
        if known and known[0].maximum != each.maximum:
            known.clear()
        known.append(each)
    return tuple(_mean(dimension, known) for dimension, known in told.items())


def _mean(dimension: str, known: Sequence[Progress]) -> MeanProgress:
    before = Fraction(sum(each.before for each in known), len(known))
    after = Fraction(sum(each.after for each in known), len(known))
    return MeanProgress(dimension, before, after, known[0].maximum, len(known))
