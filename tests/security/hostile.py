"""What somebody types who wants the service down: long, and the worst for a pattern that looks at a letter twice."""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import quote_plus

KIBIBYTES_64 = 64 * 1024
UNITS = {
    "spaces": " ",
    "narrow spaces": "\u202f",
    "tabs": "\t",
    "line ends": "\r\n",
    "letters": "a",
    "digits": "1",
    "grouped digits": "1 ",
    "arobases": "a@",
    "only arobases": "@",
    "dots": ".",
    "labels": "a.",
    "hyphens": "a-",
    "quotes": '"',
    "low quotes": "“ ",
    "guillemets": "« ",
    "apostrophes": "'",
    "combining marks": "e\u0301\u0323",
    "ligatures": "\ufdfa",
    "extensions": "# 1",
    "punctuation": " ;!?:",
    "brackets": "[{",
    "percents": "1 %",
}


def hostile(unit: str, size: int = KIBIBYTES_64, *, around: str = "x") -> str:
    """That many letters of it, between others: what is around would otherwise be taken off at once."""
    return around + (unit * (size // len(unit))) + around


def hostile_field(unit: str) -> str:
    """The most of it that a public form's body may bring."""
    return hostile(unit, len(unit) * (60_000 // len(quote_plus(unit))))


def cost(work: Callable[[], object], enough: float = 0) -> float:
    """The processor's seconds that it takes this thread at best: a loaded machine makes it wait, not work more.

    Tried again while it takes more than `enough`, three times in all.
    """
    least = float("inf")
    for _ in range(3):
        before = time.thread_time()
        work()
        least = min(least, time.thread_time() - before)
        if least <= enough:
            break
    return least


def too_dear(work_on: Callable[[str], Callable[[], object]], bar: float) -> dict[str, float]:
    """The shapes that cost more than that, with what each costs (seconds of processor)."""
    costs = {shape: cost(work_on(hostile(unit)), bar) for shape, unit in UNITS.items()}
    return {shape: spent for shape, spent in costs.items() if spent > bar}
