"""The form of a dossier entered by staff: who, the facts, the stage. It reads imported lines too."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from wtforms import ValidationError

from models.french.formats import long_date, plural
from models.french.staff_words import STAGES, granted_in_words, short_labels
from models.rules.estimate import DAYS, GRANT_STAGES, NoTariff, price_days
from models.rules.question import Answer
from models.rules.questionnaire import Questionnaire
from models.rules.result import Grant
from models.store.applications import ApplicationKind, find_application
from models.store.by_hand import Entered
from models.store.dossier_file import get_dossier
from models.store.dossier_links import Kin
from models.store.visits import find_by_reference
from views.forms.question_form import whole_number
from views.forms.typed_fields import ChoiceField, ChoicesField, DayField, HiddenField, ReadField, read_day
from views.staff.dossiers.applicant import ApplicantForm
from views.staff.dossiers.decision_forms import TOO_EARLY
from views.staff.dossiers.dossier_forms import check_past

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
    etape_le = DayField("À cette étape depuis le", read_any_day)
    jours_accordes = ChoiceField("Jours accordés", {days: plural(days, "jour") for days in DAYS}, empty="Aucun")
    accorde_le = DayField("Accordés le", read_any_day, hint="Laissez vide si c’est le jour de la demande.")
    territoire = ChoiceField("Département", partial(_choices, "territoire"), empty="Non renseigné")
    structure = ChoiceField("Forme", partial(_choices, "structure"), empty="Non renseigné")
    secteur = ChoiceField("Secteur", partial(_choices, "secteur"), empty="Non renseigné")
    effectif = ReadField("Effectif", whole_number, inputmode="numeric")
    themes = ChoicesField("Sujets", partial(_choices, "themes"))
    vus = HiddenField()

    def __init__(self, questionnaire: Questionnaire, today: date, *posted: Any, **options: Any) -> None:
        self.questionnaire, self.today, self.joined = questionnaire, today, 0
        self.grant: Grant | None = None
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
        check_past(field.data)

    def validate_etape_le(self, field: DayField) -> None:
        """A day that has come."""
        check_past(field.data)

    def validate_jours_accordes(self, field: ChoiceField) -> None:
        """Days are granted to somebody who applied, at the tariff of that day."""
        if field.data is None:
            return
        if self.etape.data and self.etape.data not in GRANT_STAGES:
            raise ValidationError(TOO_EARLY)
        if not (self.accorde_le.process_errors or self.recu_le.errors):
            self.grant = self._priced(field.data, self.accorde_le.data or self.recu_le.data or self.today)

    def _priced(self, days: int, day: date) -> Grant:
        try:
            return price_days(self.questionnaire, days, day)
        except NoTariff as error:
            told = f"Le contenu n’a pas de tarif pour le {long_date(day)}. Écrivez le jour où ils ont été accordés."
            raise ValidationError(told) from error

    def validate_accorde_le(self, field: DayField) -> None:
        """A day that has come."""
        check_past(field.data)

    def validate_effectif(self, field: ReadField) -> None:
        """A headcount that can be."""
        if field.data != "" and field.data > (self.questionnaire.question("effectif").maximum or 0):
            raise ValidationError("Cet effectif est trop grand pour être juste.")

    def has_seen(self, alike: Sequence[Kin]) -> bool:
        """Whether every dossier that may be the same company's stood on the page when it was sent."""
        return {str(each.id) for each in alike} <= set((self.vus.data or "").split(","))

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
            stage_on=self.etape_le.data,
            grant=self.grant,
            shown=(STAGES[self.etape.data], granted_in_words(self.grant) if self.grant else ""),
        )
