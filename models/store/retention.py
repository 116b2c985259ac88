"""How long data lives: the purge, by "older than", so that a missed run is made up for by the next one.

The delays are the content's (`[conservation]`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.rules.questionnaire import Retention
from models.store.database import all_rows, database, one_row, run, writing
from models.store.encoding import decode_result
from models.store.erasure import anonymise, erase, overwriting, reapply_erasures
from models.store.times import months_before, to_milliseconds
from models.store.visits.facts import set_result_facts

BATCH = 200
"""Assessments forgotten in one transaction: visitors who are answering meanwhile wait no longer than for that."""

LONG_KEPT = ("accompagne", "termine")
"""The stages of projects that received public aid: they must stay accountable."""

UNFINISHED = """
SELECT id FROM assessment
WHERE concluded_at IS NULL AND application_stage IS NULL AND anonymised_at IS NULL AND updated_at < ?
"""
WITHOUT_CONTACT = """
SELECT id FROM assessment
WHERE concluded_at IS NOT NULL AND application_stage IS NULL AND anonymised_at IS NULL AND updated_at < ?
"""
APPLICATIONS = f"""
SELECT id FROM assessment
WHERE application_stage NOT IN {LONG_KEPT} AND anonymised_at IS NULL AND coalesce(last_contact_at, updated_at) < ?
"""
ACCOMPANIED = f"""
SELECT id FROM assessment
WHERE application_stage IN {LONG_KEPT} AND anonymised_at IS NULL AND coalesce(last_contact_at, updated_at) < ?
"""
ABANDONED_REVISIONS = """
SELECT id FROM revision
WHERE concluded_at IS NULL AND number > 1 AND opened_at < ?1
    AND NOT EXISTS (SELECT 1 FROM answer WHERE revision_id = revision.id AND answered_at >= ?1)
"""
ABANDONED_REVISION = ABANDONED_REVISIONS.replace("SELECT id", "SELECT assessment_id") + "AND id = ?2"


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
        unfinished=_forget(UNFINISHED, days["unfinished"], erase, now),
        finished=_forget(WITHOUT_CONTACT, months_before(now, retention.finished_months), anonymise, now),
        applications=_forget(APPLICATIONS, months_before(now, retention.application_months), anonymise, now),
        accompanied=_forget(ACCOMPANIED, months_before(now, 12 * retention.accompanied_years), anonymise, now),
        revisions=_drop_revisions(days["revisions"]),
        phone_addresses=_drop_phone_addresses(now),
    )
    # The journal still holds the pages as they were before.
    database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return counts


def _forget(overdue: str, before: datetime, forget: Callable[[Iterable[int], datetime], None], now: datetime) -> int:
    """Forget, batch by batch, what the query finds; how many. It is asked again inside: somebody may have come back."""
    limit = to_milliseconds(before)
    found = [row[0] for row in all_rows(overdue, (limit,))]
    forgotten = 0
    with overwriting():
        for start in range(0, len(found), BATCH):
            batch = json.dumps(found[start : start + BATCH])
            with writing():
                still = [
                    row[0] for row in all_rows(f"{overdue} AND id IN (SELECT value FROM json_each(?))", (limit, batch))
                ]
                forget(still, now)
            forgotten += len(still)
    return forgotten


def _drop_revisions(before: datetime) -> int:
    """Drop the revisions nobody went on with; the facts are again those of the last result."""
    limit = to_milliseconds(before)
    dropped = 0
    for (revision_id,) in all_rows(ABANDONED_REVISIONS, (limit,)):
        with overwriting(), writing():
            abandoned = one_row(ABANDONED_REVISION, (limit, revision_id))
            if abandoned is not None:
                run("DELETE FROM revision WHERE id = ?", (revision_id,))
                _restore_facts(abandoned[0])
                dropped += 1
    return dropped


def _restore_facts(assessment_id: int) -> None:
    kept = one_row(
        "SELECT result, concluded_at FROM revision WHERE assessment_id = ? AND result IS NOT NULL"
        " ORDER BY number DESC LIMIT 1",
        (assessment_id,),
    )
    if kept is not None:
        set_result_facts(assessment_id, decode_result(kept[0]), kept[1])


def _drop_phone_addresses(now: datetime) -> int:
    """Delete the phones' addresses that nobody opened in time (reading refuses them already)."""
    with writing():
        return run(
            "DELETE FROM access WHERE purpose = 'phone' AND opened_at IS NULL AND expires_at < ?",
            (to_milliseconds(now),),
        )
