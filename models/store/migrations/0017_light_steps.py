"""What a step reads and writes: no index holds where a visit waits, which each answer changes and figures alone read;
one holds which content version runs."""

from __future__ import annotations

from typing import Any

from peewee import SQL


def up(migrator: Any, _database: Any) -> None:
    """Drop the one, make the other."""
    published = SQL("published_at IS NOT NULL")
    migrator.migrate(
        migrator.drop_index("assessment", "assessment_usage"),
        migrator.add_index("content_version", ("published_at", "id"), where=published, name="content_published"),
    )
