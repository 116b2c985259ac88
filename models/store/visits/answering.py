"""One answer, recorded: the hot path, one short transaction of prepared statements."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec.structs import replace
from peewee import fn

from models.rules.question import Answer, Size
from models.store.database import writing
from models.store.encoding import encode_answer
from models.store.prepared import prepared
from models.store.tables import Access, AnswerRow, Revision
from models.store.tokens import Purpose
from models.store.visits.facts import touch_with_answer
from models.store.visits.finding import Visit


class AlreadyConcluded(Exception):
    """The newest revision is concluded: its answers don't change any more."""


class VisitGone(Exception):
    """The visit was erased meanwhile, or the revision dropped; its address is unknown now."""


@prepared
def _record(revision_id: int, key: str, value: str, moment: datetime, read_at: Size | None) -> Any:
    """Nothing where the revision is gone or concluded. An answer given again becomes the latest of the revision."""
    following = AnswerRow.select(fn.coalesce(fn.max(AnswerRow.sequence), 0) + 1).where(
        AnswerRow.revision == Revision.id
    )
    columns = [AnswerRow.revision, AnswerRow.key, AnswerRow.value, AnswerRow.sequence, AnswerRow.answered_at]
    columns.append(AnswerRow.read_at)
    open_one = Revision.select(Revision.id, key, value, following, moment, read_at).where(
        Revision.id == revision_id, Revision.concluded_at.is_null()
    )
    kept = AnswerRow.insert_from(open_one, columns)
    return kept.on_conflict(conflict_target=columns[:2], preserve=columns[2:]).returning(AnswerRow.sequence)


@prepared
def _live(hashed: bytes, moment: datetime) -> Any:
    return Access.update(last_sign_of_life=moment).where(Access.token_hash == hashed)


@prepared
def _opened(hashed: bytes, moment: datetime) -> Any:
    return Access.update(opened_at=moment).where(Access.token_hash == hashed, Access.opened_at.is_null())


def record_answer(
    visit: Visit,
    key: str,
    value: Answer,
    now: datetime,
    *,
    waiting_at: int | None = None,
    read_at: Size | None = None,
) -> Visit:
    """Keep an answer, durably; the visit with it. The facts of the assessment follow in the same transaction.

    `waiting_at` is the place of the question that comes next, for the figures (`models.rules.path.waiting_place`).
    `read_at` is the size of company for which the options on the screen were worded.

    Raises AlreadyConcluded, VisitGone, StoreUnavailable (nothing kept then).
    """
    with writing(visit.assessment_id):
        recorded = _record(visit.revision_id, key, encode_answer(value), now, read_at)
        if not recorded:
            raise_refusal(visit)
        touch_with_answer(visit.assessment_id, key, value, now, waiting_at)
        note_presence(visit, now)
    return replace(
        visit,
        answers={**visit.answers, key: value},
        sequence={**visit.sequence, key: recorded[0][0]},
        read_at={each: size for each, size in {**visit.read_at, key: read_at}.items() if size is not None},
        updated_at=now,
    )


def note_presence(visit: Visit, now: datetime) -> None:
    """In the caller's transaction: somebody is at the kiosk, or has opened the phone's address."""
    if visit.purpose is Purpose.KIOSK:
        _live(visit.token_hash, now)
    elif visit.purpose is Purpose.PHONE and not visit.phone_opened:
        _opened(visit.token_hash, now)


def raise_refusal(visit: Visit) -> None:
    """Say why a revision takes no answers. Raises AlreadyConcluded or VisitGone, always."""
    if Revision.get_or_none(Revision.id == visit.revision_id) is None:
        raise VisitGone(visit.uid)
    raise AlreadyConcluded(visit.uid)
