"""How numbers, money and dates are written in French (Babel does the work; the narrow spaces are ours)."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_decimal

PARIS = ZoneInfo("Europe/Paris")
NARROW = "\u202f"
FRENCH = "fr_FR"
NO_BREAK_HYPHEN = "\u2011"
_COUNTED = re.compile(r"(?<=\d) (?=[^\W\d])")
_INVERSION = re.compile(r"-(?=(?:t-)?(?:je|tu|il|elle|on|nous|vous|ils|elles|ce)\b)|(?<=-t)-")


@lru_cache(maxsize=1024)
def euros(cents: int) -> str:
    """Cents as French money: « 1 000 € », or « 333,34 € » where there are cents, with narrow no-break spaces."""
    whole, rest = divmod(cents, 100)
    amount = format_decimal(whole, locale=FRENCH)
    return f"{amount},{rest:02d}{NARROW}€" if rest else f"{amount}{NARROW}€"


def machine_euros(cents: int) -> str:
    """Cents as a plain number of euros with two decimals, for `data` elements and exports: « 5000.00 »."""
    whole, rest = divmod(cents, 100)
    return f"{whole}.{rest:02d}"


@lru_cache(maxsize=1024)
def number(value: int) -> str:
    """A whole number with narrow spaces between thousands."""
    return str(format_decimal(value, locale=FRENCH))


def paris_day(moment: datetime) -> date:
    """The day it is in Paris at that moment (an aware datetime)."""
    return moment.astimezone(PARIS).date()


def plural(count: int, word: str, many: str = "") -> str:
    """« 1 dossier », « 2 dossiers », with narrow spaces between thousands; French counts 0 and 1 as one."""
    return f"{number(count)}\u00a0{word if count < 2 else many or word + 's'}"


def long_date(day: date | datetime) -> str:
    """« 1er mars 2027 »; a moment is told as its day in Paris."""
    if isinstance(day, datetime):
        day = paris_day(day)
    words = format_date(day, "d MMMM y", locale=FRENCH)
    return "1er" + words[1:] if day.day == 1 else words


def date_and_time(moment: datetime) -> str:
    """« 3 mars 2027 à 14 h 05 », in Paris."""
    return f"{long_date(moment)} à {hour(moment)}"


def hour(moment: datetime) -> str:
    """The hour in Paris: « 14 h 05 »."""
    return f"{moment.astimezone(PARIS):%-H\u00a0h\u00a0%M}"


def counted(count: int, unit: str) -> str:
    """« 48 salariés », « 1 salarié », « 0 salarié »: below two, French counts in the singular."""
    return f"{number(count)} {unit if count > 1 else unit.removesuffix('s')}".strip()


def unbroken(words: str) -> str:
    """A heading in which « pouvez-vous », « dure-t-il » and « 5 jours » stay each on one line."""
    return _COUNTED.sub("\u00a0", _INVERSION.sub(NO_BREAK_HYPHEN, words))


def in_sentence(words: str) -> str:
    """A label put inside a sentence: its first letter lowered unless the word looks like a name or an acronym."""
    return words if len(words) > 1 and words[1].isupper() else words[:1].lower() + words[1:]


FILTERS = {
    "euros": euros,
    "machine_euros": machine_euros,
    "number": number,
    "plural": plural,
    "long_date": long_date,
    "date_and_time": date_and_time,
    "hour": hour,
    "in_sentence": in_sentence,
    "unbroken": unbroken,
}
"""What templates may call, by name."""
