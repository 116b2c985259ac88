"""One question, its answers and their wording, as frozen values.

Keys and values are those of the scheme's domain document and never change; the wording comes from the content file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

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
    """One possible answer. `work` says how to get there, as work to do, where the choice can be a lever; `attained`
    what is there then, as a few words an offer can ask for (« du temps réservé à un référent »); `team` is how the
    team reads it on its slips."""

    value: str
    label: Text
    work: Text | None = None
    exclusive: bool = False
    attained: Text | None = None
    team: Text | None = None


@dataclass(frozen=True, slots=True)
class Precision:
    """A sentence added under a question's title, for those whose earlier answer makes it theirs."""

    condition: Condition
    words: Text


@dataclass(frozen=True, slots=True)
class TeamWords:
    """A question as the team and its representatives read it on their slips, its choices apart."""

    title: Text
    why: Text
    hint: Text | None = None


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
    precisions: tuple[Precision, ...] = ()
    choices: tuple[Choice, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    unit: str = ""
    asked_if: Condition | None = None
    dimension: str | None = None
    rank: Rank | None = None
    work: Text | None = None
    team: TeamWords | None = None
    values: frozenset[str] = field(init=False, repr=False, compare=False)
    several: frozenset[str] = field(init=False, repr=False, compare=False)
    alone: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Keep at hand what a single answer may be (`nsp` included), or each of several, and what goes with no other:
        each step of a visit looks at every question."""
        single = self.kind in {Kind.CHOICE, Kind.SCORED}
        unknown = (UNKNOWN,) if self.scored else ()
        values = (*(choice.value for choice in self.choices), *unknown) if single else ()
        several = self.choices if self.kind is Kind.CHOICES else ()
        object.__setattr__(self, "values", frozenset(values))
        object.__setattr__(self, "several", frozenset(choice.value for choice in several))
        object.__setattr__(self, "alone", frozenset(choice.value for choice in several if choice.exclusive))

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
            return self.several.issuperset(answer) and (len(answer) == 1 or self.alone.isdisjoint(answer))
        return isinstance(answer, str) and answer in self.values


def size_of(answers: Answers) -> Size:
    """The size of company that decides the wording; while the headcount is unknown, the smallest (presumes least)."""
    headcount = answers.get("effectif")
    if not isinstance(headcount, int) or headcount < 11:
        return Size.UNDER_11
    return Size.FROM_11_TO_49 if headcount < 50 else Size.FROM_50
