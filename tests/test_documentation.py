"""The documentation, held to the program: every setting, command, target, address and link, both ways."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException

from models.service.settings import NAMES
from tests.code_shape import PROJECT, kept_files, name_of, python_files
from tests.route_table import PATH as ROUTES
from tests.route_table import route_table

README = (PROJECT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (PROJECT / "Makefile").read_text(encoding="utf-8")
DOCUMENTS = [path for path in kept_files(".md") if not name_of(path).startswith("tests/")]
FLASKS_OWN = {"run", "shell", "routes", "limiter"}


def table(name: str) -> list[str]:
    """The first cell of each row of a marked table of the README, without its quotes."""
    marked = README.partition(f"<!-- {name} -->")[2].partition(f"<!-- end of {name} -->")[0]
    cells = [line.split("|")[1].strip() for line in marked.strip().splitlines()[2:]]
    return [cell.strip("`") for cell in cells]


def commands(group: click.Group, words: tuple[str, ...] = ()) -> Iterator[str]:
    """Every command of our own, as it is typed."""
    for name, command in sorted(group.commands.items()):
        if not words and name in FLASKS_OWN:
            continue
        if isinstance(command, click.Group):
            yield from commands(command, (*words, name))
        else:
            yield " ".join((*words, name))


def test_every_setting_is_documented_and_every_documented_setting_exists() -> None:
    assert table("settings") == list(NAMES)


def test_nothing_else_reads_the_environment() -> None:
    readers = [
        name_of(path) for path in python_files(tests=False) if re.search(r"\bos\.environ\b|getenv", path.read_text())
    ]
    assert set(readers) <= {"app.py", "models/service/settings.py"}


def test_every_command_is_documented_and_every_documented_command_exists(app: Flask) -> None:
    documented = [re.split(r" [A-Z\[-]", command)[0] for command in table("commands")]
    assert documented == sorted(commands(app.cli))


def test_every_command_explains_itself(app: Flask) -> None:
    for words in commands(app.cli):
        told = app.test_cli_runner().invoke(args=[*words.split(), "--help"])
        assert told.exit_code == 0, words
        assert len(told.output.splitlines()) > 2, words


def test_every_make_target_is_documented_and_every_documented_target_exists() -> None:
    declared = next(line for line in MAKEFILE.splitlines() if line.startswith(".PHONY: help"))
    targets = set(declared.split()[1:]) - {"help", "lint"}
    assert set(re.findall(r"(?:`|^)make ([a-z-]+)", README, re.MULTILINE)) == targets
    assert set(re.findall(r"'make ([a-z-]+)", MAKEFILE)) == targets


def test_the_table_of_routes_is_the_url_map(app: Flask) -> None:
    assert ROUTES.read_text(encoding="utf-8") == route_table(app), "python -m tests.route_table writes it anew"


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_link_to_a_file_leads_somewhere(document: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", document.read_text(encoding="utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_address_named_in_a_document_is_answered(app: Flask, document: Path) -> None:
    routes = app.url_map.bind("localhost")
    spans = re.findall(r"`(/[a-z][^`\s]*)`", document.read_text(encoding="utf-8"))
    unknown = []
    for span in spans:
        path = re.sub(r"<int:\w+>", "1", span).replace("<", "").replace(">", "").rstrip("…")
        if path.startswith(("/opt", "/etc")) or document == ROUTES:
            continue
        try:
            routes.match(path if not path.endswith("/") else f"{path}x", method="GET")
        except HTTPException as refusal:
            if refusal.code != 405:
                unknown.append(span)
    assert unknown == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_test_that_a_document_cites_exists(document: Path) -> None:
    absent = []
    for cited in re.findall(r"`(tests/[^`\s]+)`", document.read_text(encoding="utf-8")):
        path, _, name = cited.partition("::")
        found = (PROJECT / path).exists() and (
            not name or f"def {name}(" in (PROJECT / path).read_text(encoding="utf-8")
        )
        absent += [] if found else [cited]
    assert absent == []
