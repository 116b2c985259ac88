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

from models.rules.question import Condition, Question
from models.rules.review import ReviewQuestion


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


class OfferKey(StrEnum):
    """The offers' identifiers, in ascending order of the project's ripeness."""

    EMERGENCE = "emergence"
    PARCOURS = "parcours"
    DEPLOIEMENT = "deploiement"


@dataclass(frozen=True, slots=True)
class Part:
    """One of the four stages of the questionnaire."""

    id: str
    title: str
    introduction: str


@dataclass(frozen=True, slots=True)
class Dimension:
    """One of the five dimensions of the company's practices, with the meaning of each of its levels.

    `seen` is what one sees more or less of there (« de dialogue »), and `exchanges` are questions to talk over where
    views differ, by `collection.exchange_key`; both are empty in a content made before there were any.
    """

    id: str
    title: str
    short_label: str
    meanings: Mapping[Level, str]
    unknown: str
    summit: str
    seen: str = ""
    exchanges: Mapping[str, str] = field(default_factory=dict)


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

    id: OfferKey
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
    """A question people ask about the scheme, with its answer, or « À préciser » while nobody knows it.

    `about_offer` marks what only concerns those who are offered something.
    """

    question: str
    answer: str
    about_offer: bool = False

    @property
    def answered(self) -> bool:
        """Whether there is an answer to show."""
        return self.answer.strip(" .").casefold() != "à préciser"


@dataclass(frozen=True, slots=True)
class GuideSection:
    """A section of the guide: a heading and its paragraphs."""

    id: str
    title: str
    paragraphs: tuple[str, ...]


class LetterKey(StrEnum):
    """The letters that the team writes to a company, ready to be changed before they leave."""

    KEPT = "retenue"
    NOT_KEPT = "non-retenue"
    DETAILS = "precisions"
    MEETING = "rendez-vous"
    SHEET = "accord-fiche"
    VISIT_REPORT = "compte-rendu"
    REVIEW = "bilan"


@dataclass(frozen=True, slots=True)
class LetterText:
    """A letter's words; `{nom}`, `{entreprise}` and `{reference}` stand for the dossier's own, and in the report of a
    visit `{jour}` and `{compte-rendu}` for what was told of it."""

    id: LetterKey
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
    team_asks: tuple[str, ...] = ()


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
    requirements: Mapping[OfferKey, Requirements]
    tariffs: tuple[Tariff, ...]
    retention: Retention
    contradictions: tuple[Contradiction, ...]
    stories: tuple[Story, ...]
    faq: tuple[Faq, ...]
    guide: tuple[GuideSection, ...]
    wording: Wording
    letters: tuple[LetterText, ...] = ()
    review: tuple[ReviewQuestion, ...] = ()
    order: Mapping[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Keep at hand where each question stands, the first at 0."""
        object.__setattr__(self, "order", {question.key: place for place, question in enumerate(self.questions)})

    def __hash__(self) -> int:
        return hash(self.sha256)

    def question(self, key: str) -> Question:
        """The question with that key; raises KeyError where there is none."""
        return self.questions[self.order[key]]

    def offer(self, stage: OfferKey) -> Offer:
        """The offer of that stage; raises KeyError where there is none."""
        for offer in self.offers:
            if offer.id is stage:
                return offer
        raise KeyError(stage)

    def of_part(self, part: str) -> tuple[Question, ...]:
        """All questions of a part, in the order they are asked."""
        return tuple(question for question in self.questions if question.part == part)
