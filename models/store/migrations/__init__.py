"""The schema's history: numbered SQL files, each applied once, in order, within the caller's transaction."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

FOLDER = Path(__file__).parent
FILE_NAME = re.compile(r"(\d{4})_[a-z0-9_]+\.sql")


class SchemaTooNew(Exception):
    """The file was written by a newer program; this one must not touch it."""

    def __init__(self, found: int, known: int) -> None:
        super().__init__(
            f"La base de données est au schéma {found} ; ce programme ne connaît que le schéma {known}. "
            "Installez une version plus récente du programme."
        )
        self.found = found
        self.known = known


class Connected(Protocol):
    """Whatever runs SQL on the database to migrate."""

    def execute_sql(self, sql: str, params: Sequence[Any] | None = None) -> sqlite3.Cursor:
        """Run one statement."""


class Migration(NamedTuple):
    """One numbered file."""

    number: int
    path: Path


def known_migrations(folder: Path = FOLDER) -> list[Migration]:
    """All migrations of the program, in order. Raises ValueError where a number is missing or taken twice."""
    found = sorted(
        Migration(int(match[1]), path) for path in folder.iterdir() if (match := FILE_NAME.fullmatch(path.name))
    )
    if [migration.number for migration in found] != list(range(1, len(found) + 1)):
        raise ValueError(f"migrations are not numbered one by one: {[migration.path.name for migration in found]}")
    return found


def apply_migrations(database: Connected, folder: Path = FOLDER) -> list[int]:
    """Apply what is missing, in the caller's transaction; the numbers applied. Raises SchemaTooNew."""
    database.execute_sql(
        "CREATE TABLE IF NOT EXISTS schema_version (number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT"
        " NOT NULL DEFAULT CURRENT_TIMESTAMP) STRICT"
    )
    current = schema_version(database)
    known = known_migrations(folder)
    if current > len(known):
        raise SchemaTooNew(current, len(known))
    missing = known[current:]
    for migration in missing:
        for statement in _statements(migration.path.read_text("utf-8")):
            database.execute_sql(statement)
        database.execute_sql(
            "INSERT INTO schema_version (number, name) VALUES (?, ?)", (migration.number, migration.path.name)
        )
    return [migration.number for migration in missing]


def schema_version(database: Connected) -> int:
    """The number of the last migration applied; 0 for none."""
    number: int | None = database.execute_sql("SELECT max(number) FROM schema_version").fetchone()[0]
    return number or 0


def _statements(script: str) -> Iterator[str]:
    """The script's statements one by one: `executescript` would commit the transaction first."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        raise ValueError(f"unfinished statement: {statement.strip()[:80]}")
