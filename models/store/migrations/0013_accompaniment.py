"""The consultant of a dossier, her visits, and the half-days they took, which stay once the rest is forgotten."""

from __future__ import annotations

from typing import Any

from peewee import BigIntegerField as MomentField
from peewee import BooleanField, Check, ForeignKeyField, IntegerField, Model, SqliteDatabase, TextField


class Table(Model):
    class Meta:
        legacy_table_names = False


class Assessment(Table):
    pass


class StaffAccount(Table):
    pass


class Timeline(Table):
    pass


class Accompaniment(Table):
    assessment = ForeignKeyField(Assessment, primary_key=True, on_delete="CASCADE")
    consultant = ForeignKeyField(StaffAccount, null=True, index=False)
    next_visit_on = TextField(null=True)
    checkpoint = TextField(null=True, constraints=[Check("checkpoint IN ('continuer', 'arreter')")])
    checkpoint_on = TextField(null=True)
    checkpoint_reason = TextField()
    checkpoint_entry = ForeignKeyField(
        Timeline, column_name="checkpoint_entry_id", null=True, on_delete="SET NULL", index=False
    )


class Intervention(Table):
    assessment = ForeignKeyField(Assessment, on_delete="CASCADE", index=False)
    uid = TextField()
    day = TextField()
    half_days = IntegerField(constraints=[Check("half_days IN (1, 2)")])
    participants = TextField()
    done = TextField()
    next_steps = TextField()
    author = TextField()
    recorded_at = MomentField()
    entry = ForeignKeyField(Timeline, on_delete="CASCADE", index=False)
    withdrawn = BooleanField()

    class Meta:
        indexes = ((("assessment", "uid"), True),)


Accompaniment.add_index(
    Accompaniment.index(
        Accompaniment.consultant, name="accompaniment_by_consultant", where=Accompaniment.consultant.is_null(False)
    )
)
Intervention.add_index(Intervention.index(Intervention.assessment, Intervention.day, name="intervention_by_assessment"))

MADE = [Accompaniment, Intervention]


def up(migrator: Any, database: Any) -> None:
    """Make both tables, and count the half-days used from none."""
    for table in MADE:
        table._meta.strict_tables = isinstance(database, SqliteDatabase)
    with database.bind_ctx(MADE):
        database.create_tables(MADE, safe=False)
    migrator.migrate(migrator.add_column("assessment", "half_days_used", IntegerField(default=0)))
