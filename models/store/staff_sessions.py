"""Who is signed in: a row a session, so that a session can be ended from anywhere; and what slows a guesser down."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from models.store import audit
from models.store.database import writing
from models.store.prepared import prepared
from models.store.staff import COLUMNS, Account, only_account
from models.store.tables import SignInFailure, StaffAccount, StaffSession
from models.store.tokens import new_token, token_hash

LASTS_AT_MOST = timedelta(hours=12)
"""From sign-in, whatever is done meanwhile: a working day."""

CLOCKS_DIFFER = timedelta(minutes=5)
"""How much a clock may be set back without anybody being signed out."""

MOST_REFUSALS = 200
"""Refused sign-ins that the log tells in an hour: those of a storm would fill it."""

_REFUSED = "refuser une connexion"
_FREE_TRIES = 4
_LONGEST_WAIT = timedelta(minutes=15)
_FREE_TRIES_OF_AN_ADDRESS = 30
_LONGEST_WAIT_OF_AN_ADDRESS = timedelta(minutes=1)
_FREE_TRIES_AT_AN_ACCOUNT = 50
_LONGEST_WAIT_AT_AN_ACCOUNT = timedelta(seconds=30)
_FORGOTTEN_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OpenSession:
    """One browser that is signed in."""

    token_hash: bytes
    created_at: datetime
    expires_at: datetime
    browser: str


def open_session(account: Account, now: datetime, browser: str) -> str:
    """A new session; its token, kept by the browser alone. Sessions past their end are swept on the way."""
    token = new_token()
    with writing():
        StaffSession.delete().where(StaffSession.expires_at <= now).execute()
        StaffSession.create(
            token_hash=token_hash(token),
            account=account.id,
            created_at=now,
            expires_at=now + LASTS_AT_MOST,
            browser=browser[:200],
        )
        audit.record(account.actor, "se connecter", now, subject=account.email)
    return token


@prepared
def _holder(hashed: bytes, now: datetime, latest_end: datetime) -> Any:
    held = (StaffSession.token_hash == hashed) & _lasts(now, latest_end) & StaffAccount.disabled_at.is_null()
    return StaffAccount.select(*COLUMNS).join(StaffSession).where(held)


def find_session_account(token: str, now: datetime) -> Account | None:
    """Who holds that session; None where it ended, or the account was disabled."""
    return only_account(_holder(token_hash(token), now, _latest_end(now)))


def list_sessions(account: Account, now: datetime) -> list[OpenSession]:
    """The account's open sessions, newest first."""
    rows = StaffSession.select().where(StaffSession.account == account.id, _lasts(now, _latest_end(now)))
    return [
        OpenSession(row.token_hash, row.created_at, row.expires_at, row.browser)
        for row in rows.order_by(StaffSession.created_at.desc())
    ]


def _lasts(now: datetime, latest_end: datetime) -> Any:
    """The session isn't over, nor was it begun by a clock that was ahead: it would last until that time comes."""
    return (StaffSession.expires_at > now) & (StaffSession.expires_at <= latest_end)


def _latest_end(now: datetime) -> datetime:
    return now + LASTS_AT_MOST + CLOCKS_DIFFER


def end_session(token: str) -> None:
    """Sign one browser out."""
    with writing():
        StaffSession.delete().where(StaffSession.token_hash == token_hash(token)).execute()


def end_all_sessions(account: Account, now: datetime) -> None:
    """Sign every browser of the account out."""
    with writing():
        StaffSession.delete().where(StaffSession.account == account.id).execute()
        audit.record(account.actor, "se déconnecter partout", now, subject=account.email)


def wait_before_trying(address: str, email: str, now: datetime, *, by_others_too: bool = False) -> timedelta:
    """How long this address must wait before it tries this account again; zero where it needn't.

    A colleague is never locked out by somebody else's tries: what counts is the pair of address and account, much more
    leniently the address alone, and for a stranger (`by_others_too`) the account, whoever tried it from wherever: a
    crowd of addresses then has 30 seconds between two tries.
    """
    pair, alone, account = _keys(address, email)
    return max(
        _wait(pair, _FREE_TRIES, _LONGEST_WAIT, now),
        _wait(alone, _FREE_TRIES_OF_AN_ADDRESS, _LONGEST_WAIT_OF_AN_ADDRESS, now),
        _wait(account, _FREE_TRIES_AT_AN_ACCOUNT, _LONGEST_WAIT_AT_AN_ACCOUNT, now) if by_others_too else timedelta(0),
    )


def note_failure(address: str, email: str, now: datetime) -> None:
    """One more wrong try. Old ones are forgotten after a day."""
    with writing():
        SignInFailure.delete().where(SignInFailure.last_at < now - _FORGOTTEN_AFTER).execute()
        for key in _keys(address, email):
            SignInFailure.insert(key=key, count=1, last_at=now).on_conflict(
                conflict_target=[SignInFailure.key],
                update={SignInFailure.count: SignInFailure.count + 1, SignInFailure.last_at: now},
            ).execute()


def note_refusal(address: str, email: str, account: Account | None, why: str, now: datetime) -> None:
    """One more wrong try to sign in, told in the log as well: on which account, never what was typed."""
    with writing():
        note_failure(address, email, now)
        if audit.count_since(_REFUSED, now - timedelta(hours=1), MOST_REFUSALS) < MOST_REFUSALS:
            subject = account.email if account else "compte inconnu"
            audit.record(audit.SIGN_IN_PAGE, _REFUSED, now, subject=subject, detail=why)


def forget_failures(address: str, email: str) -> None:
    """The right password was given: the pair starts afresh (the address alone doesn't)."""
    with writing():
        SignInFailure.delete().where(SignInFailure.key == _keys(address, email)[0]).execute()


def _keys(address: str, email: str) -> tuple[bytes, bytes, bytes]:
    """Under what a try is counted: the pair, the address alone, the account alone."""
    account = email.strip().casefold()
    names = (f"{address}\0{account}", address, f"\0{account}")
    pair, alone, everybody = (hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest() for name in names)
    return pair, alone, everybody


def _wait(key: bytes, free: int, longest: timedelta, now: datetime) -> timedelta:
    failure = SignInFailure.get_or_none(SignInFailure.key == key)
    if failure is None or failure.count < free:
        return timedelta(0)
    growing = timedelta(seconds=2 ** min(failure.count - free + 1, 12))
    wait = failure.last_at + min(growing, longest) - now
    # Longer than any: the clock was ahead when that was noted.
    return wait if timedelta(0) < wait <= longest else timedelta(0)
