"""Everything of one database, carried into another of either engine, and compared."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from peewee import AutoField, chunked, fn

from models.store import tables
from models.store.database import database
from models.store.engine import Engine, choose_engine
from models.store.migrations import apply_migrations

ROWS_IN_A_STATEMENT = 200
"""Well below the number of values that either engine takes at once."""

NUMBERED = [table for table in tables.ALL if type(table._meta.primary_key) is AutoField]
"""The tables whose rows are numbered by the engine."""


class CopyRefused(Exception):
    """Nothing was kept of the copy; the message says why, in French."""


@dataclass(frozen=True, slots=True)
class Copied:
    """A table's rows, and what identifies their contents."""

    rows: int
    digest: str


def copy_database(address: Path | str, register: Path) -> dict[str, int]:
    """Carry every row of the database in use into the empty one at `address`; how many, by table.

    Nobody else writes meanwhile. All or nothing: counts and digests are compared before it counts. Raises CopyRefused,
    StoreUnavailable.
    """
    target = choose_engine(address, register)
    with closing(target):
        apply_migrations(target)
        if any(table.select().bind(target).exists() for table in tables.ALL if table is not tables.Probe):
            raise CopyRefused("La base d’arrivée contient déjà des données\u00a0: rien n’a été copié.")
        with database.turn(), database.transaction(), target.turn(), target.transaction():
            tables.Probe.delete().execute(target)
            for table in tables.ALL:
                _carry(table, target)
            for table in NUMBERED:
                highest = table.select(fn.max(table.id)).bind(target).scalar()
                if highest is not None:
                    target.count_on(table._meta.table_name, highest + 1)
            found = {
                table._meta.table_name: (_digest(table, database.obj), _digest(table, target)) for table in tables.ALL
            }
            differing = [name for name, (ours, theirs) in found.items() if ours != theirs]
            if differing:
                raise CopyRefused(f"La copie relue diffère dans {', '.join(differing)}\u00a0: rien n’a été gardé.")
    return {name: ours.rows for name, (ours, _) in found.items()}


def _carry(table: type[tables.Table], target: Engine) -> None:
    fields = table._meta.sorted_fields
    for batch in chunked(_rows(table, database.obj), ROWS_IN_A_STATEMENT):
        with target.bind_ctx([table], bind_refs=False, bind_backrefs=False):  # what a blob is made of is the engine's
            table.insert_many(batch, fields=fields).execute()


def _rows(table: type[tables.Table], engine: Engine) -> Iterator[tuple[Any, ...]]:
    """In the order of the keys, which is also that in which rows that refer to earlier ones came."""
    key = table._meta.primary_key
    columns = [getattr(table, name) for name in getattr(key, "field_names", (key.name,))]
    return iter(table.select().order_by(*columns).tuples().bind(engine).iterator())


def _digest(table: type[tables.Table], engine: Engine) -> Copied:
    rows = sorted(
        repr(tuple(bytes(cell) if isinstance(cell, memoryview) else cell for cell in row))
        for row in _rows(table, engine)
    )
    return Copied(len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest())
