"""The questionnaire as frozen values: what is asked, in which words, and the numbers the rules run on.

Keys and values are those of the scheme's domain document and never change; wording, thresholds and tariffs
come from the content file (`models/content`), which builds one :class:`Questionnaire` per version.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

UNKNOWN = "nsp"
"""The value of « Je ne sais pas », offered by every scored question."""

Answer = str | int | tuple[str, ...]
"""One choice's value, a whole number, or the values of several choices (in the content's order)."""

Answers = Mapping[str, Answer]
"""What a visitor answered, by question key; may hold answers left behind on an abandoned branch."""


class Size(StrEnum):
    """The three sizes of company for which practice, law and therefore wording differ."""

    UNDER_11 = "moins-de-11"
    FROM_11_TO_49 = "de-11-a-49"
    FROM_50 = "50-et-plus"


class Kind(StrEnum):
    """How a question is answered; the values are the content file's."""

    CHOICE = "choix"
    CHOICES = "choix-multiples"
    NUMBER = "nombre"
    SCORED = "niveaux"


class Rank(StrEnum):
    """A scored practice question's place in its dimension."""

    OPENING = "ouverture"
    DEEPENING = "approfondissement"


class Verdict(StrEnum):
    """The outcome of one criterion, or of them all (the worst)."""

    ELIGIBLE = "eligible"
    TO_CONFIRM = "a-confirmer"
    NOT_ELIGIBLE = "non-eligible"


class Level(StrEnum):
    """A maturity level, of the company or of one dimension, in ascending order."""

    OUTILLAGE = "outillage"
    NOUVELLES_PRATIQUES = "nouvelles-pratiques"
    INNOVATION = "innovation"


class Stage(StrEnum):
    """The offers' identifiers, in ascending order of the project's ripeness."""

    EMERGENCE = "emergence"
    PARCOURS = "parcours"
    DEPLOIEMENT = "deploiement"


@dataclass(frozen=True, slots=True)
class Text:
    """A wording, in one variant for each size of company (the three are often the same)."""

    under_11: str
    from_11_to_49: str
    from_50: str

    @classmethod
    def same(cls, words: str) -> Text:
        """One wording for every size."""
        return cls(words, words, words)

    def at(self, size: Size) -> str:
        """The wording for a company of that size."""
        if size is Size.UNDER_11:
            return self.under_11
        return self.from_11_to_49 if size is Size.FROM_11_TO_49 else self.from_50

    @property
    def varies(self) -> bool:
        """Whether the wording depends on the company's size."""
        return not self.under_11 == self.from_11_to_49 == self.from_50


@dataclass(frozen=True, slots=True)
class Condition:
    """A test on one answer. An unanswered question, or one off the path, never meets it.

    Exactly one of the forms is set: `one_of` (a single choice is among these; for several choices, at least one
    is), or a range of whole numbers `at_least`..`at_most`, ends included, either may be open (a scored answer
    counts by its level, `nsp` as 0).
    """

    question: str
    one_of: frozenset[str] = frozenset()
    at_least: int | None = None
    at_most: int | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible answer. `work` says how to get there, as work to do, where the choice can be a lever."""

    value: str
    label: Text
    work: Text | None = None
    exclusive: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """One question, one screen."""

    key: str
    part: str
    kind: Kind
    title: Text
    why: Text
    short_label: str
    hint: Text | None = None
    choices: tuple[Choice, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    unit: str = ""
    asked_if: Condition | None = None
    dimension: str | None = None
    rank: Rank | None = None
    work: Text | None = None
    values: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Keep at hand what a single answer may be (`nsp` included): each step of a visit looks at every question."""
        single = self.kind in {Kind.CHOICE, Kind.SCORED}
        unknown = (UNKNOWN,) if self.scored else ()
        values = (*(choice.value for choice in self.choices), *unknown) if single else ()
        object.__setattr__(self, "values", frozenset(values))

    @property
    def scored(self) -> bool:
        """Whether its values are the levels 0 to 3 (or `nsp`)."""
        return self.kind is Kind.SCORED

    def choice(self, value: str) -> Choice:
        """The choice with that value; raises KeyError where there is none (`nsp` included)."""
        for choice in self.choices:
            if choice.value == value:
                return choice
        raise KeyError(value)

    def accepts(self, answer: object) -> bool:
        """Whether a stored answer still fits this question (type, values, range, exclusiveness)."""
        if self.kind is Kind.NUMBER:
            low, high = self.minimum or 0, self.maximum
            return type(answer) is int and low <= answer and (high is None or answer <= high)
        if self.kind is Kind.CHOICES:
            if not isinstance(answer, tuple) or not answer or len(set(answer)) != len(answer):
                return False
            alone = {choice.value for choice in self.choices if choice.exclusive}
            values = {choice.value for choice in self.choices}
            return values.issuperset(answer) and (len(answer) == 1 or alone.isdisjoint(answer))
        return isinstance(answer, str) and answer in self.values


@dataclass(frozen=True, slots=True)
class Part:
    """One of the four stages of the questionnaire."""

    id: str
    title: str
    introduction: str


@dataclass(frozen=True, slots=True)
class Dimension:
    """One of the five dimensions of the company's practices, with the meaning of each of its levels."""

    id: str
    title: str
    short_label: str
    meanings: Mapping[Level, str]
    unknown: str
    summit: str


@dataclass(frozen=True, slots=True)
class CompanyLevel:
    """A level of the whole company, reached from a share of the maximum score (0 to 1)."""

    id: Level
    from_score: Fraction
    title: str
    meaning: str
    next_step: str


@dataclass(frozen=True, slots=True)
class Case:
    """A line of a criterion's decision table: all its conditions hold → this verdict, for this reason."""

    verdict: Verdict
    reason: str
    conditions: tuple[Condition, ...] = ()
    another_way: str = ""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion of eligibility: the first of its cases that holds decides, once all its questions are answered."""

    id: str
    title: str
    questions: tuple[str, ...]
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class Phase:
    """A leg of an offer: so many advisory days, for what."""

    days: int
    title: str


@dataclass(frozen=True, slots=True)
class Offer:
    """What the scheme proposes at one stage."""

    id: Stage
    days: int
    title: str
    summary: str
    purpose: str
    contents: tuple[str, ...]
    phases: tuple[Phase, ...]


@dataclass(frozen=True, slots=True)
class Requirements:
    """What an offer asks for: floors on single scored answers (0 to 3) and on a score (0 to 1)."""

    minimums: Mapping[str, int]
    project_score: Fraction = Fraction(0)
    company_score: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Tariff:
    """The price of an advisory day (cents, excluding VAT) and the company's share (0 to 1), both days included."""

    valid_from: date
    valid_to: date | None
    day_cents: int
    company_share: Fraction


@dataclass(frozen=True, slots=True)
class Retention:
    """How long data is kept. Days for what is unfinished, months for the rest."""

    unfinished_days: int
    finished_months: int
    application_months: int
    accompanied_years: int
    phone_days: int
    revision_days: int


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two kinds of answers that sit oddly together: something to ask about at the first interview."""

    id: str
    conditions: tuple[Condition, ...]
    finding: str
    ask: str


@dataclass(frozen=True, slots=True)
class Story:
    """A kind of project already helped, told shortly, with the themes it is near to."""

    id: str
    title: str
    themes: tuple[str, ...]
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Faq:
    """A question people ask about the scheme, with its answer."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class GuideSection:
    """A section of the guide: a heading and its paragraphs."""

    id: str
    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """Texts of the scheme that belong to no single question."""

    title: str
    promise: str
    caution: str
    unknown_label: str
    closed: str
    ambition_above: str
    ambition_equal: str
    ambition_below: str
    estimate_title: str
    estimate_mentions: tuple[str, ...]
    estimate_validity_days: int
    verdicts: Mapping[Verdict, str]
    not_eligible_ways: tuple[str, ...]
    next_steps: tuple[str, ...]
    after_call_back: tuple[str, ...]
    after_application: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """One version of the whole content. Immutable; `version` names it, `sha256` identifies its bytes."""

    version: str
    sha256: str
    parts: tuple[Part, ...]
    questions: tuple[Question, ...]
    dimensions: tuple[Dimension, ...]
    levels: tuple[CompanyLevel, ...]
    criteria: tuple[Criterion, ...]
    offers: tuple[Offer, ...]
    requirements: Mapping[Stage, Requirements]
    tariffs: tuple[Tariff, ...]
    retention: Retention
    contradictions: tuple[Contradiction, ...]
    stories: tuple[Story, ...]
    faq: tuple[Faq, ...]
    guide: tuple[GuideSection, ...]
    wording: Wording

    def __hash__(self) -> int:
        return hash(self.sha256)

    def question(self, key: str) -> Question:
        """The question with that key; raises KeyError where there is none."""
        for question in self.questions:
            if question.key == key:
                return question
        raise KeyError(key)

    def offer(self, stage: Stage) -> Offer:
        """The offer of that stage; raises KeyError where there is none."""
        for offer in self.offers:
            if offer.id is stage:
                return offer
        raise KeyError(stage)

    def of_part(self, part: str) -> tuple[Question, ...]:
        """All questions of a part, in the order they are asked."""
        return tuple(question for question in self.questions if question.part == part)


def size_of(answers: Answers) -> Size:
    """The size of company that decides the wording; while the headcount is unknown, the smallest (presumes least)."""
    headcount = answers.get("effectif")
    if not isinstance(headcount, int) or headcount < 11:
        return Size.UNDER_11
    return Size.FROM_11_TO_49 if headcount < 50 else Size.FROM_50
