"""The table of routes as `docs/routes.md` shows it: `python -m tests.route_table` writes it anew.

All but its column "who", which is written by hand and kept: what it says must not come from the marks it judges.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from flask import Flask
from werkzeug.routing import Rule

from app import create_app
from models.service.settings import read_settings
from models.store.database import close_database
from tests.code_shape import PROJECT
from views.web.doors import PREFIXES, SITE

PATH = PROJECT / "docs" / "routes.md"
HEAD = """# Addresses

What the program answers to, made from the URL map by `python -m tests.route_table`; a test compares both. `GET` changes
nothing, but for the health probe's own row. A token is the only key to an assessment: it is stored hashed and logged
nowhere.

Who may ask is written here by hand and tried by `tests/views/staff/test_access.py`, each being allowed what the former
ones are: **everyone**; **provisional**, whoever signed in, with a provisional password too; a **consultante**, who
finds nothing (404) at the address of a dossier that she doesn't accompany; a **chargée**, that is every member of the
team; or an **administratrice** alone.

The questionnaire stands behind three doors, with the same pages behind each: `/` (the site), `/borne/<code>` (the
kiosk of an event) and `/integre` (a frame in another site). Its addresses are written once, without the door. Pages
that would ask for personal details answer 404 at the kiosk, and so do those of other views.
"""
SECTIONS = {"questionnaire": "The questionnaire, behind each door", "staff": "Back-office", "": "Everything else"}
ROW = re.compile(r"^\| `(?P<address>[^`]+)` \| (?P<methods>[A-Z, ]+) \| (?P<who>\w+) \| ", re.MULTILINE)
UNDECIDED = "UNDECIDED"
"""Who may ask for an address that is new: a person says it, in place of this word."""


def _methods(rule: Rule) -> str:
    return ", ".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))


def _section(rule: Rule) -> str:
    blueprint = rule.endpoint.split(".")[0]
    if blueprint in PREFIXES:
        return "questionnaire"
    return "staff" if rule.rule == "/pilotage" or rule.rule.startswith("/pilotage/") else ""


def _without_door(rule: Rule) -> str:
    prefix = PREFIXES.get(rule.endpoint.split(".")[0], "/").rstrip("/")
    return rule.rule.removeprefix(prefix) or "/"


def _first_line(app: Flask, rule: Rule) -> str:
    told = (app.view_functions[rule.endpoint].__doc__ or "").strip().partition("\n\n")[0]
    return " ".join(told.split()).replace("|", "\\|")


@cache
def written_roles() -> dict[tuple[str, str], str]:
    """Who may ask for each address and its methods, as the document says."""
    return {(row["address"], row["methods"]): row["who"] for row in ROW.finditer(PATH.read_text(encoding="utf-8"))}


def who_may_ask(rule: Rule) -> str:
    """Who may ask for an address of the URL map, as the document says."""
    return written_roles().get((_without_door(rule), _methods(rule)), UNDECIDED)


def rows(app: Flask, section: str) -> Iterator[str]:
    """The rows of one section, in the order of the addresses, each address behind several doors once."""
    found = {
        (_without_door(rule), _methods(rule)): _first_line(app, rule)
        for rule in app.url_map.iter_rules()
        if _section(rule) == section
    }
    roles = written_roles()
    for (address, methods), told in sorted(found.items()):
        yield f"| `{address}` | {methods} | {roles.get((address, methods), UNDECIDED)} | {told} |"


def behind(app: Flask, door: str) -> set[tuple[str, str]]:
    """What stands behind a door, without the door."""
    rules = app.url_map.iter_rules()
    return {(_without_door(rule), _methods(rule)) for rule in rules if rule.endpoint.split(".")[0] == door}


def route_table(app: Flask) -> str:
    """The whole document."""
    assert all(behind(app, door) == behind(app, SITE) for door in PREFIXES), "the doors lead to different pages"
    parts = [HEAD]
    for section, title in SECTIONS.items():
        parts += [
            f"## {title}\n\n| address | methods | who | what |\n| --- | --- | --- | --- |",
            *rows(app, section),
            "",
        ]
    return "\n".join(parts)


def main() -> None:
    """Write the table of the program as it is."""
    with tempfile.TemporaryDirectory() as folder:
        plain = read_settings({"SECRET_KEY": "k" * 32})
        app = create_app(replace(plain, instance=Path(folder), database=Path(folder) / "routes.db"))
        PATH.write_text(route_table(app), encoding="utf-8")
        close_database()


if __name__ == "__main__":
    main()
