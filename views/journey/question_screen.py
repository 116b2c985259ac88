"""A question's screen. As it first stands, nothing answered, it is made once and kept: most steps show that one.

What it posts to and leads back to are relative addresses, so that one kept screen is right for every visit and door.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol

from flask import current_app
from markupsafe import Markup

from models.rules.path import Path
from models.rules.question import Question, Size
from models.rules.result import Finding
from views.forms.asked_question import AskedQuestion, Earlier, Screen, ask, precisions_for
from views.web.library import Edition
from views.web.render import STEP_BLOCKS, SWAPPED_BLOCKS, blocks


class Asked(Protocol):
    """Whoever is asked: a visit, or somebody with a slip."""

    @property
    def edition(self) -> Edition:
        """What is asked from."""

    @property
    def path(self) -> Path:
        """What was answered so far."""

    @property
    def size(self) -> Size:
        """The size of company that decides the wording."""

    @property
    def at_kiosk(self) -> bool:
        """Whether it is at an event's tablet."""

    @property
    def next_url(self) -> str:
        """Where it goes on."""


def screen_of(
    current: Asked,
    question: Question,
    previous: str | None,
    *,
    typed: Sequence[str] | None = None,
    error: str = "",
    noes: tuple[Finding, ...] = (),
    earlier: Earlier | None = None,
) -> Screen:
    """The screen: made anew where it shows an answer or an error, else the kept one. `previous` is a question's key."""
    questionnaire, answers, kiosk = current.edition.questionnaire, current.path.answers, current.at_kiosk
    if typed is not None or question.key in answers or earlier:
        asked = ask(questionnaire, question, answers, typed=typed, error=error, noes=noes, earlier=earlier)
        go_on_url = current.next_url if noes else None
        return Screen(asked, _form(asked, previous, kiosk=kiosk, go_on_url=go_on_url))
    kept = current.edition.kept_screens
    place = (question.key, current.size, precisions_for(question, answers), previous, kiosk)
    screen = kept.get(place)
    if screen is None:
        asked = ask(questionnaire, question, answers)
        screen = kept[place] = Screen(asked, _form(asked, previous, kiosk=kiosk), kept=True)
    return screen


@lru_cache(maxsize=1024)
def kept_step(
    template: str, screen: Screen, place: int, total: str, trail: Markup, *, empty_panel: bool = False
) -> str:
    """What htmx swaps in for a kept screen, the panel aside unless it is empty."""
    names = SWAPPED_BLOCKS if empty_panel else STEP_BLOCKS
    return blocks(template, names, asked=screen.asked, form=screen.form, place=place, total=total, trail=trail)


def _form(asked: AskedQuestion, previous: str | None, *, kiosk: bool, go_on_url: str | None = None) -> Markup:
    template = "kiosk/question_form.html" if kiosk else "journey/question_form.html"
    form = current_app.jinja_env.get_template(template)
    words = form.render(asked=asked, previous=previous, go_on_url=go_on_url)
    return Markup(words)  # noqa: S704  (a template's own output, escaped there)
