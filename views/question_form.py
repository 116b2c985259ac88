"""The form of a question. As it first stands, nothing typed, it is rendered once and kept: most steps show that one."""

from __future__ import annotations

from flask import current_app
from markupsafe import Markup

from views.doors import at_kiosk
from views.questions import AskedQuestion
from views.sitting import Sitting

ADDRESS = "/the-address-of-the-visit"
"""Stands for the visit's own address in a form that is kept."""


def question_form(sitting: Sitting, asked: AskedQuestion, previous_url: str | None) -> Markup:
    """The form: rendered anew where it shows an answer or an error, else the kept one at this visit's address."""
    if asked.typed or asked.error:
        return _render(asked, sitting.question_url(asked.key), previous_url)
    own, kept = sitting.address, sitting.edition.kept_forms
    previous = previous_url.replace(own, ADDRESS) if previous_url else None
    place = (asked.key, sitting.size, previous, at_kiosk())
    form = kept.get(place)
    if form is None:
        form = kept[place] = _render(asked, sitting.question_url(asked.key).replace(own, ADDRESS), previous)
    return form.replace(ADDRESS, own)


def _render(asked: AskedQuestion, url: str, previous_url: str | None) -> Markup:
    template = "kiosk/question_form.html" if at_kiosk() else "journey/question_form.html"
    words = current_app.jinja_env.get_template(template).render(asked=asked, url=url, previous_url=previous_url)
    return Markup(words)  # noqa: S704  (a template's own output, escaped there)
