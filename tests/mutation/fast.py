"""Faults inside functions: everything is imported and collected once; a child puts the fault's code into the living
functions and runs the tests. A hundredth of a second, beside the tests themselves."""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Callable, Iterator
from types import CodeType, FunctionType

import pytest
from _pytest.runner import runtestprotocol

from tests.mutation.child import Outcome, in_child
from tests.mutation.operators import Mutant, mutated
from tests.mutation.places import ROOT
from tests.mutation.quick import QuickToFail
from tests.mutation.selection import Selection

Place = tuple[str, str, int]


class FastRun(QuickToFail):
    """A pytest plugin that tries faults in place of running the tests."""

    def __init__(self, mutants: list[Mutant], selection: Selection, budget: float, tell: Callable[..., None]) -> None:
        self._mutants, self._selection, self._budget, self._tell = mutants, selection, budget, tell
        self._items: dict[str, pytest.Item] = {}
        self._functions: dict[Place, list[FunctionType]] = defaultdict(list)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Try each fault, then make sure that what saw them passes without any."""
        self._items = {item.nodeid: item for item in session.items}
        self._warm_up(session.items)
        self._find_functions()
        gc.freeze()
        killed: dict[str, list[Mutant]] = defaultdict(list)
        for mutant in self._mutants:
            tests = [each for each in self._selection.tests(mutant, self._budget) if each in self._items]
            outcome, killer = self._try(mutant, tests) if tests else (Outcome.NOT_HERE, "")
            if killer:
                self._selection.saw(mutant, killer)
                killed[killer].append(mutant)
            self._tell(mutant, outcome, killer, len(tests))
        for killer in sorted(killed):
            if self._try(None, [killer])[0] is not Outcome.SURVIVED:
                print(f"\n{killer} fails here without any fault: what it saw is tried again afresh")
                for mutant in killed[killer]:
                    self._tell(mutant, Outcome.NOT_HERE, "", 0)
        return True

    def _try(self, mutant: Mutant | None, tests: list[str]) -> tuple[Outcome, str]:
        def work(tell: Callable[[str], None]) -> Outcome:
            if mutant is not None and not self._put_in(mutant):
                return Outcome.NOT_HERE
            failed = self._first_failure(tests)
            tell(failed)
            return Outcome.KILLED if failed else Outcome.SURVIVED

        return in_child(work, 3 + 5 * self._selection.seconds(tests))

    def _warm_up(self, items: list[pytest.Item]) -> None:
        """Set up what tests share, so that each child finds it there."""
        for first in items:
            if "wired" in getattr(first, "fixturenames", ()):
                elsewhere = next(item for item in items if item.path.parent != first.path.parent)
                runtestprotocol(first, log=False, nextitem=elsewhere)
                return

    def _first_failure(self, tests: list[str]) -> str:
        items = [self._items[each] for each in tests]
        for item, following in zip(items, [*items[1:], self._other(items)], strict=True):
            if any(report.failed for report in runtestprotocol(item, log=False, nextitem=following)):
                return item.nodeid
        return ""

    def _other(self, items: list[pytest.Item]) -> pytest.Item:
        return next(item for item in self._items.values() if item is not items[-1])

    def _find_functions(self) -> None:
        mutated_files = {str(ROOT / mutant.path) for mutant in self._mutants}
        for thing in gc.get_objects():
            if isinstance(thing, FunctionType) and thing.__code__.co_filename in mutated_files:
                self._functions[_place(thing.__code__)].append(thing)

    def _put_in(self, mutant: Mutant) -> bool:
        """Give the living functions the code with the fault; whether any was found."""
        path = ROOT / mutant.path
        source = path.read_text(encoding="utf-8")
        before = {_place(code): code for code in _codes(compile(source, str(path), "exec"))}
        changed = 0
        for code in _codes(compile(mutated(source, mutant.place, path), str(path), "exec")):
            if before.get(_place(code)) != code:
                for function in self._functions.get(_place(code), ()):
                    if function.__code__.co_freevars != code.co_freevars:
                        return False
                    function.__code__ = code
                    changed += 1
        return changed > 0


def _place(code: CodeType) -> Place:
    return code.co_filename, code.co_qualname, code.co_firstlineno


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)
