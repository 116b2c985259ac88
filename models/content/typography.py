"""French typography: what a text gets wrong, and the same text put right.

Narrow no-break space (U+202F) before ; ! ? and between thousands; no-break space (U+00A0) before : and inside « ».
"""

from __future__ import annotations

import re
from collections.abc import Iterator

NARROW = "\u202f"
WIDE = "\u00a0"
_SPACES = f"[ {WIDE}{NARROW}]"
_ADDRESS = re.compile(r"(?:https?://|www\.|mailto:)\S+|(?<!\S)[^\s@]++@\S+\.\w+")
_SUSPECT = re.compile(rf"""['"“”„«»;!?:…]|\.\.\.|[0-9]{_SPACES}|[%€]|  """)

_GUILLEMETS = "les guillemets français « »"
_INSIDE = "l’espace insécable (U+00A0) après « et avant »"

# Each rule: what to look for, what to put in its place, the mistake in words, what to write.
_RULES: tuple[tuple[re.Pattern[str], str, str, str], ...] = (
    (re.compile("'"), "’", "apostrophe droite", "l’apostrophe courbe ’ (U+2019)"),
    (re.compile(r'["“„]([^"“”„]*)["”]'), f"«{WIDE}\\1{WIDE}»", "guillemets droits ou anglais", _GUILLEMETS),
    (re.compile(r'["“”„]'), "»", "guillemet droit ou anglais", _GUILLEMETS),
    (re.compile(rf"«(?!{WIDE}){_SPACES}?"), f"«{WIDE}", "pas d’espace insécable après «", _INSIDE),
    (re.compile(rf"(?<!{WIDE}){_SPACES}?(?<!{WIDE})»"), f"{WIDE}»", "pas d’espace insécable avant »", _INSIDE),
    (
        re.compile(rf"(?<![{NARROW}!?;(]){_SPACES}?(?<!{NARROW})(?<!«{WIDE})([;!?])"),
        f"{NARROW}\\1",
        "pas d’espace fine insécable avant ; ! ou ?",
        "l’espace fine insécable (U+202F) avant ; ! et ?",
    ),
    (
        re.compile(rf"(?<!{WIDE}){_SPACES}?(?<!{WIDE}):(?![0-9])"),
        f"{WIDE}:",
        "pas d’espace insécable avant :",
        "l’espace insécable (U+00A0) avant :",
    ),
    (
        re.compile(r"(?<=[0-9]) ?(?=[%€])"),
        NARROW,
        "pas d’espace insécable avant % ou €",
        "l’espace fine insécable (U+202F) entre le nombre et % ou €",
    ),
    (
        re.compile(r"(?<![0-9])([0-9]{1,3}) (?=[0-9]{3}(?![0-9]))"),
        f"\\1{NARROW}",
        "espace ordinaire dans un nombre",
        "l’espace fine insécable (U+202F) entre les milliers",
    ),
    (re.compile(r"\.\.\."), "…", "trois points à la suite", "le caractère … (U+2026)"),
    (re.compile("  +"), " ", "deux espaces à la suite", "une seule espace"),
)


def find_mistakes(text: str) -> Iterator[tuple[str, str]]:
    """Each kind of mistake in the text, once: (what is wrong and where, what to write)."""
    if not _SUSPECT.search(text):
        return
    checked = _ADDRESS.sub(lambda address: "x" * len(address.group()), text)
    for pattern, replacement, problem, accepted in _RULES:
        found = pattern.search(checked)
        if found:
            start, end = max(0, found.start() - 15), found.end() + 15
            around = " ".join(checked[start:end].split())
            yield f"{problem}, dans « {around} »", accepted
            checked = pattern.sub(replacement, checked)


def set_right(text: str) -> str:
    """The text with its typography put right, addresses left as they are. Applied twice, it changes nothing more."""
    pieces: list[str] = []
    position = 0
    for address in _ADDRESS.finditer(text):
        pieces += [_replaced(text[position : address.start()]), address.group()]
        position = address.end()
    return "".join([*pieces, _replaced(text[position:])])


def _replaced(text: str) -> str:
    for pattern, replacement, _, _ in _RULES:
        text = pattern.sub(replacement, text)
    return text
