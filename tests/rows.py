"""A look into the tables past the store's functions, for what no function tells; on either engine."""

from __future__ import annotations

from typing import Any

from models.store.database import database
from models.store.tables import ALL, Probe, Table


def rows(table: type[Table], *where: Any) -> list[Any]:
    """The rows that meet these conditions, in the order of their keys."""
    found = table.select().where(*where) if where else table.select()
    return list(found.order_by(*table._meta.get_primary_keys()))


def only(table: type[Table], *where: Any) -> Any:
    """The one row there is."""
    (row,) = rows(table, *where)
    return row


def values(table: type[Table], *names: str) -> list[tuple[Any, ...]]:
    """These columns of every row, in the order of their keys."""
    return [tuple(getattr(row, name) for name in names) for row in rows(table)]


def count(table: type[Table]) -> int:
    """How many rows there are."""
    return int(table.select().count())


def change(table: type[Table], **columns: Any) -> None:
    """Give every row these values."""
    table.update(**columns).execute()


def drop(table: type[Table]) -> None:
    """Take every row away, with what hangs on it."""
    table.delete().execute()


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables, as the engine holds them, but the health probe's: to see that nothing changed."""
    names = [str(table._meta.table_name) for table in ALL if table is not Probe]
    return {name: sorted(database.obj.rows(f"SELECT * FROM {name}"), key=repr) for name in names}
