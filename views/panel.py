"""The live panel beside a question: where one is, whether the scheme is for us so far, and what it would cost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.rules.conclusion import estimate_so_far
from models.rules.eligibility import assess_eligibility
from models.rules.path import Path
from models.rules.questionnaire import Questionnaire, size_of
from models.rules.result import Eligibility, Estimate
from views.formats import in_sentence
from views.questions import answer_in_words

FACTS = ("structure", "effectif", "secteur", "territoire")
"""The answers that sum a company up, in the order they read well."""


@dataclass(frozen=True, slots=True)
class PartProgress:
    """One stage of the trail: how many of its questions are answered."""

    title: str
    answered: int
    total: int
    current: bool

    @property
    def done(self) -> bool:
        """Whether every question of the part is answered."""
        return self.answered == self.total


@dataclass(frozen=True, slots=True)
class Panel:
    """What the panel says. `eligibility` says nothing before its first criterion is known."""

    parts: tuple[PartProgress, ...]
    facts: str
    eligibility: Eligibility
    estimate: Estimate | None


def live_panel(questionnaire: Questionnaire, path: Path, current_part: str, today: date) -> Panel:
    """The panel for the answers so far, seen from a question of `current_part`; prices are those of `today`."""
    so_far = assess_eligibility(questionnaire, path.answers)
    return Panel(
        parts=tuple(_progress(questionnaire, path, part.id, part.title, current_part) for part in questionnaire.parts),
        facts=company_facts(questionnaire, path),
        eligibility=so_far,
        estimate=estimate_so_far(questionnaire, path, so_far, today),
    )


def _progress(questionnaire: Questionnaire, path: Path, part: str, title: str, current: str) -> PartProgress:
    keys = [question.key for question in path.questions if question.part == part]
    return PartProgress(title, sum(key in path.answers for key in keys), len(keys), part == current)


def company_facts(questionnaire: Questionnaire, path: Path) -> str:
    """« SCOP, 48 salariés, industrie, Rhône » — what is known of the company so far, or nothing."""
    size = size_of(path.answers)
    said: list[str] = []
    for key in FACTS:
        if key in path.answers:
            words = answer_in_words(questionnaire, questionnaire.question(key), path.answers[key], size)
            said.append(_in_a_list(words.split(" (")[0], first=not said, name=key == "territoire"))
    return ", ".join(said)


def _in_a_list(words: str, *, first: bool, name: bool) -> str:
    """A label inside an enumeration: lowered, unless it comes first or is a name."""
    return words if first or name else in_sentence(words)
