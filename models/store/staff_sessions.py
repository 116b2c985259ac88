"""Who is signed in: a row a session, so that a session can be ended from anywhere; and what slows a guesser down."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.store import audit
from models.store.database import all_rows, one_row, run, writing
from models.store.staff import Account, get_account
from models.store.times import to_milliseconds, to_moment
from models.store.tokens import new_token, token_hash

LASTS_AT_MOST = timedelta(hours=12)
"""From sign-in, whatever is done meanwhile: a working day."""

_FREE_TRIES = 4
_LONGEST_WAIT = timedelta(minutes=15)
_FREE_TRIES_OF_AN_ADDRESS = 30
_LONGEST_WAIT_OF_AN_ADDRESS = timedelta(minutes=1)
_FORGOTTEN_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class StaffSession:
    """One browser that is signed in."""

    token_hash: bytes
    created_at: datetime
    expires_at: datetime
    browser: str


def open_session(account: Account, now: datetime, browser: str) -> str:
    """A new session; its token, kept by the browser alone. Sessions past their end are swept on the way."""
    token = new_token()
    with writing():
        run("DELETE FROM staff_session WHERE expires_at <= ?", (to_milliseconds(now),))
        run(
            "INSERT INTO staff_session VALUES (?, ?, ?, ?, ?)",
            (
                token_hash(token),
                account.id,
                to_milliseconds(now),
                to_milliseconds(now + LASTS_AT_MOST),
                browser[:200],
            ),
        )
        audit.record(account.actor, "se connecter", now, subject=account.email)
    return token


def find_session_account(token: str, now: datetime) -> Account | None:
    """Who holds that session; None where it ended, or the account was disabled."""
    row = one_row(
        "SELECT account_id FROM staff_session WHERE token_hash = ? AND expires_at > ?",
        (token_hash(token), to_milliseconds(now)),
    )
    account = get_account(row[0]) if row else None
    return account if account and account.disabled_at is None else None


def list_sessions(account: Account, now: datetime) -> list[StaffSession]:
    """The account's open sessions, newest first."""
    rows = all_rows(
        "SELECT token_hash, created_at, expires_at, browser FROM staff_session"
        " WHERE account_id = ? AND expires_at > ? ORDER BY created_at DESC",
        (account.id, to_milliseconds(now)),
    )
    return [StaffSession(row[0], to_moment(row[1]), to_moment(row[2]), row[3]) for row in rows]


def end_session(token: str) -> None:
    """Sign one browser out."""
    with writing():
        run("DELETE FROM staff_session WHERE token_hash = ?", (token_hash(token),))


def end_all_sessions(account: Account, now: datetime) -> None:
    """Sign every browser of the account out."""
    with writing():
        run("DELETE FROM staff_session WHERE account_id = ?", (account.id,))
        audit.record(account.actor, "se déconnecter partout", now, subject=account.email)


def wait_before_trying(address: str, email: str, now: datetime) -> timedelta:
    """How long this address must wait before it tries this account again; zero where it needn't.

    A colleague is never locked out by somebody else's tries: what counts is the pair of address and account, and,
    much more leniently, the address alone.
    """
    pair, alone = _keys(address, email)
    return max(
        _wait(pair, _FREE_TRIES, _LONGEST_WAIT, now),
        _wait(alone, _FREE_TRIES_OF_AN_ADDRESS, _LONGEST_WAIT_OF_AN_ADDRESS, now),
    )


def note_failure(address: str, email: str, now: datetime) -> None:
    """One more wrong try. Old ones are forgotten after a day."""
    moment = to_milliseconds(now)
    with writing():
        run("DELETE FROM sign_in_failure WHERE last_at < ?", (to_milliseconds(now - _FORGOTTEN_AFTER),))
        for key in _keys(address, email):
            run(
                "INSERT INTO sign_in_failure VALUES (?, 1, ?)"
                " ON CONFLICT DO UPDATE SET count = count + 1, last_at = excluded.last_at",
                (key, moment),
            )


def forget_failures(address: str, email: str) -> None:
    """The right password was given: the pair starts afresh (the address alone doesn't)."""
    with writing():
        run("DELETE FROM sign_in_failure WHERE key = ?", (_keys(address, email)[0],))


def _keys(address: str, email: str) -> tuple[bytes, bytes]:
    pair = f"{address}\0{email.strip().casefold()}"
    return hashlib.sha256(pair.encode("utf-8", "surrogatepass")).digest(), hashlib.sha256(address.encode()).digest()


def _wait(key: bytes, free: int, longest: timedelta, now: datetime) -> timedelta:
    row = one_row("SELECT count, last_at FROM sign_in_failure WHERE key = ?", (key,))
    if row is None or row[0] < free:
        return timedelta(0)
    growing = timedelta(seconds=2 ** min(row[0] - free + 1, 12))
    return max(to_moment(row[1]) + min(growing, longest) - now, timedelta(0))
