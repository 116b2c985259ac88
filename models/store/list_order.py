"""The orders of the list of dossiers, and where a page of it begins: the last line's value of the order, and its id."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, StrEnum
from typing import Any

from peewee import Case, Tuple, fn

from models.store.filters import STAGES, Filters, condition
from models.store.search_words import fold
from models.store.tables import Assessment, DossierSearch, StaffAccount
from models.store.times import to_milliseconds


class Sort(StrEnum):
    """The orders of the list, each both ways."""

    NEWEST = "recents"
    OLDEST = "anciens"
    COMPANY = "entreprise"
    COMPANY_BACKWARDS = "entreprise-inverse"
    DEPARTMENT = "departement"
    DEPARTMENT_BACKWARDS = "departement-inverse"
    LARGEST = "effectif"
    SMALLEST = "effectif-inverse"
    VERDICT = "resultat"
    VERDICT_BACKWARDS = "resultat-inverse"
    STAGE = "etape"
    STAGE_BACKWARDS = "etape-inverse"
    COLLEAGUE = "suivi"
    COLLEAGUE_BACKWARDS = "suivi-inverse"
    CALL_BACK = "rappel"
    CALL_BACK_BACKWARDS = "rappel-inverse"


class Kind(Enum):
    """What the values of an order are; NAME is personal: it is looked up by the id, and never stands in an address."""

    NUMBER = 1
    DAY = 2
    KEY = 3
    NAME = 4


Cursor = tuple[int | str | None, int]
"""A place in the list: its order's value there, as the table holds it (None: that of the dossier itself), and an id."""

LINES = 1_000_000_000
"""More than any headcount."""


@dataclass(frozen=True, slots=True)
class Order:
    """What an order goes by, and whether the greatest comes first. What is not known comes last, both ways."""

    column: Any
    greatest_first: bool
    kind: Kind

    def by(self, *, backwards: bool = False) -> list[Any]:
        """What to order a query by."""
        return [
            each.desc() if self.greatest_first is not backwards else each.asc() for each in (self.column, Assessment.id)
        ]

    def beyond(self, place: Cursor, *, backwards: bool = False) -> Any:
        """The condition that a dossier comes after a place (backwards: before it)."""
        here, there = Tuple(self.column, Assessment.id), Tuple(*place)
        return here < there if self.greatest_first is not backwards else here > there

    def located(self, place: Cursor) -> Cursor | None:
        """The place with its value; None where that was the dossier's own, and it is gone."""
        if place[0] is not None:
            return place
        found = Assessment.select(self.column).where(Assessment.id == place[1]).tuples().first()
        return None if found is None else (as_kept(found[0]), place[1])


def kind_of(sort: Sort) -> Kind:
    """What the values of an order are."""
    kinds = {"departement": Kind.KEY, "rappel": Kind.DAY, "entreprise": Kind.NAME}
    return kinds.get(sort.removesuffix("-inverse"), Kind.NUMBER)


def order_of(sort: Sort, filters: Filters) -> Order:
    """What an order goes by, in a list narrowed so."""
    backwards = sort.endswith("-inverse")
    known_as, greatest_first = sort.removesuffix("-inverse"), backwards
    if known_as in {"recents", "anciens"}:
        # Of few dossiers, SQLite would still read them all in the index of the order, looking for those few.
        column = fn.coalesce(Assessment.created_at, 0) if filters.few else Assessment.created_at
        greatest_first = sort is Sort.NEWEST
    elif known_as == "effectif":
        column, greatest_first = fn.coalesce(Assessment.headcount, LINES if backwards else -1), not backwards
    elif known_as == "entreprise":
        words = DossierSearch.select(DossierSearch.words).where(DossierSearch.assessment == Assessment.id)
        # Only requests have words: the others, most of a large table, are told by their stage without looking.
        nameless = "" if backwards else "zzzz"
        asked = Assessment.application_stage.is_null(False)
        column = Case(None, [(asked, fn.coalesce(words, nameless))], nameless)
    elif known_as == "departement":
        column = fn.coalesce(Assessment.department, "" if backwards else "zzzz")
    elif known_as == "rappel":
        column = fn.coalesce(Assessment.call_back_on, "" if backwards else "9999-12-31")
    else:
        column = _ranked(known_as, last=-1 if backwards else LINES)
    return Order(column, greatest_first, kind_of(sort))


def _ranked(known_as: str, last: int) -> Any:
    """A column by the places of its values in their own order."""
    if known_as == "suivi":
        colleagues = sorted(StaffAccount.select(), key=lambda each: (fold(each.name), each.id))
        return _places(Assessment.assigned_to, [each.id for each in colleagues] or [0], last)
    if known_as == "resultat":
        return _places(Assessment.verdict, ("eligible", "a-confirmer", "non-eligible"), last)
    unasked = Case(None, [(Assessment.concluded_at.is_null(), len(STAGES) + 1)], len(STAGES))
    return _places(Assessment.application_stage, STAGES, unasked)


def _places(column: Any, values: Sequence[object], last: Any) -> Any:
    return Case(column, [(value, place) for place, value in enumerate(values)], last)


def ordered(
    filters: Filters,
    order: Order,
    place: Cursor | None = None,
    *,
    limit: int,
    backwards: bool = False,
    but: int | None = None,
) -> list[Cursor]:
    """The first places after one (backwards: before it, the nearest first), of those that the filters keep.

    `but` is a dossier that is left out.
    """
    value = order.column if order.kind is not Kind.NAME else Assessment.id
    query = Assessment.select(value, Assessment.id).where(condition(filters), *all_but(but))
    if place is not None:
        query = query.where(order.beyond(place, backwards=backwards))
    found = query.order_by(*order.by(backwards=backwards)).limit(limit).tuples()
    return [(None if order.kind is Kind.NAME else as_kept(value), id_) for value, id_ in found]


def all_but(dossier_id: int | None) -> list[Any]:
    """The condition that leaves a dossier out, if any is."""
    return [] if dossier_id is None else [Assessment.id != dossier_id]


def as_kept(value: Any) -> Any:
    """A value that was read, as the table holds it."""
    if isinstance(value, datetime):
        return to_milliseconds(value)
    return value.isoformat() if isinstance(value, date) else value
