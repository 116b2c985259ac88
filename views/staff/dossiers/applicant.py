"""Who to reach, the company and the project, as staff write them: corrected in a file, or typed for a new one."""

from __future__ import annotations

from typing import Any

from flask import Response, flash
from wtforms import ValidationError

from models.contact.text import MOMENT_LIMIT, read_moment
from models.store.applications import Applicant, ApplicationKind
from models.store.dossier_file import DETAILS, Dossier, change_applicant
from views.forms.typed_fields import (
    CheckField,
    ChoiceField,
    CompanyNumberField,
    EmailField,
    ParagraphsField,
    PhoneField,
    PostalCodeField,
    ReadField,
)
from views.staff.access import actor, staff
from views.staff.dossiers.dossier_forms import DossierForm
from views.staff.dossiers.file import KINDS as KINDS_TOLD
from views.staff.dossiers.file import dossier_here, file_url
from views.staff.dossiers.work import save
from views.staff.layout import go, show_page
from views.staff.staff_form import StaffForm
from views.web.doors import now

KINDS = {ApplicationKind.CALL_BACK: "Demande de rappel", ApplicationKind.APPLICATION: "Candidature"}
FIELDS = {
    "kind": "kind",
    "nom": "name",
    "fonction": "role",
    "email": "email",
    "telephone": "phone",
    "entreprise": "company",
    "siret": "company_number",
    "code_postal": "postal_code",
    "moment": "moment",
    "projet": "project",
    "recontact": "wants_news",
}
"""The form's fields, by what they fill."""


class ApplicantForm(StaffForm):
    """The contact form as staff fill it in: nothing is needed but a name or a company."""

    entreprise = ReadField("Entreprise")
    siret = CompanyNumberField("SIRET ou SIREN")
    code_postal = PostalCodeField("Code postal")
    nom = ReadField("Prénom et nom")
    fonction = ReadField("Fonction")
    email = EmailField("Adresse e-mail")
    telephone = PhoneField("Téléphone")
    moment = ReadField("Comment et quand joindre", read_moment, longest=MOMENT_LIMIT)
    kind = ChoiceField("Nature", KINDS, missing="Choisissez entre candidature et demande de rappel.")
    projet = ParagraphsField("Projet", rows="5")
    recontact = CheckField("Veut bien être informé d’autres programmes de l’Aract")

    def validate_entreprise(self, field: ReadField) -> None:
        """One of the two tells whose file it is."""
        if not field.data and not self.nom.typed.strip():
            raise ValidationError("Écrivez au moins le nom de l’entreprise ou celui de la personne.")

    def applicant(self) -> Applicant:
        """What was read, once valid."""
        return Applicant(**{attribute: self[name].data for name, attribute in FIELDS.items()})


class DetailsForm(DossierForm, ApplicantForm):
    """The same for the file that it corrects."""

    part = DETAILS

    @classmethod
    def recorded(cls, file: Dossier) -> dict[str, Any]:
        """What the file says of the person, the company and the project."""
        known = file.application.applicant if file.application else Applicant(ApplicationKind.APPLICATION, "")
        return {name: getattr(known, attribute) for name, attribute in FIELDS.items()}


@staff.route("/dossiers/<id:dossier_id>/coordonnees", methods=["GET", "POST"])
def applicant(dossier_id: int) -> Response:
    """The contact details and the project, to correct."""
    form = DetailsForm(dossier_here(dossier_id))

    def change() -> None:
        change_applicant(dossier_id, form.version.data, form.applicant(), now(), actor())

    if not form.is_submitted() or not save([form], change):
        status, back = 409 if form.stale else 200, file_url(dossier_id)
        return show_page("staff/applicant.html", status=status, form=form, file=form.file, back=back, kinds=KINDS_TOLD)
    flash("Les coordonnées sont enregistrées.")
    return go(file_url(dossier_id))
