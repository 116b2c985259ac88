"""The review of an accompaniment: asked of the company by a letter, read, and completed by whoever accompanied."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from flask import Response, abort, flash, url_for

from models.rules.questionnaire import LetterKey
from models.store.accompaniments import allowance_of
from models.store.dossier_file import Dossier, get_dossier
from models.store.reviews import WORDS, add_words, ask_review, find_review, may_review
from models.store.visits import newest_result
from views.forms.typed_fields import ParagraphsField
from views.journey.letters import review_url
from views.journey.review_page import review_questions
from views.staff.access import actor, consultantes_too, me, staff
from views.staff.accompaniment.company_page import company_url
from views.staff.dossiers.dossier_forms import DossierForm
from views.staff.dossiers.file import KINDS, dossier_here, reachable, see
from views.staff.dossiers.team_letter import LetterForm, compose, filled_letter, write_with_address
from views.staff.dossiers.work import save
from views.staff.layout import go, refuse, show_page
from views.web.doors import now
from views.web.library import running

LINK = "Faire le bilan"
TOO_EARLY = ("Pas encore de bilan", "Le bilan se demande une fois l’accompagnement commencé.")


class ReviewWordsForm(DossierForm):
    """What whoever accompanied the company adds to its review."""

    part = WORDS
    bilan = ParagraphsField(
        "Votre bilan",
        missing="Écrivez votre bilan, en quelques phrases.",
        hint="Ce qui a bougé, ce qui a aidé ou freiné, ce qui mérite d’être raconté. L’entreprise ne le lit pas.",
        rows="7",
    )

    @classmethod
    def recorded(cls, file: Dossier) -> dict[str, Any]:
        """What she said of it, now."""
        return {"bilan": find_review(file.id).words}


@staff.route("/accompagnements/<id:dossier_id>/bilan", methods=["GET", "POST"])
@consultantes_too
def review_of(dossier_id: int) -> Response:
    """The review of a dossier, with a place for whoever accompanied; 409 before there is an accompaniment."""
    file = _reviewed(dossier_id)
    form = ReviewWordsForm(file)

    def change() -> None:
        add_words(file.id, get_dossier(file.id).version, form.bilan.data, now(), actor())

    if form.is_submitted():
        _refuse_after_the_end(file)
    if not form.is_submitted() or not save([form], change):
        return _show(form)
    flash("Votre bilan est enregistré.")
    return go(url_for("staff.review_of", dossier_id=file.id))


@staff.route("/accompagnements/<id:dossier_id>/bilan/demande", methods=["GET", "POST"])
@consultantes_too
def review_letter(dossier_id: int) -> Response:
    """The letter that asks a company for its review, with an address of its own, to read before it leaves."""
    file = _reviewed(dossier_id)
    applicant = reachable(file)
    _refuse_after_the_end(file)
    form = LetterForm(**filled_letter(LetterKey.REVIEW, applicant, file), nom_du_mail=str(uuid.uuid4()))
    back = url_for("staff.review_of", dossier_id=file.id)
    send = partial(write_with_address, form, file, applicant, LINK, lambda: _new_address(file))
    return compose(form, file, "Demander le bilan", back=back, then=back, link=LINK, send=send)


def _new_address(file: Dossier) -> str:
    return review_url(ask_review(file.id, now(), actor()))


def _reviewed(dossier_id: int) -> Dossier:
    """The dossier of an address; 409 before there is an accompaniment to look back on."""
    file = dossier_here(dossier_id)
    if not may_review(file.id):
        abort(refuse(409, *TOO_EARLY))
    return file


def _refuse_after_the_end(file: Dossier) -> None:
    """What ended a consultant reads, and no more."""
    if me().is_consultante and not allowance_of(file.id).is_open:
        abort(403)


def _show(form: ReviewWordsForm) -> Response:
    file = form.file
    return show_page(
        "staff/review.html",
        status=409 if form.stale else 200,
        form=form,
        file=file,
        kept=find_review(file.id),
        questions=review_questions(running().questionnaire),
        seen=see(newest_result(file.id), file),
        writes=not me().is_consultante or allowance_of(file.id).is_open,
        back=company_url(file.id),
        kinds=KINDS,
    )
