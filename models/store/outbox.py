"""Mail to send: first a row here, in the same transaction as what it announces; then, whenever it can, a message."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from peewee import fn

from models.store.database import writing
from models.store.tables import OutboxMessage

DELAYS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))
"""How long to wait after the first failure, the second… After the last of them, that one again and again."""

PATIENCE = timedelta(days=5)
"""How long after its writing a message is given up: by then somebody must look, and the list says so."""

LEASE = timedelta(minutes=10)
"""How long an attempt may take before another sender may try: longer than any timeout of the connection."""

TOO_FAR = DELAYS[-1] + LEASE
"""No letter waits longer for its next turn, unless the clock was wrong when that was set: it is due at once."""

_LONGEST_ERROR = 500


class MailKind(StrEnum):
    """What a message is about."""

    ADDRESS = "adresse"
    RECEIPT = "accuse-de-reception"
    NOTICE = "nouvelle-demande"
    LETTER = "lettre"


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
    """What the list says of a message; `recipient` and `subject` are empty once sent.

    `text` is the whole of a letter that the team wrote and that didn't leave: nobody else's is shown.
    """

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
    text: str = ""


def is_written(uid: str) -> bool:
    """Whether the letter of that name is in the outbox, sent or not."""
    return OutboxMessage.select().where(OutboxMessage.uid == uid).exists()


def write_letter(letter: Letter, now: datetime, assessment_id: int | None = None, *, uid: str = "") -> None:
    """Put a letter in the outbox: within the caller's transaction, so that both are kept or neither.

    `uid` names it, where the same may be asked for twice.
    """
    with writing():
        OutboxMessage.create(
            uid=uid or str(uuid.uuid4()),
            kind=letter.kind,
            assessment=assessment_id,
            recipient=letter.recipient,
            reply_to=letter.reply_to,
            subject=letter.subject,
            plain=letter.plain,
            html=letter.html,
            created_at=now,
            next_attempt_at=now,
        )


def claim_posting(now: datetime) -> Posting | None:
    """The letter that has waited longest for its turn, reserved for this sender; None where nothing is due."""
    if next_turn() is None:
        return None
    with writing():
        turn = OutboxMessage.next_attempt_at
        due = OutboxMessage.select().where((turn <= now) | (turn > now + TOO_FAR))
        message = due.order_by(OutboxMessage.next_attempt_at, OutboxMessage.id).first()
        if message is None:
            return None
        message.attempts, message.next_attempt_at = message.attempts + 1, now + LEASE
        message.save()
    told = {field.name: getattr(message, field.name) for field in fields(Letter)}
    letter = Letter(**{**told, "kind": MailKind(message.kind)})
    return Posting(message.id, message.uid, letter, message.created_at, message.attempts)


def mark_sent(posting: Posting, now: datetime) -> None:
    """The server took it: forget to whom and what."""
    done = {"next_attempt_at": None, "last_error": None, "given_up_at": None, "sent_at": now}
    with writing():
        OutboxMessage.update(**_FORGOTTEN, **done).where(OutboxMessage.id == posting.id).execute()


def mark_failed(posting: Posting, error: str, now: datetime) -> None:
    """It didn't work: why, and when to try again; or, after PATIENCE, given up.

    A letter that holds a personal address is forgotten when given up; the others stay, to be sent again by hand.
    """
    delay = DELAYS[min(posting.attempts, len(DELAYS)) - 1]
    # Tried many times as well: a clock that jumps ahead makes no letter old.
    given_up = posting.attempts > len(DELAYS) and now + delay > posting.created_at + PATIENCE
    failed = {
        "last_error": error[:_LONGEST_ERROR],
        "next_attempt_at": None if given_up else now + delay,
        "given_up_at": now if given_up else None,
    }
    forgotten = _FORGOTTEN if given_up and posting.letter.kind is MailKind.ADDRESS else {}
    with writing():
        unsent = (OutboxMessage.id == posting.id) & OutboxMessage.sent_at.is_null()
        OutboxMessage.update(**failed, **forgotten).where(unsent).execute()


def send_again(message_id: int, now: datetime, *, to: str = "") -> bool:
    """Put a letter that waits or was given up in front of the queue, perhaps to another address than when it was
    written; False where its text is gone."""
    here = (OutboxMessage.id == message_id) & OutboxMessage.recipient.is_null(False)
    again = OutboxMessage.update(next_attempt_at=now, given_up_at=None, **({"recipient": to} if to else {}))
    with writing():
        return bool(again.where(here).execute())


def next_turn() -> datetime | None:
    """When the next attempt is due; None where no letter waits."""
    waiting = OutboxMessage.next_attempt_at.is_null(False)
    return OutboxMessage.select(fn.min(OutboxMessage.next_attempt_at)).where(waiting).scalar()


def list_mail(*, assessment_id: int | None = None, unsent_only: bool = False, limit: int = 200) -> list[MailRecord]:
    """The messages, newest first: all, or those of one assessment, or those that aren't sent."""
    messages = OutboxMessage.select().order_by(OutboxMessage.id.desc()).limit(limit)
    if assessment_id is not None:
        messages = messages.where(OutboxMessage.assessment == assessment_id)
    if unsent_only:
        messages = messages.where(OutboxMessage.sent_at.is_null())
    return [_record(message) for message in messages]


def count_mail() -> dict[MailState, int]:
    """How many messages are in each state."""
    sent, given_up = OutboxMessage.sent_at.is_null(False), OutboxMessage.given_up_at.is_null(False)
    condition = {MailState.WAITING: ~sent & ~given_up, MailState.SENT: sent, MailState.GIVEN_UP: ~sent & given_up}
    return {state: OutboxMessage.select().where(condition[state]).count() for state in MailState}


def count_letters(assessment_id: int, kind: MailKind, since: datetime) -> int:
    """How many letters of a kind an assessment has written since that moment, sent or not."""
    written = OutboxMessage.select().where(OutboxMessage.assessment == assessment_id, OutboxMessage.kind == kind)
    return int(written.where(OutboxMessage.created_at >= since).count())


_FORGOTTEN = dict.fromkeys(("recipient", "reply_to", "subject", "plain", "html"))
"""What is erased of a letter that was sent."""


def _record(message: Any) -> MailRecord:
    state = MailState.SENT if message.sent_at else MailState.GIVEN_UP if message.given_up_at else MailState.WAITING
    return MailRecord(
        id=message.id,
        kind=MailKind(message.kind),
        assessment_id=message.assessment_id,
        recipient=message.recipient or "",
        subject=message.subject or "",
        state=state,
        created_at=message.created_at,
        attempts=message.attempts,
        next_attempt_at=message.next_attempt_at,
        last_error=message.last_error or "",
        finished_at=message.sent_at or message.given_up_at,
        text=(message.plain or "") if message.kind == MailKind.LETTER else "",
    )
