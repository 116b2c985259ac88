"""Backups: a consistent copy while the service runs, read back before it counts as one."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from models.store.database import StoreUnavailable, close_database, database
from models.store.engine import SqliteFile
from models.store.health import LAST_BACKUP
from models.store.settings import set_setting
from models.store.sqlite.journal import note_copy

DATED = "diagnostics-*Z.db"
"""The names of a folder's dated backups."""


class BackupFailed(Exception):
    """The copy can't be made or doesn't read back; the message says why, in French. Nothing is left of it."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a database file holds: rows by table, and its newest assessment's identifier and moment (milliseconds)."""

    rows: dict[str, int]
    newest: tuple[str, int] | None


def refuse_new_database() -> None:
    """Raise BackupFailed where this very command made the database, by an address nobody serves; it is removed."""
    if isinstance(database.obj, SqliteFile) and database.is_new:
        path = database.path
        close_database()
        for leftover in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
            leftover.unlink(missing_ok=True)
        raise BackupFailed(f"Il n’y a pas de base « {path} »\u00a0: voyez si DATABASE_URL est celle du service.")


def back_up(target: Path, now: datetime) -> Contents:
    """Copy the database to a new file and read the copy back; what it holds. Raises BackupFailed.

    The copy gets its name only once it was read back. An existing file is never overwritten.
    """
    if target.exists():
        raise BackupFailed(f"Le fichier « {target} » existe déjà.")
    if not isinstance(database.obj, SqliteFile):
        raise BackupFailed(
            "La base est sur un serveur PostgreSQL\u00a0: sauvegardez-la par « pg_dump --format=custom », et avec elle"
            " le registre des effacements (instance/effaces). deploy/README.md dit comment, et comment la remettre."
        )
    draft = target.with_name(f"{target.name}.en-cours")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        draft.unlink(missing_ok=True)
        contents = _copy(draft)
        _take_register_along(target)
        _settle(draft, target)
    except (OSError, sqlite3.Error) as error:
        raise BackupFailed(f"La sauvegarde a échoué\u00a0: {error}") from error
    finally:
        with suppress(OSError):
            for leftover in target.parent.glob(f"{draft.name}*"):
                leftover.unlink()
    with suppress(StoreUnavailable):  # the copy is good, even where its age can't be noted
        set_setting(LAST_BACKUP, now.isoformat())
    return contents


def register_of(file: Path) -> Path:
    """The list of what was erased on request, beside a file."""
    return Path(f"{file}.effaces")


def forget_old_backups(folder: Path, days: int, now: datetime) -> int:
    """Delete a folder's own dated backups of more than so many days ago; how many. Raises BackupFailed."""
    old = [file for file in folder.glob(DATED) if now.timestamp() - file.stat().st_mtime > days * 86_400]
    try:
        for file in old:
            register_of(file).unlink(missing_ok=True)
            file.unlink()
    except OSError as error:
        raise BackupFailed(f"Une ancienne sauvegarde reste\u00a0: {error}") from error
    return len(old)


def check_file(path: Path) -> Contents:
    """Read a database file through: integrity, foreign keys, rows. Raises BackupFailed, sqlite3.Error."""
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        faults = [row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
        if faults:
            raise BackupFailed(f"Le fichier est abîmé\u00a0: {faults[0]}")
        orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
        if orphans:
            raise BackupFailed(f"Le fichier a {len(orphans)} ligne(s) sans attache, dans « {orphans[0][0]} ».")
        return _contents(connection)


def _copy(draft: Path) -> Contents:
    """Copy the pages of one moment, switch the copy to a single file, and compare it with what that moment held."""
    draft.touch(mode=0o600)
    original = database.handle()
    with closing(sqlite3.connect(draft)) as copy:
        original.execute("BEGIN")  # a reading transaction: visitors go on writing, the copy doesn't see it
        try:
            expected = _contents(original)
            original.backup(copy)
        finally:
            original.execute("ROLLBACK")
        note_copy(copy)
        # In the copy only: a file that travels must not need its journal beside it.
        copy.execute("PRAGMA journal_mode = DELETE")
    found = check_file(draft)
    if found != expected:
        raise BackupFailed("La copie relue n’est pas celle qui a été écrite.")
    return found


def _take_register_along(target: Path) -> None:
    """A backup that is put back elsewhere must know who was erased."""
    with suppress(FileNotFoundError):
        held = database.register.read_bytes()
        copy = register_of(target)
        copy.touch(mode=0o600)
        copy.write_bytes(held)


def _settle(draft: Path, target: Path) -> None:
    with draft.open("rb") as written:
        os.fsync(written.fileno())
    draft.rename(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _contents(connection: sqlite3.Connection) -> Contents:
    tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
    newest = connection.execute("SELECT uid, created_at FROM assessment ORDER BY id DESC LIMIT 1").fetchone()
    return Contents(
        rows={table: connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for table in tables},
        newest=newest,
    )
