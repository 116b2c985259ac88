"""A company's project sheet at its own address: read, ask for a change, agree, withdraw."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, current_app, request, url_for
from wtforms import BooleanField

from models.contact.text import read_name
from models.french.sheet_words import agreement_words, tell_sheet
from models.store.database import StoreUnavailable
from models.store.dossier_file import get_dossier
from models.store.letter_caps import write_if_few
from models.store.sheets.agreeing import OfferedSheet, agree, ask_change, find_offered, take_back
from models.store.sheets.versions import OtherVersion
from views.forms.public_form import PublicForm
from views.forms.typed_fields import ParagraphsField, ReadField
from views.journey.letters import sheet_notices
from views.web.current_visit import posted
from views.web.doors import now, public_url
from views.web.error_pages import NOT_STORED, note_unavailable
from views.web.library import running
from views.web.mailing import wake_post_office
from views.web.render import go, show
from views.web.throttle import unknown_address

agreement = Blueprint("agreement", __name__)
"""What the company of a sheet finds at its address."""

DONE = {
    "accord": "Merci. Votre accord est enregistré\u00a0: l’Aract peut publier cette fiche.",
    "changement": "C’est envoyé. L’Aract réécrit la fiche, et vous la fait relire avant toute publication.",
    "retrait": "C’est fait. La fiche n’est plus publiée nulle part, et votre accord est retiré.",
}
CHANGED = "Le texte a changé depuis que vous avez ouvert cette page. Relisez-le, puis décidez."


class AnswerForm(PublicForm):
    """What a company can say of its sheet; each of the page's forms sends a part of it."""

    nom = ReadField(
        "Votre nom et votre fonction", read_name, missing="Écrivez votre nom, pour garder qui a donné cet accord."
    )
    reste = BooleanField("La fiche peut rester dans le guide, avec notre nom, quand notre dossier sera effacé")
    changement = ParagraphsField("Ce qu’il faut changer", missing="Écrivez ce qu’il faut changer, dans vos mots.")


def sheet_address(token: str) -> str:
    """The address of a sheet for its company, from its token."""
    return public_url(url_for("agreement.read_sheet", token=token))


@agreement.get("/fiches/<token>", strict_slashes=False)
def read_sheet(token: str) -> Response:
    """A company's project sheet: who asks, what would be published where, and what one can answer."""
    return _show(token, _offered(token))


@agreement.post("/fiches/<token>/accord")
def give_agreement(token: str) -> Response:
    """Keep the agreement to the version that was read, with its day and words; 409 where another was written."""
    offered, form = _offered(token), AnswerForm(posted())
    if offered.shown is None or not form.nom.validate(form):
        return _show(token, offered, form)
    text, outlives = offered.shown.text, bool(form.reste.data) or not offered.shown.text.named
    words = agreement_words(text, offered.shown.number, outlives=outlives)
    who = form.nom.data
    return _do(
        token,
        form,
        "accord",
        lambda: agree(token, _number(), who, words, outlives=outlives, now=now()),
        "L’entreprise accepte sa fiche",
    )


@agreement.post("/fiches/<token>/changement")
def ask_for_change(token: str) -> Response:
    """Keep what the company wants changed, and tell the Aract."""
    offered, form = _offered(token), AnswerForm(posted())
    if offered.shown is None or not form.changement.validate(form):
        return _show(token, offered, form)
    words = form.changement.data
    told = "L’entreprise demande un changement à sa fiche"
    return _do(token, form, "changement", lambda: ask_change(token, _number(), words, now()), told, words)


@agreement.post("/fiches/<token>/retrait")
def withdraw_sheet(token: str) -> Response:
    """Withdraw the sheet, at once and everywhere, with every agreement to it."""
    _offered(token)
    return _do(token, AnswerForm(posted()), "retrait", lambda: take_back(token, now()), "L’entreprise retire sa fiche")


def _do(token: str, form: AnswerForm, done: str, change: Callable[[], object], told: str, words: str = "") -> Response:
    """Make the change and tell the Aract, then the page again; or why not, with what was typed."""
    before = _offered(token)
    try:
        change()
    except OtherVersion:
        return _show(token, _offered(token), form, problem=CHANGED, status=409)
    except StoreUnavailable as reason:
        note_unavailable(reason)
        return _show(token, before, form, problem=NOT_STORED, status=503)
    if before.dossier_id is not None:
        for letter in sheet_notices(told, get_dossier(before.dossier_id).name, before.dossier_id, words):
            write_if_few(letter, now(), before.dossier_id)
        wake_post_office(current_app)
    if find_offered(token) is None:  # its dossier was gone: nothing is left of it
        return show("sheets/gone.html")
    return go(url_for("agreement.read_sheet", token=token, fait=done))


def _offered(token: str) -> OfferedSheet:
    found = find_offered(token)
    if found is None:
        unknown_address()
    return found


def _number() -> int:
    """The version that was read; 0, which none is, where the form doesn't say."""
    typed = request.form.get("version", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


def _show(
    token: str, offered: OfferedSheet, form: AnswerForm | None = None, *, problem: str = "", status: int = 200
) -> Response:
    form = form or AnswerForm()
    text = offered.shown.text if offered.shown else offered.published.text if offered.published else None
    values: dict[str, Any] = {"told": tell_sheet(running().questionnaire, text)} if text else {}
    return show(
        "sheets/agreement.html",
        status=422 if form.errors else status,
        token=token,
        offered=offered,
        form=form,
        problem=problem,
        done=DONE.get(request.args.get("fait", ""), ""),
        words=agreement_words(text, offered.shown.number, outlives=not text.named) if offered.shown and text else "",
        retention=running().questionnaire.retention,
        operator=current_app.config["OPERATOR"],
        **values,
    )
