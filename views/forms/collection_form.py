"""What opens a collection of other views: until when, and how many slips for each group."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import ValidationError

from models.french.formats import long_date
from models.rules.collection import Group, closing_days
from views.forms.public_form import PublicForm
from views.forms.typed_fields import DayField, NumberField

USUAL_REPRESENTATIVES = 2
"""How many slips are proposed for the representatives: the Aract's guess for a company that has some."""


class SlipsForm(PublicForm):
    """How many slips for each group; `most` is what each may still be given."""

    representants = NumberField("Bulletins pour les représentants du personnel", 0, 0, "")
    equipe = NumberField("Bulletins pour l’équipe", 0, 0, "")

    def within(self, most: Mapping[Group, int]) -> None:
        """Ask for the groups that are offered, and refuse more than each may be given."""
        for group in Group:
            if group in most:
                field = self[group.value]
                field.highest = most[group]
                field.told = f"Écrivez un nombre de 0 à {most[group]}\u00a0: un bulletin par personne, au plus."
            else:
                del self[group.value]

    @property
    def slips(self) -> dict[Group, int]:
        """How many for each group, once valid."""
        return {group: self[group.value].data or 0 for group in Group if group.value in self}

    def validate(self, extra_validators: Any = None) -> bool:
        """No slip at all is a mistake too."""
        if super().validate(extra_validators) and not any(self.slips.values()):
            self.asked[-1].errors = ["Demandez au moins un bulletin."]
        return not self.errors


class CollectionForm(SlipsForm):
    """The same, with the last day to answer."""

    fin = DayField("Dernier jour pour répondre", missing="Choisissez le dernier jour pour répondre.")
    representants = NumberField("Bulletins pour les représentants du personnel", 0, 0, "")
    equipe = NumberField("Bulletins pour l’équipe", 0, 0, "")
    today: date

    def validate_fin(self, field: DayField) -> None:
        """Between the soonest and the latest day that the rules allow."""
        soonest, _, latest = closing_days(self.today)
        if field.data is not None and not soonest <= field.data <= latest:
            raise ValidationError(f"Choisissez un jour entre le {long_date(soonest)} et le {long_date(latest)}.")


def collection_form(
    most: Mapping[Group, int], today: date, posted: MultiDict[str, str] | None = None
) -> CollectionForm:
    """The form as it was posted, or as it first stands: two weeks, a slip for everybody once."""
    proposed = {Group.EQUIPE.value: most.get(Group.EQUIPE, 0)}
    if Group.REPRESENTANTS in most:
        proposed[Group.REPRESENTANTS.value] = USUAL_REPRESENTATIVES
        proposed[Group.EQUIPE.value] -= USUAL_REPRESENTATIVES
    form = CollectionForm(posted, **({} if posted is not None else {**proposed, "fin": closing_days(today)[1]}))
    form.today = today
    form.within(most)
    return form


def more_slips_form(most: Mapping[Group, int], posted: MultiDict[str, str] | None = None) -> SlipsForm:
    """The form that gives more slips."""
    form = SlipsForm(posted)
    form.within(most)
    return form
