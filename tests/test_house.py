"""The house's own rules: how long things may be, what they may be called, what may import what, whose licence."""

from __future__ import annotations

import ast
import re
import statistics
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from tests.code_shape import (
    PROJECT,
    code_lines,
    functions,
    imports,
    kept_files,
    name_of,
    names_bound,
    public_definitions,
    python_files,
)

pytestmark = pytest.mark.xdist_group("house")  # each file is parsed once

LONGEST_FILE = 300
LONGEST_FUNCTION = 60
NINE_FUNCTIONS_IN_TEN = 25
LONGEST_TEMPLATE = 120
VAGUE = frozenset({"ctx", "p", "s", "base", "common", "utils", "helpers"})
VENDORED = re.compile(r"(^|/)vendor/")
BINARY = frozenset({".woff2", ".ttf", ".otf", ".png", ".jpg", ".ico", ".pdf", ".db"})


def test_no_file_of_code_is_too_long_to_be_read_at_once() -> None:
    files = [path for path in kept_files(".py", ".js", ".css", ".sql", ".toml") if not VENDORED.search(name_of(path))]
    code = [path for path in files if name_of(path) != "models/content/questionnaire.toml"]
    lengths = {name_of(path): code_lines(path) for path in code}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_functions_are_short() -> None:
    lengths = {function.where: function.lines for path in python_files() for function in functions(path)}
    assert {where: lines for where, lines in lengths.items() if lines > LONGEST_FUNCTION} == {}
    assert statistics.quantiles(lengths.values(), n=10)[-1] <= NINE_FUNCTIONS_IN_TEN


def test_templates_are_short() -> None:
    lengths = {name_of(path): code_lines(path) for path in kept_files(".html", ".typ")}
    templates = {name: lines for name, lines in lengths.items() if name.startswith("templates/")}
    assert {name: lines for name, lines in templates.items() if lines > LONGEST_TEMPLATE} == {}


def test_everything_public_says_what_it_is_for() -> None:
    silent = [
        where
        for path in python_files(tests=False)
        if path.parent.name != "migrations"  # a table as it was: today's says what it is for
        for where, node in public_definitions(path)
        if not ast.get_docstring(node)
    ]
    assert silent == []


def test_what_the_program_defines_it_uses() -> None:
    """What tests alone ask for would stay for ever."""
    program = [*python_files(tests=False), *kept_files(".html", ".typ")]
    words = Counter(word for path in program for word in re.findall(r"\w+", path.read_text(encoding="utf-8")))
    unused = [
        where
        for path in python_files(tests=False)
        for where, node in public_definitions(path)
        if words[node.name] == 1 and not node.decorator_list and "." not in where.rpartition(" ")[2]
    ]
    assert unused == []


def test_every_argument_and_return_is_annotated() -> None:
    bare = []
    for path in python_files():
        for function in functions(path):
            arguments = function.tree.args
            named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
            named += [extra for extra in (arguments.vararg, arguments.kwarg) if extra]
            untyped = [each.arg for each in named if each.annotation is None and each.arg not in {"self", "cls"}]
            if untyped or function.tree.returns is None:
                bare.append(f"{function.where}: {', '.join(untyped) or 'no return type'}")
    assert bare == []


def test_nothing_is_called_by_a_vague_name() -> None:
    vague = [
        f"{name_of(path)}:{line} {name}" for path in python_files() for name, line in names_bound(path) if name in VAGUE
    ]
    files = [name_of(path) for path in kept_files(".py", ".js", ".css") if VAGUE & set(re.split(r"[_./-]", path.stem))]
    assert vague == []
    assert files == []


def test_nothing_imports_the_wiring_but_tests() -> None:
    """import-linter takes packages as roots, and app.py is a module: this is its part of the contract."""
    assert [name_of(path) for path in python_files(tests=False) if "app" in dict(imports(path))] == []


def drawn(name: str) -> list[list[str]]:
    """The modules that each row of a table of docs/architecture.md names in its first two cells."""
    text = (PROJECT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = text.partition(f"<!-- {name} -->")[2].partition(f"<!-- end of {name} -->")[0].strip().splitlines()[2:]
    return [re.findall(r"`((?:app|views|models)[a-z_.]*)`", "|".join(row.split("|")[1:3])) for row in rows]


def test_the_floors_are_those_that_are_drawn() -> None:
    contracts = tomllib.loads((PROJECT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    models, views = (contract["layers"] for contract in contracts if contract["type"] == "layers")
    proved = [set(re.split(r"\s*\|\s*", layer)) for layer in (*views, *models[1:])]
    assert models[0] == "views"
    assert [set(floor) for floor in drawn("floors")] == [{"app"}, *proved]


def test_an_answer_goes_the_way_that_is_drawn() -> None:
    way = drawn("way")
    assert way
    for caller, called in way:
        assert called in dict(imports(PROJECT / f"{caller.replace('.', '/')}.py")), f"{caller} doesn't import {called}"


def test_every_view_stands_in_a_room() -> None:
    assert [name_of(path) for path in python_files(tests=False) if name_of(path).count("/") == 1] == [
        "models/__init__.py",
        "views/__init__.py",
    ]


def test_a_module_name_stands_once_but_for_commands_and_what_the_store_keeps() -> None:
    named = [
        path.stem
        for path in python_files(tests=False)
        if not re.match(r"(views/commands|models/store)/", name_of(path))
    ]
    assert [name for name, times in Counter(named).items() if times > 1] == ["__init__"]


def test_the_glossary_is_short_and_the_code_follows_it() -> None:
    rows = (PROJECT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    cells = [row.split("|") for row in rows if row.startswith("| ")][2:]
    assert 0 < len(cells) <= 25
    replaced = {row[4].strip() for row in cells} - {""}
    bound = {(name_of(path), name) for path in python_files() for name, _ in names_bound(path) if name in replaced}
    spoken = re.compile(rf"\b(?:{'|'.join(replaced)})\b")
    written = [name_of(path) for path in kept_files(".html") if spoken.search(path.read_text(encoding="utf-8"))]
    assert (bound, written) == (set(), [])


def test_templates_hold_no_style_script_or_handler_of_their_own() -> None:
    forbidden = re.compile(
        r"<style|<script(?![^>]*\ssrc=)|\sstyle=|\son[a-z]+=|hx-on|javascript:|hx-vals=['\"]js:|<!--"
    )
    found = [
        f"{name_of(path)}: {match.group()}"
        for path in kept_files(".html")
        for match in forbidden.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == ["templates/staff/extraction.html: <style"], "a document that leaves takes its look along"


def test_all_that_is_vendored_stands_beside_its_licence() -> None:
    vendored = [path for path in kept_files() if VENDORED.search(name_of(path)) and path.suffix in {".js", ".css"}]
    fonts = kept_files(".woff2", ".ttf", ".otf")
    assert vendored
    for path in [*vendored, *fonts]:
        licences = [other for other in path.parent.iterdir() if "LICENSE" in other.name.upper() or "OFL" in other.name]
        assert licences, f"{name_of(path)} has no licence beside it"


def test_the_licence_is_the_one_announced() -> None:
    text = (PROJECT / "LICENSE").read_text(encoding="utf-8")
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert "15.Applicable Law" in text
    assert "Appendix" in text
    assert tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]["license"] == "EUPL-1.2"


def test_nothing_tells_where_it_was_written() -> None:
    """No absolute path of a machine and no mirror's address gets into the project."""
    telltale = re.compile(r"/(?:work|home|root|Users)/[a-z]|file:///(?:opt|work|home|root)|index-url")
    found = [
        f"{name_of(path)}: {match.group()}"
        for path in kept_files()
        if path.suffix not in BINARY and not VENDORED.search(name_of(path)) and path != Path(__file__)
        for match in telltale.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_the_ci_calls_make_test_and_nothing_else() -> None:
    lines = (PROJECT / ".ci" / "run").read_text().splitlines()
    commands = [line for line in lines if line and not line.startswith(("#", "set ", "cd "))]
    assert commands == ["make test"]


SQL = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|REPLACE|PRAGMA|CREATE|DROP|ALTER|WITH RECURSIVE)\b")
WHERE_SQL_STAYS = ("models/store/engine.py", "models/store/sqlite/", "models/store/migrations/")
"""What differs between the engines, an SQLite file read past the tables, and the schema's history."""


def test_every_query_is_peewee_s() -> None:
    fixed = [
        f"{name_of(path)}:{node.lineno} {node.value[:60]!r}"
        for path in python_files(tests=False)
        if not name_of(path).startswith(WHERE_SQL_STAYS)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.match(node.value)
    ]
    assert fixed == []
