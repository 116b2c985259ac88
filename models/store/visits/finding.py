"""A visit as read from the tables: whose address, which assessment, its newest revision and the answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

import msgspec

from models.rules.question import Answer
from models.store.database import Row, all_rows
from models.store.encoding import decode_answers
from models.store.times import to_milliseconds, to_moment, to_moment_or_none
from models.store.tokens import Purpose, token_hash

KIOSK_COUNTDOWN_SECONDS = 20
"""The dialog's countdown, after the event's idle delay."""

KIOSK_RESULT_SECONDS = 180
"""The idle delay on a result, unless the event's own is longer."""


class Door(StrEnum):
    """Where an assessment came in."""

    SITE = "site"
    KIOSK = "borne"
    EMBED = "integre"
    MANUAL = "manuel"


class Visit(msgspec.Struct, frozen=True):
    """One assessment as seen from one of its addresses, with the answers of its newest revision.

    `sequence` says for each answered key in which order it was last answered (greater = later). `concluded_at` is the
    newest revision's; `has_result` says whether any revision was concluded. `access_closed` is true for a kiosk's
    address that was reset or left idle. `expires_at` is set for a phone's address that was never opened.
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
    concluded_at: datetime | None
    has_result: bool
    created_at: datetime
    updated_at: datetime
    access_closed: bool
    expires_at: datetime | None
    phone_opened: bool

    @property
    def concluded(self) -> bool:
        """Whether the newest revision is concluded: answers can't be changed without opening another."""
        return self.concluded_at is not None


PURPOSES = {purpose.value: purpose for purpose in Purpose}
DOORS = {door.value: door for door in Door}
"""By what the columns hold: to look one up costs a tenth of asking the enumeration."""

FIND = """
SELECT access.purpose, access.salt, access.expires_at, access.last_sign_of_life, access.closed_at, access.opened_at,
    assessment.id, assessment.uid, assessment.reference, assessment.door, assessment.host_origin, assessment.event_id,
    assessment.created_at, assessment.updated_at, assessment.concluded_at,
    revision.id, revision.number, revision.short, revision.concluded_at, event.idle_seconds,
    (SELECT json_group_array(json_array(key, json(value), sequence)) FROM answer WHERE revision_id = revision.id)
FROM access
JOIN assessment ON assessment.id = access.assessment_id
JOIN revision ON revision.id =
    (SELECT id FROM revision WHERE assessment_id = access.assessment_id ORDER BY number DESC LIMIT 1)
LEFT JOIN event ON event.id = assessment.event_id
WHERE access.token_hash = ?
"""
ANSWERS = "SELECT json_group_array(json_array(key, json(value), sequence)) FROM answer WHERE revision_id = ?"


def find_visit(token: str, now: datetime) -> Visit | None:
    """The visit of a personal, kiosk or phone address; None where it is unknown, renewed, erased or expired.

    A kiosk's address that was closed, or that nobody touched for too long, is still found, with `access_closed`.
    Never writes.
    """
    hashed = token_hash(token)
    rows = all_rows(FIND, (hashed,))
    return _visit(hashed, rows[0], to_milliseconds(now)) if rows else None


def read_answers(revision_id: int) -> tuple[dict[str, Answer], dict[str, int]]:
    """A revision's answers, and the sequence in which they were given."""
    return _in_order(all_rows(ANSWERS, (revision_id,))[0][0])


def _in_order(given_as_json: str) -> tuple[dict[str, Answer], dict[str, int]]:
    given = decode_answers(given_as_json)
    return {key: value for key, value, _ in given}, {key: place for key, _, place in given}


def find_by_reference(reference: str) -> list[int]:
    """The assessments that a reference shown to a visitor can mean: its own, or the one it had at an unmerged stand."""
    wanted = reference.strip().upper()
    rows = all_rows(
        "SELECT id FROM assessment WHERE reference = ?1 OR stand_reference = ?1 ORDER BY reference = ?1 DESC, id",
        (wanted,),
    )
    return [row[0] for row in rows]


def _visit(hashed: bytes, row: Row, now: int) -> Visit | None:
    purpose, salt, expires_at, sign_of_life, closed_at, opened_at, *row_of_assessment = row
    assessment_id, uid, reference, door, host_origin, event_id, created_at, updated_at, result_at = row_of_assessment[
        :9
    ]
    revision_id, number, short, concluded_at, idle_seconds, given = row_of_assessment[9:]
    closed = closed_at is not None
    if purpose == Purpose.KIOSK:
        closed = closed or now > sign_of_life + _patience(idle_seconds, on_result=concluded_at is not None)
    elif closed or purpose == Purpose.SHARE or (opened_at is None and expires_at is not None and now > expires_at):
        return None
    answers, sequence = _in_order(given)
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
        short=bool(short),
        answers=answers,
        sequence=sequence,
        concluded_at=to_moment_or_none(concluded_at),
        has_result=result_at is not None,
        created_at=to_moment(created_at),
        updated_at=to_moment(updated_at),
        access_closed=closed,
        expires_at=to_moment_or_none(expires_at) if opened_at is None else None,
        phone_opened=opened_at is not None,
    )


def _patience(idle_seconds: int | None, *, on_result: bool) -> int:
    """How long a kiosk's visit outlives its last sign of life, in milliseconds."""
    idle = idle_seconds or 0
    return 1000 * ((max(idle, KIOSK_RESULT_SECONDS) if on_result else idle) + KIOSK_COUNTDOWN_SECONDS)
