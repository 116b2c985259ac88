"""From plain values back to a content file: the same values when read again, or an error; comments don't survive."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

CONDITIONS = "si"
"""Conditions read best on one line, as they were written."""

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def write_content(values: Mapping[str, object]) -> bytes:
    """A content file that holds exactly these values. Raises ValueError where they can't be written in TOML."""
    text = "\n".join(_table(values, "")).strip() + "\n"
    if tomllib.loads(text) != values:
        raise ValueError("the values do not survive being written")
    return text.encode("utf-8")


def _table(values: Mapping[str, object], place: str) -> Iterator[str]:
    """The lines of a table: what fits on a line first, since a section's title takes what follows it."""
    below = {key: value for key, value in values.items() if _has_title(key, value)}
    for key, value in values.items():
        if key not in below:
            yield f"{key} = {_inline(value)}"
    for key, value in below.items():
        full = f"{place}.{key}" if place else key
        sections: list[Any] = value if isinstance(value, list) else [value]
        for section in sections:
            yield ""
            yield f"[[{full}]]" if isinstance(value, list) else f"[{full}]"
            yield from _table(section, full)


def _has_title(key: str, value: object) -> bool:
    if key == CONDITIONS:
        return False
    if isinstance(value, list):
        return bool(value) and all(isinstance(item, dict) for item in value)
    return isinstance(value, dict)


def _inline(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_inline(item)}" for key, item in value.items()) + " }"
    if isinstance(value, Sequence):
        return _listed([_inline(item) for item in value])
    raise ValueError(f"{type(value).__name__} has no place in a content file")


def _listed(items: Sequence[str]) -> str:
    if sum(map(len, items)) < 100:
        return f"[{', '.join(items)}]"
    return "[\n" + "".join(f"  {item},\n" for item in items) + "]"


def _quoted(words: str) -> str:
    return (
        '"'
        + "".join(
            _ESCAPES.get(sign, sign if sign.isprintable() or sign > "\x7f" else f"\\u{ord(sign):04x}") for sign in words
        )
        + '"'
    )
