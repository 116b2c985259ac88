"""The numbers of the French business register: SIREN (9 digits, the company) and SIRET (14, one of its sites)."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from models.contact.text import NUMBER_LIMIT, EntryError, refuse_longer

LA_POSTE = "356000000"
"""The SIREN of La Poste, whose sites don't all follow Luhn's formula: the sum of their 14 digits is a multiple of 5."""

_SIREN_LENGTH, _SIRET_LENGTH = 9, 14
_SEPARATORS = ".-_/ "


@dataclass(frozen=True, slots=True)
class CompanyNumber:
    """A number that passed its checks: 14 digits, or 9 where only the SIREN was given."""

    digits: str

    @property
    def siren(self) -> str:
        """The nine digits of the company."""
        return self.digits[:_SIREN_LENGTH]

    @property
    def spaced(self) -> str:
        """As people read it aloud: `552 100 554 00021`, with no-break spaces."""
        groups = [self.digits[start : start + 3] for start in range(0, _SIREN_LENGTH, 3)]
        return "\u00a0".join([*groups, self.digits[_SIREN_LENGTH:]]).strip()


def read_company_number(typed: str) -> CompanyNumber:
    """The SIRET or SIREN typed, in any usual spacing; raises EntryError with the rule that failed, in words."""
    refuse_longer(typed, NUMBER_LIMIT)
    digits = "".join(
        sign for sign in unicodedata.normalize("NFKC", typed) if not sign.isspace() and sign not in _SEPARATORS
    )
    if digits[:2].upper() == "FR":
        raise EntryError("Ce numéro est un numéro de TVA\u00a0: le SIREN est fait de ses 9 derniers chiffres.")
    stranger = next((sign for sign in digits if not (sign.isascii() and sign.isdigit())), "")
    if stranger:
        raise EntryError(f"Un SIRET ne contient que des chiffres\u00a0: retirez «\u00a0{stranger}\u00a0».")
    _check_length(digits)
    _check_keys(digits)
    return CompanyNumber(digits)


def _check_length(digits: str) -> None:
    if len(digits) not in (_SIREN_LENGTH, _SIRET_LENGTH):
        raise EntryError(
            f"Ce numéro compte {len(digits)} chiffre{'s' if len(digits) > 1 else ''}\u00a0: "
            f"un SIRET en compte {_SIRET_LENGTH}, un SIREN {_SIREN_LENGTH}."
        )


def _check_keys(digits: str) -> None:
    siren = digits[:_SIREN_LENGTH]
    if not siren.strip("0") or not _luhn(siren):
        first = "Les 9 premiers chiffres (le SIREN)" if len(digits) == _SIRET_LENGTH else "Les 9 chiffres de ce SIREN"
        raise EntryError(
            f"{first} ne passent pas le contrôle\u00a0: un chiffre est sans doute faux, "
            "ou deux chiffres ont changé de place."
        )
    if len(digits) == _SIREN_LENGTH or _luhn(digits):
        return
    if siren == LA_POSTE:
        if sum(map(int, digits)) % 5 == 0:
            return
        raise EntryError(
            "Le SIREN est celui de La Poste, mais la somme des 14 chiffres n’est pas un multiple de 5\u00a0: "
            "vérifiez les 5 derniers chiffres."
        )
    raise EntryError(
        "Les 9 premiers chiffres (le SIREN) sont justes, mais les 5 derniers ne passent pas le contrôle\u00a0: "
        "vérifiez-les, ou donnez le SIREN seul."
    )


def _luhn(digits: str) -> bool:
    """Luhn's formula: every second digit from the right doubled (9 taken off above 9), the sum a multiple of 10."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
