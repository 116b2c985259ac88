"""The live panel beside a question: where one is, whether the scheme is for us so far, and what it would cost.

Its pieces are kept in HTML: from one step to the next most of them stay as they were.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from flask import current_app
from markupsafe import Markup

from models.french.formats import in_sentence
from models.rules.conclusion import estimate_so_far
from models.rules.eligibility import assess_eligibility
from models.rules.path import Path
from models.rules.question import Answer, Answers, size_of
from models.rules.questionnaire import Questionnaire
from models.rules.result import Eligibility
from views.forms.asked_question import answer_in_words
from views.web.library import Edition

FACTS = ("structure", "effectif", "secteur", "territoire")
"""The answers that sum a company up, in the order they read well."""


OUTSIDE = "hors"
"""The one value of `territoire` that is no department: its label isn't a name."""


@dataclass(frozen=True, slots=True)
class PartProgress:
    """One part on the trail: how many of its questions are answered."""

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
    """What the panel says, piece by piece. `standing` says nothing before the first criterion is known."""

    trail: Markup
    parts: Markup
    standing: Markup
    provisional: Markup


def live_panel(edition: Edition, path: Path, current_part: str, today: date) -> Panel:
    """The panel for the answers so far, seen from a question of `current_part`; prices are those of `today`."""
    trail, parts = _parts(edition, _counts(edition.questionnaire, path), current_part)
    known = path.answers
    so_far, standing = _standing(edition, tuple([(key, known[key]) for key in _telling(edition) if key in known]))
    estimate = estimate_so_far(edition.questionnaire, path, so_far, today)
    return Panel(trail, parts, standing, _provisional(estimate.company_cents, estimate.days) if estimate else Markup())


def panel_to_swap(panel: Panel) -> str:
    """The panel as htmx swaps it in, out of band."""
    return str(piece("journey/panel.html", "aside", panel, "a fragment"))


def _counts(questionnaire: Questionnaire, path: Path) -> tuple[tuple[int, int], ...]:
    """For each part, how many of its questions on the path are answered, and how many there are."""
    total = Counter([question.part for question in path.questions])
    answered = Counter([questionnaire.question(key).part for key in path.answers])
    return tuple([(answered[part.id], total[part.id]) for part in questionnaire.parts])


@lru_cache(maxsize=8)
def _telling(edition: Edition) -> tuple[str, ...]:
    """The questions that decide what `standing` says."""
    criteria = edition.questionnaire.criteria
    conditions = (condition for criterion in criteria for case in criterion.cases for condition in case.conditions)
    asked = (key for criterion in criteria for key in criterion.questions)
    return tuple(dict.fromkeys((*FACTS, *asked, *(condition.question for condition in conditions))))


@lru_cache(maxsize=2048)
def _parts(edition: Edition, counts: tuple[tuple[int, int], ...], current: str) -> tuple[Markup, Markup]:
    parts = tuple(
        PartProgress(part.title, answered, total, part.id == current)
        for part, (answered, total) in zip(edition.questionnaire.parts, counts, strict=True)
    )
    return piece("components/journey.html", "trail", parts), piece("journey/panel.html", "parts", parts)


@lru_cache(maxsize=2048)
def _standing(edition: Edition, told: tuple[tuple[str, Answer], ...]) -> tuple[Eligibility, Markup]:
    known = dict(told)
    so_far = assess_eligibility(edition.questionnaire, known)
    facts = company_facts(edition.questionnaire, known)
    return so_far, piece("journey/panel.html", "standing", so_far, facts)


@lru_cache(maxsize=64)
def _provisional(company_cents: int, days: int) -> Markup:
    return piece("journey/panel.html", "provisional", company_cents, days)


def piece(template: str, macro: str, *values: Any) -> Markup:
    """What a template's macro makes of these values."""
    return getattr(current_app.jinja_env.get_template(template).module, macro)(*values)  # type: ignore[no-any-return]


def company_facts(questionnaire: Questionnaire, known: Answers) -> str:
    """« SCOP, 48 salariés, industrie, Rhône » — what is known of the company so far, or nothing."""
    size = size_of(known)
    said: list[str] = []
    for key in FACTS:
        if key in known:
            words = answer_in_words(questionnaire, questionnaire.question(key), known[key], size)
            if key == "effectif" and known.get("structure") == "collectif":
                words += " dans la plus grande"
            said.append(
                _in_a_list(words.split(" (")[0], first=not said, name=key == "territoire" and known[key] != OUTSIDE)
            )
    return ", ".join(said)


def _in_a_list(words: str, *, first: bool, name: bool) -> str:
    """A label inside an enumeration: lowered, unless it comes first or is a name."""
    return words if first or name else in_sentence(words)
