"""Reviews: what a company and its consultant say once the accompaniment ends."""

from __future__ import annotations

from typing import Any

from peewee import BigIntegerField as MomentField
from peewee import ForeignKeyField, IntegerField, Model, SqliteDatabase, TextField


class Table(Model):
    class Meta:
        legacy_table_names = False


class Assessment(Table):
    pass


class Review(Table):
    assessment = ForeignKeyField(Assessment, primary_key=True, on_delete="CASCADE")
    asked_at = MomentField(null=True)
    answers = TextField()
    answered_at = MomentField(null=True)
    answers_version = IntegerField()
    words = TextField()
    words_at = MomentField(null=True)
    words_by = TextField()


def up(_migrator: object, database: Any) -> None:
    """Make the table."""
    Review._meta.strict_tables = isinstance(database, SqliteDatabase)
    with database.bind_ctx([Assessment, Review]):
        database.create_tables([Review], safe=False)
