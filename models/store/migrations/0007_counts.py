"""Unfinished visits stay counted once they are erased; requests are found by their own day, that of the paper for those
that the team entered."""

from __future__ import annotations

from typing import Any

from peewee import BigIntegerField as MomentField
from peewee import CompositeKey, IntegerField, Model, SqliteDatabase, TextField


class UnfinishedCount(Model):
    day = TextField()
    door = TextField()
    event_id = IntegerField()
    place = IntegerField()
    visits = IntegerField()

    class Meta:
        legacy_table_names = False
        primary_key = CompositeKey("day", "door", "event_id", "place")


class Assessment(Model):
    door = TextField()
    created_at = MomentField()

    class Meta:
        legacy_table_names = False


class Application(Model):
    assessment_id = IntegerField()
    created_at = MomentField()

    class Meta:
        legacy_table_names = False


def up(migrator: Any, database: Any) -> None:
    """Make the table and the index, and put right the days of what was entered by hand."""
    on_sqlite = isinstance(database, SqliteDatabase)
    UnfinishedCount._meta.strict_tables = UnfinishedCount._meta.without_rowid = on_sqlite
    with database.bind_ctx([UnfinishedCount, Assessment, Application]):
        database.create_tables([UnfinishedCount], safe=False)
        received = Assessment.select(Assessment.created_at).where(Assessment.id == Application.assessment_id)
        by_hand = Assessment.select(Assessment.id).where(Assessment.door == "manuel")
        Application.update(created_at=received).where(Application.assessment_id.in_(by_hand)).execute()
    migrator.migrate(migrator.add_index("application", ("created_at",), name="application_by_day"))
