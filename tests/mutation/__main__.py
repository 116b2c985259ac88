"""Put small faults into the code, one at a time, and say which of them no test sees.

`python -m tests.mutation [GROUP …]`; MUTANTS=400 tries a sample of so many in each group, always the same ones.
"""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from hashlib import sha256

import pytest

from tests.mutation.fast import FastRun
from tests.mutation.fresh import prove_that_all_pass, try_fresh
from tests.mutation.operators import Mutant, find_mutants
from tests.mutation.outcomes import Outcomes, report
from tests.mutation.places import COVERAGE, GROUPS, IMPORTED_BEFORE, KEPT, MOST, OPTIONS, ROOT, TESTS, TIMES, files
from tests.mutation.selection import Selection

BUDGET = 20.0
"""Seconds of tests that a fault is shown to before it counts as not seen."""

LIBRARIES = ("flask", "flask_wtf", "peewee", "playhouse.migrations", "msgspec", "babel.numbers", "hypothesis", "argon2")


def main(groups: list[str]) -> int:
    """Measure where that is to be done, try, report; 1 where too many lived that nothing explains."""
    measure()
    mutants_of = {group: sample(group) for group in groups or GROUPS}
    mutants = [each for found in mutants_of.values() for each in found]
    selection, outcomes = Selection(each.path for each in mutants), Outcomes(len(mutants))
    for library in LIBRARIES:
        importlib.import_module(library)
    prove_that_all_pass(mutants[0], selection)
    try_inside_functions([each for each in mutants if each.in_function], selection, outcomes)
    for mutant in mutants:
        if not outcomes.seen(mutant) and (outcomes.not_tried(mutant) or selection.runs_once(mutant)):
            outcomes.tell(mutant, *try_fresh(mutant, selection, BUDGET))
    return report(mutants_of, outcomes)


def measure() -> None:
    """Run the quick tests once, to know which runs what, and for how long; kept until deleted."""
    if TIMES.exists():
        return
    KEPT.mkdir(parents=True, exist_ok=True)
    print("Which test runs what…", flush=True)
    options = [*OPTIONS, "-p", "tests.mutation.timing", "--cov-context=test", "--cov-report=", "--cov-fail-under=0"]
    watched = ["--cov=models", "--cov=views/staff", "--cov=views/web"]
    command = [sys.executable, "-m", "pytest", *options, *watched, *TESTS]
    subprocess.run(command, cwd=ROOT, env=os.environ | {"COVERAGE_FILE": str(COVERAGE)}, check=True)


def sample(group: str) -> list[Mutant]:
    """The faults of a group, or MUTANTS of them: chosen by their names, so that other lines may come and go."""
    found = [each for path in files(group) for each in find_mutants(path, (ROOT / path).read_text(encoding="utf-8"))]
    if not MOST or len(found) <= MOST:
        return found
    chosen = set(sorted(found, key=lambda each: sha256(each.name.encode()).digest())[:MOST])
    return [each for each in found if each in chosen]


def try_inside_functions(mutants: list[Mutant], selection: Selection, outcomes: Outcomes) -> None:
    """In a process of its own, since this one must import nothing of the project."""
    child = os.fork()
    if not child:
        run = FastRun(mutants, selection, BUDGET, outcomes.tell)
        pytest.main([*OPTIONS, *IMPORTED_BEFORE, *TESTS], plugins=[run])
        os._exit(0)
    os.waitpid(child, 0)
    outcomes.read()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
