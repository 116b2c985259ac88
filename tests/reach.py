"""How far a proof goes: far enough to show a fault in `make test`, to the end in `make long`.

A rule that is wrong is wrong for hundreds of the thousands of sets of answers: one set in seven shows it as well, and
every three values of three answers still meet in one.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Case = TypeVar("Case")

LONG = "LONG_PROOFS" in os.environ
"""Set by `make long`."""


def some_of(cases: Iterable[Case], step: int = 7) -> Iterator[Case]:
    """One case in so many; in `make long` all of them. The step shares no factor with the numbers of choices."""
    return islice(cases, 0, None, 1 if LONG else step)
