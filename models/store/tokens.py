"""Secret addresses: random tokens, what is kept of them (a hash), and tokens derived from one another.

A derived token can be shown again to whoever holds the first one, without ever being stored; a new salt revokes it.
No secret of the machine takes part, so that databases can be merged.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from enum import StrEnum

TOKEN_BYTES = 16
"""128 bits, unguessable; 22 characters in an address."""


class Purpose(StrEnum):
    """What an address lets its holder do."""

    PERSONAL = "personal"
    KIOSK = "kiosk"
    PHONE = "phone"
    SHARE = "share"


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


def _spelled(token: bytes) -> str:
    return urlsafe_b64encode(token).rstrip(b"=").decode("ascii")
