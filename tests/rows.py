"""A look into the tables past the store's functions, for what no function tells; on either engine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from models.store.database import database
from models.store.engine import Row


def all_rows(sql: str, params: Sequence[Any] = ()) -> list[Row]:
    """All rows of a statement."""
    return list(database.execute_sql(_marked(sql), params).fetchall())


def one_row(sql: str, params: Sequence[Any] = ()) -> Row | None:
    """The first row of a statement, or None."""
    found = all_rows(sql, params)
    return found[0] if found else None


def run(sql: str, params: Sequence[Any] = ()) -> int:
    """Run a statement that returns nothing; how many rows it changed."""
    return int(database.execute_sql(_marked(sql), params).rowcount)


def _marked(sql: str) -> str:
    return sql.replace("?", database.param)
