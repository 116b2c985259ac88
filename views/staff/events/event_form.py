"""The form of an event."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from wtforms import ValidationError

from models.store.events import IDLE_SECONDS, Event
from models.store.passwords import hash_password
from views.forms.event_fields import LONGEST_IDLE, SHORTEST_IDLE, check_days, read_code, read_pin
from views.forms.typed_fields import CheckField, DayField, NumberField, ReadField
from views.staff.staff_form import StaffForm


class EventForm(StaffForm):
    """An event's fields, checked as those of the command line; `event` is the one that is changed, if any."""

    name = ReadField("Nom", missing="Donnez un nom à l’événement.")
    place = ReadField("Lieu")
    code = ReadField(
        "Code",
        read_code,
        missing="Donnez un code\u00a0: des minuscules, des chiffres et des tirets.",
        hint="Dans l’adresse de la borne. Des minuscules, des chiffres, des tirets\u00a0: salon-lyon-2027.",
    )
    starts_on = DayField("Premier jour")
    ends_on = DayField("Dernier jour")
    idle_seconds = NumberField(
        "Secondes sans geste avant d’effacer",
        SHORTEST_IDLE,
        LONGEST_IDLE,
        f"Écrivez un nombre de secondes entre {SHORTEST_IDLE} et {LONGEST_IDLE}.",
        name="idle",
        missing="Écrivez un nombre de secondes.",
        default=IDLE_SECONDS,
        hint=f"De {SHORTEST_IDLE} à {LONGEST_IDLE}. La borne prévient d’abord.",
    )
    pin = ReadField(
        "Code d’animation",
        read_pin,
        hint="De 4 à 12 chiffres, pour les compteurs et la remise à zéro sur la tablette.",
        inputmode="numeric",
    )
    has_printer = CheckField("Une imprimante est reliée à la tablette", name="printer")
    no_pin = CheckField("Retirer le code d’animation")

    def __init__(self, event: Event | None = None, **known: Any) -> None:
        self.event = event
        super().__init__(**(asdict(event) if event else known))
        if event and event.pin_hash:
            self.pin.description += " Laissé vide, il ne change pas."
        else:
            del self.no_pin

    def validate_ends_on(self, field: DayField) -> None:
        """Not before the first day."""
        try:
            check_days(self.starts_on.data, field.data)
        except ValueError as reason:
            raise ValidationError(str(reason)) from reason

    def values(self) -> dict[str, Any]:
        """What was read, once valid; a PIN left empty stays what it was."""
        names = ("name", "place", "code", "starts_on", "ends_on", "idle_seconds", "has_printer")
        pin_hash = self.event.pin_hash if self.event else None
        if self.pin.data:
            pin_hash = hash_password(self.pin.data)
        if "no_pin" in self and self.no_pin.data:
            pin_hash = None
        return {name: self[name].data for name in names} | {"pin_hash": pin_hash}
