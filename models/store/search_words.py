"""What the list's free text is looked for in: kept in step with each request, in small letters without accents.

The words begin with what a dossier goes by (the company, else the person), so that they also put the list in order.
"""

from __future__ import annotations

import re
import unicodedata

from models.store.tables import Application, DossierSearch

_FRENCH_PREFIXES = ("33", "262", "508", "590", "594", "596")
"""The countries whose numbers are dialled from France with a zero instead."""

_NUMBER = re.compile(r"(?<!\S)[+(]?\d[\d\s().\-/]*(?!\S)")
"""A telephone number, a SIREN or a postal code, with whatever stands between its digits."""


def fold(text: str) -> str:
    """Small letters without accents."""
    text = text.casefold().replace("œ", "oe").replace("æ", "ae").replace("’", "'")
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))


def squeeze(text: str) -> str:
    """Its letters and digits, folded, and nothing between them."""
    return "".join(sign for sign in fold(text) if sign.isalnum())


def keep_words(application: Application) -> None:
    """Note, in the caller's transaction, the words by which a request is found."""
    told = (application.company, application.name, application.email, application.company_number)
    whole = fold(" ".join(filter(None, (*told, application.postal_code))))
    closed = (squeeze(application.company), squeeze(application.name), *_phone_spellings(application.phone))
    words = " ".join(filter(None, (whole, *closed)))
    kept = DossierSearch.insert(assessment=application.assessment_id, words=words)
    kept.on_conflict(conflict_target=[DossierSearch.assessment], preserve=[DossierSearch.words]).execute()


def _phone_spellings(phone: str) -> tuple[str, ...]:
    """A number kept as +33472000000, as its digits alone and as it is dialled from France."""
    digits = phone.partition(";")[0].removeprefix("+")
    for prefix in _FRENCH_PREFIXES:
        if digits.startswith(prefix):
            return digits, f"0{digits.removeprefix(prefix)}"
    return (digits,)


def sought(text: str) -> list[frozenset[str]]:
    """What must all be found of a text that somebody typed, each in one of these spellings."""
    folded = fold(text)
    numbers = [_number_spellings(found) for found in _NUMBER.findall(folded)]
    words = [frozenset((word, squeeze(word) or word)) for word in _NUMBER.sub(" ", folded).split()]
    return numbers + words


def _number_spellings(typed: str) -> frozenset[str]:
    """Its digits; of a telephone number with its country, also without what stands before or in the middle of it."""
    digits = re.sub(r"\D", "", typed.replace("(0)", ""))
    abroad = digits.removeprefix("00")
    return frozenset((digits, re.sub(r"^330(?=\d{9}$)", "33", abroad) or digits))
