"""The form of a dossier entered by staff: who, the facts, the stage. It reads imported lines too."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from werkzeug.datastructures import MultiDict
from wtforms import SelectMultipleField, ValidationError

from models.contact.text import NAME_LIMIT
from models.french.staff_words import STAGES, short_labels
from models.rules.question import Answer
from models.rules.questionnaire import Questionnaire
from models.store.by_hand import Entered
from models.store.search_words import fold
from views.forms.question_form import LONGEST_NUMBER, BoundedField, MistypedNumber, whole_number
from views.staff.dossiers.applicant import ApplicantForm
from views.staff.dossiers.changes import MOST_DAYS
from views.staff.dossiers.list_query import read_day

FACTS = {"territoire": "Département", "structure": "Forme", "secteur": "Secteur", "themes": "Sujets"}
"""The facts that are chosen among the questionnaire's own answers."""

_FRENCH_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_MONTH = re.compile(r"(?:(\d{1,2})/)?(\d{4})")


def read_any_day(typed: str) -> date | None:
    """A day as people write it: 2026-03-01, 01/03/2026, 03/2026 (its first day) or 2026; None otherwise."""
    typed = typed.strip()
    try:
        if found := _FRENCH_DAY.fullmatch(typed):
            return date(int(found[3]), int(found[2]), int(found[1]))
        if found := _MONTH.fullmatch(typed):
            return date(int(found[2]), int(found[1] or 1), 1)
    except ValueError:
        return None
    return read_day(typed)


class EntryForm(ApplicantForm):
    """A whole dossier; `today` bounds its day, `questionnaire` gives the facts their choices."""

    today: date
    questionnaire: Questionnaire

    etape = BoundedField("Étape", NAME_LIMIT)
    recu_le = BoundedField("Reçu le", LONGEST_NUMBER)
    territoire = BoundedField("Département", NAME_LIMIT)
    structure = BoundedField("Forme", NAME_LIMIT)
    secteur = BoundedField("Secteur", NAME_LIMIT)
    themes = SelectMultipleField("Sujets", validate_choice=False)
    effectif = BoundedField("Effectif", LONGEST_NUMBER)
    jours_accordes = BoundedField("Jours accordés", LONGEST_NUMBER)

    def validate_etape(self, field: BoundedField) -> None:
        """One of the scheme's stages."""
        if field.data not in STAGES:
            raise ValidationError("Choisissez une étape\u00a0: " + ", ".join(STAGES.values()).lower() + ".")

    def validate_recu_le(self, field: BoundedField) -> None:
        """A day that has come."""
        day = read_any_day(field.data or "") if (field.data or "").strip() else self.today
        if day is None or not date(2010, 1, 1) <= day <= self.today:
            raise ValidationError("Écrivez une date passée, par exemple 15/03/2026.")

    def _known(self, field: BoundedField) -> None:
        values = field.data if isinstance(field.data, list) else [field.data] if field.data else []
        known = short_labels(self.questionnaire, field.name)
        wrong = [value for value in values if value not in known]
        if wrong:
            said = ", ".join(known.values())
            raise ValidationError(
                f"«\u00a0{wrong[0][:NAME_LIMIT]}\u00a0» n’est pas un choix connu. Choix possibles\u00a0: {said}."
            )

    validate_territoire = validate_structure = validate_secteur = validate_themes = _known

    def validate_effectif(self, field: BoundedField) -> None:
        """A headcount as people type it."""
        if (field.data or "").strip():
            try:
                if whole_number(field.data) > (self.questionnaire.question("effectif").maximum or 0):
                    raise ValidationError("Cet effectif est trop grand pour être juste.")
            except MistypedNumber as reason:
                raise ValidationError(str(reason)) from reason

    def validate_jours_accordes(self, field: BoundedField) -> None:
        """A number of days the scheme can grant."""
        typed = (field.data or "").strip()
        if typed and not (typed.isascii() and typed.isdigit() and 1 <= int(typed) <= MOST_DAYS):
            raise ValidationError(f"Écrivez un nombre de jours entre 1 et {MOST_DAYS}, ou laissez vide.")

    def entered(self) -> Entered:
        """What was read, once valid."""
        days = (self.jours_accordes.data or "").strip()
        return Entered(
            applicant=self.applicant(),
            stage=self.etape.data,
            received_on=read_any_day(self.recu_le.data or "") or self.today,
            facts=self._facts(),
            days_granted=int(days) if days else None,
        )

    def _facts(self) -> dict[str, Answer]:
        facts: dict[str, Answer] = {
            key: self[key].data for key in ("territoire", "structure", "secteur") if self[key].data
        }
        if (self.effectif.data or "").strip():
            facts["effectif"] = whole_number(self.effectif.data)
        if self.themes.data:
            facts["themes"] = tuple(
                key for key in short_labels(self.questionnaire, "themes") if key in self.themes.data
            )
        return facts


def entry_form(posted: MultiDict[str, str] | None, questionnaire: Questionnaire, today: date) -> EntryForm:
    """The form, empty or filled with what was posted."""
    form = EntryForm(posted) if posted is not None else EntryForm(kind="candidature", etape="nouveau")
    form.questionnaire, form.today = questionnaire, today
    return form


def by_key(typed: str, labels: Mapping[str, str]) -> str:
    """The key meant by a cell: the key itself, or its label, accents and capitals aside; else the cell as it is."""
    wanted = fold(typed.strip())
    for key, label in labels.items():
        if wanted in {fold(key), fold(label), fold(label).removeprefix(f"{key} ")}:
            return key
    return typed.strip()
