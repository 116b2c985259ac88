"""SQLite files begun before the schema was shared with PostgreSQL: four numbered scripts, frozen.

Such a file is brought to the last of them, then its rows are carried into the tables of today's first step.
"""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

HISTORY = "schema_version"
"""The table that told such a file's schema."""

GENERATED = {"application": ["siren"]}
"""Columns that SQLite computed, by table."""

SCRIPTS = sorted(Path(__file__).parent.glob("[0-9]*.sql"))


def is_of_before(database: Any) -> bool:
    """Whether an SQLite database was begun with these scripts."""
    return HISTORY in database.get_tables()


def carry_over(database: Any, make_tables: Callable[[], None]) -> None:
    """Bring the file's rows into the tables that `make_tables` makes, in the caller's transaction."""
    _finish_scripts(database)
    named = (
        "SELECT type, name FROM sqlite_schema WHERE type IN ('index', 'trigger') AND sql IS NOT NULL"
        " AND tbl_name <> 'schema_migration'"
    )
    for kind, name in database.execute_sql(named).fetchall():
        database.execute_sql(f'DROP {kind} "{name}"')
    tables = [table for table in database.get_tables() if table not in {HISTORY, "schema_migration"}]
    database.execute_sql("PRAGMA legacy_alter_table = ON")  # what refers to a table keeps its name
    for table in tables:
        database.execute_sql(f'ALTER TABLE "{table}" RENAME TO "before_{table}"')
    database.execute_sql("PRAGMA legacy_alter_table = OFF")
    make_tables()
    for table in tables:
        columns = [f'"{column.name}"' for column in database.get_columns(f"before_{table}")]
        columns += GENERATED.get(table, [])  # SQLite doesn't list them among the others
        listed = ", ".join(columns)
        database.execute_sql(f'INSERT OR REPLACE INTO "{table}" ({listed}) SELECT {listed} FROM "before_{table}"')
    for table in reversed(tables):
        database.execute_sql(f'DROP TABLE "before_{table}"')
    database.execute_sql(f"DROP TABLE {HISTORY}")
    _settle(database)


def _finish_scripts(database: Any) -> None:
    done = database.execute_sql(f"SELECT count(*) FROM {HISTORY}").fetchone()[0]
    for script in SCRIPTS[done:]:
        for statement in _statements(script.read_text("utf-8")):
            database.execute_sql(statement)


def _statements(script: str) -> Iterator[str]:
    """The script's statements one by one: `executescript` would commit the transaction first."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _settle(database: Any) -> None:
    """What the columns and triggers of before did by themselves, done once for the rows that are there."""
    database.execute_sql("UPDATE staff_account SET email = lower(email)")
    rows = database.execute_sql("SELECT assessment_id, words FROM dossier_search").fetchall()
    for assessment_id, words in rows:
        database.execute_sql(
            "UPDATE dossier_search SET words = ? WHERE assessment_id = ?", (_folded(words), assessment_id)
        )


def _folded(words: str) -> str:
    letters = unicodedata.normalize("NFKD", words.casefold().replace("œ", "oe").replace("æ", "ae").replace("’", "'"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
