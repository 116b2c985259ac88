"""The form of a dossier entered by staff: who, the facts, the stage. It reads imported lines too."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from wtforms import ValidationError

from models.french.staff_words import STAGES, short_labels
from models.rules.question import Answer
from models.rules.questionnaire import Questionnaire
from models.store.applications import ApplicationKind, find_application
from models.store.by_hand import Entered
from models.store.dossier_file import get_dossier
from models.store.visits import find_by_reference
from views.forms.question_form import whole_number
from views.forms.typed_fields import ChoiceField, ChoicesField, DayField, NumberField, ReadField, read_day
from views.staff.dossiers.applicant import ApplicantForm
from views.staff.dossiers.dossier_forms import MOST_DAYS, OTHER_DAYS

FIRST_DAY = date(2010, 1, 1)
_MONTH = re.compile(r"(?:(\d{1,2})/)?(\d{4})")


def read_any_day(typed: str) -> date:
    """A day as people write it: 2026-03-01, 01/03/2026, 03/2026 (its first day) or 2026; raises ValueError."""
    month = _MONTH.fullmatch(typed.strip()[:20])
    return read_day(f"01/{month[1] or 1}/{month[2]}" if month else typed)


def _choices(key: str, form: EntryForm) -> Mapping[str, str]:
    return short_labels(form.questionnaire, key)


class EntryForm(ApplicantForm):
    """A whole dossier; `today` bounds its day, `questionnaire` gives the facts their choices."""

    reference = ReadField(
        "Référence donnée au stand", hint="Par exemple S26-014\u00a0: les coordonnées rejoignent ce résultat."
    )
    recu_le = DayField("Reçue le", read_any_day, optional=False)
    etape = ChoiceField("Étape", STAGES, missing="Choisissez une étape.")
    jours_accordes = NumberField("Jours accordés", 1, MOST_DAYS, OTHER_DAYS)
    territoire = ChoiceField("Département", partial(_choices, "territoire"), empty="Non renseigné")
    structure = ChoiceField("Forme", partial(_choices, "structure"), empty="Non renseigné")
    secteur = ChoiceField("Secteur", partial(_choices, "secteur"), empty="Non renseigné")
    effectif = ReadField("Effectif", whole_number, inputmode="numeric")
    themes = ChoicesField("Sujets", partial(_choices, "themes"))

    def __init__(self, questionnaire: Questionnaire, today: date, *posted: Any, **options: Any) -> None:
        self.questionnaire, self.today, self.joined = questionnaire, today, 0
        super().__init__(*posted, kind=ApplicationKind.APPLICATION, etape="nouveau", recu_le=today, **options)

    def validate_reference(self, field: ReadField) -> None:
        """A stand's, whose assessment has nobody's details yet."""
        if not field.data:
            return
        found = find_by_reference(field.data)
        if not found:
            raise ValidationError(
                "Aucun dossier n’a cette référence. Vérifiez-la, ou laissez vide pour créer un dossier."
            )
        if find_application(found[0]) or get_dossier(found[0]).anonymised:
            raise ValidationError("Ce dossier a déjà ses coordonnées\u00a0: ouvrez-le pour les modifier.")
        self.joined = found[0]

    def validate_recu_le(self, field: DayField) -> None:
        """A day that has come."""
        if not FIRST_DAY <= (field.data or self.today) <= self.today:
            raise ValidationError("Écrivez une date passée, par exemple 15/03/2026.")

    def validate_effectif(self, field: ReadField) -> None:
        """A headcount that can be."""
        if field.data != "" and field.data > (self.questionnaire.question("effectif").maximum or 0):
            raise ValidationError("Cet effectif est trop grand pour être juste.")

    def entered(self) -> Entered:
        """What was read, once valid."""
        facts: dict[str, Answer] = {
            key: self[key].data
            for key in ("territoire", "structure", "secteur", "effectif", "themes")
            if self[key].data not in (None, "", ())
        }
        return Entered(
            applicant=self.applicant(),
            stage=self.etape.data,
            received_on=self.recu_le.data or self.today,
            facts=facts,
            days_granted=self.jours_accordes.data,
        )
