"""The schema's history: numbered steps, each applied once, in order, on either engine (`playhouse.migrations`).

A step is a module with `up(migrator, database)`. SQLite files begun before the steps were shared with PostgreSQL are
carried into the first of them (see `before`).
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from peewee import Model, TextField
from playhouse.migrations import Runner

from models.store.engine import Engine
from models.store.fields import MomentField

FOLDER = Path(__file__).parent


class SchemaMigration(Model):
    """A step that was applied."""

    name = TextField(unique=True)
    applied = MomentField(default=lambda: datetime.now(UTC))

    class Meta:
        """Peewee's options."""

        legacy_table_names = False


class SchemaTooNew(Exception):
    """The database was written by a newer program; this one must not touch it."""

    def __init__(self, found: str, known: str) -> None:
        super().__init__(
            f"La base de données est au schéma {found} ; ce programme ne connaît que le schéma {known}. "
            "Installez une version plus récente du programme."
        )
        self.found = found
        self.known = known


def known_migrations(folder: Path = FOLDER) -> list[str]:
    """The names of all steps, in order."""
    return sorted(path.stem for path in folder.glob("[0-9]*.py"))


def apply_migrations(engine: Engine, folder: Path = FOLDER) -> list[str]:
    """Apply what is missing, all or nothing; the names applied. Raises SchemaTooNew, StoreUnavailable."""
    with engine.migrating():
        runner = Runner(engine, str(folder))
        SchemaMigration.bind(engine)
        runner.History = SchemaMigration
        unknown = sorted(set(runner.applied()) - set(known_migrations(folder)))
        if unknown:
            raise SchemaTooNew(unknown[-1], known_migrations(folder)[-1])
        applied: list[Any] = runner.up()
    return [str(name) for name in applied]
