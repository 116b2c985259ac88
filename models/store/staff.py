"""Staff accounts: who may enter the back-office, and as what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from models.store import audit
from models.store.audit import Actor
from models.store.database import Row, all_rows, one_row, run, writing
from models.store.passwords import check_new_password, hash_password
from models.store.times import to_milliseconds, to_moment, to_moment_or_none

COLUMNS = (
    "id, email, name, role, password_hash, must_change_password, totp_secret, totp_last_step, created_at, disabled_at"
)


class Role(StrEnum):
    """What an account may do: an administratrice also manages accounts, publishes content and purges."""

    CHARGEE = "chargee"
    ADMINISTRATRICE = "administratrice"


@dataclass(frozen=True, slots=True)
class Account:
    """One member of staff. `password_hash` and `totp_secret` never leave the server."""

    id: int
    email: str
    name: str
    role: Role
    password_hash: str
    must_change_password: bool
    totp_secret: str | None
    totp_last_step: int
    created_at: datetime
    disabled_at: datetime | None

    @property
    def is_administratrice(self) -> bool:
        """Whether it holds the wider role."""
        return self.role is Role.ADMINISTRATRICE

    @property
    def actor(self) -> Actor:
        """The account as the one who does something."""
        return Actor(self.id, self.email, self.name)


class AccountExists(Exception):
    """There is already an account for that e-mail."""


class LastAdministratrice(Exception):
    """The last active administratrice can neither be disabled nor lose her role: nobody could undo it."""


def _account(row: Row) -> Account:
    return Account(
        row[0], row[1], row[2], Role(row[3]), row[4], bool(row[5]), row[6], row[7], to_moment(row[8]),
        to_moment_or_none(row[9]),
    )  # fmt: skip


def get_account(account_id: int) -> Account:
    """The account with that id; raises KeyError where there is none."""
    row = one_row(f"SELECT {COLUMNS} FROM staff_account WHERE id = ?", (account_id,))
    if row is None:
        raise KeyError(account_id)
    return _account(row)


def find_account(email: str) -> Account | None:
    """The account of that e-mail, capitals aside."""
    row = one_row(f"SELECT {COLUMNS} FROM staff_account WHERE email = ?", (email.strip(),))
    return None if row is None else _account(row)


def list_accounts() -> list[Account]:
    """Every account, active ones first, by name."""
    rows = all_rows(f"SELECT {COLUMNS} FROM staff_account ORDER BY disabled_at IS NOT NULL, name, email")
    return [_account(row) for row in rows]


def list_colleagues() -> list[Account]:
    """The active accounts: those a dossier can be given to."""
    return [account for account in list_accounts() if account.disabled_at is None]


def no_account_yet() -> bool:
    """Whether nobody can sign in, ever."""
    return one_row("SELECT 1 FROM staff_account LIMIT 1") is None


def create_account(
    email: str, name: str, role: Role, password: str, now: datetime, by: Actor, *, provisional: bool = False
) -> Account:
    """A new account. `provisional` asks for another password at the first sign-in.

    Raises AccountExists, or WeakPassword with the reason in French.
    """
    check_new_password(password, email)
    kept = hash_password(password)
    with writing():
        if find_account(email):
            raise AccountExists(email)
        run(
            "INSERT INTO staff_account (email, name, role, password_hash, must_change_password, created_at)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (email.strip(), name, role, kept, int(provisional), to_milliseconds(now)),
        )
        audit.record(by, "créer un compte", now, subject=email, detail=role)
        created = find_account(email)
    assert created is not None
    return created


def change_password(
    account: Account, password: str, now: datetime, by: Actor, *, provisional: bool = False, keep: bytes = b""
) -> None:
    """Another password; every session of the account ends but the one whose token hash is `keep`.

    Raises WeakPassword with the reason in French.
    """
    check_new_password(password, account.email)
    kept = hash_password(password)
    with writing():
        run(
            "UPDATE staff_account SET password_hash = ?, must_change_password = ? WHERE id = ?",
            (kept, int(provisional), account.id),
        )
        run("DELETE FROM staff_session WHERE account_id = ? AND token_hash <> ?", (account.id, keep))
        audit.record(by, "changer le mot de passe", now, subject=account.email)


def change_account(account: Account, name: str, role: Role, now: datetime, by: Actor) -> None:
    """Another name or role; raises LastAdministratrice."""
    with writing():
        if role is not Role.ADMINISTRATRICE:
            _refuse_if_last(account)
        run("UPDATE staff_account SET name = ?, role = ? WHERE id = ?", (name, role, account.id))
        detail = f"{account.role} → {role}" if role is not account.role else ""
        audit.record(by, "modifier un compte", now, subject=account.email, detail=detail)


def disable_account(account: Account, now: datetime, by: Actor) -> None:
    """No entry any more, at once: its sessions end. Raises LastAdministratrice."""
    with writing():
        _refuse_if_last(account)
        run("UPDATE staff_account SET disabled_at = ? WHERE id = ?", (to_milliseconds(now), account.id))
        run("DELETE FROM staff_session WHERE account_id = ?", (account.id,))
        audit.record(by, "désactiver un compte", now, subject=account.email)


def enable_account(account: Account, now: datetime, by: Actor) -> None:
    """Entry again, with the same password."""
    with writing():
        run("UPDATE staff_account SET disabled_at = NULL WHERE id = ?", (account.id,))
        audit.record(by, "réactiver un compte", now, subject=account.email)


def _refuse_if_last(account: Account) -> None:
    others = one_row(
        "SELECT 1 FROM staff_account WHERE role = ? AND disabled_at IS NULL AND id <> ?",
        (Role.ADMINISTRATRICE, account.id),
    )
    if account.is_administratrice and account.disabled_at is None and others is None:
        raise LastAdministratrice(account.email)
