"""A preparation begun on a version that no longer runs: what it changed, carried over to the one that does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from models.content.difference import differences
from models.content.places import Values, named
from models.content.writer import read_values, rewrite


@dataclass(frozen=True, slots=True)
class Carried:
    """The new file, and a sentence for each change that was also made otherwise in the running version, which won."""

    source: bytes
    disputed: tuple[str, ...]


_ABSENT = object()


def carry_over(former: bytes, mine: bytes, running: bytes) -> Carried:
    """The running file, its comments included, with all that `mine` changed since `former`, under the name of `mine`.

    The loader checks the outcome like any other file: two good changes may still contradict each other.
    """
    old, new = read_values(former), read_values(mine)
    disputed: list[str] = []
    merged = dict(_merge(old, new, read_values(running), "", "", disputed))
    merged["version"] = new["version"]
    told = {each.place: each.sentence for each in differences(old, new)}
    sentences = dict.fromkeys(told.get(place, place) for place in disputed if place != "version")
    return Carried(rewrite(running, merged), tuple(sentences))


def _merge(old: Any, mine: Any, running: Any, name: str, place: str, disputed: list[str]) -> Any:
    """What one side alone changed; where both changed it otherwise, the running version's, its place noted."""
    if mine == old:
        return running
    if running in (old, mine):
        return mine
    if isinstance(old, dict) and isinstance(mine, dict) and isinstance(running, dict):
        found = {
            key: _merge(
                old.get(key, _ABSENT),
                mine.get(key, _ABSENT),
                running.get(key, _ABSENT),
                key,
                f"{place}.{key}" if place else key,
                disputed,
            )
            for key in dict.fromkeys((*running, *mine))
        }
        return {key: value for key, value in found.items() if value is not _ABSENT}
    ours, theirs, now = (_by_name(side, name, place) for side in (old, mine, running))
    if now and ours.keys() == theirs.keys() == now.keys():
        return [_merge(ours[each], theirs[each], now[each], name, each, disputed) for each in now]
    disputed.append(place)
    return running


def _by_name(tables: Any, section: str, place: str) -> dict[str, Values]:
    """The tables of a list by the place of each; nothing where it isn't such a list."""
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        return {}
    return {
        place + (f".{table['valeur']}" if "valeur" in table else named(table, section, index)): table
        for index, table in enumerate(tables)
    }
