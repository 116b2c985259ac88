"""The report of a visit: a page to print, and the same words in a letter to the company, read before it leaves."""

from __future__ import annotations

import uuid
from functools import partial

from flask import Response, abort

from models.contact.text import read_paragraphs
from models.french.accompaniment_words import left_in_words, told_in_full, visit_in_words
from models.french.formats import long_date, paris_day
from models.rules.questionnaire import LetterKey
from models.store.accompaniments import allowance_of, find_accompaniment
from models.store.dossier_file import Dossier
from models.store.interventions import KeptIntervention
from views.forms.typed_fields import ParagraphsField
from views.staff.access import consultantes_too, me, staff
from views.staff.accompaniment.company_page import company_url
from views.staff.accompaniment.visit_pages import visit_here
from views.staff.dossiers.file import dossier_here, reachable
from views.staff.dossiers.team_letter import LetterForm, compose, filled_letter
from views.staff.layout import show_page
from views.web.doors import now

LONGEST_REPORT = 10_000
"""Characters of a report in a letter: all that is told of a visit, and the letter's own words."""


class ReportForm(LetterForm):
    """The letter that carries a report."""

    texte = ParagraphsField(
        "Texte",
        partial(read_paragraphs, limit=LONGEST_REPORT),
        missing="Écrivez votre lettre.",
        rows="18",
        longest=LONGEST_REPORT,
    )


@staff.get("/accompagnements/<id:dossier_id>/visites/<id:intervention_id>/compte-rendu")
@consultantes_too
def visit_report(dossier_id: int, intervention_id: int) -> Response:
    """The report of a visit, to print."""
    file = dossier_here(dossier_id)
    return show_page(
        "staff/visit_report.html",
        file=file,
        visit=_standing(file, intervention_id),
        kept=find_accompaniment(file.id),
        allowance=allowance_of(file.id),
        back=company_url(file.id, "visites"),
        today=paris_day(now()),
    )


@staff.route("/accompagnements/<id:dossier_id>/visites/<id:intervention_id>/envoi", methods=["GET", "POST"])
@consultantes_too
def visit_letter(dossier_id: int, intervention_id: int) -> Response:
    """The report as a letter to the company, to change, to read as it will leave, then to send."""
    file = dossier_here(dossier_id)
    visit, applicant = _standing(file, intervention_id), reachable(file)
    if me().is_consultante and not allowance_of(file.id).is_open:
        abort(403)  # what ended she reads, and no more
    words = {"jour": long_date(visit.told.day), "compte-rendu": _report(visit, file.id)}
    form = ReportForm(
        **filled_letter(LetterKey.VISIT_REPORT, applicant, file, **words),
        nom_du_mail=str(uuid.uuid4()),
    )
    back = company_url(file.id, "visites")
    return compose(form, file, "Envoyer le compte rendu", back=back, then=back)


def _standing(file: Dossier, intervention_id: int) -> KeptIntervention:
    """The visit of an address, unless it was withdrawn."""
    visit = visit_here(file, intervention_id)
    if visit.withdrawn:
        abort(404)
    return visit


def _report(visit: KeptIntervention, dossier_id: int) -> str:
    told = visit.told
    return "\n\n".join(
        (
            f"{visit_in_words(told.half_days, told.participants)}.",
            told_in_full(told.done, told.next_steps),
            f"{left_in_words(allowance_of(dossier_id))}.",
        )
    )
