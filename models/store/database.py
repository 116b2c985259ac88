"""The connection: one SQLite file, one persistent connection a thread, one writer at a time.

Everything that SQLite can refuse for reasons outside the program (full disk, read-only file, a lock held too long,
a damaged file) comes out as :class:`StoreUnavailable`. Broken constraints stay Peewee's `IntegrityError`.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import peewee

from models.store.migrations import apply_migrations

BUSY_SECONDS = 5
"""How long a writer waits for another thread or process before giving up."""

LOCK = "IMMEDIATE"
"""Taken at the beginning of each transaction: read-then-write is safe from deadlock."""

APPLICATION_ID = 0x41524143
"""Marks the file as this program's ("ARAC"), so that a foreign one is told apart."""

OUTSIDE_CAUSES = frozenset(
    {
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_NOTADB,
    }
)

SQLITE_ERRORS = (peewee.DatabaseError, sqlite3.Error)

Row = tuple[Any, ...]


class StoreUnavailable(Exception):
    """The database can't be read or written just now; nothing of the transaction was kept."""


def _refusal(error: BaseException) -> StoreUnavailable | None:
    """The refusal an SQLite error stands for, or None for a mistake of the program or a broken constraint."""
    cause = getattr(error, "orig", error)  # where Peewee keeps what SQLite said
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None and code & 0xFF in OUTSIDE_CAUSES:  # the low byte is the primary code
        return StoreUnavailable(str(cause))
    return None


def _refuse(error: Exception) -> NoReturn:
    """Raise the refusal that an SQLite error stands for, else the error itself; a broken constraint as Peewee's."""
    refusal = _refusal(error)
    if refusal is not None:
        raise refusal from error
    if isinstance(error, sqlite3.IntegrityError):
        raise peewee.IntegrityError(*error.args) from error
    raise error


class Database(peewee.SqliteDatabase):
    """Peewee's SQLite, with refusals translated; transactions without its layers, for the hot path."""

    def execute_sql(self, sql: str, params: Sequence[Any] | None = None) -> sqlite3.Cursor:
        """Run one statement; raises StoreUnavailable. No context manager here: this is the hot path."""
        try:
            return super().execute_sql(sql, params)  # type: ignore[no-untyped-call, no-any-return]
        except peewee.DatabaseError as error:
            _refuse(error)

    def handle(self) -> sqlite3.Connection:
        """This thread's own connection, opened if need be; for what Peewee has no words for."""
        return self.connection()  # type: ignore[no-untyped-call, no-any-return]

    def begin(self, lock_type: str | None = None) -> None:
        """Begin a transaction; raises StoreUnavailable where another process holds the lock too long."""
        try:
            self.handle().execute(f"BEGIN {lock_type or LOCK}")
        except sqlite3.Error as error:
            _refuse(error)

    def commit(self) -> None:
        """Commit, durably; raises StoreUnavailable, nothing kept."""
        try:
            self.handle().execute("COMMIT")
        except sqlite3.Error as error:
            _refuse(error)

    def rollback(self) -> None:
        """Roll back, unless SQLite already did so by itself (it does on a full disk)."""
        if self.handle().in_transaction:
            try:
                self.handle().execute("ROLLBACK")
            except sqlite3.Error as error:
                _refuse(error)


database = Database(None, lock_type=LOCK)
_writer = threading.RLock()


def open_database(path: Path | str) -> None:
    """Open (or create) the file and bring its schema up to date.

    Raises `SchemaTooNew` where a newer program has written it, StoreUnavailable where it can't be opened or written.
    """
    file = Path(path)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)  # what people answered is for its owner alone; SQLite gives its side files the same mode
    except PermissionError as error:
        if not file.exists():
            raise StoreUnavailable(str(error)) from error
    except OSError as error:
        raise StoreUnavailable(str(error)) from error
    database.init(
        str(file),
        pragmas={"journal_mode": "wal", "synchronous": "full", "foreign_keys": 1},
        timeout=BUSY_SECONDS,
    )
    try:
        database.connect(reuse_if_open=True)
    except SQLITE_ERRORS as error:
        _refuse(error)
    with writing():
        apply_migrations(database)
        if not database.application_id:
            database.execute_sql(f"PRAGMA application_id = {APPLICATION_ID}")


def close_database() -> None:
    """Close this thread's connection, if it has one."""
    if not database.is_closed():
        database.close()


@contextmanager
def writing() -> Iterator[None]:
    """One transaction, alone in the process. Within another it is part of it: let its exceptions through to the outer.

    Raises StoreUnavailable where the lock isn't had within BUSY_SECONDS.
    """
    if not _writer.acquire(timeout=BUSY_SECONDS):
        raise StoreUnavailable("another thread is writing")
    try:
        if database.in_transaction():
            yield
        else:
            with database.transaction():
                yield
    finally:
        _writer.release()


def one_row(sql: str, params: Sequence[Any] = ()) -> Row | None:
    """The first row of a fixed statement, or None."""
    found = all_rows(sql, params)
    return found[0] if found else None


def all_rows(sql: str, params: Sequence[Any] = ()) -> list[Row]:
    """All rows of a fixed statement, read to the end (an unread `RETURNING` would hold the commit up)."""
    try:
        return database.handle().execute(sql, params).fetchall()
    except sqlite3.Error as error:
        _refuse(error)


def run(sql: str, params: Sequence[Any] = ()) -> int:
    """Run a fixed statement that returns nothing; how many rows it changed."""
    try:
        return database.handle().execute(sql, params).rowcount
    except sqlite3.Error as error:
        _refuse(error)
