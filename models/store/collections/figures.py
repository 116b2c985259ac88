"""What the back-office is told of collections: that there are some, and how many answered; never what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from peewee import fn

from models.store.filters import Filters, condition
from models.store.tables import Assessment, Box, Collection


@dataclass(frozen=True, slots=True)
class CollectionLine:
    """The newest collection of a dossier: whether it is open, how many slips there are and how many were used."""

    open: bool
    given: int
    sent: int


@dataclass(frozen=True, slots=True)
class CollectionFigures:
    """Collections: of how many dossiers, how many in all, how many of them open; slips given, and used."""

    dossiers: int
    collections: int
    open: int
    given: int
    sent: int


def newest_collections(dossier_ids: Iterable[int]) -> dict[int, CollectionLine]:
    """The newest collection of each of these dossiers that has one."""
    sums = fn.sum(Box.given), fn.sum(Box.sent)
    rows = (
        Collection.select(Collection.assessment, Collection.closed_at, *sums)
        .join(Box)
        .where(Collection.assessment.in_(list(dossier_ids)))
        .group_by(Collection.id, Collection.assessment, Collection.closed_at)
        .order_by(Collection.id)
        .tuples()
    )
    return {
        dossier: CollectionLine(closed_at is None, int(given), int(sent)) for dossier, closed_at, given, sent in rows
    }


def collection_figures(filters: Filters) -> CollectionFigures:
    """What the dossiers that the filters keep have of collections."""
    # Each collection's dossier is looked up: joined, SQLite would look for a collection of every dossier.
    kept = fn.EXISTS(Assessment.select().where(Assessment.id == Collection.assessment, condition(filters)))
    counts = fn.count(Collection.assessment.distinct()), fn.count(Collection.id), fn.count(Collection.closed_at)
    dossiers, collections, closed = Collection.select(*counts).where(kept).tuples().first()
    sums = fn.coalesce(fn.sum(Box.given), 0), fn.coalesce(fn.sum(Box.sent), 0)
    given, sent = Box.select(*sums).join(Collection).where(kept).tuples().first()
    return CollectionFigures(dossiers, collections, collections - closed, int(given), int(sent))
