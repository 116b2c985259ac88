"""What became of each fault: a line a fault in a file, which one process writes and another reads; and the report."""

from __future__ import annotations

import json
import re
import sys

from tests.mutation.child import Outcome
from tests.mutation.operators import Mutant
from tests.mutation.places import EXPLAINED, OUTCOMES

SEEN = {Outcome.KILLED, Outcome.TIMEOUT}
MOST_NOT_SEEN = 0.05


class Outcomes:
    """All that is known so far."""

    def __init__(self, awaited: int) -> None:
        self._awaited = awaited
        self._known: dict[str, Outcome] = {}
        OUTCOMES.write_text("", encoding="utf-8")

    def tell(self, mutant: Mutant, outcome: Outcome, killer: str, asked: int) -> None:
        """Keep it, and show how far it is."""
        self._known[_key(mutant)] = outcome
        row = {"key": _key(mutant), "line": mutant.line, "name": mutant.name, "outcome": outcome}
        with OUTCOMES.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row | {"killer": killer, "asked": asked}, ensure_ascii=False) + "\n")
        print(f"\r{len(self._known)}/{self._awaited} ", end="", file=sys.stderr, flush=True)

    def read(self) -> None:
        """Learn what the other process wrote."""
        rows = map(json.loads, OUTCOMES.read_text(encoding="utf-8").splitlines())
        self._known = {row["key"]: Outcome(row["outcome"]) for row in rows}

    def seen(self, mutant: Mutant) -> bool:
        """Whether a test failed, or never ended."""
        return self._known.get(_key(mutant)) in SEEN

    def not_tried(self, mutant: Mutant) -> bool:
        """Whether no test was asked yet: its code couldn't be put into a living function."""
        return self._known.get(_key(mutant)) in {None, Outcome.NOT_HERE}


def report(mutants_of: dict[str, list[Mutant]], outcomes: Outcomes) -> int:
    """Print what lived and the score of each group; 1 where more lived unexplained than may.

    The explained ones are those that change nothing anybody can see: docs/mutation.md says of each why.
    """
    explained = set(re.findall(r"^- (`.+?` `.+?`: `.+?` → `.+?`):", EXPLAINED.read_text(encoding="utf-8"), re.M))
    too_many = 0
    for group, mutants in mutants_of.items():
        living = [each for each in mutants if not outcomes.seen(each)]
        unexplained = [each for each in living if each.name not in explained]
        for each in unexplained:
            print(f"{each.path}:{each.line} {each.name}")
        share = len(unexplained) / max(1, len(mutants))
        too_many += share >= MOST_NOT_SEEN
        killed = len(mutants) - len(living)
        print(f"{group}: {len(mutants)} faults, {killed} seen, {len(living) - len(unexplained)} explained,", end=" ")
        print(f"{len(unexplained)} not seen ({share:.1%})")
    return int(too_many > 0)


def _key(mutant: Mutant) -> str:
    return f"{mutant.path} {mutant.place[0]} {mutant.place[1]}"
