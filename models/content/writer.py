"""Other values in a content file: what differs is written; every other line, comment and order stays as it was."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, MutableMapping, Sequence
from copy import deepcopy
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

import tomlkit
from tomlkit.items import AoT, Array, Table

_NAMES = ("cle", "id", "valeur")
"""What the tables of a list are known by, so that each keeps its own comments where their order changes."""


def read_values(source: bytes) -> dict[str, Any]:
    """The values of a content file that the loader accepted, for the caller to change as it likes."""
    return deepcopy(_parsed(source))


@lru_cache(maxsize=4)
def _parsed(source: bytes) -> dict[str, Any]:
    """To change a text asks for the same file three times; to parse it takes ten times as long as to copy it."""
    return tomllib.loads(source.decode("utf-8-sig"))


def rewrite(source: bytes, values: Mapping[str, Any]) -> bytes:
    """The file with exactly these values. Raises ValueError where they can't be written in TOML."""
    if read_values(source) == values:
        return source
    line_end = b"\r\n" if b"\r\n" in source else b"\n"
    document = tomlkit.parse(source.decode("utf-8-sig").replace("\r\n", "\n"))
    _rewrite_table(document, values)
    written = document.as_string().encode("utf-8").replace(b"\n", line_end)
    if read_values(written) != values:
        raise ValueError("the values do not survive being written")
    return written


def _rewrite_table(table: MutableMapping[str, Any], values: Mapping[str, Any]) -> None:
    for key in [key for key in table if key not in values]:
        del table[key]
    for key, value in values.items():
        present = table.get(key)
        if key not in table:
            _add(table, key, value)
        elif present == value:
            continue
        elif isinstance(present, MutableMapping) and isinstance(value, Mapping):
            _rewrite_table(present, value)
        elif isinstance(present, AoT) and value and all(isinstance(each, Mapping) for each in value):
            _rewrite_tables(present, value)
        elif isinstance(present, Array) and isinstance(value, list):
            _rewrite_list(present, value)
        else:
            table[key] = value


def _add(table: MutableMapping[str, Any], key: str, value: Any) -> None:
    """After the table's last value: a comment at the end of a table is about what follows the table."""
    body = table.value.body if isinstance(table, Table) else []
    comments = []
    while body and body[-1][0] is None:
        comments.append(body.pop())
    table[key] = value
    body.extend(reversed(comments))


def _rewrite_tables(tables: AoT, values: Sequence[Mapping[str, Any]]) -> None:
    known = {_name(table, index): table for index, table in enumerate(tables)}
    tables.clear()
    for index, each in enumerate(values):
        table = known.get(_name(each, index), tomlkit.table())
        _rewrite_table(table, each)
        tables.append(table)


def _name(table: Mapping[str, Any], index: int) -> object:
    return next((table[name] for name in _NAMES if name in table), index)


def _rewrite_list(present: Array, values: list[Any]) -> None:
    """Item by item, from the last: the other items keep their lines and what is said beside them."""
    steps = SequenceMatcher(None, list(map(repr, present)), list(map(repr, values)), autojunk=False).get_opcodes()
    for tag, start, end, first, last in reversed(steps):
        if tag == "equal":
            continue
        for index in reversed(range(start + last - first, end)):
            del present[index]
        for index, value in enumerate(values[first:last], start):
            if index < end:
                present[index] = value
            else:
                present.insert(index, value)
