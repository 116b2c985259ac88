"""The letters that the PDF's font has: a content with others would make no PDF/UA, which wants a glyph for each."""

from __future__ import annotations

import re

LETTERS = frozenset(
    "".join(map(chr, range(0x20, 0x7F)))
    + "¡¢£¤¥¦§¨©ª«¬®¯°±²³´¶·¸¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞ"
    + "ßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿĂıŒœ–—‘’“”•…€←→−✓"
    + "\u00a0\u2009\u2011\u202f"  # spaces, and a hyphen, that keep a line whole
)
"""What static/fonts/pdf holds (a test compares): French, most of Western Europe, the signs of texts and of money."""

_MISSING = re.compile(f"[^{re.escape(''.join(sorted(LETTERS)))}]")


def missing_letters(text: str) -> list[str]:
    """The letters of a text that the font lacks, each once; line ends and tabs are spaces to a reader."""
    return [letter for letter in dict.fromkeys(_MISSING.findall(text)) if letter not in "\r\n\t"]


def without_missing_letters(text: str) -> str:
    """The text without them: for contents that served before they were refused."""
    return _MISSING.sub("", text)
