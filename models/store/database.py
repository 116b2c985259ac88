"""The database in use: opened once, one persistent connection a thread, one writer at a time.

Everything that it can refuse for reasons outside the program (full disk, read-only file, a lock held too long, a lost
connection) comes out as :class:`StoreUnavailable`. Broken constraints stay Peewee's `IntegrityError`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import peewee

from models.store.engine import BUSY_SECONDS, Engine, Row, StoreUnavailable, choose_engine

__all__ = ["BUSY_SECONDS", "Row", "StoreUnavailable", "close_database", "database", "open_database", "writing"]

database: Any = peewee.DatabaseProxy()
"""The engine in use: every table is bound to it."""


def open_database(address: Path | str, register: Path | None = None) -> None:
    """Open (or create) the database and bring its schema up to date.

    `address` is a path, or a PostgreSQL server's; then `register` is where erasures are listed (beside the file by
    default). Raises `SchemaTooNew` where a newer program has written it, StoreUnavailable where it can't be opened or
    written.
    """
    from models.store.migrations import apply_migrations

    if database.obj is not None:
        close_database()
    engine = choose_engine(address, register or Path(f"{address}.effaces"))
    database.initialize(engine)
    apply_migrations(engine)


def close_database() -> None:
    """Close this thread's connection, if it has one."""
    if not database.is_closed():
        database.close()


@contextmanager
def writing(assessment_id: int | None = None) -> Iterator[None]:
    """One transaction, alone; or, about one visit alone, beside those about others where the engine can.

    Within another it is part of it: let its exceptions through to the outer. Raises StoreUnavailable where the turn
    isn't had within BUSY_SECONDS.
    """
    engine: Engine = database.obj  # the proxy costs a search at each thing it is asked
    if engine.in_transaction():
        yield
        return
    with engine.turn(), engine.transaction(assessment_id):
        yield
