"""A stand's database file, opened for merging: recognised, read through, and brought to this program's schema."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from models.store.backup import BackupFailed, check_file
from models.store.database import APPLICATION_ID, database
from models.store.migrations import SchemaTooNew, apply_migrations

FOREIGN = "Ce fichier n’est pas une base de ce programme."


class MergeRefused(Exception):
    """The file is refused whole; nothing was changed. `reasons` says why, in French."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__("\n".join(reasons))
        self.reasons = tuple(reasons)


class StandFile:
    """A private copy of the file: the original is never written, whatever its age and its journal."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._connection.row_factory = sqlite3.Row

    def execute_sql(self, sql: str, params: Sequence[Any] | None = None) -> sqlite3.Cursor:
        """Run one statement on the copy."""
        return self._connection.execute(sql, params or ())

    def rows(self, sql: str, params: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """All rows, by column name."""
        return [dict(row) for row in self._connection.execute(sql, params)]


@contextmanager
def open_stand_file(path: Path) -> Iterator[StandFile]:
    """The file, ready to be read as one of this program's present schema. Raises MergeRefused."""
    if not path.is_file():
        raise MergeRefused([f"Le fichier « {path} » est introuvable."])
    if path.resolve() == Path(str(database.database)).resolve():
        raise MergeRefused(["Ce fichier est la base principale elle-même."])
    with tempfile.TemporaryDirectory(prefix="merge-") as folder:
        copy = Path(folder) / "stand.db"
        try:
            _copy_with_journal(path, copy)
            with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
                _recognise(connection)
                check_file(copy)
                stand = StandFile(connection)
                apply_migrations(stand)
                yield stand
        except (sqlite3.DatabaseError, OSError) as error:
            raise MergeRefused([f"{FOREIGN} ({error})"]) from error
        except (BackupFailed, SchemaTooNew) as error:
            raise MergeRefused([str(error)]) from error


def _copy_with_journal(path: Path, copy: Path) -> None:
    """What a program that was switched off left in its journal belongs to the file."""
    shutil.copyfile(path, copy)
    journal = Path(f"{path}-wal")
    if journal.exists():
        shutil.copyfile(journal, f"{copy}-wal")


def _recognise(connection: sqlite3.Connection) -> None:
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise MergeRefused([FOREIGN])
