"""What is written of an accompaniment: the next visit, a visit, the point d'étape. A refusal loses nothing typed."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from flask import request
from wtforms import ValidationError

from models.french.accompaniment_words import CHECKPOINTS, LENGTHS, PARTICIPANTS, refusal_in_words
from models.french.formats import long_date, paris_day
from models.rules.accompaniment import Refusal
from models.store.accompaniments import CHECKPOINT, NEXT_VISIT, allowance_of, find_accompaniment
from models.store.dossier_file import Dossier
from models.store.interventions import (
    KeptIntervention,
    Told,
    changes_of,
    find_by_uid,
    find_intervention,
    refusal_of,
)
from models.store.timeline import Entry
from views.forms.typed_fields import ChoiceField, ChoicesField, DayField, HiddenField, ParagraphsField
from views.staff.dossiers.dossier_forms import DossierForm, check_past
from views.web.doors import now

LAST_YEARS = 3
"""How far ahead a visit is planned at most: a bound against slips of the keyboard."""

LONGEST_NAME = 36


def read_name(typed: str) -> str:
    """The name that a page gave to a visit; none where it can't be one."""
    return typed if len(typed) <= LONGEST_NAME else ""


def check_to_come(day: date | None) -> None:
    """A planned visit is today at the earliest; raises ValidationError."""
    today = paris_day(now())
    if day is not None and not today <= day < date(today.year + LAST_YEARS, 1, 1):
        raise ValidationError("Choisissez aujourd’hui, ou un jour à venir.")


class AccompanimentForm(DossierForm):
    """A change that can be made while the company is accompanied; sent twice, it is made once."""

    @property
    def is_so(self) -> bool:
        """Whether the file already says what is asked for: a second click has nothing to meet."""
        told = self.told(self.file)
        return bool(told) and all(self[name].data == value for name, value in told.items())

    def changes(self) -> list[Entry]:
        """As of any form, unless what is asked for is so already."""
        return [] if self.is_so else super().changes()

    @property
    def corrects(self) -> bool:
        """Whether it changes a visit that was told before."""
        return False

    def validate(self, *given: Any, **options: Any) -> bool:
        """It still can be; what was typed stays on the page otherwise."""
        valid, allowance = bool(super().validate(*given, **options)), allowance_of(self.file.id)
        closed = allowance.closed(corrects=self.corrects)
        if closed:
            self.refuse("", refusal_in_words(closed, allowance, 0))
        return valid and closed is None


class NextVisitForm(AccompanimentForm):
    """The day of the next visit; nothing where none is planned."""

    part = NEXT_VISIT
    prochaine = DayField("Prochaine visite", optional=False)

    @classmethod
    def recorded(cls, file: Dossier) -> dict[str, Any]:
        """The day that is planned, now."""
        return {"prochaine": find_accompaniment(file.id).next_visit_on}

    def validate_prochaine(self, field: DayField) -> None:
        """A day to come."""
        check_to_come(field.data)


class CheckpointForm(AccompanimentForm):
    """Whether the accompaniment goes on after its first days, and why."""

    part = CHECKPOINT
    decision = ChoiceField("Décision", CHECKPOINTS, missing="Choisissez\u00a0: continuer, ou arrêter.")
    le = DayField("Décidé le", missing="Choisissez le jour du point d’étape.")
    raison = ParagraphsField("Pourquoi", missing="Écrivez pourquoi, en quelques phrases.", rows="6")

    @classmethod
    def recorded(cls, file: Dossier) -> dict[str, Any]:
        """What was decided, where it was; today, where it is to be."""
        kept = find_accompaniment(file.id).checkpoint
        if kept is None:
            return {"decision": None, "le": paris_day(now()), "raison": ""}
        return {"decision": kept.decision, "le": kept.on, "raison": kept.reason}

    def validate_le(self, field: DayField) -> None:
        """A day that has come."""
        check_past(field.data)


class VisitForm(AccompanimentForm):
    """A visit, to tell or, where it was `found`, to correct. `nom` names it, so that two clicks record it once."""

    jour = DayField("Jour", missing="Choisissez le jour de la visite.")
    duree = ChoiceField("Durée", LENGTHS, missing="Choisissez\u00a0: une demi-journée, ou une journée.")
    participants = ChoicesField("Qui y était", PARTICIPANTS)
    fait = ParagraphsField("Ce qui a été fait", missing="Écrivez ce qui a été fait.", rows="7")
    suite = ParagraphsField("La suite", rows="4", hint="Qui fait quoi d’ici la prochaine fois.")
    prochaine = DayField("Prochaine visite")
    prevue = HiddenField()
    nom = HiddenField(reader=read_name)

    def __init__(self, file: Dossier, found: KeptIntervention | None = None, *posted: Any, **data: Any) -> None:
        self.found = found
        self.withdraws = request.form.get("geste") == "retirer"
        told = {} if found is None else _shown(found)
        planned = find_accompaniment(file.id).next_visit_on
        ahead = planned if planned and planned > paris_day(now()) else None
        fresh = {"jour": paris_day(now()), "nom": str(uuid.uuid4()), "prochaine": ahead}
        fresh["prevue"] = ahead.isoformat() if ahead else ""
        super().__init__(file, *posted, **(fresh | told | data))

    @property
    def is_so(self) -> bool:
        """Whether that visit says just that."""
        return self.found is not None and not self.found.withdrawn and self.found.told == self.as_told

    @property
    def corrects(self) -> bool:
        """Whether it was told before, and otherwise: sent twice, it is a visit told once."""
        return self.found is not None and (self.withdraws or not self.is_so)

    @property
    def as_told(self) -> Told:
        """What is told of the visit."""
        return Told(self.jour.data, self.duree.data, self.participants.data, self.fait.data, self.suite.data)

    @property
    def plans(self) -> bool:
        """Whether it says when the next visit is: another day than was shown, or the one planned is this visit."""
        planned = find_accompaniment(self.file.id).next_visit_on
        typed = self.prochaine.data.isoformat() if self.prochaine.data else ""
        return typed != self.prevue.data or (planned is not None and planned <= self.jour.data)

    def changes(self) -> list[Entry]:
        """What was done to this visit meanwhile."""
        if self.found is None or (self.is_so and not self.withdraws):
            return []
        return changes_of(self.file.id, self.found, self.version.data)

    def _standing(self) -> KeptIntervention | None:
        if self.found is None:
            return find_by_uid(self.file.id, self.nom.data or "")
        return find_intervention(self.file.id, self.found.id)

    def on_record(self) -> dict[str, str]:
        """What the visit says now; nothing once it is withdrawn."""
        assert self.found is not None, "a visit that nobody told can't have changed"
        told = self.found.told
        recorded = {
            "jour": long_date(told.day),
            "duree": LENGTHS[told.half_days],
            "participants": ", ".join(PARTICIPANTS[each] for each in told.participants),
            "fait": told.done,
            "suite": told.next_steps,
        }
        return dict.fromkeys(recorded, "") if self.found.withdrawn else recorded

    def validate_jour(self, field: DayField) -> None:
        """A day that has come."""
        check_past(field.data)

    def validate_prochaine(self, field: DayField) -> None:
        """A day to come, after the visit."""
        check_to_come(field.data)

    def validate(self, *given: Any, **options: Any) -> bool:
        """And the days that are left are enough for it; to withdraw it nothing needs to be typed.

        Asked in the writer's turn: the visit is looked for as it is then, by its name where it was sent before.
        """
        self.found = self._standing()
        if self.withdraws and allowance_of(self.file.id).may_correct:
            return True
        if not super().validate(*given, **options):
            return False
        if not self.corrects and self.found:
            return True
        told = self.as_told
        reason = refusal_of(self.file.id, told.day, told.half_days, self.found)
        if reason is None:
            return True
        words = refusal_in_words(reason, allowance_of(self.file.id), told.half_days)
        self.refuse("jour" if reason is Refusal.DAY_FULL else "duree", words)
        return False


def _shown(found: KeptIntervention) -> dict[str, Any]:
    told = found.told
    return {
        "jour": told.day,
        "duree": told.half_days,
        "participants": told.participants,
        "fait": told.done,
        "suite": told.next_steps,
        "nom": found.uid,
    }
