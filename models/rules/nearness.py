"""« Un projet proche du vôtre »: by theme first, then size, then sector; and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

SAYS_NOTHING = "autre"
"""A theme or a sector that two projects may both have without being alike."""

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Traits:
    """What makes two projects near: keys of the scheme; empty where unknown or left out."""

    themes: tuple[str, ...]
    size: str
    sector: str


@dataclass(frozen=True, slots=True)
class Nearness:
    """What two projects share: themes (at least one), and perhaps the size and the sector."""

    themes: tuple[str, ...]
    size: bool
    sector: bool

    @property
    def rank(self) -> tuple[int, bool, bool]:
        """The greater, the nearer: themes come first, then the size, then the sector."""
        return len(self.themes), self.size, self.sector


def nearness(mine: Traits, other: Traits) -> Nearness | None:
    """What another project shares with mine, in my order; None where no theme is common."""
    themes = tuple(each for each in mine.themes if each in other.themes and each != SAYS_NOTHING)
    if not themes:
        return None
    same_sector = mine.sector == other.sector not in {"", SAYS_NOTHING}
    return Nearness(themes, size=mine.size == other.size != "", sector=same_sector)


def nearest(mine: Traits, others: Mapping[Key, Traits]) -> tuple[Key, Nearness] | None:
    """The nearest of these projects, and why; among those as near, the first. None where none shares a theme."""
    near: Iterable[tuple[Key, Nearness]] = (
        (key, shared) for key, other in others.items() if (shared := nearness(mine, other))
    )
    return max(near, key=lambda found: found[1].rank, default=None)
