"""Where the companies that answered stand is counted once a day."""

from __future__ import annotations

from typing import Any

from peewee import BigIntegerField as MomentField
from peewee import CompositeKey, Model, SqliteDatabase, TextField


class PeerCount(Model):
    size = TextField()
    sector = TextField()
    counted_at = MomentField()
    counts = TextField()

    class Meta:
        legacy_table_names = False
        primary_key = CompositeKey("size", "sector")


def up(_migrator: object, database: Any) -> None:
    """Make the table, empty: the next count fills it."""
    on_sqlite = isinstance(database, SqliteDatabase)
    PeerCount._meta.strict_tables = PeerCount._meta.without_rowid = on_sqlite
    with database.bind_ctx([PeerCount]):
        database.create_tables([PeerCount], safe=False)
