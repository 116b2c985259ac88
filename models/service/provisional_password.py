"""Passwords that stand until their owner chooses another."""

from __future__ import annotations

import secrets

_SYLLABLES = tuple(first + second for first in "bdfglmn" for second in "aeiou")
_PASSWORD_GROUPS, _GROUP_SYLLABLES = 4, 3


def pronounceable() -> str:
    """Twelve random syllables in four groups (some 60 bits): told by telephone without spelling it out."""
    groups = ("".join(secrets.choice(_SYLLABLES) for _ in range(_GROUP_SYLLABLES)) for _ in range(_PASSWORD_GROUPS))
    return "-".join(groups)
