"""Putting a backup in the database's place, so that nothing of the two mixes and nobody who was erased comes back."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from models.store.database import close_database, database, open_database
from models.store.engine import APPLICATION_ID, SqliteFile
from models.store.erasure import reapply_erasures
from models.store.migrations import SchemaTooNew, apply_migrations
from models.store.register import erased_on_request
from models.store.sqlite.backup import BackupFailed, Contents, check_file, register_of
from models.store.sqlite.journal import note_copy

SIDE_FILES = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a file: beside another one it would be taken for that one's own."""


class RestoreRefused(Exception):
    """The database stays as it is; the message says why, in French."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What is in the database now, how many erasures were done again, and where the former file is."""

    contents: Contents
    erased_again: int
    former: Path


def newer_than(backup: Path) -> int:
    """How many assessments of the database were begun or changed after the backup's newest one, or aren't in it.

    Raises RestoreRefused where the backup can't be read.
    """
    try:
        with closing(sqlite3.connect(f"{backup.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            kept = dict(connection.execute("SELECT uid, updated_at FROM assessment"))
    except sqlite3.Error as error:
        raise RestoreRefused(f"« {backup} » ne se lit pas\u00a0: {error}") from error
    now_here = database.handle().execute("SELECT uid, updated_at FROM assessment")
    return sum(kept.get(uid, -1) < updated for uid, updated in now_here)


def restore(backup: Path, now: datetime) -> Restored:
    """Put a backup in the database's place; the former file stays beside it, under another name.

    Raises RestoreRefused, nothing changed: the service runs, the backup doesn't read back, or it is too new.
    """
    target: Path = database.path
    if not backup.is_file() or backup.resolve() == target.resolve():
        raise RestoreRefused(f"« {backup} » n’est pas un fichier de sauvegarde.")
    draft = target.with_name(f"{target.name}.a-restaurer")
    try:
        _prepare(backup, draft)
        _stand_alone()
        former = target.with_name(f"{target.name}.avant-{now:%Y%m%dT%H%M%SZ}")
        _bring_register(backup)
        _put_in_place(draft, target, former)
    except (OSError, sqlite3.Error) as error:
        raise RestoreRefused(f"La sauvegarde n’a pas été remise\u00a0: {error}") from error
    finally:
        for suffix in ("", *SIDE_FILES):
            Path(f"{draft}{suffix}").unlink(missing_ok=True)
    open_database(target)
    again = reapply_erasures(now)
    database.forget_journal()
    return Restored(check_file(target), again, former)


def _prepare(backup: Path, draft: Path) -> None:
    """A copy of the backup, read through and brought to this program's schema before anything is replaced."""
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    shutil.copyfile(backup, draft)
    if Path(f"{backup}-wal").exists():
        shutil.copyfile(f"{backup}-wal", f"{draft}-wal")
    try:
        with closing(sqlite3.connect(draft)) as connection:
            if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
                raise RestoreRefused("Ce fichier n’est pas une base de ce programme.")
        before = check_file(draft)
        engine = SqliteFile(draft)
        apply_migrations(engine)
        engine.close()
        with closing(sqlite3.connect(draft)) as connection:
            note_copy(connection)
            connection.execute("PRAGMA journal_mode = DELETE")
        after = check_file(draft)
    except (BackupFailed, SchemaTooNew) as error:
        raise RestoreRefused(str(error)) from error
    if any(after.rows.get(table, 0) < rows for table, rows in before.rows.items() if table in {"assessment", "answer"}):
        raise RestoreRefused("La copie de la sauvegarde ne contient pas tout ce que celle-ci contenait.")


def _stand_alone() -> None:
    """Fold the database's own journal in, which only a program that is alone with the file can do."""
    try:
        mode = database.handle().execute("PRAGMA journal_mode = DELETE").fetchone()[0]
    except sqlite3.OperationalError as error:
        raise RestoreRefused("Le service tourne\u00a0: arrêtez-le avant de remettre une sauvegarde.") from error
    if mode != "delete":
        raise RestoreRefused("Le service tourne\u00a0: arrêtez-le avant de remettre une sauvegarde.")
    close_database()


def _bring_register(backup: Path) -> None:
    """What was erased on request, by the list beside the database and by the one that came with the backup."""
    with suppress(FileNotFoundError):
        travelled = set(register_of(backup).read_text("ascii").split())
        register: Path = database.register
        uids = sorted(erased_on_request() | travelled)
        register.touch(mode=0o600)
        register.write_text("".join(f"{uid}\n" for uid in uids), "ascii")


def _put_in_place(draft: Path, target: Path, former: Path) -> None:
    with draft.open("rb") as written:
        os.fsync(written.fileno())
    target.rename(former)
    for suffix in SIDE_FILES:
        Path(f"{target}{suffix}").unlink(missing_ok=True)
    draft.rename(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
