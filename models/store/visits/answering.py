"""One answer, recorded: the hot path, one short transaction of fixed statements."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from models.rules.question import Answer
from models.store.database import all_rows, one_row, run, writing
from models.store.encoding import encode_answer
from models.store.times import to_milliseconds
from models.store.tokens import Purpose
from models.store.visits.facts import touch_with_answer
from models.store.visits.finding import Visit


class AlreadyConcluded(Exception):
    """The newest revision is concluded: its answers don't change any more."""


class VisitGone(Exception):
    """The visit was erased meanwhile, or the revision dropped; its address is unknown now."""


# The sequence is the next of the whole revision, so that an answer given again becomes the latest one.
RECORD = """
INSERT INTO answer (revision_id, key, value, sequence, answered_at)
SELECT id, ?, ?, 1 + coalesce((SELECT max(sequence) FROM answer WHERE revision_id = revision.id), 0), ?
FROM revision WHERE id = ? AND concluded_at IS NULL
ON CONFLICT (revision_id, key) DO UPDATE SET
    value = excluded.value, sequence = excluded.sequence, answered_at = excluded.answered_at
RETURNING sequence
"""
LIVE = "UPDATE access SET last_sign_of_life = ? WHERE token_hash = ?"
OPENED = "UPDATE access SET opened_at = ? WHERE token_hash = ? AND opened_at IS NULL"


def record_answer(visit: Visit, key: str, value: Answer, now: datetime, *, waiting_at: int | None = None) -> Visit:
    """Keep an answer, durably; the visit with it. The facts of the assessment follow in the same transaction.

    `waiting_at` is the place of the question that comes next, for the figures (`models.rules.path.waiting_place`).

    Raises AlreadyConcluded, VisitGone, StoreUnavailable (nothing kept then).
    """
    moment = to_milliseconds(now)
    with writing():
        recorded = all_rows(RECORD, (key, encode_answer(value), moment, visit.revision_id))
        if not recorded:
            raise_refusal(visit)
        touch_with_answer(visit.assessment_id, key, value, moment, waiting_at)
        note_presence(visit, moment)
    return replace(
        visit,
        answers={**visit.answers, key: value},
        sequence={**visit.sequence, key: recorded[0][0]},
        updated_at=now,
    )


def note_presence(visit: Visit, moment: int) -> None:
    """In the caller's transaction: somebody is at the kiosk, or has opened the phone's address."""
    if visit.purpose is Purpose.KIOSK:
        run(LIVE, (moment, visit.token_hash))
    elif visit.purpose is Purpose.PHONE and not visit.phone_opened:
        run(OPENED, (moment, visit.token_hash))


def raise_refusal(visit: Visit) -> None:
    """Say why a revision takes no answers. Raises AlreadyConcluded or VisitGone, always."""
    if one_row("SELECT 1 FROM revision WHERE id = ?", (visit.revision_id,)) is None:
        raise VisitGone(visit.uid)
    raise AlreadyConcluded(visit.uid)
