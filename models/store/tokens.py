"""Secret addresses: random tokens, what is kept of them (a hash), and tokens derived from one another.

A derived token can be shown again to whoever holds the first one, without ever being stored; a new salt revokes it.
No secret of the machine takes part, so that databases can be merged.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import b32encode, urlsafe_b64encode
from enum import StrEnum

TOKEN_BYTES = 16
"""128 bits, unguessable; 22 characters in an address."""

SLIP_BYTES = 10
"""80 bits: an address that people also type, opens no answers and serves once; guesses are counted."""

_PRINTED = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789abcdefghjkmnpqrstvwxyz")
"""From Base 32 to Crockford's: no letter that is easily taken for a digit, nor « u »."""

_MISREAD = str.maketrans("oil", "011", " -\u00a0\u2010\u2011\u202f")
"""What people type in place of its digits, and between its letters."""


class Purpose(StrEnum):
    """What an address lets its holder do."""

    PERSONAL = "personal"
    KIOSK = "kiosk"
    PHONE = "phone"
    SHARE = "share"
    SHEET = "sheet"


def new_token() -> str:
    """A random token."""
    return _spelled(secrets.token_bytes(TOKEN_BYTES))


def new_salt() -> bytes:
    """A random salt."""
    return secrets.token_bytes(TOKEN_BYTES)


def token_hash(token: str) -> bytes:
    """What is stored of a token: its SHA-256 (a random token needs no slow hash). Any text is accepted."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def derived_token(token: str, salt: bytes, purpose: str) -> str:
    """The token for that purpose which follows from another one and from the salt kept on its row."""
    message = f"{purpose}:{token}".encode("utf-8", "surrogatepass")
    return _spelled(hmac.digest(salt, message, "sha256")[:TOKEN_BYTES])


def slip_token(token: str, salt: bytes, group: str, number: int) -> str:
    """A slip's token, which follows from the personal address: « k7mp-x3fa-9tq2-b8wd »."""
    message = f"bulletin:{group}:{number}:{token}".encode("utf-8", "surrogatepass")
    letters = b32encode(hmac.digest(salt, message, "sha256")[:SLIP_BYTES]).decode("ascii").translate(_PRINTED)
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def slip_hash(typed: str) -> bytes:
    """What is stored of a slip's token, as it was printed or as somebody typed it. Any text is accepted."""
    return token_hash(typed.casefold().translate(_MISREAD))


def seal(token: str, text: str) -> bytes:
    """A text that can be read again with that token alone, of which no copy of the database has more than the hash.

    SHAKE-256 as a stream cipher, under a salt that is new each time: it hides what is kept, and vouches for nothing.
    """
    salt = new_salt()
    return salt + _mixed(token, salt, text.encode())


def unseal(token: str, sealed: bytes) -> str:
    """The text that was sealed with that token."""
    return _mixed(token, sealed[:TOKEN_BYTES], sealed[TOKEN_BYTES:]).decode()


def _mixed(token: str, salt: bytes, text: bytes) -> bytes:
    stream = hashlib.shake_256(salt + token.encode("utf-8", "surrogatepass")).digest(len(text))
    return bytes(one ^ other for one, other in zip(text, stream, strict=True))


def _spelled(token: bytes) -> str:
    return urlsafe_b64encode(token).rstrip(b"=").decode("ascii")
