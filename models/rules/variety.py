"""Is the cohort varied? What is represented, what is missing in words, and what one more company would add to it.

It explains and never decides: nothing here ranks a company or gives it points.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

COHORT_STAGES = ("selectionne", "accompagne", "termine")
"""The stages of the companies that the Aract learns from."""

OPEN_STAGES = ("nouveau", "contacte", "candidature")
"""The stages of requests that nothing was decided about."""

TARGET = (20, 30)
"""How many companies the Aract aims at (founding article, « 20 à 30 entreprises »)."""


class Axis(StrEnum):
    """The facts by which companies differ; the values are the store's columns."""

    DEPARTMENT = "department"
    SECTOR = "sector"
    STRUCTURE = "structure"
    SIZE = "size"
    THEME = "themes"
    LEVEL = "company_level"


@dataclass(frozen=True, slots=True)
class Company:
    """What is known of a company for each axis: none, one or several values."""

    facts: Mapping[Axis, tuple[str, ...]]

    def values(self, axis: Axis) -> tuple[str, ...]:
        """Its values on that axis; empty where unknown."""
        return self.facts.get(axis, ())


@dataclass(frozen=True, slots=True)
class Expected:
    """A value that a varied cohort would hold: as what it is « aucune … », « la première … », « déjà trois … »."""

    none: str
    first: str
    many: str
    place: str = ""


def _woman(words: str, plural: str) -> Expected:
    return Expected(f"aucune {words}", f"la première {words}", plural)


def _man(words: str, plural: str) -> Expected:
    return Expected(f"aucun {words}", f"le premier {words}", plural)


def _project(about: str) -> Expected:
    return Expected(f"aucun projet {about}", f"le premier projet {about}", f"projets {about}")


def _company(which: str) -> Expected:
    return Expected(f"aucune entreprise {which}", f"la première entreprise {which}", f"entreprises {which}")


def _department(inside: str, of: str) -> Expected:
    return Expected(f"rien dans {inside}", f"la première entreprise {of}", f"entreprises {of}", inside)


VARIETY: Mapping[Axis, Mapping[str, Expected]] = {
    Axis.DEPARTMENT: {
        "01": _department("l’Ain", "de l’Ain"),
        "03": _department("l’Allier", "de l’Allier"),
        "07": _department("l’Ardèche", "de l’Ardèche"),
        "15": _department("le Cantal", "du Cantal"),
        "26": _department("la Drôme", "de la Drôme"),
        "38": _department("l’Isère", "de l’Isère"),
        "42": _department("la Loire", "de la Loire"),
        "43": _department("la Haute-Loire", "de la Haute-Loire"),
        "63": _department("le Puy-de-Dôme", "du Puy-de-Dôme"),
        "69": _department("le Rhône", "du Rhône"),
        "73": _department("la Savoie", "de la Savoie"),
        "74": _department("la Haute-Savoie", "de la Haute-Savoie"),
    },
    Axis.SECTOR: {
        "industrie": _company("de l’industrie"),
        "services": _company("des services"),
        "commerce": _company("du commerce"),
        "btp": _company("du bâtiment"),
        "agriculture": _company("de l’agriculture"),
    },
    Axis.STRUCTURE: {
        "societe": _woman("société", "sociétés"),
        "scop": _woman("SCOP", "SCOP"),
        "scic": _woman("SCIC", "SCIC"),
        "entreprise-individuelle": _woman("entreprise individuelle", "entreprises individuelles"),
        "groupe": _man("groupe", "groupes"),
        "collectif": _man("collectif d’entreprises", "collectifs d’entreprises"),
        "association": _woman("association", "associations"),
    },
    Axis.SIZE: {
        "moins-de-11": _company("de moins de 11 salariés"),
        "de-11-a-49": _company("de 11 à 49 salariés"),
        "50-et-plus": _company("de 50 salariés et plus"),
    },
    Axis.THEME: {
        "management": _project("sur le management"),
        "dialogue-social": _project("de dialogue social"),
        "temps-de-travail": _project("sur le temps de travail"),
        "qvct": _project("sur la qualité de vie au travail"),
        "fidelisation": _project("de fidélisation"),
        "participation": _project("de participation"),
        "partage-valeur": _project("de partage de la valeur"),
        "achats-responsables": _project("d’achats responsables"),
        "territoire": _project("tourné vers le territoire"),
    },
    Axis.LEVEL: {
        "outillage": _company("au niveau Outillage"),
        "nouvelles-pratiques": _company("au niveau Nouvelles pratiques"),
        "innovation": _company("au niveau Innovation"),
    },
}
"""What a varied cohort would hold. « Autre », « hors » and public bodies are left out: nobody looks for them."""


Counts = Mapping[Axis, Counter[str]]
"""How many companies have each value, by axis; one with several themes counts in each."""


def count_values(companies: Iterable[Company]) -> Counts:
    """The values of these companies, counted."""
    counts: dict[Axis, Counter[str]] = {axis: Counter() for axis in Axis}
    for company in companies:
        for axis in Axis:
            counts[axis].update(company.values(axis))
    return counts


@dataclass(frozen=True, slots=True)
class Gap:
    """Values of an axis that nobody in the cohort has, and the words that say so."""

    axis: Axis
    values: tuple[str, ...]
    words: str


def find_gaps(cohort: Counts) -> tuple[Gap, ...]:
    """What is missing, an axis at a time: « aucune SCIC », « rien dans le Cantal ni l’Allier »."""
    gaps = []
    for axis, expected in VARIETY.items():
        absent = {value: words for value, words in expected.items() if not cohort[axis][value]}
        if absent:
            gaps.append(Gap(axis, tuple(absent), _said(axis, list(absent.values()))))
    return tuple(gaps)


def find_firsts(before: Counts, after: Counts) -> tuple[str, ...]:
    """What nobody in the cohort was and somebody would be, in words: « la première SCIC »."""
    return tuple(
        words.first
        for axis, expected in VARIETY.items()
        for value, words in expected.items()
        if after[axis][value] and not before[axis][value]
    )


def _said(axis: Axis, absent: Sequence[Expected]) -> str:
    if axis is Axis.DEPARTMENT:
        return f"rien dans {_joined([each.place for each in absent], 'ni')}"
    return _joined([each.none for each in absent], "et")


def _joined(words: Sequence[str], last: str) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"


@dataclass(frozen=True, slots=True)
class Addition:
    """What a company would add to the cohort on one axis: it would be the first of its kind there, or the second."""

    axis: Axis
    value: str
    already: int
    words: str


def what_it_would_add(company: Company, cohort: Counts) -> tuple[Addition, ...]:
    """For each value nobody or only one company of the cohort has, what this one would add; firsts first."""
    additions = []
    for axis, expected in VARIETY.items():
        for value in company.values(axis):
            already = cohort[axis][value]
            if value in expected and already <= 1:
                words = _second(expected[value]) if already else expected[value].first
                additions.append(Addition(axis, value, already, words))
    return tuple(sorted(additions, key=lambda addition: addition.already))


def _second(expected: Expected) -> str:
    return expected.first.replace("la première ", "la deuxième ", 1).replace("le premier ", "le deuxième ", 1)


def already_there(company: Company, cohort: Counts) -> tuple[str, ...]:
    """What the cohort already has of what this company is: « 4 SCOP », the most numerous first."""
    known = [
        (cohort[axis][value], expected[value].many)
        for axis, expected in VARIETY.items()
        for value in company.values(axis)
        if value in expected and cohort[axis][value] > 1
    ]
    return tuple(f"{count} {words}" for count, words in sorted(known, key=lambda each: -each[0]))
