"""The second factor: six digits that change every thirty seconds (TOTP), and codes for the day the phone is lost."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime

import pyotp

from models.store import audit
from models.store.audit import Actor
from models.store.database import one_row, run, writing
from models.store.staff import Account

ISSUER = "Pilotage appui-conseil"
STEP_SECONDS = 30
RECOVERY_CODES = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def new_secret() -> str:
    """A secret to be shared with an authenticator application."""
    return pyotp.random_base32()


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


def turn_on(account: Account, secret: str, step: int, now: datetime, by: Actor) -> list[str]:
    """Ask for a code from the next sign-in on; the recovery codes, told this once. `step` is the one just used."""
    codes = [
        "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(3)) for _ in range(RECOVERY_CODES)
    ]
    with writing():
        run("UPDATE staff_account SET totp_secret = ?, totp_last_step = ? WHERE id = ?", (secret, step, account.id))
        run("DELETE FROM staff_recovery_code WHERE account_id = ?", (account.id,))
        for code in codes:
            run("INSERT INTO staff_recovery_code VALUES (?, ?)", (account.id, _recovery_hash(code)))
        audit.record(by, "activer la double vérification", now, subject=account.email)
    return codes


def turn_off(account: Account, now: datetime, by: Actor) -> None:
    """Ask for the password alone again."""
    with writing():
        run("UPDATE staff_account SET totp_secret = NULL, totp_last_step = 0 WHERE id = ?", (account.id,))
        run("DELETE FROM staff_recovery_code WHERE account_id = ?", (account.id,))
        audit.record(by, "retirer la double vérification", now, subject=account.email)


def accept_code(account: Account, code: str, now: datetime) -> bool:
    """Whether a code opens the door: a current one not used before, or a recovery code, which is then spent."""
    if account.totp_secret is None:
        return False
    step = matching_step(account.totp_secret, code, now)
    with writing():
        if step is not None:
            used = "UPDATE staff_account SET totp_last_step = ? WHERE id = ? AND totp_last_step < ?"
            return run(used, (step, account.id, step)) == 1
        spent = "DELETE FROM staff_recovery_code WHERE account_id = ? AND code_hash = ?"
        if run(spent, (account.id, _recovery_hash(code))) == 1:
            audit.record(account.actor, "utiliser un code de secours", now, subject=account.email)
            return True
    return False


def recovery_codes_left(account: Account) -> int:
    """How many recovery codes are unspent."""
    row = one_row("SELECT count(*) FROM staff_recovery_code WHERE account_id = ?", (account.id,))
    assert row is not None
    return int(row[0])


def _recovery_hash(code: str) -> bytes:
    # 74 random bits need no slow hash.
    return hashlib.sha256(code.strip().casefold().replace(" ", "").replace("-", "").encode()).digest()
