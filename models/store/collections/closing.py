"""A collection is counted once, as it closes; then what it was counted from is erased."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from models.rules.ballots import sheets
from models.rules.collection import (
    CountedCollection,
    Group,
    count_collection,
    direction_points,
    from_json,
    to_json,
)
from models.rules.questionnaire import Questionnaire
from models.store import tables
from models.store.collections.answering import empty_journal
from models.store.database import database, writing
from models.store.times import day_of
from models.store.visits.concluding import newest_result


@dataclass(frozen=True, slots=True)
class KeptCollection:
    """A collection that was counted: its days, and what it came to."""

    uid: str
    opened_on: date
    closed_on: date
    counted: CountedCollection


def close_collection(assessment_id: int, questionnaire: Questionnaire, now: datetime) -> bool:
    """Close the assessment's open collection: count it, keep the figures alone; False where none is open.

    What the direction itself said is that of its newest result. Raises StoreUnavailable.
    """
    with database.overwriting(), writing(assessment_id):
        which = (tables.Collection.assessment == assessment_id) & tables.Collection.closed_at.is_null()
        row = tables.Collection.get_or_none(which)
        if row is None:
            return False
        row.counted, row.closed_at = to_json(_counted(row, questionnaire)), now
        row.salt = row.holder_hash = None
        row.save()
        _erase_what_was_counted(row)
    empty_journal()
    return True


def close_due_collections(questionnaire: Callable[[], Questionnaire], now: datetime) -> int:
    """Close every collection whose closing day is over; how many. Raises StoreUnavailable, those before stay closed."""
    over = tables.Collection.closed_at.is_null() & (tables.Collection.closes_on < day_of(now))
    due = [row.assessment_id for row in tables.Collection.select(tables.Collection.assessment).where(over)]
    return sum(close_collection(assessment_id, questionnaire(), now) for assessment_id in due)


def counted_collections(assessment_id: int) -> list[KeptCollection]:
    """The collections of an assessment that were counted, the first one first: one is open at a time."""
    which = (tables.Collection.assessment == assessment_id) & tables.Collection.counted.is_null(False)
    rows = tables.Collection.select().where(which).order_by(tables.Collection.closed_at)
    return [
        KeptCollection(row.uid, day_of(row.opened_at), day_of(row.closed_at), from_json(row.counted)) for row in rows
    ]


def _counted(row: Any, questionnaire: Questionnaire) -> CountedCollection:
    kept = newest_result(row.assessment_id)
    direction = direction_points(questionnaire, kept.result.answers) if kept else {}
    boxes = tables.Box.select().where(tables.Box.collection == row)
    sent = {Group(box.group): sheets(questionnaire, json.loads(box.contents)) for box in boxes}
    return count_collection(questionnaire, direction, sent)


def _erase_what_was_counted(row: Any) -> None:
    """The slips' hashes stay, so that a latecomer is told that it is over; which were used is forgotten."""
    slips = tables.Slip.select(tables.Slip.token_hash).where(tables.Slip.collection == row)
    tables.Attempt.delete().where(tables.Attempt.slip.in_(slips)).execute()
    tables.Box.update(contents="{}", printed=0).where(tables.Box.collection == row).execute()
    tables.Slip.update(used=False).where(tables.Slip.collection == row, tables.Slip.used).execute()
