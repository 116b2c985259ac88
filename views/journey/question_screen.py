"""A question's screen. As it first stands, nothing answered, it is made once and kept: most steps show that one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from flask import current_app
from markupsafe import Markup

from models.rules.question import Question
from models.rules.result import Finding
from views.forms.asked_question import AskedQuestion, Screen, ask
from views.web.current_visit import Sitting
from views.web.render import STEP_BLOCKS, blocks

ADDRESS = "/the-address-of-the-visit"
"""Stands for the visit's own address in a form that is kept."""


def screen_of(
    sitting: Sitting,
    question: Question,
    previous_url: str | None,
    *,
    typed: Sequence[str] | None = None,
    error: str = "",
    noes: tuple[Finding, ...] = (),
) -> Screen:
    """The screen: made anew where it shows an answer or an error, else the kept one, which stands at ADDRESS."""
    questionnaire, answers, url = (
        sitting.edition.questionnaire,
        sitting.path.answers,
        sitting.question_url(question.key),
    )
    if typed is not None or question.key in answers:
        asked = ask(questionnaire, question, answers, typed=typed, error=error, noes=noes)
        return Screen(asked, _form(asked, url, previous_url, kiosk=sitting.at_kiosk))
    own, kept = sitting.address, sitting.edition.kept_screens
    previous = previous_url.replace(own, ADDRESS) if previous_url else None
    place = (question.key, sitting.size, previous, sitting.at_kiosk)
    screen = kept.get(place)
    if screen is None:
        asked = ask(questionnaire, question, answers)
        form = _form(asked, url.replace(own, ADDRESS), previous, kiosk=sitting.at_kiosk)
        screen = kept[place] = Screen(asked, form, kept=True)
    return screen


@lru_cache(maxsize=1024)
def kept_step(template: str, screen: Screen, place: int, total: str, trail: Markup) -> str:
    """What htmx swaps in for a kept screen, the panel aside; it stands at ADDRESS."""
    return blocks(template, STEP_BLOCKS, asked=screen.asked, form=screen.form, place=place, total=total, trail=trail)


def _form(asked: AskedQuestion, url: str, previous_url: str | None, *, kiosk: bool) -> Markup:
    template = "kiosk/question_form.html" if kiosk else "journey/question_form.html"
    words = current_app.jinja_env.get_template(template).render(asked=asked, url=url, previous_url=previous_url)
    return Markup(words)  # noqa: S704  (a template's own output, escaped there)
