"""On to the next: what stands before and after a dossier in a list, without reading the list."""

from __future__ import annotations

from dataclasses import dataclass

from peewee import Case, fn

from models.store.filters import Filters, condition
from models.store.list_order import Cursor, Sort, all_but, as_kept, order_of, ordered
from models.store.tables import Assessment


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Where a dossier stands in a list. `listed`: it still belongs there; what the list was read for may have moved it.

    `total` counts it only then; `number` is its place, or the one it had.
    """

    number: int
    total: int
    listed: bool
    previous: Cursor | None
    next: Cursor | None


def find_neighbours(dossier_id: int, filters: Filters, sort: Sort, place: Cursor | None) -> Neighbours | None:
    """What stands before and after a dossier in a list, from the place where it was found there.

    Without a place, from where it stands now; None where it is not in that list.
    """
    order, kept = order_of(sort, filters), condition(filters)
    listed = Assessment.select().where(Assessment.id == dossier_id, kept).exists()
    here = order.located(place) if place is not None else None
    if here is None:
        own = Assessment.select(order.column).where(Assessment.id == dossier_id).tuples().first()
        if own is None or not listed:
            return None
        here = (as_kept(own[0]), dossier_id)
    earlier = Case(None, [(order.beyond(here, backwards=True), 1)], None)
    counted = Assessment.select(fn.count(earlier), fn.count(Assessment.id)).where(kept, *all_but(dossier_id))
    before, others = counted.tuples().get()
    nearest = [ordered(filters, order, here, limit=1, backwards=back, but=dossier_id) for back in (True, False)]
    previous, following = (found[0] if found else None for found in nearest)
    return Neighbours(before + 1, others + listed, listed, previous, following)
