"""Staff accounts: who may enter the back-office, and as what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from models.store import audit
from models.store.audit import Actor
from models.store.database import writing
from models.store.engine import Row
from models.store.passwords import check_new_password, hash_password
from models.store.prepared import prepared
from models.store.tables import StaffAccount, StaffSession


class Role(StrEnum):
    """What an account may do, each role all that the former may: a consultante works on the dossiers she accompanies, a
    chargée on all of them, an administratrice also manages accounts, publishes content and purges."""

    CONSULTANTE = "consultante"
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
    provisional_until: datetime | None

    @property
    def is_administratrice(self) -> bool:
        """Whether it holds the wider role."""
        return self.role is Role.ADMINISTRATRICE

    @property
    def is_consultante(self) -> bool:
        """Whether it is no member of the Aract's team: she sees the dossiers that she accompanies, and nothing else."""
        return self.role is Role.CONSULTANTE

    def may(self, role: Role) -> bool:
        """Whether it may do what that role may."""
        ranks = list(Role)
        return ranks.index(self.role) >= ranks.index(role)

    def has_expired(self, now: datetime) -> bool:
        """Whether its password was provisional, and wasn't changed in time."""
        return self.must_change_password and self.provisional_until is not None and self.provisional_until <= now

    @property
    def actor(self) -> Actor:
        """The account as the one who does something."""
        return Actor(self.id, self.email, self.name)


PROVISIONAL_LASTS = timedelta(days=3)
"""How long a provisional password opens the door: it was told by telephone, or lies in a drawer."""


class AccountExists(Exception):
    """There is already an account for that e-mail."""


class LastAdministratrice(Exception):
    """The last active administratrice can neither be disabled nor lose her role: nobody could undo it."""


COLUMNS = tuple(getattr(StaffAccount, field.name) for field in fields(Account))
"""What is read of an account, for `only_account`."""


@prepared
def _of_id(account_id: int) -> Any:
    return StaffAccount.select(*COLUMNS).where(StaffAccount.id == account_id)


@prepared
def _of_email(email: str) -> Any:
    return StaffAccount.select(*COLUMNS).where(StaffAccount.email == email)


@prepared
def _all() -> Any:
    return StaffAccount.select(*COLUMNS).order_by(StaffAccount.name, StaffAccount.email)


def _account(row: Row) -> Account:
    number, email, name, role, *rest = row
    return Account(number, email, name, Role(role), *rest)


def only_account(rows: Sequence[Row]) -> Account | None:
    """The account that was looked for; None where there is none."""
    return _account(rows[0]) if rows else None


def get_account(account_id: int) -> Account:
    """The account with that id; raises KeyError where there is none."""
    account = only_account(_of_id(account_id))
    if account is None:
        raise KeyError(account_id)
    return account


def find_account(email: str) -> Account | None:
    """The account of that e-mail, capitals aside."""
    return only_account(_of_email(email.strip().lower()))


def list_accounts() -> list[Account]:
    """Every account, active ones first, by name."""
    return sorted(map(_account, _all()), key=lambda account: account.disabled_at is not None)


def list_colleagues() -> list[Account]:
    """The team's active accounts: those a dossier can be given to."""
    return [account for account in list_accounts() if account.disabled_at is None and not account.is_consultante]


def list_consultants() -> list[Account]:
    """The active accounts of those who accompany companies."""
    return [account for account in list_accounts() if account.disabled_at is None and account.is_consultante]


def no_account_yet() -> bool:
    """Whether nobody can sign in, ever."""
    return not StaffAccount.select().exists()


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
        StaffAccount.create(
            email=email.strip().lower(),
            name=name,
            role=role,
            password_hash=kept,
            must_change_password=provisional,
            created_at=now,
            provisional_until=now + PROVISIONAL_LASTS if provisional else None,
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
        until = now + PROVISIONAL_LASTS if provisional else None
        _set(account, password_hash=kept, must_change_password=provisional, provisional_until=until)
        others = (StaffSession.account == account.id) & (StaffSession.token_hash != keep)
        StaffSession.delete().where(others).execute()
        audit.record(by, "changer le mot de passe", now, subject=account.email)


def change_account(account: Account, name: str, role: Role, now: datetime, by: Actor) -> None:
    """Another name or role; raises LastAdministratrice."""
    with writing():
        if role is not Role.ADMINISTRATRICE:
            _refuse_if_last(account)
        _set(account, name=name, role=role)
        detail = f"{account.role} → {role}" if role is not account.role else ""
        audit.record(by, "modifier un compte", now, subject=account.email, detail=detail)


def disable_account(account: Account, now: datetime, by: Actor) -> None:
    """No entry any more, at once: its sessions end. Raises LastAdministratrice."""
    with writing():
        _refuse_if_last(account)
        _set(account, disabled_at=now)
        StaffSession.delete().where(StaffSession.account == account.id).execute()
        audit.record(by, "désactiver un compte", now, subject=account.email)


def enable_account(account: Account, now: datetime, by: Actor) -> None:
    """Entry again, with the same password."""
    with writing():
        _set(account, disabled_at=None)
        audit.record(by, "réactiver un compte", now, subject=account.email)


def _refuse_if_last(account: Account) -> None:
    active = (StaffAccount.role == Role.ADMINISTRATRICE) & StaffAccount.disabled_at.is_null()
    others = StaffAccount.select().where(active, StaffAccount.id != account.id)
    if account.is_administratrice and account.disabled_at is None and not others.exists():
        raise LastAdministratrice(account.email)


def _set(account: Account, **values: Any) -> None:
    StaffAccount.update(**values).where(StaffAccount.id == account.id).execute()
