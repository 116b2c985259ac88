"""How often an address was written to lately, and until when a provisional password opens the door."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from peewee import BigIntegerField as MomentField
from peewee import BlobField, IntegerField, Model, SqliteDatabase


class Mailed(Model):
    key = BlobField(primary_key=True)
    count = IntegerField()
    last_at = MomentField()

    class Meta:
        legacy_table_names = False


def up(migrator: Any, database: Any) -> None:
    """Make the table and the column; provisional passwords given before have three days from now on."""
    on_sqlite = isinstance(database, SqliteDatabase)
    Mailed._meta.strict_tables = Mailed._meta.without_rowid = on_sqlite
    with database.bind_ctx([Mailed]):
        database.create_tables([Mailed], safe=False)
    migrator.migrate(migrator.add_column("staff_account", "provisional_until", MomentField(null=True)))
    until = int((datetime.now(UTC) + timedelta(days=3)).timestamp() * 1000)
    database.execute_sql(f"UPDATE staff_account SET provisional_until = {until} WHERE must_change_password")
