"""Asking a company for its agreement: a letter with the sheet's own address, read before it leaves."""

from __future__ import annotations

import uuid
from functools import partial

from flask import Response, url_for

from models.rules.questionnaire import LetterKey
from models.store.dossier_file import Dossier
from models.store.sheets.agreeing import ask_agreement
from models.store.sheets.versions import FINISHED, OtherVersion
from views.forms.typed_fields import HiddenField
from views.journey.sheet_address import sheet_address
from views.staff.access import actor, staff
from views.staff.dossiers.file import dossier_here, reachable
from views.staff.dossiers.team_letter import LetterForm, compose, filled_letter, write_with_address
from views.staff.layout import refuse
from views.staff.sheets.sheet_page import CHANGED, NO_SHEET_YET, as_it_stands, read_number
from views.web.doors import now

TITLE = "Demander l’accord de l’entreprise"
READ_IT = "Lire la fiche et répondre"
INCOMPLETE = "Il manque encore une partie de la fiche"


class AgreementLetterForm(LetterForm):
    """The letter, about the version that was read: another one written meanwhile isn't sent in its place."""

    numero = HiddenField()


@staff.route("/dossiers/<id:dossier_id>/fiche/accord", methods=["GET", "POST"])
def sheet_agreement(dossier_id: int) -> Response:
    """The letter that asks a company to read its sheet and agree, to change, then to read as it will leave."""
    file = dossier_here(dossier_id)
    applicant, standing = reachable(file), as_it_stands(file)
    if file.stage not in FINISHED or standing.newest is None:
        return refuse(409, *NO_SHEET_YET)
    if standing.missing:
        return refuse(409, INCOMPLETE, f"Écrivez d’abord\u00a0: {', '.join(standing.missing)}.")
    filled = filled_letter(LetterKey.SHEET, applicant, file)
    form = AgreementLetterForm(**filled, nom_du_mail=str(uuid.uuid4()), numero=str(standing.newest.number))
    back = url_for("staff.sheet", dossier_id=file.id)
    send = partial(write_with_address, form, file, applicant, READ_IT, lambda: _new_address(file))
    try:
        return compose(form, file, TITLE, back=back, then=back, link=READ_IT, send=send)
    except OtherVersion:
        return refuse(409, *CHANGED)


def _new_address(file: Dossier) -> str:
    return sheet_address(ask_agreement(file.id, read_number(), now(), actor()))
