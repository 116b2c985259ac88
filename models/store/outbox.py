"""Mail to send: first a row here, in the same transaction as what it announces; then, whenever it can, a message."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from models.store.database import Row, all_rows, one_row, run, writing
from models.store.times import to_milliseconds, to_moment, to_moment_or_none

DELAYS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))
"""How long to wait after the first failure, the second… After the last of them, that one again and again."""

PATIENCE = timedelta(days=5)
"""How long after its writing a message is given up: by then somebody must look, and the list says so."""

LEASE = timedelta(minutes=10)
"""How long an attempt may take before another sender may try: longer than any timeout of the connection."""

_LONGEST_ERROR = 500


class MailKind(StrEnum):
    """What a message is about."""

    ADDRESS = "adresse"
    RECEIPT = "accuse-de-reception"
    NOTICE = "nouvelle-demande"


class MailState(StrEnum):
    """How far a message got."""

    WAITING = "en attente"
    SENT = "envoyé"
    GIVEN_UP = "abandonné"


@dataclass(frozen=True, slots=True)
class Letter:
    """A message to write down: one recipient, a subject on one line, the same words as text and as HTML."""

    kind: MailKind
    recipient: str
    subject: str
    plain: str
    html: str
    reply_to: str = ""


@dataclass(frozen=True, slots=True)
class Posting:
    """A letter being sent: its row, and the name that stays the same at every attempt."""

    id: int
    uid: str
    letter: Letter
    created_at: datetime
    attempts: int


@dataclass(frozen=True, slots=True)
class MailRecord:
    """What the list says of a message; `recipient` and `subject` are empty once sent."""

    id: int
    kind: MailKind
    assessment_id: int | None
    recipient: str
    subject: str
    state: MailState
    created_at: datetime
    attempts: int
    next_attempt_at: datetime | None
    last_error: str
    finished_at: datetime | None


def write_letter(letter: Letter, now: datetime, assessment_id: int | None = None) -> None:
    """Put a letter in the outbox: within the caller's transaction, so that both are kept or neither."""
    moment = to_milliseconds(now)
    with writing():
        run(
            "INSERT INTO outbox_message (uid, kind, assessment_id, recipient, reply_to, subject, plain, html,"
            " created_at, next_attempt_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                str(uuid.uuid4()),
                letter.kind,
                assessment_id,
                letter.recipient,
                letter.reply_to,
                letter.subject,
                letter.plain,
                letter.html,
                moment,
                moment,
            ),
        )


def claim_posting(now: datetime) -> Posting | None:
    """The letter that has waited longest for its turn, reserved for this sender; None where nothing is due."""
    moment = to_milliseconds(now)
    if next_turn() is None:
        return None
    with writing():
        rows = all_rows(
            "UPDATE outbox_message SET attempts = attempts + 1, next_attempt_at = ? WHERE id ="
            " (SELECT id FROM outbox_message WHERE next_attempt_at <= ? ORDER BY next_attempt_at, id LIMIT 1)"
            " RETURNING id, uid, kind, recipient, subject, plain, html, reply_to, created_at, attempts",
            (to_milliseconds(now + LEASE), moment),
        )
    if not rows:
        return None
    id_, uid, kind, recipient, subject, plain, html, reply_to, created_at, attempts = rows[0]
    letter = Letter(MailKind(kind), recipient, subject, plain, html, reply_to)
    return Posting(id_, uid, letter, to_moment(created_at), attempts)


def mark_sent(posting: Posting, now: datetime) -> None:
    """The server took it: forget to whom and what."""
    with writing():
        run(
            f"UPDATE outbox_message SET {_FORGOTTEN}, next_attempt_at = NULL, last_error = NULL, given_up_at = NULL,"
            " sent_at = ? WHERE id = ?",
            (to_milliseconds(now), posting.id),
        )


def mark_failed(posting: Posting, error: str, now: datetime) -> None:
    """It didn't work: why, and when to try again; or, after PATIENCE, given up.

    A letter that holds a personal address is forgotten when given up; the others stay, to be sent again by hand.
    """
    moment = to_milliseconds(now)
    delay = DELAYS[min(posting.attempts, len(DELAYS)) - 1]
    given_up = now + delay > posting.created_at + PATIENCE
    forget = given_up and posting.letter.kind is MailKind.ADDRESS
    with writing():
        run(
            f"UPDATE outbox_message SET last_error = ?, next_attempt_at = ?, given_up_at = ?"
            f"{', ' + _FORGOTTEN if forget else ''} WHERE id = ? AND sent_at IS NULL",
            (
                error[:_LONGEST_ERROR],
                None if given_up else to_milliseconds(now + delay),
                moment if given_up else None,
                posting.id,
            ),
        )


def send_again(message_id: int, now: datetime) -> bool:
    """Put a letter that waits or was given up in front of the queue; False where its text is gone."""
    with writing():
        return bool(
            run(
                "UPDATE outbox_message SET next_attempt_at = ?, given_up_at = NULL"
                " WHERE id = ? AND sent_at IS NULL AND recipient IS NOT NULL",
                (to_milliseconds(now), message_id),
            )
        )


def next_turn() -> datetime | None:
    """When the next attempt is due; None where no letter waits."""
    row = one_row("SELECT min(next_attempt_at) FROM outbox_message WHERE next_attempt_at IS NOT NULL")
    return to_moment_or_none(row[0]) if row else None


def list_mail(*, assessment_id: int | None = None, unsent_only: bool = False, limit: int = 200) -> list[MailRecord]:
    """The messages, newest first: all, or those of one assessment, or those that aren't sent."""
    rows = all_rows(
        "SELECT id, kind, assessment_id, recipient, subject, created_at, attempts, next_attempt_at, last_error,"
        " sent_at, given_up_at FROM outbox_message"
        " WHERE (?1 IS NULL OR assessment_id = ?1) AND (NOT ?2 OR sent_at IS NULL) ORDER BY id DESC LIMIT ?3",
        (assessment_id, unsent_only, limit),
    )
    return [_record(row) for row in rows]


def count_mail() -> dict[MailState, int]:
    """How many messages are in each state."""
    rows = all_rows(
        "SELECT CASE WHEN sent_at IS NOT NULL THEN ?1 WHEN given_up_at IS NOT NULL THEN ?2 ELSE ?3 END AS state,"
        " count(*) FROM outbox_message GROUP BY state",
        (MailState.SENT, MailState.GIVEN_UP, MailState.WAITING),
    )
    counted: dict[str, int] = dict(rows)
    return {state: counted.get(state, 0) for state in MailState}


def count_letters(assessment_id: int, kind: MailKind, since: datetime) -> int:
    """How many letters of a kind an assessment has written since that moment, sent or not."""
    row = one_row(
        "SELECT count(*) FROM outbox_message WHERE assessment_id = ? AND kind = ? AND created_at >= ?",
        (assessment_id, kind, to_milliseconds(since)),
    )
    return int(row[0]) if row else 0


_FORGOTTEN = "recipient = NULL, reply_to = NULL, subject = NULL, plain = NULL, html = NULL"


def _record(row: Row) -> MailRecord:
    id_, kind, assessment_id, recipient, subject, created_at, attempts, next_at, error, sent_at, given_up_at = row
    state = MailState.SENT if sent_at else MailState.GIVEN_UP if given_up_at else MailState.WAITING
    return MailRecord(
        id=id_,
        kind=MailKind(kind),
        assessment_id=assessment_id,
        recipient=recipient or "",
        subject=subject or "",
        state=state,
        created_at=to_moment(created_at),
        attempts=attempts,
        next_attempt_at=to_moment_or_none(next_at),
        last_error=error or "",
        finished_at=to_moment_or_none(sent_at or given_up_at),
    )
