"""A stand's database file, opened for merging: recognised, read through, and brought to this program's schema."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from models.store.database import StoreUnavailable, database
from models.store.engine import APPLICATION_ID, SqliteFile
from models.store.migrations import SchemaTooNew, apply_migrations
from models.store.sqlite.backup import BackupFailed, back_up, check_file
from models.store.sqlite.journal import is_served

FOREIGN = "Ce fichier n’est pas une base de ce programme."
WITHOUT_JOURNAL = (
    "Ce fichier a été copié pendant que le stand servait, sans son journal (le fichier du même nom qui finit par"
    " « -wal »)\u00a0: des diagnostics y manquent peut-être. Copiez les deux, ou arrêtez le stand avant de copier, ou"
    " écrivez au stand le fichier à rapporter par « flask --app app stand-file »."
)


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
                if is_served(connection) and not Path(f"{path}-wal").exists():
                    raise MergeRefused([WITHOUT_JOURNAL])
            check_file(copy)
            stand = SqliteFile(copy)
            apply_migrations(stand)
            with closing(stand):
                yield stand
        except (sqlite3.DatabaseError, StoreUnavailable, OSError) as error:
            raise MergeRefused([f"{FOREIGN} ({error})"]) from error
        except (BackupFailed, SchemaTooNew) as error:
            raise MergeRefused([str(error)]) from error


def write_stand_file(target: Path, now: datetime) -> tuple[str, ...]:
    """Write the one file to carry home, while the stand serves; the references of its visits, in order.

    Raises BackupFailed where it can't be written or read back, there already is such a file, or its folder isn't
    there: a folder made in the place of a key that isn't plugged in would stay behind.
    """
    if not target.parent.is_dir():
        raise BackupFailed(f"Le dossier « {target.parent} » n’existe pas. Branchez la clé, puis vérifiez son nom.")
    back_up(target, now)
    with closing(sqlite3.connect(f"{target.resolve().as_uri()}?mode=ro", uri=True)) as written:
        named = written.execute("SELECT reference FROM assessment WHERE reference IS NOT NULL ORDER BY reference")
        return tuple(reference for (reference,) in named)


def _copy_with_journal(path: Path, copy: Path) -> None:
    """What a program that was switched off left in its journal belongs to the file."""
    shutil.copyfile(path, copy)
    journal = Path(f"{path}-wal")
    if journal.exists():
        shutil.copyfile(journal, f"{copy}-wal")


def _recognise(connection: sqlite3.Connection) -> None:
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise MergeRefused([FOREIGN])
    if connection.execute("SELECT 1 FROM sqlite_schema WHERE type IN ('trigger', 'view')").fetchone():
        raise MergeRefused([f"{FOREIGN} (Il agit de lui-même.)"])
