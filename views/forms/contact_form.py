"""The contact form, for a call back or an application: fields read by `models.contact`, each mistake in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Form, ValidationError

from models.contact.email import read_email
from models.contact.phone import read_phone
from models.contact.siret import read_company_number
from models.contact.text import (
    EMAIL_LIMIT,
    MOMENT_LIMIT,
    NAME_LIMIT,
    NUMBER_LIMIT,
    PHONE_LIMIT,
    POSTAL_CODE_LIMIT,
    PROJECT_LIMIT,
    EntryError,
    read_line,
    read_moment,
    read_name,
    read_paragraphs,
    read_postal_code,
)
from models.store.applications import Applicant, ApplicationKind
from views.forms.question_form import BoundedField

CALL, APPLY = ApplicationKind.CALL_BACK, ApplicationKind.APPLICATION

FULL_ONLY = ("fonction", "entreprise", "siret", "code_postal", "projet")
"""The fields that only an application has."""


class ReadField(BoundedField):
    """A text read by a function that raises EntryError; `read` is what it gave, empty where nothing was typed."""

    def __init__(
        self, label: str, reader: Callable[[str], str], longest: int, missing: str = "", **options: Any
    ) -> None:
        super().__init__(label, longest, **options)
        self.reader = reader
        self.missing = missing
        self.read = ""

    def pre_validate(self, form: Form) -> None:
        """Read what was typed; where nothing was, say what is missing."""
        super().pre_validate(form)
        if not self.typed.strip():
            if self.missing and self.name in form.required:
                raise ValidationError(self.missing)
            return
        try:
            self.read = self.reader(self.typed)
        except EntryError as refusal:
            raise ValidationError(str(refusal)) from refusal


def read_number(typed: str) -> str:
    """A SIRET or SIREN as its digits; raises EntryError."""
    return read_company_number(typed).digits


class ContactForm(Form):
    """Every field of the contract, in the order of the page; `kind` says which are asked for and which are needed."""

    nom = ReadField("Votre nom", read_name, NAME_LIMIT, "Écrivez votre nom, pour que nous sachions qui demander.")
    fonction = ReadField("Votre fonction", read_line, NAME_LIMIT)
    telephone = ReadField("Votre téléphone", read_phone, PHONE_LIMIT)
    email = ReadField(
        "Votre adresse e-mail", read_email, EMAIL_LIMIT, "Écrivez votre adresse e-mail\u00a0: nous y répondrons."
    )
    moment = ReadField("Comment et quand vous joindre", read_moment, MOMENT_LIMIT)
    entreprise = ReadField("Le nom de l’entreprise", read_line, NAME_LIMIT, "Écrivez le nom de l’entreprise.")
    siret = ReadField(
        "Son numéro SIRET", read_number, NUMBER_LIMIT, "Écrivez le numéro SIRET de l’entreprise, ou son SIREN."
    )
    code_postal = ReadField(
        "Son code postal", read_postal_code, POSTAL_CODE_LIMIT, "Écrivez le code postal de l’entreprise."
    )
    projet = ReadField(
        "Votre projet, dans vos mots",
        read_paragraphs,
        PROJECT_LIMIT,
        "Décrivez votre projet\u00a0: quelques phrases suffisent.",
    )
    recontact = BooleanField("L’Aract peut aussi me parler de ses autres programmes")

    kind = CALL
    required: tuple[str, ...] = ()

    def validate_telephone(self, field: ReadField) -> None:
        """A call back needs one way to reach the person."""
        if self.kind is CALL and not field.typed.strip() and not self.email.typed.strip():
            raise ValidationError(
                "Donnez un numéro de téléphone ou une adresse e-mail\u00a0: il nous faut un moyen de vous joindre."
            )

    @property
    def asked(self) -> tuple[ReadField, ...]:
        """The text fields of this kind of request, in order."""
        return tuple(field for field in self if isinstance(field, ReadField))

    @property
    def mistakes(self) -> list[tuple[str, str]]:
        """The name of each field in error with its first mistake, in the order of the page."""
        return [(field.name, str(field.errors[0])) for field in self.asked if field.errors]

    @property
    def labels(self) -> dict[str, str]:
        """The label of each field, by its name."""
        return {field.name: field.label.text for field in self.asked}

    def applicant(self) -> Applicant:
        """What was read, once valid."""
        read = {field.name: field.read for field in self.asked}
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
    form.kind, form.required = kind, REQUIRED[kind]
    for name in FULL_ONLY if kind is CALL else ():
        del form[name]
    return form


def wanted_kind(posted: MultiDict[str, str], named: str) -> ApplicationKind:
    """The kind a post means: the one it names, else an application where a field that only it has is filled."""
    if named in set(ApplicationKind):
        return ApplicationKind(named)
    return APPLY if any(posted.get(name, "").strip() for name in FULL_ONLY) else CALL
