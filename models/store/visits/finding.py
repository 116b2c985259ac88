"""A visit as read from the tables: whose address, which assessment, its newest revision and the answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import msgspec
from peewee import JOIN

from models.rules.question import Answer, Size
from models.store.contents import newest_published
from models.store.encoding import decode_answer
from models.store.engine import Row
from models.store.prepared import prepared
from models.store.tables import Access, AnswerRow, Assessment, Event, Revision
from models.store.tokens import Purpose, token_hash

KIOSK_COUNTDOWN_SECONDS = 20
"""The dialog's countdown, after the event's idle delay."""

KIOSK_RESULT_SECONDS = 180
"""The idle delay on a result, unless the event's own is longer."""

_LONGEST_REFERENCE = 40
"""Characters looked at of a reference that somebody typed: none of ours has as many."""


class Door(StrEnum):
    """Where an assessment came in."""

    SITE = "site"
    KIOSK = "borne"
    EMBED = "integre"
    MANUAL = "manuel"


class Visit(msgspec.Struct, frozen=True):
    """One assessment as seen from one of its addresses, with the answers of its newest revision.

    `sequence` says for each answered key in which order it was last answered (greater = later), `read_at` for which
    size of company its options were worded (where it is known). `concluded_at` is the
    newest revision's; `has_result` says whether any revision was concluded. `access_closed` is true for a kiosk's
    address that was reset or left idle. `expires_at` is set for a phone's address that was never opened.
    `published_id` is the content version that ran when the visit was found (None: none was published).
    (A Struct and not a dataclass: made and replaced at every step, ten times faster; use `msgspec.structs.replace`.)
    """

    assessment_id: int
    uid: str
    reference: str
    purpose: Purpose
    door: Door
    event_id: int | None
    host_origin: str
    token_hash: bytes
    salt: bytes
    revision_id: int
    revision_number: int
    short: bool
    answers: Mapping[str, Answer]
    sequence: Mapping[str, int]
    read_at: Mapping[str, Size]
    concluded_at: datetime | None
    has_result: bool
    created_at: datetime
    updated_at: datetime
    access_closed: bool
    expires_at: datetime | None
    phone_opened: bool
    published_id: int | None = None

    @property
    def concluded(self) -> bool:
        """Whether the newest revision is concluded: answers can't be changed without opening another."""
        return self.concluded_at is not None


READ_ONLY = frozenset({Purpose.SHARE.value, Purpose.SHEET.value})
"""The addresses that lead to no answers to change: a shared result, a project sheet."""

PURPOSES = {purpose.value: purpose for purpose in Purpose}
DOORS = {door.value: door for door in Door}
SIZES = {size.value: size for size in Size}
"""By what the columns hold: to look one up costs a tenth of asking the enumeration."""


@prepared
def _found(hashed: bytes) -> Any:
    return (
        Access.select(
            *(Access.purpose, Access.salt, Access.expires_at, Access.last_sign_of_life, Access.closed_at),
            *(Access.opened_at, Assessment.id, Assessment.uid, Assessment.reference, Assessment.door),
            *(Assessment.host_origin, Assessment.event, Assessment.created_at, Assessment.updated_at),
            *(Assessment.concluded_at, Revision.id, Revision.number, Revision.short, Revision.concluded_at),
            *(Event.idle_seconds, newest_published()),
        )
        .join(Assessment)
        .join(Revision)
        .join_from(Assessment, Event, JOIN.LEFT_OUTER)
        .where(Access.token_hash == hashed)
        .order_by(Revision.number.desc())
        .limit(1)
    )


@prepared
def _given(revision_id: int) -> Any:
    columns = (AnswerRow.key, AnswerRow.value, AnswerRow.sequence, AnswerRow.read_at)
    return AnswerRow.select(*columns).where(AnswerRow.revision == revision_id)


def find_visit(token: str, now: datetime) -> Visit | None:
    """The visit of a personal, kiosk or phone address; None where it is unknown, renewed, erased or expired.

    A kiosk's address that was closed, or that nobody touched for too long, is still found, with `access_closed`.
    Never writes.
    """
    hashed = token_hash(token)
    rows = _found(hashed)
    return _visit(hashed, rows[0], now) if rows else None


def read_answers(revision_id: int) -> tuple[dict[str, Answer], dict[str, int], dict[str, Size]]:
    """A revision's answers, the sequence in which they were given, and the size their words were read at."""
    answers, sequence, read_at = {}, {}, {}
    for key, value, place, size in _given(revision_id):
        answers[key], sequence[key] = decode_answer(value), place
        if size is not None:
            read_at[key] = SIZES[size]
    return answers, sequence, read_at


def find_by_reference(reference: str) -> list[int]:
    """The assessments that a reference shown to a visitor can mean: its own, or the one it had at an unmerged stand."""
    wanted = reference.strip()[:_LONGEST_REFERENCE].upper()
    own = Assessment.reference == wanted
    found = Assessment.select(Assessment.id, Assessment.reference).where(own | (Assessment.stand_reference == wanted))
    return [each.id for each in sorted(found, key=lambda each: (each.reference != wanted, each.id))]


def _visit(hashed: bytes, row: Row, now: datetime) -> Visit | None:
    purpose, salt, expires_at, sign_of_life, closed_at, opened_at, *of_assessment = row
    assessment_id, uid, reference, door, host_origin, event_id, created_at, updated_at, result_at = of_assessment[:9]
    revision_id, number, short, concluded_at, idle_seconds, published_id = of_assessment[9:]
    closed = closed_at is not None
    if purpose == Purpose.KIOSK:
        closed = closed or now > sign_of_life + _patience(idle_seconds, on_result=concluded_at is not None)
    elif closed or purpose in READ_ONLY or (opened_at is None and expires_at is not None and now > expires_at):
        return None
    answers, sequence, read_at = read_answers(revision_id)
    return Visit(
        assessment_id=assessment_id,
        uid=uid,
        reference=reference or "",
        purpose=PURPOSES[purpose],
        door=DOORS[door],
        event_id=event_id,
        host_origin=host_origin,
        token_hash=hashed,
        salt=salt,
        revision_id=revision_id,
        revision_number=number,
        short=short,
        answers=answers,
        sequence=sequence,
        read_at=read_at,
        concluded_at=concluded_at,
        has_result=result_at is not None,
        created_at=created_at,
        updated_at=updated_at,
        access_closed=closed,
        expires_at=expires_at if opened_at is None else None,
        phone_opened=opened_at is not None,
        published_id=published_id,
    )


def _patience(idle_seconds: int | None, *, on_result: bool) -> timedelta:
    """How long a kiosk's visit outlives its last sign of life."""
    idle = idle_seconds or 0
    return timedelta(seconds=(max(idle, KIOSK_RESULT_SECONDS) if on_result else idle) + KIOSK_COUNTDOWN_SECONDS)
