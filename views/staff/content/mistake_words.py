"""The loader's mistakes on a page: what is quoted as it was typed stays so, the rest is French typography."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from models.content.typography import set_right

_TYPED = re.compile(r"""("[^"]*"|["'“”„‟])""")
"""Straight quotes with what they hold, and the signs that a mistake is about."""


def mistake_words(words: str) -> Markup:
    """A mistake's words, its first letter a capital; signs that typography would change are shown as code."""
    pieces = _TYPED.split(words[:1].upper() + words[1:])
    # Every second piece is one that the pattern found.
    return Markup("").join(
        Markup("<code>{}</code>").format(piece) if number % 2 else escape(set_right(piece))
        for number, piece in enumerate(pieces)
    )
