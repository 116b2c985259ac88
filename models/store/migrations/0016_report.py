"""The Aract's own words in its report, a text a period."""

from __future__ import annotations

from typing import Any

from peewee import BigIntegerField as MomentField
from peewee import IntegerField, Model, SqliteDatabase, TextField


class ReportComment(Model):
    period = TextField(primary_key=True)
    text = TextField()
    version = IntegerField()
    changed_at = MomentField()
    changed_by = TextField()

    class Meta:
        legacy_table_names = False


def up(_migrator: object, database: Any) -> None:
    """Make the table."""
    ReportComment._meta.strict_tables = ReportComment._meta.without_rowid = isinstance(database, SqliteDatabase)
    with database.bind_ctx([ReportComment]):
        database.create_tables([ReportComment], safe=False)
