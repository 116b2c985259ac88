"""How numbers, money and dates are written in French (Babel does the work; the narrow spaces are ours)."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache
from unicodedata import normalize
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
    """« 1er mars 2027 », never broken after the day; a moment is told as its day in Paris."""
    if isinstance(day, datetime):
        day = paris_day(day)
    return f"{'1er' if day.day == 1 else day.day}\u00a0{month(day)}"


def month(day: date) -> str:
    """« mars 2027 »."""
    return format_date(day, "MMMM y", locale=FRENCH)


def day_and_month(day: date, *, with_year: bool = False) -> str:
    """« 12 mars », « 1er mars »; with its year where that is asked for."""
    return long_date(day) if with_year else long_date(day).rpartition(" ")[0]


def elapsed(start: date, end: date) -> str:
    """How long from one day to a later one, in whole units: « 5 jours », « 3 semaines », « 8 mois », « 2 ans »."""
    months = 12 * (end.year - start.year) + end.month - start.month - (end.day < start.day)
    days = (end - start).days
    if months >= 24:
        return plural(months // 12, "an")
    if months >= 2:
        return f"{months}\u00a0mois"
    return plural(days // 7, "semaine") if days >= 14 else plural(days, "jour")


def days_between(first: date, last: date) -> str:
    """« du 2 au 17 mars 2027 », « du 28 février au 14 mars 2027 », « du 20 décembre 2026 au 3 janvier 2027 »."""
    if first == last:
        return f"le {long_date(last)}"
    told = long_date(first)
    if first.year == last.year:
        told = day_and_month(first) if first.month != last.month else told.partition("\u00a0")[0]
    return f"du {told} au {long_date(last)}"


def date_and_time(moment: datetime) -> str:
    """« 3 mars 2027 à 14 h 05 », in Paris."""
    return f"{long_date(moment)} à {hour(moment)}"


def hour(moment: datetime) -> str:
    """The hour in Paris: « 14 h 05 »."""
    return f"{moment.astimezone(PARIS):%-H\u00a0h\u00a0%M}"


def agreed(words: str, count: int) -> str:
    """« dossiers, voir la liste » after a number: its first word is singular below two."""
    first, *rest = re.split(r"(?<=\w)(?!\w)", words, maxsplit=1)
    return "".join([first.removesuffix("s") if count < 2 else first, *rest])


def counted(count: int, unit: str) -> str:
    """« 48 salariés », « 1 salarié », « 0 salarié »: below two, French counts in the singular."""
    return f"{number(count)} {unit if count > 1 else unit.removesuffix('s')}".strip()


def of(name: str) -> str:
    """« d’Agathe », « de Camille », « d’Hugo »: before a name, a vowel or an h elides."""
    first = normalize("NFD", name[:1].lower())[:1]
    return f"d’{name}" if first in {*"aeiouyhœæ"} else f"de {name}"


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
    "agreed": agreed,
    "days_between": days_between,
    "in_sentence": in_sentence,
    "of": of,
    "unbroken": unbroken,
}
"""What templates may call, by name."""
