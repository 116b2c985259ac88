"""One table of the content file being read: it hands out checked values and notes every mistake instead of stopping."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from models.content.errors import Findings, listed, nearest
from models.content.glyphs import missing_letters
from models.content.typography import find_mistakes
from models.rules.question import Size, Text

LONGEST_LINE = 300
LONGEST_TEXT = 3000
LONGEST_LIST = 100
_SIZES = tuple(size.value for size in Size)
_PRICE = re.compile(r"(\d{1,7})\.(\d{2})")
_PERCENT = re.compile(r"(\d{1,3})(?:[.,](\d{1,4}))?[ \u00a0\u202f]?%")
_FRACTION = re.compile(r"(\d{1,4})(?:/(\d{1,4}))?")
_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")

E = TypeVar("E", bound=StrEnum)


class Section:
    """A table at a place of the file. Each reader returns a harmless value where it noted a mistake.

    `values` is None for a table that is missing altogether: that was noted once, its keys are not missed one by one.
    """

    def __init__(self, values: dict[str, object] | None, place: str, findings: Findings) -> None:
        self._values = values
        self._asked: set[str] = set()
        self.place = place
        self.findings = findings

    @property
    def absent(self) -> bool:
        """Whether the whole table is missing (which was noted)."""
        return self._values is None

    def at(self, key: str) -> str:
        """The full place of a key of this table."""
        return f"{self.place}.{key}" if self.place else key

    def note(self, key: str, problem: str, accepted: str) -> None:
        """Note a mistake at a key of this table."""
        self.findings.note(self.at(key), problem, accepted)

    def holds(self, key: str) -> bool:
        """Whether the table has that key; having asked makes it a known key."""
        self._asked.add(key)
        return self._values is not None and key in self._values

    def names_written(self) -> list[str]:
        """The names written in the table, where they are the content's own to choose."""
        return list(self._values or {})

    def close(self) -> None:
        """Note every key that no reader asked for, with the known name most like it."""
        for key in self._values or {}:
            if key not in self._asked and not self.findings.full:
                self.note(key[:60], "ce nom n’existe pas ici", nearest(key[:60], sorted(self._asked)))

    def raw(self, key: str, accepted: str, *, optional: bool = False) -> object:
        """The value as written, None where it is missing (noted unless optional)."""
        if self.holds(key):
            assert self._values is not None
            return self._values[key]
        if self._values is not None and not optional:
            self.note(key, "il manque", accepted)
        return None

    def line(self, key: str, *, optional: bool = False, longest: int = LONGEST_LINE) -> str:
        """A text that is the same for every size of company."""
        accepted = "un texte entre guillemets droits"
        value = self.raw(key, accepted, optional=optional)
        if value is None:
            return ""
        return checked_words(value, self.at(key), self.findings, longest, accepted)

    def text(self, key: str, *, optional: bool = False, longest: int = LONGEST_TEXT) -> Text | None:
        """A text that may vary with the size of the company; None where it is missing."""
        accepted = f"un texte, ou un texte pour chaque taille : {', '.join(_SIZES)}"
        value = self.raw(key, accepted, optional=optional)
        if value is None:
            return None
        if not isinstance(value, dict):
            return Text.same(checked_words(value, self.at(key), self.findings, longest, accepted))
        variants = Section(value, self.at(key), self.findings)
        words = [variants.line(size, longest=longest) for size in _SIZES]
        variants.close()
        return Text(*words)

    def required_text(self, key: str, *, longest: int = LONGEST_TEXT) -> Text:
        """As `text`, with an empty wording where it is missing (and noted)."""
        return self.text(key, longest=longest) or Text.same("")

    def lines(self, key: str, *, longest: int = LONGEST_TEXT) -> tuple[str, ...]:
        """A list of at least one text."""
        accepted = "une liste d’au moins un texte"
        places = self._items(key, accepted)
        return tuple(checked_words(value, at, self.findings, longest, "un texte") for value, at in places)

    def names(self, key: str) -> tuple[str, ...]:
        """A list of at least one name (a key or a value), without its typography being looked at."""
        names: list[str] = []
        for value, at in self._items(key, "une liste d’au moins un nom"):
            if not isinstance(value, str) or not value:
                self.findings.note(at, f"{kind_of(value)} au lieu d’un nom", "un nom entre guillemets droits")
            elif value in names:
                self.findings.note(at, f"« {value} » est écrit deux fois", "chaque nom une fois")
            else:
                names.append(value)
        return tuple(names)

    def slug(self, key: str = "id") -> str:
        """An identifier: lower-case letters without accents, digits, hyphens; empty where it is wrong."""
        accepted = "un identifiant en minuscules sans accent, avec des chiffres et des tirets"
        value = self.raw(key, accepted)
        if value is None:
            return ""
        if isinstance(value, str) and _SLUG.fullmatch(value):
            return value
        self.note(key, f"{shown(value)} n’est pas un identifiant", accepted)
        return ""

    def whole(self, key: str, low: int, high: int, *, optional: bool = False) -> int | None:
        """A whole number from `low` to `high`; None where it is missing or wrong."""
        accepted = f"un nombre entier de {low} à {high}, sans guillemets"
        value = self.raw(key, accepted, optional=optional)
        if value is None:
            return None
        if type(value) is int and low <= value <= high:
            return value
        self.note(key, f"{shown(value)} ne convient pas", accepted)
        return None

    def flag(self, key: str) -> bool:
        """true, or false where it is missing."""
        value = self.raw(key, "", optional=True)
        if value is None or isinstance(value, bool):
            return bool(value)
        self.note(key, f"{shown(value)} ne convient pas", "true ou false, sans guillemets")
        return False

    def member(self, key: str, kind: type[E], *, optional: bool = False) -> E | None:
        """One of an enumeration's values; None where it is missing or wrong."""
        accepted = listed(kind)
        value = self.raw(key, accepted, optional=optional)
        if value is None:
            return None
        if isinstance(value, str) and value in set(kind):
            return kind(value)
        self.note(key, f"{shown(value)} n’est pas connu", nearest(value, kind) if isinstance(value, str) else accepted)
        return None

    def day(self, key: str, *, optional: bool = False) -> date | None:
        """A date; None where it is missing or wrong."""
        accepted = "une date sans guillemets, comme 2017-01-01"
        value = self.raw(key, accepted, optional=optional)
        if value is None:
            return None
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        self.note(key, f"{shown(value)} n’est pas une date", accepted)
        return None

    def cents(self, key: str) -> int | None:
        """A price in euros written "1000.00", as cents; None where it is missing or wrong."""
        accepted = 'un prix en euros entre guillemets, avec deux décimales et un point, comme "1000.00"'
        found = self._matched(key, _PRICE, accepted)
        if found is None:
            return None
        cents = int(found[1]) * 100 + int(found[2])
        if cents == 0:
            self.note(key, "le prix est nul", accepted)
        return cents

    def percent(self, key: str) -> Fraction | None:
        """A share written "20 %", from 0 to 1; None where it is missing or wrong."""
        accepted = 'un pourcentage de 0 à 100 entre guillemets, comme "20 %"'
        found = self._matched(key, _PERCENT, accepted)
        if found is None:
            return None
        share = Fraction(f"{found[1]}.{found[2] or 0}") / 100
        if share > 1:
            self.note(key, "plus de 100 %", accepted)
            return None
        return share

    def fraction(self, key: str, *, optional: bool = False) -> Fraction | None:
        """An exact number from 0 to 1 written "0", "1" or "2/3"; None where it is missing or wrong."""
        accepted = 'une fraction de 0 à 1 entre guillemets, comme "0", "1/3" ou "1"'
        found = self._matched(key, _FRACTION, accepted, optional=optional)
        if found is None:
            return None
        if found[2] is not None and int(found[2]) == 0:
            self.note(key, "division par zéro", accepted)
            return None
        value = Fraction(int(found[1]), int(found[2] or 1))
        if value > 1:
            self.note(key, f"« {found[0]} » dépasse 1", accepted)
            return None
        return value

    def table(self, key: str, *, optional: bool = False) -> Section:
        """A table under a key."""
        accepted = f"une section [{self.at(key)}]"
        value = self.raw(key, accepted, optional=optional)
        if value is not None and not isinstance(value, dict):
            self.note(key, f"{kind_of(value)} au lieu d’une section", accepted)
            value = None
        return Section(value, self.at(key), self.findings)

    def tables(self, key: str, name: str = "", *, optional: bool = False) -> list[Section]:
        """The tables of a list, each placed by its own `name` key where it has one, else by its number from 1."""
        sections: list[Section] = []
        seen: set[object] = set()
        for value, numbered in self._items(key, f"au moins une section [[{self.at(key)}]]", optional=optional):
            at = numbered
            if not isinstance(value, dict):
                self.findings.note(at, f"{kind_of(value)} au lieu d’une section", f"une section [[{self.at(key)}]]")
                sections.append(Section(None, at, self.findings))
                continue
            own = value.get(name)
            if isinstance(own, str) and own in seen:
                self.findings.note(f"{at}.{name}", f"« {own} » existe déjà", "un nom différent pour chacun")
            elif isinstance(own, str) and own:
                seen.add(own)
                at = f"{self.at(key)}.{own}"
            sections.append(Section(value, at, self.findings))
        return sections

    def _items(self, key: str, accepted: str, *, optional: bool = False) -> list[tuple[object, str]]:
        """The values of a list that holds at least one, each with its place."""
        value = self.raw(key, accepted, optional=optional)
        if isinstance(value, list) and len(value) > LONGEST_LIST:
            self.note(key, f"la liste est trop longue : {len(value)}", f"{LONGEST_LIST} au plus")
        elif isinstance(value, list) and (value or optional):
            return [(item, f"{self.at(key)}[{number}]") for number, item in enumerate(value, start=1)]
        elif value is not None:
            problem = "la liste est vide" if value == [] else f"{kind_of(value)} au lieu d’une liste"
            self.note(key, problem, accepted)
        return []

    def _matched(
        self, key: str, pattern: re.Pattern[str], accepted: str, *, optional: bool = False
    ) -> re.Match[str] | None:
        value = self.raw(key, accepted, optional=optional)
        if value is None:
            return None
        found = pattern.fullmatch(value) if isinstance(value, str) else None
        if found is None:
            self.note(key, f"{shown(value)} ne convient pas", accepted)
        return found


def checked_words(value: object, place: str, findings: Findings, longest: int, accepted: str) -> str:
    """The text without spaces around it, its emptiness, length and typography noted; empty where it is no text."""
    if not isinstance(value, str):
        findings.note(place, f"{kind_of(value)} au lieu d’un texte", accepted)
        return ""
    words = value.strip()
    if not words:
        findings.note(place, "le texte est vide", "au moins un mot")
    if len(words) > longest:
        findings.note(place, f"le texte est trop long : {len(words)} caractères", f"{longest} caractères au plus")
        return words
    for problem, remedy in find_mistakes(words):
        findings.note(place, problem, remedy)
    for letter in () if findings.served else missing_letters(words):
        problem = f"la police du PDF n’a pas le caractère « {letter} » (U+{ord(letter):04X})"
        findings.note(place, problem, "des lettres, des chiffres et des signes du français")
    return words


def shown(value: object) -> str:
    """A wrong value as it is quoted in an error, cut where it is long."""
    if isinstance(value, dict | list):
        return kind_of(value)
    words = ("true" if value else "false") if isinstance(value, bool) else str(value)
    return f"« {words[:60]}{'…' if len(words) > 60 else ''} »"


def kind_of(value: object) -> str:
    """What a TOML value is, in words."""
    names: Iterable[tuple[type, str]] = (
        (bool, "un oui/non"),
        (str, "un texte"),
        (int, "un nombre"),
        (float, "un nombre à virgule"),
        (dict, "une section"),
        (list, "une liste"),
    )
    return next((words for kind, words in names if isinstance(value, kind)), "une date ou une heure")
