"""Which entry of a dossier's history a later one corrects or withdraws."""

from __future__ import annotations

from typing import Any

from peewee import SQL, ForeignKeyField, IntegerField, Model


class Timeline(Model):
    id = IntegerField(primary_key=True)
    replaces = ForeignKeyField("self", column_name="replaces_id", null=True, on_delete="CASCADE", index=False)

    class Meta:
        table_name = "timeline"


def up(migrator: Any, _database: Any) -> None:
    """Add the column, and the index by which what replaces an entry is found."""
    named = SQL("replaces_id IS NOT NULL")
    migrator.migrate(
        migrator.add_column("timeline", "replaces_id", Timeline.replaces),
        migrator.add_index("timeline", ("replaces_id",), where=named, name="timeline_by_replaced"),
    )
