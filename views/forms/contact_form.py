"""The contact form, for a call back or an application: fields read by `models.contact`, each mistake in words."""

from __future__ import annotations

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, ValidationError

from models.contact.text import MOMENT_LIMIT, read_moment, read_name
from models.store.applications import Applicant, ApplicationKind
from views.forms.public_form import PublicForm
from views.forms.typed_fields import (
    CompanyNumberField,
    EmailField,
    ParagraphsField,
    PhoneField,
    PostalCodeField,
    ReadField,
)

CALL, APPLY = ApplicationKind.CALL_BACK, ApplicationKind.APPLICATION

FULL_ONLY = ("fonction", "entreprise", "siret", "code_postal", "projet")
"""The fields that only an application has."""


class ContactForm(PublicForm):
    """Every field of the contract, in the order of the page; `kind` says which are asked for and which are needed."""

    nom = ReadField("Votre nom", read_name, missing="Écrivez votre nom, pour que nous sachions qui demander.")
    fonction = ReadField("Votre fonction")
    telephone = PhoneField("Votre téléphone")
    email = EmailField("Votre adresse e-mail", missing="Écrivez votre adresse e-mail\u00a0: nous y répondrons.")
    moment = ReadField("Comment et quand vous joindre", read_moment, longest=MOMENT_LIMIT)
    entreprise = ReadField("Le nom de l’entreprise", missing="Écrivez le nom de l’entreprise.")
    siret = CompanyNumberField("Son numéro SIRET", missing="Écrivez le numéro SIRET de l’entreprise, ou son SIREN.")
    code_postal = PostalCodeField("Son code postal", missing="Écrivez le code postal de l’entreprise.")
    projet = ParagraphsField(
        "Votre projet, dans vos mots", missing="Décrivez votre projet\u00a0: quelques phrases suffisent."
    )
    recontact = BooleanField("L’Aract peut aussi me parler de ses autres programmes")

    kind = CALL

    def validate_telephone(self, field: ReadField) -> None:
        """A call back needs one way to reach the person."""
        if self.kind is CALL and not field.typed.strip() and not self.email.typed.strip():
            raise ValidationError(
                "Donnez un numéro de téléphone ou une adresse e-mail\u00a0: il nous faut un moyen de vous joindre."
            )

    def applicant(self) -> Applicant:
        """What was read, once valid."""
        read = {field.name: field.data for field in self.asked}
        return Applicant(
            kind=self.kind,
            name=read["nom"],
            role=read.get("fonction", ""),
            email=read["email"],
            phone=read["telephone"],
            company=read.get("entreprise", ""),
            company_number=read.get("siret", ""),
            postal_code=read.get("code_postal", ""),
            project=read.get("projet", ""),
            moment=read["moment"],
            wants_news=bool(self.recontact.data),
        )


REQUIRED = {CALL: ("nom",), APPLY: ("nom", "email", "entreprise", "siret", "code_postal", "projet")}


def contact_form(kind: ApplicationKind, posted: MultiDict[str, str] | None = None, project: str = "") -> ContactForm:
    """The form of one kind, filled with what was posted, or on a first visit with the project from the answers."""
    form = ContactForm(posted, projet=project) if posted is None else ContactForm(posted)
    form.kind = kind
    for name in FULL_ONLY if kind is CALL else ():
        del form[name]
    for field in form.asked:
        field.missing = field.missing if field.name in REQUIRED[kind] else ""
    return form


def wanted_kind(posted: MultiDict[str, str], named: str) -> ApplicationKind:
    """The kind a post means: the one it names, else an application where a field that only it has is filled."""
    if named in set(ApplicationKind):
        return ApplicationKind(named)
    return APPLY if any(posted.get(name, "").strip() for name in FULL_ONLY) else CALL
