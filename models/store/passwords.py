"""Staff passwords: which are refused, and how the others are kept (argon2id).

Length is what protects (12 characters at least, 15 advised, no upper bound that a person meets); nothing is asked
about capitals, digits or signs. What everybody would try first is refused: NIST SP 800-63B, OWASP ASVS 5, 6.2.
"""

from __future__ import annotations

import re
import threading
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 12
ADVISED = 15
LONGEST = 1024

_HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
"""OWASP's minimum for argon2id: 19 MiB, two passes; one at a time, so that many sign-ins can't fill the memory."""

_ONE_AT_A_TIME = threading.Lock()
_NOBODY = _HASHER.hash("nobody has this password")

_WORDS = re.findall(
    r"\w+",
    """
    motdepasse password passwort contrasena azerty azertyuiop qwerty qwertyuiop bonjour soleil chouchou doudou
    loulou marseille lyon grenoble france football administrateur administratrice administrator admin welcome
    bienvenue letmein iloveyou jetaime princess princesse dragon monkey superman batman pokemon starwars
    secret aract aura region rhone alpes auvergne appuiconseil innovation innovationsociale diagnostic
    pilotage changeme changezmoi provisoire temporaire
    """,
)
_KEYBOARDS = (
    "01234567890123456789012345678901234567890123456789",
    "98765432109876543210987654321098765432109876543210",
    "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
    "azertyuiopqsdfghjklmwxcvbnazertyuiopqsdfghjklmwxcvbn",
    "qwertyuiopasdfghjklzxcvbnmqwertyuiopasdfghjklzxcvbnm",
    "1q2w3e4r5t6y7u8i9o0p1q2w3e4r5t6y7u8i9o0p",
    "1a2z3e4r5t6y7u8i9o0p1a2z3e4r5t6y7u8i9o0p",
)
_SUBSTITUTED = str.maketrans("@4301!5$7", "aaeoiisst")


class WeakPassword(ValueError):
    """A new password is refused; the message says why, in French, for the page."""


def check_new_password(password: str, email: str) -> None:
    """Refuse a password that is too short or among the first anybody would try; raises WeakPassword."""
    if len(password) < SHORTEST:
        raise WeakPassword(
            f"Ce mot de passe compte {len(password)} caractère{'s' if len(password) > 1 else ''}\u00a0: "
            f"il en faut au moins {SHORTEST}, {ADVISED} de préférence. Quatre mots sans rapport conviennent."
        )
    if len(password) > LONGEST:
        raise WeakPassword(f"Ce mot de passe dépasse {LONGEST} caractères\u00a0: raccourcissez-le.")
    if _is_common(password, email):
        raise WeakPassword(
            "Ce mot de passe fait partie des premiers que l’on essaie\u00a0: choisissez-en un que personne ne devine, "
            "par exemple quatre mots sans rapport."
        )


def _is_common(password: str, email: str) -> bool:
    plain = unicodedata.normalize("NFKD", password.casefold())
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    squeezed = re.sub(r"[\s._-]", "", plain)
    if re.fullmatch(r"(.{1,6}?)\1+.{0,3}", squeezed, re.DOTALL) or any(squeezed in keys for keys in _KEYBOARDS):
        return True
    name, _, domain = email.casefold().partition("@")
    own = [part for part in (*re.split(r"[._+-]", name), name, domain.partition(".")[0]) if len(part) > 3]
    expected = sorted({*_WORDS, *own}, key=len, reverse=True)
    for spelled in (squeezed, squeezed.translate(_SUBSTITUTED)):
        rest = re.sub("|".join(map(re.escape, expected)), "", spelled)
        if rest != spelled and len(re.sub(r"[\W\d]", "", rest)) <= 2:
            return True
    return False


def hash_password(password: str) -> str:
    """What is kept of a password."""
    with _ONE_AT_A_TIME:
        return _HASHER.hash(unicodedata.normalize("NFC", password))


def verify_password(kept: str | None, password: str) -> bool:
    """Whether the password is the one kept; takes as long where there is none to compare with."""
    with _ONE_AT_A_TIME:
        try:
            _HASHER.verify(kept or _NOBODY, unicodedata.normalize("NFC", password[:LONGEST]))
        except (VerificationError, InvalidHashError):
            return False
    return kept is not None
