"""« Et les autres ? »: where the companies that answered stand, told so that nobody's answers can be worked out.

Who counts: the newest result of each company, of the whole path, scored as today, with something known in it. What is
told: shares to a tenth, medians to the half point, among LEAST companies at least, and nothing changes until
LEAST_MOVED of them have come or gone. Why that is enough stands in SECURITY.md.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeVar

from models.rules.condition import TOP_LEVEL
from models.rules.maturity import company_questions
from models.rules.question import Size
from models.rules.questionnaire import Level, Questionnaire
from models.rules.result import Maturity

LEAST = 20
"""Companies below which nothing is told of a group, or of a dimension."""

LEAST_MOVED = 5
"""Companies that must have come into a group, or left it, before its figures change."""

TENTHS = 10
"""In how many parts a share is told."""

EVERY = ""
"""In a group: companies of every size, or of every sector."""

_Key = TypeVar("_Key")

Group = tuple[str, str]
"""A size of company and a sector, either of which may be EVERY."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A company as it counts; `points` are those of the dimensions it knows."""

    size: Size
    sector: str
    level: Level
    points: Mapping[str, int]

    @property
    def groups(self) -> tuple[Group, ...]:
        """The groups it belongs to, the narrowest first."""
        return ((self.size, self.sector), (self.size, EVERY), (EVERY, EVERY))


@dataclass(frozen=True, slots=True)
class Counts:
    """How many companies stand where; kept, and never shown as they are."""

    companies: int = 0
    levels: Mapping[Level, int] = field(default_factory=dict)
    points: Mapping[str, Mapping[int, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Peers:
    """What is told of a group: companies, tenths of them at each level, median points (None: too few know)."""

    companies: int
    tenths: Mapping[Level, int]
    medians: Mapping[str, Fraction | None]


def scale_of(questionnaire: Questionnaire) -> dict[str, int]:
    """The most points of each dimension."""
    ladders = Counter(question.dimension for question in company_questions(questionnaire))
    return {each.id: TOP_LEVEL * ladders[each.id] for each in questionnaire.dimensions}


def peer_of(maturity: Maturity, size: Size, sector: object, scale: Mapping[str, int], *, short: bool) -> Peer | None:
    """How a result counts; None for a short path's, one scored otherwise, or one in which nothing is known."""
    scored = {each.dimension: each.score.maximum for each in maturity.dimensions}
    known = {each.dimension: each.score.points for each in maturity.dimensions if not each.unknown}
    if short or scored != dict(scale) or not known or not isinstance(sector, str):
        return None
    return Peer(size, sector, maturity.level, known)


@dataclass(slots=True)
class Tally:
    """Companies being counted, one after the other: however many, it takes no more room."""

    companies: int = 0
    levels: Counter[Level] = field(default_factory=Counter)
    points: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, peer: Peer) -> None:
        """Count one more."""
        self.companies += 1
        self.levels[peer.level] += 1
        for dimension, reached in peer.points.items():
            self.points[dimension][reached] += 1

    @property
    def counts(self) -> Counts:
        """What was counted so far."""
        return Counts(self.companies, dict(self.levels), {each: dict(found) for each, found in self.points.items()})


def count(peers: Iterable[Peer]) -> Counts:
    """How many companies stand where."""
    tally = Tally()
    for peer in peers:
        tally.add(peer)
    return tally.counts


def without(counts: Counts, peer: Peer) -> Counts:
    """The others: the counts less one company that is among them."""
    points = {
        dimension: _less(found, peer.points[dimension]) if dimension in peer.points else found
        for dimension, found in counts.points.items()
    }
    return Counts(counts.companies - 1, _less(counts.levels, peer.level), points)


def _less(found: Mapping[_Key, int], key: _Key) -> dict[_Key, int]:
    return {each: number - (each == key) for each, number in found.items() if number > (each == key)}


def tell(counts: Counts, scale: Mapping[str, int]) -> Peers | None:
    """What may be told of a group; None where too few companies are in it."""
    if counts.companies < LEAST:
        return None
    return Peers(
        counts.companies,
        _tenths(counts.levels),
        {dimension: _median(counts.points.get(dimension, {})) for dimension in scale},
    )


def _tenths(levels: Mapping[Level, int]) -> dict[Level, int]:
    """Shares in tenths that add up: what is left over goes where the most was cut off, the lower level first."""
    total = sum(levels.values())
    parts = {level: divmod(TENTHS * levels.get(level, 0), total) for level in Level}
    missing = TENTHS - sum(whole for whole, _ in parts.values())
    raised = sorted(Level, key=lambda level: -parts[level][1])[:missing]
    return {level: whole + (level in raised) for level, (whole, _) in parts.items()}


def _median(found: Mapping[int, int]) -> Fraction | None:
    """The exact median, a whole or a half; None where fewer than LEAST are known."""
    values = [points for points, companies in sorted(found.items()) for _ in range(companies)]
    if len(values) < LEAST:
        return None
    return Fraction(values[(len(values) - 1) // 2] + values[len(values) // 2], 2)


def may_change(kept: Counts, found: Counts, newcomers: int) -> bool:
    """Whether a group's figures may be replaced: `newcomers` of those found weren't, or stood elsewhere, when kept."""
    gone = kept.companies - (found.companies - newcomers)
    return max(newcomers, gone) >= LEAST_MOVED
