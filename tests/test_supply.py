"""What the program is made of: pinned with hashes, from no index in particular, each under a licence we may use."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.code_shape import PROJECT
from tests.supply import RUN, SERVER, TESTS, bill_of_materials, canonical, pinned, told_licence, written_licences

TOOLS = PROJECT / "tests" / "tools.txt"
MAY_BE_USED = {
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "LGPL-3.0-only",  # used as it is, by import
    "MIT",
    "MIT-0",
    "MIT-CMU",
    "MPL-2.0",  # for the tests alone, or used as it is
    "OFL-1.1",
    "PSF-2.0",
    "Unlicense",
    "ZPL-2.1",
}
LESS_EXACT = {
    "": {"MIT"},  # Peewee tells none; its LICENSE file is MIT's
    "OSI Approved": {"Apache-2.0"},  # aiosmtpd
    "Apache Software License": {"Apache-2.0"},
    "BSD License": {"BSD-2-Clause", "BSD-3-Clause"},
    "MIT License": {"MIT"},
    "Mozilla Public License 2.0 (MPL 2.0)": {"MPL-2.0"},
    "The Unlicense (Unlicense)": {"Unlicense"},
    "Zope Public License": {"ZPL-2.1"},
}
"""What packages tell of themselves in other words than SPDX's → what that can mean."""


def asked_for(path: Path) -> set[tuple[str, str]]:
    """The packages and versions that a person wrote down."""
    lines = [line.split("#")[0].strip() for line in path.read_text(encoding="utf-8").splitlines()]
    found = [re.fullmatch(r"([A-Za-z0-9._-]+)(?:\[[a-z,]+\])?==(\S+)(?: ;.*)?", line) for line in lines]
    assert all(found[number] or not line or line.startswith("-c ") for number, line in enumerate(lines)), path
    return {(canonical(each[1]), each[2]) for each in found if each}


@pytest.mark.parametrize("path", [RUN, SERVER, TESTS, TOOLS], ids=lambda path: path.name)
def test_what_is_asked_for_is_pinned_with_what_comes_along_and_the_hashes_of_every_file(path: Path) -> None:
    text, packages = path.read_text(encoding="utf-8"), pinned(path)
    assert len(packages) == len(re.findall(r"^[^#\s-]", text, re.MULTILINE)), "a line that isn't pinned with hashes"
    assert asked_for(path.with_suffix(".in")) <= {(each.name, each.version) for each in packages}, "make lock"
    assert "://" not in text, "where packages come from is the machine's business"


def test_the_program_and_its_tests_run_on_the_same_versions() -> None:
    run, server, tests = ({each.name: each.version for each in pinned(path)} for path in (RUN, SERVER, TESTS))
    assert {name: version for name, version in (tests | server).items() if run.get(name, version) != version} == {}


def test_every_part_is_listed_with_a_licence_that_we_may_use() -> None:
    names = {each.name for each in (*pinned(RUN), *pinned(SERVER), *pinned(TESTS))}
    kept = {"htmx", "axe", "Atkinson Hyperlegible Next"}
    licences = written_licences()
    assert set(licences) == names | kept
    parts = {part for licence in licences.values() for part in re.split(r" AND | OR ", licence)}
    assert parts <= MAY_BE_USED


def test_licences_are_those_that_packages_tell_of_themselves() -> None:
    licences = written_licences()
    other = {}
    for each in (*pinned(RUN), *pinned(SERVER), *pinned(TESTS)):
        told = told_licence(each.name)
        if told is not None and licences[each.name] not in LESS_EXACT.get(told, {told}):
            other[each.name] = told
    assert other == {}


def test_the_bill_of_materials_names_every_part_that_runs() -> None:
    bill = json.loads(json.dumps(bill_of_materials()))
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.5")
    purls = [component["purl"] for component in bill["components"]]
    assert len(purls) == len(set(purls)) == len({each.name for each in (*pinned(RUN), *pinned(SERVER))}) + 1
    assert any(purl.startswith("pkg:pypi/flask@") for purl in purls)
    assert any(purl.startswith("pkg:npm/htmx.org@") for purl in purls)
