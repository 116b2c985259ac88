"""A collection is opened with its slips, which follow from the personal address and can be printed again from it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import chunked

from models.rules.collection import Group
from models.rules.question import Size
from models.store import tables
from models.store.database import writing
from models.store.times import day_of, end_of
from models.store.tokens import new_salt, slip_hash, slip_token
from models.store.visits.answering import VisitGone
from models.store.visits.finding import Visit

SLIPS_IN_A_STATEMENT = 200
"""Well below the number of values that either engine takes at once."""


class CollectionOpen(Exception):
    """One is open already: one at a time."""


class NoCollection(Exception):
    """None is open any more: it was closed or erased meanwhile."""


class SlipsRefused(Exception):
    """There would be more slips than the group may have."""


@dataclass(frozen=True, slots=True)
class AskedGroup:
    """A group that was given slips: how many, and how many were used."""

    group: Group
    given: int
    sent: int


@dataclass(frozen=True, slots=True)
class OpenCollection:
    """The collection that is open. `printable` says whether its slips follow from the visitor's present address."""

    uid: str
    opened_on: date
    closes_on: date
    size: Size
    groups: tuple[AskedGroup, ...]
    printable: bool

    @property
    def sent(self) -> int:
        """How many slips were used in all."""
        return sum(group.sent for group in self.groups)

    @property
    def given(self) -> int:
        """How many slips there are in all."""
        return sum(group.given for group in self.groups)

    def is_due(self, now: datetime) -> bool:
        """Whether its closing day is over: no slip is taken any more, and it waits to be counted."""
        return now >= end_of(self.closes_on)


def find_open(visit: Visit) -> OpenCollection | None:
    """The collection of a visit that is open; None where none is."""
    row = _open_row(visit.assessment_id)
    if row is None:
        return None
    return OpenCollection(
        row.uid,
        day_of(row.opened_at),
        row.closes_on,
        Size(row.size),
        tuple(AskedGroup(Group(box.group), box.given, box.sent) for box in _boxes(row)),
        printable=bytes(row.holder_hash) == visit.token_hash,
    )


def open_collection(
    visit: Visit, token: str, size: Size, closes_on: date, slips: Mapping[Group, int], now: datetime
) -> None:
    """Open a collection with so many slips for each group (0: the group isn't asked), in words for that size.

    Raises CollectionOpen, VisitGone, StoreUnavailable.
    """
    with writing(visit.assessment_id):
        here = (tables.Assessment.id == visit.assessment_id) & tables.Assessment.anonymised_at.is_null()
        if tables.Assessment.get_or_none(here) is None:
            raise VisitGone(visit.uid)
        if _open_row(visit.assessment_id) is not None:
            raise CollectionOpen(visit.uid)
        row = tables.Collection.create(
            uid=str(uuid.uuid4()),
            assessment=visit.assessment_id,
            size=size,
            opened_at=now,
            closes_on=closes_on,
            salt=new_salt(),
            holder_hash=visit.token_hash,
        )
        for group, number in slips.items():
            if number:
                tables.Box.insert(collection=row, group=group, given=number, printed=number).execute()
                _add_slips(row, group, token, range(1, number + 1))


def add_slips(visit: Visit, token: str, more: Mapping[Group, int], most: Mapping[Group, int]) -> None:
    """Give groups more slips, of which each may have so many in all. All of them or none.

    Raises NoCollection, SlipsRefused, ValueError where the slips don't follow from this address, StoreUnavailable.
    """
    with writing(visit.assessment_id):
        row = _own_row(visit)
        known = {box.group: box for box in _boxes(row)}
        for group, number in more.items():
            given, printed = (known[group].given, known[group].printed) if group in known else (0, 0)
            if number and given + number > most[group]:
                raise SlipsRefused(group)
            if number:
                _keep_counts(row, group, given + number, printed + number)
                _add_slips(row, group, token, range(printed + 1, printed + number + 1))


def renew_slips(visit: Visit, token: str) -> None:
    """Put new slips in the place of those that nobody used, where the personal address has changed since.

    Those used stay used. A second time changes nothing. Raises NoCollection, StoreUnavailable.
    """
    with writing(visit.assessment_id):
        row = _open_row(visit.assessment_id)
        if row is None:
            raise NoCollection(visit.uid)
        if bytes(row.holder_hash) == visit.token_hash:
            return
        row.salt, row.holder_hash = new_salt(), visit.token_hash
        row.save()
        tables.Slip.delete().where(tables.Slip.collection == row, ~tables.Slip.used).execute()
        for box in _boxes(row):
            _keep_counts(row, box.group, box.given, box.given - box.sent)
            _add_slips(row, box.group, token, range(1, box.given - box.sent + 1))


def printable_slips(visit: Visit, token: str) -> dict[Group, list[str]]:
    """Every slip's token, used or not, by group: the same ones each time.

    Raises NoCollection, or ValueError where they don't follow from this address.
    """
    row = _own_row(visit)
    return {
        Group(box.group): [slip_token(token, bytes(row.salt), box.group, number + 1) for number in range(box.printed)]
        for box in _boxes(row)
    }


def _open_row(assessment_id: int) -> Any:
    which = (tables.Collection.assessment == assessment_id) & tables.Collection.closed_at.is_null()
    return tables.Collection.get_or_none(which)


def _own_row(visit: Visit) -> Any:
    row = _open_row(visit.assessment_id)
    if row is None:
        raise NoCollection(visit.uid)
    if bytes(row.holder_hash) != visit.token_hash:
        raise ValueError("the slips follow from another address")
    return row


def _boxes(row: Any) -> list[Any]:
    """The boxes of a collection, in the groups' order."""
    found = tables.Box.select().where(tables.Box.collection == row)
    return sorted(found, key=lambda box: list(Group).index(Group(box.group)))


def _keep_counts(row: Any, group: str, given: int, printed: int) -> None:
    box = tables.Box
    counted = box.insert(collection=row, group=group, given=given, printed=printed)
    counted.on_conflict(conflict_target=[box.collection, box.group], preserve=[box.given, box.printed]).execute()


def _add_slips(row: Any, group: str, token: str, numbers: Iterable[int]) -> None:
    made = (
        {
            "token_hash": slip_hash(slip_token(token, bytes(row.salt), group, number)),
            "collection": row,
            "group": group,
            "used": False,
        }
        for number in numbers
    )
    for batch in chunked(made, SLIPS_IN_A_STATEMENT):
        tables.Slip.insert_many(batch).execute()
