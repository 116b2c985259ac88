"""Telephone numbers: French ones in any usual spelling, foreign ones with their country's prefix."""

from __future__ import annotations

import re
import unicodedata

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberType

from models.contact.text import PHONE_LIMIT, EntryError, refuse_longer

_OVERSEAS = ("RE", "GP", "MQ", "GF", "PM")
"""French territories with a prefix of their own, whose numbers are dialled from France like any other."""

_EXTENSION = re.compile(r"(?:poste|post|ext|#)\.?\s*(\d{1,6})$", re.IGNORECASE)
_SIGNS = re.compile(r"[0-9+().\-/\s\u2010-\u2015]*")
_FOREIGN = (
    "Si c’est un numéro étranger, commencez par l’indicatif de son pays, par exemple +41 pour la Suisse "
    "ou +39 pour l’Italie."
)


def read_phone(typed: str) -> str:
    """The number as `+33…` (E.164, then `;ext=…` where there is one); raises EntryError with the reason in words."""
    refuse_longer(typed, PHONE_LIMIT)
    text = unicodedata.normalize("NFKC", typed).strip()
    extension = _EXTENSION.search(text)
    if extension:
        text = text[: extension.start()].rstrip()
    if not _SIGNS.fullmatch(text):
        raise EntryError("Un numéro de téléphone ne contient que des chiffres\u00a0: écrivez-en un seul, sans texte.")
    digits = re.sub(r"\D", "", text)
    if not digits:
        raise EntryError("Écrivez le numéro en chiffres, par exemple 04\u00a072\u00a010\u00a020\u00a030.")
    number = _find(text)
    if number is None:
        raise EntryError(_why_not(text, digits))
    if phonenumbers.number_type(number) is PhoneNumberType.PREMIUM_RATE:
        raise EntryError("Ce numéro est surtaxé\u00a0: donnez un numéro que nous pouvons appeler sans surcoût.")
    number.extension = extension.group(1) if extension else None
    written = str(phonenumbers.format_number(number, PhoneNumberFormat.E164))
    return f"{written};ext={number.extension}" if number.extension else written


def show_phone(written: str) -> str:
    """A number kept by :func:`read_phone`, as the French write it: `04 72 10 20 30`, or with its prefix if foreign."""
    plain, _, extension = written.partition(";ext=")
    number = phonenumbers.parse(plain)
    form = PhoneNumberFormat.NATIONAL if number.country_code == 33 else PhoneNumberFormat.INTERNATIONAL
    shown = str(phonenumbers.format_number(number, form)).replace(" ", "\u00a0")
    return f"{shown} poste\u00a0{extension}" if extension else shown


def _find(text: str) -> PhoneNumber | None:
    for region in ("FR", *_OVERSEAS):
        try:
            number = phonenumbers.parse(text, region)
        except NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return number
    return None


def _why_not(text: str, digits: str) -> str:
    if text.startswith("+") or digits.startswith("00"):
        return (
            "Ce numéro ne correspond pas à l’indicatif de pays par lequel il commence\u00a0: "
            "vérifiez l’indicatif et le nombre de chiffres."
        )
    if digits.startswith("0") and len(digits) == 10:
        return f"Aucun numéro français ne commence par {digits[:4]}\u00a0: vérifiez ses premiers chiffres. {_FOREIGN}"
    return (
        f"Ce numéro compte {len(digits)} chiffre{'s' if len(digits) > 1 else ''}\u00a0: "
        f"un numéro français en compte 10 et commence par 0. {_FOREIGN}"
    )
