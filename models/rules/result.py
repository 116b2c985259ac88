"""A result: everything the rules found about one set of answers, as frozen values that can be kept for years.

Amounts are integer cents of euros, excluding VAT. Scores are points over a maximum. Texts that the rules chose
(reasons, work to do) are kept in the words of the day; everything else is kept by its identifier and read in the
content version named here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from models.rules.question import Answer, Size
from models.rules.questionnaire import Level, OfferKey, Verdict


@dataclass(frozen=True, slots=True)
class Finding:
    """What one criterion says: its verdict with the reason in words, and where it is no, another way to go."""

    criterion: str
    title: str
    verdict: Verdict
    reason: str
    another_way: str = ""


@dataclass(frozen=True, slots=True)
class Eligibility:
    """The worst verdict of all the criteria that can be judged so far, and every finding."""

    verdict: Verdict
    findings: tuple[Finding, ...]
    complete: bool

    def with_verdict(self, verdict: Verdict) -> tuple[Finding, ...]:
        """The findings with that verdict, in the criteria's order."""
        return tuple(finding for finding in self.findings if finding.verdict is verdict)


@dataclass(frozen=True, slots=True)
class Score:
    """Points over a maximum; exact."""

    points: int
    maximum: int

    @property
    def share(self) -> Fraction:
        """The score as an exact number from 0 to 1."""
        return Fraction(self.points, self.maximum)

    @property
    def percent(self) -> int:
        """The score in percent, rounded half up, for display only."""
        return (200 * self.points + self.maximum) // (2 * self.maximum)


@dataclass(frozen=True, slots=True)
class DimensionScore:
    """One dimension: its score out of 6 and level; `unknown` where the opening answer is `nsp`; `floor` where an
    answer that could only raise it is missing or `nsp` (shown as « au moins »)."""

    dimension: str
    score: Score
    level: Level
    unknown: bool
    floor: bool
    meaning: str
    next_step: str


@dataclass(frozen=True, slots=True)
class Maturity:
    """The scores of the five dimensions, of the company (out of 30) and of the project (out of 18).

    `floor` is true where the company's level is only a floor: on the kiosk's short path."""

    dimensions: tuple[DimensionScore, ...]
    company: Score
    project: Score
    level: Level
    floor: bool


@dataclass(frozen=True, slots=True)
class CloseCall:
    """« Résultat serré »: one answer decides between two stages; which question."""

    question: str


@dataclass(frozen=True, slots=True)
class Recommendation:
    """The stage recommended; `because` holds the keys of the answers that decided it, those that hold it back first."""

    stage: OfferKey
    because: tuple[str, ...]
    close: CloseCall | None


@dataclass(frozen=True, slots=True)
class PhaseCost:
    """One leg of an estimate: days, and cents for the company."""

    title: str
    days: int
    company_cents: int


@dataclass(frozen=True, slots=True)
class Split:
    """A company's share split equally between companies (cents): `each` for all but one, `last` (and remainder)."""

    companies: int
    each_cents: int
    last_cents: int


@dataclass(frozen=True, slots=True)
class Estimate:
    """What an offer costs, in cents excluding VAT: total = company + region, always."""

    stage: OfferKey
    days: int
    day_cents: int
    total_cents: int
    company_cents: int
    region_cents: int
    phases: tuple[PhaseCost, ...]
    split: Split | None


@dataclass(frozen=True, slots=True)
class Grant:
    """Days granted on a day, and what they cost as of that day, in cents excluding VAT; None where no tariff told."""

    days: int
    on: date | None
    day_cents: int | None
    company_cents: int | None
    region_cents: int | None

    @property
    def total_cents(self) -> int | None:
        """Both shares."""
        if self.company_cents is None or self.region_cents is None:
            return None
        return self.company_cents + self.region_cents


@dataclass(frozen=True, slots=True)
class Change:
    """One answer to bring to a value, worded as work to do."""

    question: str
    value: Answer
    work: str


@dataclass(frozen=True, slots=True)
class Lever:
    """A smallest set of changes (one or two) and what it achieves: a riper stage, or a criterion lifted."""

    changes: tuple[Change, ...]
    stage: OfferKey | None
    criterion: str | None


@dataclass(frozen=True, slots=True)
class Result:
    """A concluded self-assessment, frozen. Not eligible: no `recommendation`, no `estimate`, no `other_estimates`."""

    content_version: str
    concluded_on: date
    valid_until: date
    short: bool
    size: Size
    answers: dict[str, Answer]
    eligibility: Eligibility
    maturity: Maturity
    recommendation: Recommendation | None
    estimate: Estimate | None
    other_estimates: tuple[Estimate, ...]
    levers: tuple[Lever, ...]
    to_clear_up: tuple[str, ...]
    ambition_gap: int
    story: str
