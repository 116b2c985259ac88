"""Faults that only an import shows (a constant, a table's field, a decorator), and those that lived: the module is
imported with the fault in a process that had imported nothing of the project."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType

import pytest

from tests.mutation.child import Outcome, in_child
from tests.mutation.operators import Mutant, mutated
from tests.mutation.places import IMPORTED_BEFORE, OPTIONS, ROOT
from tests.mutation.quick import QuickToFail
from tests.mutation.selection import Selection


def try_fresh(mutant: Mutant, selection: Selection, budget: float) -> tuple[Outcome, str, int]:
    """What became of the fault, the test that saw it, and how many were asked."""
    tests = selection.tests(mutant, budget)

    outcome, killer = _in_fresh_child(mutant, tests, selection.seconds(tests))
    return outcome, killer, len(tests)


def prove_that_all_pass(mutant: Mutant, selection: Selection) -> None:
    """Without its fault the tests of that place pass here: what fails later fails because of a fault."""
    tests = selection.tests(mutant, 1)
    outcome, failed = _in_fresh_child(None, tests, selection.seconds(tests))
    assert outcome is Outcome.SURVIVED, (
        f"{failed or 'pytest itself'} fails without any fault: MUTATION_TALKS=1 says why"
    )


def _in_fresh_child(mutant: Mutant | None, tests: list[str], seconds: float) -> tuple[Outcome, str]:
    def work(tell: Callable[[str], None]) -> Outcome:
        if mutant is not None:
            sys.meta_path.insert(0, _Finder(mutant))
        return _run(tests, tell)

    return in_child(work, 15 + 5 * seconds)


def _run(tests: list[str], tell: Callable[[str], None]) -> Outcome:
    files = list(dict.fromkeys(each.partition("::")[0] for each in tests))
    only = _Only(tests, tell)
    code = pytest.main([*OPTIONS, *IMPORTED_BEFORE, "-x", "--tb=no", *files], plugins=[only])
    return Outcome.SURVIVED if code in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED} else Outcome.KILLED


class _Only(QuickToFail):
    """A pytest plugin: these tests in this order, and the one that fails."""

    def __init__(self, tests: list[str], tell: Callable[[str], None]) -> None:
        self._order = {test: place for place, test in enumerate(tests)}
        self._tell = tell

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        kept = [item for item in items if item.nodeid in self._order]
        items[:] = sorted(kept, key=lambda item: self._order[item.nodeid])

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self._tell(report.nodeid)


class _Finder(MetaPathFinder):
    def __init__(self, mutant: Mutant) -> None:
        self._mutant = mutant
        self._module = mutant.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != self._module:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        assert spec is not None
        spec.loader = _Loader(fullname, str(ROOT / self._mutant.path), self._mutant)
        return spec


class _Loader(SourceFileLoader):
    def __init__(self, fullname: str, path: str, mutant: Mutant) -> None:
        super().__init__(fullname, path)
        self._mutant = mutant

    def get_code(self, fullname: str) -> CodeType:
        path = Path(self.path)
        source = path.read_text(encoding="utf-8")
        code: CodeType = compile(mutated(source, self._mutant.place, path), self.path, "exec")
        return code
