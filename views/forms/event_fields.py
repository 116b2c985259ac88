"""What an event's fields may hold, whoever fills them in: the command line or the back-office."""

from __future__ import annotations

import re
from datetime import date

from models.store.events import CODE, LONGEST_CODE, LONGEST_IDLE, SHORTEST_IDLE

__all__ = ["LONGEST_IDLE", "SHORTEST_IDLE", "read_code", "read_pin"]

LONGEST_PIN = 12
PIN = re.compile(r"[0-9]{4,12}")


def read_code(code: str) -> str:
    """A code fit for an address; raises ValueError with the reason in French."""
    if len(code) > LONGEST_CODE:
        raise ValueError(f"Ce code compte {len(code)} signes\u00a0: gardez-en {LONGEST_CODE} au plus.")
    if not CODE.fullmatch(code):
        raise ValueError(
            f"«\u00a0{code}\u00a0» ne peut pas servir d’adresse\u00a0: des minuscules sans accent, des chiffres"
            f" et des tirets, {LONGEST_CODE} signes au plus."
        )
    return code


def read_pin(pin: str) -> str:
    """A PIN that the kiosk's keypad can type; raises ValueError with the reason in French."""
    if len(pin) > LONGEST_PIN or not PIN.fullmatch(pin):
        raise ValueError("Le code d’animation se compose de 4 à 12 chiffres.")
    return pin


def check_days(first: date | None, last: date | None) -> None:
    """Raise ValueError, with the reason in French, where an event would end before it begins."""
    if first and last and last < first:
        raise ValueError("Le dernier jour vient avant le premier.")
