"""Which tests can see a fault: those that run its line, likely ones first, as many as a budget of seconds allows."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import PurePath

from coverage import CoverageData

from tests.mutation.operators import Mutant
from tests.mutation.places import COVERAGE, ROOT, TIMES, own_tests

FEW = 5
"""Fewer tests than that on a line may mean that it ran once and was kept (a query written once): then all those that
run the module are asked."""


class Selection:
    """What each line's tests are, and how long each takes."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._seconds: dict[str, float] = json.loads(TIMES.read_text(encoding="utf-8"))
        self._killers: dict[tuple[str, str], list[str]] = defaultdict(list)
        data = CoverageData(basename=str(COVERAGE))
        data.read()
        # All at once: asked in a forked process, coverage begins by erasing its file.
        self._lines = {path: self._of(path, data) for path in set(paths)}

    def tests(self, mutant: Mutant, budget: float) -> list[str]:
        """Node ids, the likeliest first."""
        lines = self._lines[mutant.path]
        found = {each for line in range(mutant.line, mutant.last_line + 1) for each in lines.get(line, ()) if each}
        if len(found) < FEW or not mutant.in_function:
            found |= {each for tests in lines.values() for each in tests if each}
            found |= {each for each in self._seconds if each.startswith(own_tests(mutant.path))}  # a constant is read
        return list(self._within(self._likeliest_first(mutant, found), budget))

    def runs_once(self, mutant: Mutant) -> bool:
        """Whether its line may have run before any test began, or once for all of them: its effect is then kept."""
        tests = self._lines[mutant.path].get(mutant.line, set())
        return not mutant.in_function or "" in tests or len(tests) < FEW

    def seconds(self, tests: Iterable[str]) -> float:
        """What these take, in seconds of a processor."""
        return sum(self._seconds[each] for each in tests)

    def saw(self, mutant: Mutant, test: str) -> None:
        """Ask that test first of the next faults of the same function."""
        self._killers[mutant.path, mutant.function].append(test)

    def _likeliest_first(self, mutant: Mutant, found: set[str]) -> list[str]:
        """Those that saw a fault of that function; the module's own tests; then of each file one, of each one more…"""
        killers = self._killers[mutant.path, mutant.function]
        stem = PurePath(mutant.path).stem
        turns: Counter[str] = Counter()
        ranks = {}
        for test in sorted(found, key=lambda each: (self._seconds[each], each)):
            file = test.partition("::")[0]
            turns[file] += 1
            own = file.endswith(f"/test_{stem}.py") or file in own_tests(mutant.path)
            alien = not file.startswith(own_tests(mutant.path))
            ranks[test] = (test not in killers, not own, turns[file] + (3 if alien else 0))
        return sorted(ranks, key=ranks.__getitem__)

    def _within(self, tests: list[str], budget: float) -> Iterable[str]:
        spent = 0.0
        for place, test in enumerate(tests):
            spent += self._seconds[test]
            if place and spent > budget:
                return
            yield test

    def _of(self, path: str, data: CoverageData) -> dict[int, set[str]]:
        return {
            line: {name.rpartition("|")[0] for name in names} & {"", *self._seconds}
            for line, names in data.contexts_by_lineno(str(ROOT / path)).items()
        }
