"""Answering on a slip: in progress under an address of its own, then sent once, into a box that keeps no trace of whom.

What is replaced is overwritten, and sending empties the journal, which else holds one state after the other.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from models.rules import ballots
from models.rules.collection import Group
from models.rules.question import Size
from models.store import tables
from models.store.database import StoreUnavailable, database, writing
from models.store.times import day_of, end_of
from models.store.tokens import new_token, seal, slip_hash, token_hash, unseal

SHORT_WAIT = 0.5
"""Seconds that a sender waits for readers before the journal is left for the next one to empty."""


class SlipState(StrEnum):
    """What a slip may still do: be answered (`OPEN`), or why it may not."""

    OPEN = "ouvert"
    USED = "utilise"
    OVER = "termine"
    CLOSED = "clos"


class SlipRefused(Exception):
    """The slip takes no answers: it was used, its collection closed or erased, or its answers in progress are gone."""


class BallotChanged(Exception):
    """Another tab changed the answers meanwhile: read them again before they are sent."""


@dataclass(frozen=True, slots=True)
class Slip:
    """A slip as somebody holds it; `ended_on` is the day its collection was closed, or else is."""

    token_hash: bytes
    assessment_id: int
    group: Group
    size: Size
    state: SlipState
    ended_on: date


@dataclass(frozen=True, slots=True)
class Attempt:
    """Answers in progress on a slip."""

    token: str
    answers: Mapping[str, str]


def find_slip(token: str, now: datetime) -> Slip | None:
    """The slip of a printed or typed address; None where it is unknown or erased. Never writes."""
    query = tables.Slip.select(tables.Slip, tables.Collection).join(tables.Collection)
    row = query.where(tables.Slip.token_hash == slip_hash(token)).first()
    if row is None:
        return None
    collection = row.collection
    ended_on = day_of(collection.closed_at) if collection.closed_at else collection.closes_on
    return Slip(
        bytes(row.token_hash),
        collection.assessment_id,
        Group(row.group),
        Size(collection.size),
        _state(row, collection, now),
        ended_on,
    )


def begin_attempt(slip: Slip, now: datetime) -> str:
    """Begin to answer on a slip; the token of the address that holds the answers. The paper alone opens none.

    Raises SlipRefused, StoreUnavailable.
    """
    token = new_token()
    with writing(slip.assessment_id):
        _open_slip(slip, now)
        sealed = _sealed(token, {})
        tables.Attempt.insert(token_hash=token_hash(token), slip=slip.token_hash, sealed=sealed).execute()
    return token


def find_attempt(slip: Slip, token: str) -> Attempt | None:
    """The answers in progress at that address of a slip; None where there are none."""
    row = tables.Attempt.get_or_none(_which(slip, token))
    return None if row is None else Attempt(token, json.loads(unseal(token, bytes(row.sealed))))


def record_on_slip(slip: Slip, attempt: Attempt, key: str, value: str, now: datetime) -> Attempt:
    """Keep an answer in progress; all of them. Raises SlipRefused, StoreUnavailable (nothing kept then)."""
    with database.overwriting(), writing(slip.assessment_id):
        _open_slip(slip, now)
        kept = find_attempt(slip, attempt.token)
        if kept is None:
            raise SlipRefused(SlipState.OPEN)
        answers = {**kept.answers, key: value}
        sealed = _sealed(attempt.token, answers)
        tables.Attempt.update(sealed=sealed).where(_which(slip, attempt.token)).execute()
    return Attempt(attempt.token, answers)


def send_ballot(
    slip: Slip, attempt: Attempt, put_in: Callable[[ballots.Box], dict[str, dict[str, int]]], now: datetime
) -> None:
    """Use the slip up and put its ballot into the group's box, of which `put_in` makes the next; once, whoever else
    sends at the same moment. Answers in progress on the slip are erased, all of them.

    Raises BallotChanged, SlipRefused, StoreUnavailable (nothing sent then).
    """
    with database.overwriting(), writing(slip.assessment_id):
        row = _open_slip(slip, now)
        kept = find_attempt(slip, attempt.token)
        if kept is None:
            raise SlipRefused(SlipState.OPEN)
        if kept != attempt:
            raise BallotChanged
        tables.Slip.update(used=True).where(tables.Slip.token_hash == slip.token_hash).execute()
        tables.Attempt.delete().where(tables.Attempt.slip == slip.token_hash).execute()
        this = (tables.Box.collection == row.collection_id) & (tables.Box.group == row.group)
        box = tables.Box.get(this)
        contents = json.dumps(put_in(json.loads(box.contents)))
        tables.Box.update(contents=contents, sent=box.sent + 1).where(this).execute()
    empty_journal()


def empty_journal() -> None:
    """After a commit: take away the journal's former states. Where that can't be done now, the next time does it."""
    with suppress(StoreUnavailable):
        database.forget_journal(SHORT_WAIT)


def _sealed(token: str, answers: Mapping[str, str]) -> bytes:
    return seal(token, json.dumps(answers))


def _which(slip: Slip, token: str) -> Any:
    return (tables.Attempt.token_hash == token_hash(token)) & (tables.Attempt.slip == slip.token_hash)


def _open_slip(slip: Slip, now: datetime) -> Any:
    """The slip's row, in the caller's transaction. Raises SlipRefused where it takes no answers."""
    query = tables.Slip.select(tables.Slip, tables.Collection).join(tables.Collection)
    row = query.where(tables.Slip.token_hash == slip.token_hash).first()
    state = SlipState.CLOSED if row is None else _state(row, row.collection, now)
    if state is not SlipState.OPEN:
        raise SlipRefused(state)
    return row


def _state(row: Any, collection: Any, now: datetime) -> SlipState:
    if collection.closed_at is not None:
        return SlipState.CLOSED
    if row.used:
        return SlipState.USED
    return SlipState.OVER if now >= end_of(collection.closes_on) else SlipState.OPEN
