"""Could a company be guessed from a sheet that doesn't name it? By how many are like it among those who asked.

A decision: fewer than three companies with the same facts are too few, as in French official statistics, which publish
no figure that concerns fewer than three.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

FEWEST = 3
"""So many companies at least, this one included, must share what a sheet shows."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is shown of a company, or known of another; empty where left out or unknown."""

    department: str
    sector: str
    size: str

    def fits(self, shown: Facts) -> bool:
        """Whether a company of these facts could be the one of which those are shown."""
        pairs = ((shown.department, self.department), (shown.sector, self.sector), (shown.size, self.size))
        return all(asked in {"", known} for asked, known in pairs)


LEFT_OUT = (("sector",), ("department",), ("department", "sector"))
"""What can be left out, the least telling first: a department is what readers look for."""


@dataclass(frozen=True, slots=True)
class Way:
    """Facts to leave out, and how many companies are then alike."""

    fields: tuple[str, ...]
    alike: int


@dataclass(frozen=True, slots=True)
class Guess:
    """How many companies are alike, and the ways to be less easily guessed, none where there are enough."""

    alike: int
    ways: tuple[Way, ...]

    @property
    def easy(self) -> bool:
        """Whether so few are alike that the company could be guessed."""
        return self.alike < FEWEST


def guess(shown: Facts, companies: Iterable[Facts]) -> Guess:
    """How easily one of these companies is guessed from what is shown, and what to leave out: the ways that suffice."""
    known = list(companies)

    def alike(facts: Facts) -> int:
        return sum(each.fits(facts) for each in known)

    ways = []
    for fields in LEFT_OUT:
        fewer = replace(shown, **dict.fromkeys(fields, ""))
        if all(getattr(shown, each) for each in fields) and alike(fewer) >= FEWEST:
            ways.append(Way(fields, alike(fewer)))
    found = alike(shown)
    return Guess(found, () if found >= FEWEST else tuple(ways))
