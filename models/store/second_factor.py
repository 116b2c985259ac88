"""The second factor: six digits that change every thirty seconds (TOTP), and codes for the day the phone is lost."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime
from typing import Any

import pyotp

from models.store import audit
from models.store.audit import Actor
from models.store.database import writing
from models.store.staff import Account
from models.store.tables import StaffAccount, StaffRecoveryCode, StaffSession

ISSUER = "Pilotage appui-conseil"
STEP_SECONDS = 30
RECOVERY_CODES = 10
_BASE_32 = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def new_secret() -> str:
    """A secret to be shared with an authenticator application."""
    return pyotp.random_base32()


def is_secret(text: str) -> bool:
    """Whether it could be one of `new_secret`'s: as long, in the letters of base 32."""
    return len(text) == len(new_secret()) and set(text) <= _BASE_32


def setup_address(account: Account, secret: str) -> str:
    """What the QR code holds: `otpauth://…`."""
    return pyotp.TOTP(secret).provisioning_uri(name=account.email, issuer_name=ISSUER)


def matching_step(secret: str, code: str, now: datetime) -> int | None:
    """The thirty-second step that a code belongs to, one either side of now allowed, or None."""
    current = int(now.timestamp()) // STEP_SECONDS
    for step in (current, current - 1, current + 1):
        expected = pyotp.HOTP(secret).at(step)
        if hmac.compare_digest(expected.encode(), code.strip().replace(" ", "").encode()):
            return step
    return None


def turn_on(account: Account, secret: str, step: int, now: datetime, by: Actor, *, keep: bytes = b"") -> list[str]:
    """Ask for a code from the next sign-in on; the recovery codes, told this once. `step` is the one just used.

    Every session of the account ends but the one whose token hash is `keep`: each was opened by a password alone.
    """
    codes = [
        "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(3)) for _ in range(RECOVERY_CODES)
    ]
    with writing():
        _set(account, totp_secret=secret, totp_last_step=step)
        _spend_all(account)
        others = (StaffSession.account == account.id) & (StaffSession.token_hash != keep)
        StaffSession.delete().where(others).execute()
        for code in codes:
            StaffRecoveryCode.create(account=account.id, code_hash=_recovery_hash(code))
        audit.record(by, "activer la double vérification", now, subject=account.email)
    return codes


def turn_off(account: Account, now: datetime, by: Actor) -> None:
    """Ask for the password alone again."""
    with writing():
        _set(account, totp_secret=None, totp_last_step=0)
        _spend_all(account)
        audit.record(by, "retirer la double vérification", now, subject=account.email)


def accept_code(account: Account, code: str, now: datetime) -> bool:
    """Whether a code opens the door: a current one not used before, or a recovery code, which is then spent."""
    if account.totp_secret is None:
        return False
    step = matching_step(account.totp_secret, code, now)
    with writing():
        if step is not None:
            last, furthest = StaffAccount.totp_last_step, int(now.timestamp()) // STEP_SECONDS + 1
            # A step that is yet to come was used by a clock that was ahead: it refuses nobody until then.
            unused = (StaffAccount.id == account.id) & ((last < step) | (last > furthest))
            return bool(StaffAccount.update(totp_last_step=step).where(unused).execute())
        if (
            StaffRecoveryCode.delete()
            .where(_own(account), StaffRecoveryCode.code_hash == _recovery_hash(code))
            .execute()
        ):
            audit.record(account.actor, "utiliser un code de secours", now, subject=account.email)
            return True
    return False


def recovery_codes_left(account: Account) -> int:
    """How many recovery codes are unspent."""
    return int(StaffRecoveryCode.select().where(_own(account)).count())


def _own(account: Account) -> Any:
    return StaffRecoveryCode.account == account.id


def _spend_all(account: Account) -> None:
    StaffRecoveryCode.delete().where(_own(account)).execute()


def _set(account: Account, **values: Any) -> None:
    StaffAccount.update(**values).where(StaffAccount.id == account.id).execute()


def _recovery_hash(code: str) -> bytes:
    # 74 random bits need no slow hash.
    return hashlib.sha256(code.strip().casefold().replace(" ", "").replace("-", "").encode()).digest()
