"""How long data lives: the purge, by "older than", so that a missed run is made up for by the next one.

The delays are the content's (`[conservation]`).
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from peewee import chunked, fn

from models.rules.questionnaire import Retention
from models.store.database import database, writing
from models.store.erasure import anonymise, erase, reapply_erasures
from models.store.letter_caps import forget_counts
from models.store.tables import Access, AnswerRow, Assessment, Revision, Timeline, UnfinishedCount
from models.store.timeline import EntryKind
from models.store.times import day_of, months_before
from models.store.tokens import Purpose
from models.store.visits.concluding import newest_result
from models.store.visits.facts import set_result_facts

BATCH = 100
"""Assessments forgotten in one transaction: visitors who are answering meanwhile wait no longer than for that."""

PAUSE_SECONDS = 0.15
"""Between two of them, longer than the tenth of a second that SQLite lets pass between two looks at a busy file:
without it a purge of many rows by another process kept visitors waiting until they were refused."""

LONG_KEPT = ("accompagne", "termine")
"""The stages of projects that received public aid."""

_HERE = Assessment.anonymised_at.is_null()
_STAGE = Assessment.application_stage
_ONCE_GRANTED = fn.EXISTS(
    Timeline.select().where(Timeline.assessment == Assessment.id, Timeline.kind == EntryKind.GRANT)
)
AIDED = _STAGE.in_(LONG_KEPT) | Assessment.days_granted.is_null(False) | _ONCE_GRANTED
"""Projects accompanied, or once granted days, whatever became of them: they must stay accountable."""


def _last_seen(before: datetime) -> Any:
    return Assessment.updated_at < before


def _last_contact(before: datetime) -> Any:
    """Whoever never was in contact counts from the last change."""
    contact = Assessment.last_contact_at
    return (contact < before) | (contact.is_null() & (Assessment.updated_at < before))


def unfinished(before: datetime) -> Any:
    """Assessments nobody concluded or went on with since."""
    return _HERE & Assessment.concluded_at.is_null() & _STAGE.is_null() & _last_seen(before)


def without_contact(before: datetime) -> Any:
    """Concluded assessments that led to nothing."""
    return _HERE & Assessment.concluded_at.is_null(False) & _STAGE.is_null() & _last_seen(before)


def applications(before: datetime) -> Any:
    """Requests whose last exchange is that long ago."""
    return _HERE & _STAGE.is_null(False) & ~AIDED & _last_contact(before)


def accompanied(before: datetime) -> Any:
    """Projects that received public aid, whose last exchange is that long ago."""
    return _HERE & _STAGE.is_null(False) & AIDED & _last_contact(before)


def abandoned(before: datetime) -> Any:
    """Revisions after the first that nobody concluded or went on with since."""
    answered_since = AnswerRow.select().where(AnswerRow.revision == Revision.id, AnswerRow.answered_at >= before)
    begun_before = Revision.concluded_at.is_null() & (Revision.number > 1) & (Revision.opened_at < before)
    return begun_before & ~fn.EXISTS(answered_since)


@dataclass(frozen=True, slots=True)
class PurgeCounts:
    """What one purge forgot. `erased_again` counts what a restored backup had brought back."""

    erased_again: int
    unfinished: int
    finished: int
    applications: int
    accompanied: int
    revisions: int
    phone_addresses: int


def purge(retention: Retention, now: datetime) -> PurgeCounts:
    """Forget all whose time is over: the unfinished is deleted, the rest reduced to anonymous figures.

    Safe to run at any time, again and again. Raises StoreUnavailable: what was forgotten until then stays forgotten.
    """
    days = {
        "unfinished": now - timedelta(days=retention.unfinished_days),
        "revisions": now - timedelta(days=retention.revision_days),
    }
    counts = PurgeCounts(
        erased_again=reapply_erasures(now),
        unfinished=_forget(unfinished, days["unfinished"], erase_counted, now),
        finished=_forget(without_contact, months_before(now, retention.finished_months), anonymise, now),
        applications=_forget(applications, months_before(now, retention.application_months), anonymise, now),
        accompanied=_forget(accompanied, months_before(now, 12 * retention.accompanied_years), anonymise, now),
        revisions=_drop_revisions(days["revisions"]),
        phone_addresses=_drop_phone_addresses(now),
    )
    with writing():
        forget_counts(now)
    database.forget_journal()
    return counts


def erase_counted(assessment_ids: Iterable[int], now: datetime) -> None:
    """Delete these unfinished visits; how many waited at each place stays known, by day, door and event."""
    ids = list(assessment_ids)
    facts = (Assessment.created_at, Assessment.door, Assessment.event, Assessment.waiting_at)
    counted = Counter(
        (day_of(begun), door, event or 0, place)
        for begun, door, event, place in Assessment.select(*facts).where(Assessment.id.in_(ids)).tuples()
    )
    key = (UnfinishedCount.day, UnfinishedCount.door, UnfinishedCount.event_id, UnfinishedCount.place)
    for values, visits in counted.items():
        row = UnfinishedCount.insert(dict(zip(key, values, strict=True)) | {UnfinishedCount.visits: visits})
        row.on_conflict(conflict_target=key, update={UnfinishedCount.visits: UnfinishedCount.visits + visits}).execute()
    erase(ids, now)


def _forget(
    overdue: Callable[[datetime], Any],
    before: datetime,
    forget: Callable[[Iterable[int], datetime], None],
    now: datetime,
) -> int:
    """Forget, batch by batch, what is overdue; how many. It is asked again inside: somebody may have come back."""
    found = [row.id for row in Assessment.select(Assessment.id).where(overdue(before))]
    forgotten = 0
    with database.overwriting():
        for place, batch in enumerate(chunked(found, BATCH)):
            if place:
                let_others_write()
            with writing():
                rows = Assessment.select(Assessment.id).where(overdue(before), Assessment.id.in_(batch))
                still = [row.id for row in rows]
                forget(still, now)
            forgotten += len(still)
    return forgotten


def let_others_write() -> None:
    """Leave the file alone for a moment."""
    time.sleep(PAUSE_SECONDS)


def _drop_revisions(before: datetime) -> int:
    """Drop the revisions nobody went on with; the facts are again those of the last result."""
    dropped = 0
    for found in list(Revision.select(Revision.id).where(abandoned(before))):
        with database.overwriting(), writing():
            revision = Revision.get_or_none(abandoned(before), Revision.id == found.id)
            if revision is not None:
                revision.delete_instance()
                _restore_facts(revision.assessment_id)
                dropped += 1
    return dropped


def _restore_facts(assessment_id: int) -> None:
    kept = newest_result(assessment_id)
    if kept is not None:
        set_result_facts(assessment_id, kept.result, kept.concluded_at)


def _drop_phone_addresses(now: datetime) -> int:
    """Delete the phones' addresses that nobody opened in time (reading refuses them already)."""
    unopened = (Access.purpose == Purpose.PHONE) & Access.opened_at.is_null()
    with writing():
        return int(Access.delete().where(unopened, Access.expires_at < now).execute())
