"""Collections for the tests: a company that asks, slips in hand, ballots sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import partial

from models.rules.ballots import put_in
from models.rules.collection import Group
from models.rules.question import Size
from models.store.collections import (
    Attempt,
    Slip,
    begin_attempt,
    find_attempt,
    find_slip,
    open_collection,
    printable_slips,
    record_on_slip,
    send_ballot,
)
from models.store.visits import Visit
from tests.rules.sample import PRACTICE_KEYS, SAMPLE
from tests.store.making import NOW, concluded, found

CLOSES_ON = date(2026, 3, 16)
AFTER = datetime.combine(CLOSES_ON, datetime.min.time(), NOW.tzinfo) + timedelta(days=1)
"""One in the morning in Paris, the day after."""

SLIPS = {Group.EQUIPE: 12, Group.REPRESENTANTS: 2}


def asking(slips: Mapping[Group, int] = SLIPS, now: datetime = NOW) -> tuple[Visit, str, dict[Group, list[str]]]:
    """A visit with a result and an open collection; its token, and its slips' tokens."""
    visit, token = concluded(now)
    open_collection(visit, token, Size.FROM_11_TO_49, CLOSES_ON, slips, now)
    return visit, token, printable_slips(visit, token)


def slips_of(visit: Visit, token: str) -> dict[Group, list[str]]:
    """The slips' tokens, as they are printed now."""
    return printable_slips(found(token), token)


def held(token: str, now: datetime = NOW) -> Slip:
    """The slip at that address, which must be there."""
    slip = find_slip(token, now)
    assert slip is not None
    return slip


def ballot(level: str = "1", **others: str) -> dict[str, str]:
    """An answer to each of the ten questions."""
    return {**dict.fromkeys(PRACTICE_KEYS, level), **others}


def filled(token: str, answers: Mapping[str, str], now: datetime = NOW) -> tuple[Slip, Attempt]:
    """A slip with these answers in progress."""
    slip = held(token, now)
    attempt = find_attempt(slip, begin_attempt(slip, now))
    assert attempt is not None
    for key, value in answers.items():
        attempt = record_on_slip(slip, attempt, key, value, now)
    return slip, attempt


def send(slip: Slip, attempt: Attempt, now: datetime = NOW) -> None:
    """Put what was answered into the box."""
    send_ballot(slip, attempt, partial(put_in, SAMPLE, ballot=attempt.answers), now)


def sent(token: str, answers: Mapping[str, str], now: datetime = NOW) -> None:
    """Answer a slip and send it."""
    send(*filled(token, answers, now), now)
