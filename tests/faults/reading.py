"""Reading what a fault left: the answers in the file, whether it is whole, and what a page says."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from lxml import html

from models.store.tokens import token_hash
from tests.bench.wire import Answer

ANSWERS_OF = """
SELECT answer.key, answer.value FROM access
JOIN revision ON revision.assessment_id = access.assessment_id
JOIN answer ON answer.revision_id = revision.id
WHERE access.token_hash = ?
"""


def stored_answers(database: Path, tokens: set[str]) -> dict[tuple[str, str], str]:
    """What the file holds for these visits, by token and question, as it is written there."""
    with closing(sqlite3.connect(database)) as connection:
        return {
            (token, key): value
            for token in tokens
            for key, value in connection.execute(ANSWERS_OF, (token_hash(token),))
        }


def faults_of_file(database: Path) -> list[tuple[object, ...]]:
    """What SQLite finds wrong with the file; nothing where it is whole."""
    with closing(sqlite3.connect(database)) as connection:
        found = connection.execute("PRAGMA integrity_check").fetchall()
        return [row for row in found if row != ("ok",)] + connection.execute("PRAGMA foreign_key_check").fetchall()


def heading(shown: Answer) -> str:
    """The h1 of a page or fragment."""
    return " ".join(str(html.document_fromstring(shown.body.decode()).xpath("string(//h1)")).split())


def is_whole_page(shown: Answer) -> bool:
    """A whole page, rather than a fragment to swap."""
    return shown.body.lstrip().lower().startswith(b"<!doctype")
