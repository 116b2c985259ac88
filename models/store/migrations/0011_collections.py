"""Other views: collections, their slips, answers in progress, and the boxes that answers go into."""

from __future__ import annotations

from typing import Any

from peewee import BigIntegerField as MomentField
from peewee import (
    BlobField,
    BooleanField,
    Check,
    CompositeKey,
    ForeignKeyField,
    IntegerField,
    Model,
    SqliteDatabase,
    TextField,
)


class Table(Model):
    class Meta:
        legacy_table_names = False


class Assessment(Table):
    pass


class Collection(Table):
    uid = TextField(unique=True)
    assessment = ForeignKeyField(Assessment, on_delete="CASCADE", index=False)
    size = TextField()
    opened_at = MomentField()
    closes_on = TextField()
    closed_at = MomentField(null=True)
    counted = TextField(null=True)
    salt = BlobField(null=True)
    holder_hash = BlobField(null=True)

    class Meta:
        constraints = (Check("(closed_at IS NULL) = (counted IS NULL)"),)


class Box(Table):
    collection = ForeignKeyField(Collection, on_delete="CASCADE", index=False)
    group = TextField(column_name="group_key")
    given = IntegerField()
    printed = IntegerField()
    sent = IntegerField()
    contents = TextField()

    class Meta:
        primary_key = CompositeKey("collection", "group")


class Slip(Table):
    token_hash = BlobField(primary_key=True)
    collection = ForeignKeyField(Collection, on_delete="CASCADE", index=False)
    group = TextField(column_name="group_key")
    used = BooleanField()


class Attempt(Table):
    token_hash = BlobField(primary_key=True)
    slip = ForeignKeyField(Slip, on_delete="CASCADE", index=False)
    sealed = BlobField()


def _index(name: str, *columns: Any, where: Any = None) -> None:
    columns[0].model.add_index(columns[0].model.index(*columns, name=name, where=where))


_index("collection_by_assessment", Collection.assessment)
_index("collection_to_close", Collection.closes_on, where=Collection.closed_at.is_null())
_index("slip_by_collection", Slip.collection, Slip.group)
_index("attempt_by_slip", Attempt.slip)

MADE = [Collection, Box, Slip, Attempt]


def up(_migrator: object, database: Any) -> None:
    """Make the tables. On SQLite all but the first have no hidden numbers, which would tell in what order rows came."""
    on_sqlite = isinstance(database, SqliteDatabase)
    for table in MADE:
        table._meta.strict_tables = on_sqlite
        table._meta.without_rowid = on_sqlite and table is not Collection
    with database.bind_ctx(MADE):
        database.create_tables(MADE, safe=False)
