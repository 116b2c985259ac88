"""The forms of a file: each changes one thing, on the version of the file that was shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from wtforms import ValidationError

from models.contact.text import PROJECT_LIMIT, read_paragraphs
from models.french.formats import paris_day
from models.french.staff_words import STAGES, granted_in_words
from models.store.dossier_file import Dossier
from models.store.staff import list_colleagues
from models.store.timeline import EntryKind
from models.store.visits import find_by_reference
from views.forms.typed_fields import ChoiceField, DayField, HiddenField, NumberField, ParagraphsField, ReadField
from views.staff.staff_form import StaffForm
from views.web.doors import now

MOST_DAYS = 30
"""A bound against slips of the keyboard; the scheme's own offers stop at 15."""

OTHER_DAYS = f"Écrivez un nombre de jours entre 1 et {MOST_DAYS}, ou laissez vide."


@dataclass(frozen=True, slots=True)
class StaleValue:
    """One field of a stale save: what was typed, and what is on record."""

    label: str
    typed: str
    recorded: str


class VersionField(HiddenField):
    """The version of the file that the form was made on; -1, which no file has, where the form doesn't say."""

    nothing = -1

    @staticmethod
    def reader(typed: str) -> int:
        """It, or -1."""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1


class DossierForm(StaffForm):
    """One change to a file."""

    name: ClassVar[str] = ""
    version = VersionField()

    def __init__(self, file: Dossier, *posted: Any, **data: Any) -> None:
        self.file = file
        super().__init__(*posted, **({"version": file.version} | self.recorded(file) | data))

    @classmethod
    def recorded(cls, file: Dossier) -> dict[str, Any]:
        """What the file says of each field."""
        return {}

    def compare(self, current: Dossier) -> list[StaleValue]:
        """Each field that says something else than the file does now."""
        recorded = type(self)(current, None)
        return [
            StaleValue(field.label.text, field.in_words, recorded[field.name].in_words)
            for field in self
            if field.label.text and field.name != "csrf_token" and field.in_words != recorded[field.name].in_words
        ]


class FollowUpForm(DossierForm):
    """Who follows the file, and when to call back."""

    name = "follow_up"
    suivi = ChoiceField("Suivi par", lambda form: form.people(), empty="Personne", optional=False)
    rappel = DayField("À rappeler le", optional=False)

    @classmethod
    def recorded(cls, file: Dossier) -> dict[str, Any]:
        """Who and when, now."""
        return {"suivi": file.assigned_to, "rappel": file.call_back_on}

    def people(self) -> Mapping[int, str]:
        """The colleagues; somebody who left may keep what she has."""
        former = {} if self.file.assigned_to is None else {self.file.assigned_to: self.file.assigned_name}
        return former | {one.id: one.name for one in list_colleagues()}


class StageForm(DossierForm):
    """The stage of the application, since when, and why."""

    name = "stage"
    etape = ChoiceField("Étape", STAGES, missing="Choisissez une étape dans la liste.")
    etape_le = DayField("Depuis le", optional=False)
    raison = ReadField("Raison", read_paragraphs, longest=PROJECT_LIMIT)

    @classmethod
    def recorded(cls, file: Dossier) -> dict[str, Any]:
        """The stage, now."""
        return {"etape": file.stage, "etape_le": paris_day(now())}

    def validate_raison(self, field: ReadField) -> None:
        """To set a project aside takes a reason."""
        if self.etape.data == "ecarte" and not field.data:
            raise ValidationError("Écrivez pourquoi le projet est écarté\u00a0: la personne peut le demander.")


class DaysField(NumberField):
    """A number of days granted."""

    @property
    def in_words(self) -> str:
        """« 5 jours accordés »."""
        return granted_in_words(self.data)


class GrantForm(DossierForm):
    """The days granted, since when, and why; no days take them back."""

    name = "grant"
    jours = DaysField("Jours", 1, MOST_DAYS, OTHER_DAYS, optional=False)
    jours_le = DayField("Décidés le", optional=False)
    jours_raison = ReadField("Raison", read_paragraphs, longest=PROJECT_LIMIT)

    @classmethod
    def recorded(cls, file: Dossier) -> dict[str, Any]:
        """The days, now."""
        return {"jours": file.days_granted, "jours_le": file.granted_on or paris_day(now())}


class NoteForm(DossierForm):
    """A note or a call, for the history; nothing else changes."""

    name = "note"
    genre = ChoiceField("Nature", {EntryKind.NOTE: "Note", EntryKind.CALL: "Appel"})
    note = ParagraphsField("Votre note", missing="Écrivez quelques mots, puis enregistrez.", rows="3")


class LinkForm(DossierForm):
    """Another dossier, by its reference."""

    name = "link"
    autre = ReadField("Référence d’un autre dossier", missing="Écrivez la référence d’un autre dossier.")

    def validate_autre(self, field: ReadField) -> None:
        """A dossier that isn't this one."""
        others = [each for each in find_by_reference(field.data) if each != self.file.id]
        if not others:
            raise ValidationError("Aucun autre dossier n’a cette référence.")
        self.other = others[0]


FORMS = (FollowUpForm, StageForm, GrantForm, NoteForm, LinkForm)
"""The forms that stand on the file's page."""


def forms_of(file: Dossier, refused: DossierForm | None) -> dict[str, DossierForm]:
    """The forms of the file's page by name, filled from the file but for the one that was refused."""
    return {form.name: refused if isinstance(refused, form) else form(file, None) for form in FORMS}
