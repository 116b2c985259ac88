"""The engine: an SQLite file, or a PostgreSQL server. All that differs between the two is in this module.

What differs: how it is opened, how a writer gets its turn, what can be refused for reasons outside the program, and
how what is erased is overwritten. Everything else is Peewee's.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import peewee

from models.store.times import to_milliseconds

try:
    import psycopg
    from psycopg.types.numeric import Int8Dumper
    from psycopg.types.string import StrDumper
except ImportError:  # only needed where DATABASE_URL names a server
    psycopg = None  # type: ignore[assignment]

BUSY_SECONDS = 5
"""How long a writer waits for another thread or process before giving up."""

APPLICATION_ID = 0x41524143
"""Marks an SQLite file as this program's ("ARAC"); writers on a server take turns under the same number."""

SERVER_SCHEMES = ("postgresql://", "postgres://")

Row = tuple[Any, ...]
T = TypeVar("T")

# A moment or a day that is bound where no column says its type is written as the columns hold it.
sqlite3.register_adapter(datetime, to_milliseconds)
sqlite3.register_adapter(date, date.isoformat)


class StoreUnavailable(Exception):
    """The database can't be read or written just now; nothing of the transaction was kept."""


class _Cursor(sqlite3.Cursor):
    """SQLite reads as it goes: what it refuses while rows are fetched comes out as a refusal too."""

    def fetchone(self) -> Any:
        try:
            return super().fetchone()
        except sqlite3.Error as error:
            raise SqliteFile.refusal(error) or error from error

    def fetchall(self) -> list[Any]:
        try:
            return super().fetchall()
        except sqlite3.Error as error:
            raise SqliteFile.refusal(error) or error from error


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


class SqliteFile(peewee.SqliteDatabase):
    """A file, in WAL mode. One writer at a time, in all processes, by `BEGIN IMMEDIATE`."""

    outside_causes = frozenset(
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

    def __init__(self, path: Path) -> None:
        self.is_new = not path.exists()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)  # what people answered is for its owner alone; SQLite's side files get the same mode
        except OSError as error:
            if not isinstance(error, PermissionError) or not path.exists():
                raise StoreUnavailable(str(error)) from error
        self.path = path
        self._file = _identity(path)
        self._writer = threading.Lock()  # a thread waits here, where it is woken, rather than in SQLite, which sleeps
        pragmas = {"journal_mode": "wal", "synchronous": "full", "foreign_keys": 1}
        super().__init__(str(path), pragmas=pragmas, timeout=BUSY_SECONDS)

    def handle(self) -> sqlite3.Connection:
        """This thread's own connection, for what Peewee has no words for (the backup)."""
        return self.connection()

    def cursor(self, named_cursor: object = None) -> sqlite3.Cursor:
        """A cursor whose refusals are translated."""
        return self.handle().cursor(_Cursor)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for the other threads' writing to end. Raises StoreUnavailable after BUSY_SECONDS."""
        if not self._writer.acquire(timeout=BUSY_SECONDS):
            raise StoreUnavailable("another thread is writing")
        try:
            yield
        finally:
            self._writer.release()

    def begin(self, assessment_id: int | None = None) -> None:
        """Begin a transaction, alone, whatever it is about. Raises StoreUnavailable after BUSY_SECONDS."""
        self.rows("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """Commit, durably. Raises StoreUnavailable, nothing kept."""
        self.rows("COMMIT")

    def rollback(self) -> None:
        """Roll back, unless SQLite already did so by itself (it does on a full disk)."""
        if self.handle().in_transaction:
            self.rows("ROLLBACK")

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """All rows of a statement, read to the end (an unread `RETURNING` would hold the commit up)."""
        try:
            return self.handle().execute(sql, values).fetchall()
        except sqlite3.Error as error:
            if isinstance(error, sqlite3.IntegrityError):
                raise peewee.IntegrityError(*error.args) from error
            raise self.refusal(error) or error from error

    def execute_sql(self, sql: str, params: Sequence[Any] | None = None) -> sqlite3.Cursor:
        """Run one statement of Peewee's. Raises StoreUnavailable."""
        try:
            return super().execute_sql(sql, params)
        except peewee.DatabaseError as error:
            raise self.refusal(error) or error from error

    def connect(self, reuse_if_open: bool = False) -> bool:
        """Open this thread's connection. Raises StoreUnavailable."""
        try:
            return super().connect(reuse_if_open)
        except (peewee.DatabaseError, sqlite3.Error) as error:
            raise self.refusal(error) or error from error

    @contextmanager
    def migrating(self) -> Iterator[None]:
        """One transaction for the schema, in which tables can be made anew without what refers to them following."""
        self.rows("PRAGMA foreign_keys = OFF")  # has no effect within a transaction
        try:
            with self.turn(), self.transaction():
                yield
                if not self.rows("PRAGMA application_id")[0][0]:
                    self.rows(f"PRAGMA application_id = {APPLICATION_ID}")
        finally:
            self.rows("PRAGMA foreign_keys = ON")

    @contextmanager
    def overwriting(self) -> Iterator[None]:
        """While forgetting, overwrite what is deleted, which else stays in the file until the space is needed."""
        self.rows("PRAGMA secure_delete = ON")
        try:
            yield
        finally:
            self.rows("PRAGMA secure_delete = OFF")

    def check_place(self) -> None:
        """Raise StoreUnavailable where the file was removed or replaced: what is written then is seen by nobody."""
        if _identity(self.path) != self._file:
            raise StoreUnavailable("the database file was removed or replaced while it was in use")

    def size(self) -> int:
        """The bytes it takes."""
        pages, bytes_a_page = (int(self.rows(f"PRAGMA {name}")[0][0]) for name in ("page_count", "page_size"))
        return pages * bytes_a_page

    def count_on(self, table: str, following: int) -> None:
        """Nothing to do: the next row of a table gets the number after its last."""

    def forget_journal(self, seconds: float = BUSY_SECONDS) -> None:
        """Empty the journal, which still holds the pages as they were before, unless somebody reads that long."""
        self.rows(f"PRAGMA busy_timeout = {round(seconds * 1000)}")
        try:
            self.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            self.rows(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")

    @property
    def register(self) -> Path:
        """The list of what was erased on request, beside the file: kept when a backup is put in its place."""
        return Path(f"{self.path}.effaces")

    @classmethod
    def refusal(cls, error: BaseException) -> StoreUnavailable | None:
        """The refusal an error stands for, or None for a mistake of the program or a broken constraint."""
        cause = getattr(error, "orig", error)  # where Peewee keeps what SQLite said
        code = getattr(cause, "sqlite_errorcode", None)
        if code is not None and code & 0xFF in cls.outside_causes:  # the low byte is the primary code
            return StoreUnavailable(str(cause))
        return None


class PostgresServer(peewee.PostgresqlDatabase):
    """A server. Writers take turns by locks that end with their transaction: one in all, or one a visit."""

    outside_states = ("08", "25006", "53", "55P03", "57", "58", "XX")
    """SQLSTATE: connection, read only, resources, lock not had, shutdown, system, internal."""

    def __init__(self, url: str, register: Path) -> None:
        if psycopg is None:
            raise StoreUnavailable("psycopg is not installed (requirements-postgresql.txt)")
        self.register = register
        self._kept = threading.local()
        super().__init__(
            url.replace("postgres://", "postgresql://", 1),
            prefer_psycopg3=True,
            connect_timeout=BUSY_SECONDS,
            options=f"-c lock_timeout={BUSY_SECONDS}s -c idle_in_transaction_session_timeout=60s -c timezone=UTC",
        )

    def _connect(self) -> Any:
        connection = super()._connect()
        connection.adapters.register_dumper(datetime, _MomentDumper)
        connection.adapters.register_dumper(date, _DayDumper)
        return connection

    def _run(self, sql: str, values: Sequence[Any] | None = None, *, prepare: bool | None = None) -> Any:
        """Run a statement by this thread's kept cursor, which knows how to write and read the types it has met."""
        connection, kept = self.connection(), self._kept
        if getattr(kept, "connection", None) is not connection:
            kept.connection, kept.cursor = connection, connection.cursor()
        return kept.cursor.execute(sql, values, prepare=prepare)

    def turn(self) -> AbstractContextManager[None]:
        """Nothing: the server itself gives the turns."""
        return nullcontext()

    def begin(self, assessment_id: int | None = None) -> None:
        """Begin a transaction, alone; or, about one assessment, beside those about others. One round trip.

        Raises StoreUnavailable after BUSY_SECONDS.
        """
        turn = f"pg_advisory_xact_lock({APPLICATION_ID})"
        if assessment_id is not None:
            turn = f"pg_advisory_xact_lock_shared({APPLICATION_ID}), pg_advisory_xact_lock(1, {assessment_id:d})"
        self._ask(lambda: self._run(f"BEGIN; SELECT {turn}", prepare=False))

    def commit(self) -> None:
        """Commit, durably. Raises StoreUnavailable: the server may have kept it all the same, where it hung up."""
        self._ask(lambda: self._run("COMMIT", prepare=False))

    def rollback(self) -> None:
        """Roll back; a connection that is gone has taken its transaction with it."""
        if self.connection().closed:
            self.close()
        else:
            self._ask(lambda: self._run("ROLLBACK", prepare=False))

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """All rows of a statement."""
        cursor = self._ask(lambda: self._run(sql, values))
        return [] if cursor.rownumber is None else cursor.fetchall()  # its description would be made column by column

    def execute_sql(self, sql: str, params: Sequence[Any] | None = None) -> Any:
        """Run one statement of Peewee's. Raises StoreUnavailable."""
        return self._ask(lambda: super(PostgresServer, self).execute_sql(sql, params))

    def connect(self, reuse_if_open: bool = False) -> bool:
        """Open this thread's connection. Raises StoreUnavailable."""
        try:
            return super().connect(reuse_if_open)
        except (psycopg.Error, peewee.DatabaseError) as error:
            raise self.refusal(error) or error from error

    def _ask(self, ask: Callable[[], T]) -> T:
        """Ask; once more on a new connection, where the server had hung up and nothing was under way."""
        try:
            return ask()
        except (psycopg.Error, peewee.PeeweeException) as error:
            if self.in_transaction() or not self.connection().closed:
                raise self._translated(error) from error
        self.close()
        try:
            return ask()
        except (psycopg.Error, peewee.PeeweeException) as error:
            raise self._translated(error) from error

    def _translated(self, error: Exception) -> Exception:
        if isinstance(error, psycopg.IntegrityError):
            return peewee.IntegrityError(*error.args)
        return self.refusal(error) or error

    def migrating(self) -> AbstractContextManager[Any]:
        """One transaction for the schema, alone."""
        return self.transaction()

    @contextmanager
    def overwriting(self) -> Iterator[None]:
        """Nothing to do: the server frees what is deleted by its own VACUUM."""
        yield

    def check_place(self) -> None:
        """Nothing to do: the server looks after its files."""

    def size(self) -> int:
        """The bytes it takes."""
        return int(self.rows("SELECT pg_database_size(current_database())")[0][0])

    def count_on(self, table: str, following: int) -> None:
        """Give the next row of a table that number: rows carried with theirs leave the counter behind."""
        self.rows("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s, false)", (table, following))

    def forget_journal(self, seconds: float = BUSY_SECONDS) -> None:
        """Nothing to do: the server's journal is its own."""

    @classmethod
    def refusal(cls, error: BaseException) -> StoreUnavailable | None:
        """The refusal an error stands for, or None for a mistake of the program or a broken constraint."""
        cause = getattr(error, "orig", error)
        state = getattr(cause, "sqlstate", None)
        lost = state is None and isinstance(cause, psycopg.OperationalError | psycopg.InterfaceError)
        return StoreUnavailable(str(cause)) if lost or (state or "").startswith(cls.outside_states) else None


if psycopg is not None:

    class _MomentDumper(Int8Dumper):
        def dump(self, obj: Any) -> Any:
            return super().dump(to_milliseconds(obj))

    class _DayDumper(StrDumper):
        def dump(self, obj: Any) -> Any:
            return super().dump(obj.isoformat())


Engine = SqliteFile | PostgresServer


def choose_engine(address: Path | str, register: Path) -> Engine:
    """The engine of a path, or of a server's address; `register` is where a server's erasures are listed."""
    text = str(address)
    return PostgresServer(text, register) if text.startswith(SERVER_SCHEMES) else SqliteFile(Path(text))


def is_server(address: Path | str) -> bool:
    """Whether an address is that of a server."""
    return str(address).startswith(SERVER_SCHEMES)
