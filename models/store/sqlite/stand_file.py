"""A stand's database file, opened for merging: recognised, read through, and brought to this program's schema."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from models.store.database import StoreUnavailable, database
from models.store.engine import APPLICATION_ID, SqliteFile
from models.store.migrations import SchemaTooNew, apply_migrations
from models.store.sqlite.backup import BackupFailed, check_file

FOREIGN = "Ce fichier n’est pas une base de ce programme."


class MergeRefused(Exception):
    """The file is refused whole; nothing was changed. `reasons` says why, in French."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__("\n".join(reasons))
        self.reasons = tuple(reasons)


@contextmanager
def open_stand_file(path: Path) -> Iterator[SqliteFile]:
    """A private copy of the file, of the present schema: the original is never written. Raises MergeRefused."""
    if not path.is_file():
        raise MergeRefused([f"Le fichier « {path} » est introuvable."])
    if isinstance(database.obj, SqliteFile) and path.resolve() == database.path.resolve():
        raise MergeRefused(["Ce fichier est la base principale elle-même."])
    with tempfile.TemporaryDirectory(prefix="merge-") as folder:
        copy = Path(folder) / "stand.db"
        try:
            _copy_with_journal(path, copy)
            with closing(sqlite3.connect(copy)) as connection:
                _recognise(connection)
            check_file(copy)
            stand = SqliteFile(copy)
            apply_migrations(stand)
            with closing(stand):
                yield stand
        except (sqlite3.DatabaseError, StoreUnavailable, OSError) as error:
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
