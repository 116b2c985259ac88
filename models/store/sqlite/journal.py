"""Whether the one file holds everything: while the program serves, what is newest is in the journal beside it.

The file itself says that it is being served, so that a copy taken without its journal is known for what it is.
"""

from __future__ import annotations

import sqlite3

from models.store.database import database
from models.store.engine import SqliteFile
from models.store.settings import set_setting

SERVED = "servie"
YES, NO = "oui", "non"


def note_serving() -> None:
    """Have the file say that it is being served. Nothing on a server. Raises StoreUnavailable."""
    _note(YES)


def make_whole() -> None:
    """Fold the journal into the file, which is then all there is. Nothing on a server. Raises StoreUnavailable."""
    _note(NO)


def is_served(connection: sqlite3.Connection) -> bool:
    """Whether a file says that it is, or was when it was last written."""
    tables = connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'setting'").fetchone()
    found = tables and connection.execute("SELECT value FROM setting WHERE name = ?", (SERVED,)).fetchone()
    return bool(found) and found[0] == YES


def note_copy(connection: sqlite3.Connection) -> None:
    """A consistent copy is whole, whatever its original was doing."""
    connection.execute("UPDATE setting SET value = ? WHERE name = ?", (NO, SERVED))
    connection.commit()


def _note(value: str) -> None:
    if isinstance(database.obj, SqliteFile):
        set_setting(SERVED, value)
        database.forget_journal()
