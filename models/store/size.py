"""How much room the database takes."""

from __future__ import annotations

from models.store.database import database


def database_size() -> int:
    """Its bytes. Raises StoreUnavailable."""
    pages, bytes_a_page = (database.execute_sql(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
    return int(pages) * int(bytes_a_page)
