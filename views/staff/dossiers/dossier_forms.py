"""The forms of a file: each changes one part of it, on the version that was shown."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from flask import request
from werkzeug.datastructures import MultiDict
from wtforms import ValidationError

from models.contact.text import NAME_LIMIT
from models.french.formats import paris_day
from models.store.dossier_file import FOLLOW_UP, Dossier
from models.store.staff import list_colleagues
from models.store.timeline import Entry, EntryKind, entries_since
from models.store.visits import find_by_reference
from views.forms.typed_fields import ChoiceField, DayField, HiddenField, ParagraphsField, ReadField
from views.staff.access import me
from views.staff.staff_form import StaffForm
from views.web.doors import now

FIRST_DAY = date(2010, 1, 1)
"""A bound against slips of the keyboard: the scheme is younger."""


def check_past(day: date | None) -> None:
    """What is noted has happened; raises ValidationError."""
    if day is not None and not FIRST_DAY <= day <= paris_day(now()):
        raise ValidationError("Choisissez un jour passé, ou aujourd’hui.")


@dataclass(frozen=True, slots=True)
class StaleValue:
    """One field of a stale save: what was typed, and what is on record."""

    label: str
    typed: str
    recorded: str


@dataclass(frozen=True, slots=True)
class Stale:
    """Why a save was refused: what changed meanwhile, and where that differs from what was typed."""

    changes: list[Entry]
    lines: list[StaleValue]
    field: str
    """Where the form begins."""


class VersionField(HiddenField):
    """The version of the file that the form was made on; -1, which no file has, where the form doesn't say."""

    nothing = -1

    @staticmethod
    def reader(typed: str) -> int:
        """It, or -1."""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1


class DossierForm(StaffForm):
    """One change to a part of a file; `stale` where that part changed since the page was opened."""

    name: ClassVar[str] = ""
    part: ClassVar[Collection[EntryKind]] = ()
    version = VersionField()

    def __init__(self, file: Dossier, *posted: Any, **data: Any) -> None:
        self.file = file
        self.stale: Stale | None = None
        super().__init__(*posted, **({"version": file.version} | self.recorded(file) | data))

    @classmethod
    def recorded(cls, file: Dossier) -> dict[str, Any]:
        """What the file says of each field."""
        return {}

    @classmethod
    def told(cls, file: Dossier) -> dict[str, Any]:
        """What the file says of each field that it keeps, to compare with."""
        return cls.recorded(file)

    @property
    def refused(self) -> bool:
        """Whether what was typed is to be sent again."""
        return bool(self.errors or self.stale)

    def changes(self) -> list[Entry]:
        """What changed in its part since the page was opened."""
        return entries_since(self.file.id, self.version.data, self.part)

    def on_record(self) -> dict[str, str]:
        """What the file says of each field that it keeps, in words."""
        told = self.told(self.file)
        recorded = type(self)(self.file, None, **told)
        return {name: recorded[name].in_words for name in told}

    def meet(self, changes: list[Entry]) -> None:
        """Show what changed meanwhile beside what was typed, which the next save puts in its place knowingly."""
        recorded = self.on_record()
        fields = [field for field in self if field.name in recorded]
        lines = [StaleValue(each.label.text, each.in_words, recorded[each.name]) for each in fields]
        different = [line for line in lines if line.typed != line.recorded]
        self.stale = Stale(changes, different, fields[0].id)
        self.version.raw_data = [str(self.file.version)]


class WorkForm(DossierForm):
    """A part of the one form of a file's page, saved with the others where it says something else than was shown.

    `shown` is what stood in each field when the page was opened; the page sends it along.
    """

    def __init__(self, file: Dossier, *posted: Any, **data: Any) -> None:
        if posted or request.method != "POST":
            super().__init__(file, *(posted or (None,)), **data)
            self.shown = {field.name: field.typed for field in self if field.label.text and field.name != "csrf_token"}
        else:
            fresh = type(self)(file, None).shown
            self.shown = {name: request.form.get(f"vu_{name}", value)[:NAME_LIMIT] for name, value in fresh.items()}
            super().__init__(file, MultiDict({**self.shown, **request.form.to_dict()}), **data)

    @property
    def touched(self) -> set[str]:
        """The fields in which something else was typed."""
        return {name for name, value in self.shown.items() if self[name].typed.strip() != value.strip()}

    @property
    def unfolded(self) -> bool:
        """Whether what is folded of it holds something to see."""
        return self.refused or bool(self.touched)

    def meet(self, changes: list[Entry]) -> None:
        """As above; and what wasn't touched says what it says now."""
        touched, now_shown = self.touched, type(self)(self.file, None).shown
        for name in self.shown.keys() - touched:
            self[name].process(MultiDict({name: now_shown[name]}))
        super().meet(changes)
        self.shown = now_shown


class FollowUpForm(WorkForm):
    """Who follows the file, and when to call back."""

    name = "follow_up"
    part = FOLLOW_UP
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


class NoteForm(WorkForm):
    """A call or a note: whose, on which day, and what was said. The day is also that of a stage changed with it."""

    name = "note"
    genre = ChoiceField("Nature", {EntryKind.CALL: "J’ai appelé", EntryKind.NOTE: "Je note"})
    qui = ChoiceField("Par", lambda form: form.people(), optional=False)
    le = DayField("Le", optional=False)
    note = ParagraphsField(
        "Ce qui s’est dit", missing="Écrivez ce qui s’est dit, ou changez le suivi, puis enregistrez.", rows="3"
    )

    @classmethod
    def recorded(cls, file: Dossier) -> dict[str, Any]:
        """A call of today, one's own."""
        return {"genre": EntryKind.CALL, "qui": me().id, "le": paris_day(now())}

    def people(self) -> Mapping[int, str]:
        """The colleagues: one may note a call for another."""
        return {one.id: one.name for one in list_colleagues()}

    @property
    def summary(self) -> str:
        """Whose call it was, where a colleague notes it."""
        return "" if self.qui.data in (None, me().id) else f"Par {self.qui.in_words}"

    def validate_le(self, field: DayField) -> None:
        """A day that has come."""
        check_past(field.data)


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
