"""Who to reach, the company and the project, as staff write them: corrected in a file, or typed for a new one."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import Response, flash, request
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Form, ValidationError

from models.contact.email import read_email
from models.contact.phone import read_phone, show_phone
from models.contact.siret import CompanyNumber
from models.contact.text import (
    EMAIL_LIMIT,
    MOMENT_LIMIT,
    NAME_LIMIT,
    NUMBER_LIMIT,
    PHONE_LIMIT,
    POSTAL_CODE_LIMIT,
    PROJECT_LIMIT,
    read_line,
    read_moment,
    read_paragraphs,
    read_postal_code,
)
from models.store.applications import Applicant, ApplicationKind
from models.store.dossier_file import Dossier, StaleSave, change_applicant
from views.forms.contact_form import ReadField, read_number
from views.forms.question_form import BoundedField
from views.staff.access import actor, staff
from views.staff.dossiers.changes import StaleValue, made_on, show_stale
from views.staff.dossiers.file import dossier_here, file_url
from views.staff.layout import go, show_page
from views.web.doors import now

KINDS = {ApplicationKind.CALL_BACK: "Demande de rappel", ApplicationKind.APPLICATION: "Candidature"}
FIELDS = {
    "nom": "name",
    "fonction": "role",
    "email": "email",
    "telephone": "phone",
    "entreprise": "company",
    "siret": "company_number",
    "code_postal": "postal_code",
    "moment": "moment",
    "projet": "project",
}
"""The form's fields, by what they fill."""


class ApplicantForm(Form):
    """The contact form as staff fill it in: nothing is needed but a name or a company."""

    required: tuple[str, ...] = ()

    kind = BoundedField("Nature", NAME_LIMIT)
    nom = ReadField("Prénom et nom", read_line, NAME_LIMIT)
    fonction = ReadField("Fonction", read_line, NAME_LIMIT)
    email = ReadField("Adresse e-mail", read_email, EMAIL_LIMIT)
    telephone = ReadField("Téléphone", read_phone, PHONE_LIMIT)
    entreprise = ReadField("Entreprise", read_line, NAME_LIMIT)
    siret = ReadField("SIRET ou SIREN", read_number, NUMBER_LIMIT)
    code_postal = ReadField("Code postal", read_postal_code, POSTAL_CODE_LIMIT)
    moment = ReadField("Comment et quand joindre", read_moment, MOMENT_LIMIT)
    projet = ReadField("Projet", read_paragraphs, PROJECT_LIMIT)
    recontact = BooleanField("Veut bien être informé d’autres programmes de l’Aract")

    def validate_kind(self, field: BoundedField) -> None:
        """One of the two."""
        if field.data not in set(ApplicationKind):
            raise ValidationError("Choisissez entre candidature et demande de rappel.")

    def validate_entreprise(self, field: ReadField) -> None:
        """One of the two tells whose file it is."""
        if not field.typed.strip() and not self.nom.typed.strip():
            raise ValidationError("Écrivez au moins le nom de l’entreprise ou celui de la personne.")

    def applicant(self) -> Applicant:
        """What was read, once valid."""
        texts = {attribute: self[name].read for name, attribute in FIELDS.items()}
        return Applicant(ApplicationKind(self.kind.data), **texts, wants_news=bool(self.recontact.data))

    @property
    def mistakes(self) -> dict[str, str]:
        """The first mistake of each field in error."""
        return {field.name: str(field.errors[0]) for field in self if field.errors}


def applicant_form(posted: MultiDict[str, str] | None = None, known: Applicant | None = None) -> ApplicantForm:
    """The form, filled with what was posted, or with what is known."""
    if posted is not None:
        return ApplicantForm(posted)
    values: dict[str, Any] = {"kind": ApplicationKind.APPLICATION}
    if known is not None:
        written = asdict(known) | {
            "phone": show_phone(known.phone) if known.phone else "",
            "company_number": CompanyNumber(known.company_number).spaced if known.company_number else "",
        }
        values = {name: written[attribute] for name, attribute in FIELDS.items()}
        values |= {"kind": known.kind, "recontact": known.wants_news}
    return ApplicantForm(**values)


@staff.get("/dossiers/<id:dossier_id>/coordonnees")
def applicant_edit(dossier_id: int) -> Response:
    """The contact details and the project, to correct."""
    file = dossier_here(dossier_id)
    return _show(file, applicant_form(known=file.application.applicant if file.application else None))


@staff.post("/dossiers/<id:dossier_id>/coordonnees")
def applicant_save(dossier_id: int) -> Response:
    """Keep the corrected details."""
    file = dossier_here(dossier_id)
    form = applicant_form(request.form)
    if not form.validate():
        return _show(file, form, status=422)
    try:
        change_applicant(file.id, made_on(), form.applicant(), now(), actor())
    except StaleSave as stale:
        return show_stale(stale.current, _lines(form, stale.current))
    flash("Les coordonnées sont enregistrées.")
    return go(file_url(file.id))


def _lines(form: ApplicantForm, current: Dossier) -> list[StaleValue]:
    typed = form.applicant()
    recorded = current.application.applicant if current.application else Applicant(typed.kind, "")
    return [
        StaleValue(form[name].label.text, str(getattr(typed, attribute)), str(getattr(recorded, attribute)))
        for name, attribute in FIELDS.items()
        if getattr(typed, attribute) != getattr(recorded, attribute)
    ]


def _show(file: Dossier, form: ApplicantForm, *, status: int = 200) -> Response:
    return show_page("staff/applicant.html", status=status, file=file, form=form, kinds=KINDS, back=file_url(file.id))
