"""How much room the database takes."""

from __future__ import annotations

from models.store.database import database
from models.store.engine import PostgresServer


def database_size() -> int:
    """Its bytes. Raises StoreUnavailable."""
    if isinstance(database.obj, PostgresServer):
        return int(database.rows("SELECT pg_database_size(current_database())")[0][0])
    pages, bytes_a_page = (int(database.rows(f"PRAGMA {name}")[0][0]) for name in ("page_count", "page_size"))
    return pages * bytes_a_page
