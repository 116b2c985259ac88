"""What is mutated, by which tests, and where what was measured is kept."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "instance" / "mutation"
TIMES, COVERAGE, OUTCOMES = KEPT / "seconds.json", KEPT / "coverage", KEPT / "outcomes.jsonl"
EXPLAINED = ROOT / "docs" / "mutation.md"

GROUPS = {
    "models/rules": "models/rules/**/*.py",
    "models/store": "models/store/**/*.py",
    "views/staff/access.py": "views/staff/access.py",
    "views/web/throttle.py": "views/web/throttle.py",
}
OWN_TESTS = {
    "models/rules/": ("tests/rules/",),
    "models/store/": ("tests/store/",),
    "views/staff/access.py": ("tests/views/staff/test_access.py", "tests/views/staff/test_guard.py"),
    "views/web/throttle.py": ("tests/security/test_limits.py",),
}
"""Where the tests of a place are, which are asked before those that only pass through it."""

LEFT_OUT = "models/store/migrations"
"""Frozen copies of the tables of their day: tests/store/test_upgrades.py compares what they lead to."""

TESTS = ["tests/rules", "tests/store", "tests/views", "tests/security", "tests/service", "tests/contact"]
QUICK = "not postgresql and not browser and not fault and not fuzz and not slow and not proxies"
OPTIONS = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-m", QUICK]
IMPORTED_BEFORE = ["-W", "ignore::pytest.PytestAssertRewriteWarning"]
"""What pytest would say of libraries that were there before it."""

MOST = int(os.environ.get("MUTANTS", "0"))
"""How many mutants of each group are tried; 0 for all."""


def files(group: str) -> list[str]:
    """The modules of a group, as paths from the project."""
    found = sorted(str(each.relative_to(ROOT)) for each in ROOT.glob(GROUPS[group]))
    return [each for each in found if not each.startswith(LEFT_OUT)]


def own_tests(path: str) -> tuple[str, ...]:
    """How the names of its own tests begin."""
    return next(tests for place, tests in OWN_TESTS.items() if path.startswith(place))
