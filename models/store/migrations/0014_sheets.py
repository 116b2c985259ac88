"""Project sheets: their versions, and what is published."""

from __future__ import annotations

from typing import Any

from peewee import BigIntegerField as MomentField
from peewee import BlobField, BooleanField, ForeignKeyField, IntegerField, Model, SqliteDatabase, TextField


class Table(Model):
    class Meta:
        legacy_table_names = False


class Assessment(Table):
    pass


class SheetVersion(Table):
    assessment = ForeignKeyField(Assessment, on_delete="CASCADE", index=False)
    number = IntegerField()
    text = TextField()
    written_at = MomentField()
    written_by = TextField()
    asked_at = MomentField(null=True)
    change_asked_at = MomentField(null=True)
    change_asked = TextField()
    agreed_at = MomentField(null=True)
    agreed_by = TextField()
    agreement = TextField()
    outlives = BooleanField()
    taken_back_at = MomentField(null=True)

    class Meta:
        indexes = ((("assessment", "number"), True),)


class PublishedSheet(Table):
    slug = TextField(unique=True)
    assessment = ForeignKeyField(Assessment, null=True, unique=True, on_delete="SET NULL")
    number = IntegerField()
    text = TextField()
    named = BooleanField()
    outlives = BooleanField()
    published_at = MomentField()
    published_by = TextField()
    withdrawn_at = MomentField(null=True)
    withdrawn_by = TextField()
    token_hash = BlobField(null=True, unique=True)


def up(_migrator: object, database: Any) -> None:
    """Make both tables."""
    on_sqlite = isinstance(database, SqliteDatabase)
    for table in (SheetVersion, PublishedSheet):
        table._meta.strict_tables = on_sqlite
    with database.bind_ctx([SheetVersion, PublishedSheet]):
        database.create_tables([SheetVersion, PublishedSheet], safe=False)
