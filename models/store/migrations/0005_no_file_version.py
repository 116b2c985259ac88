"""What changed since a page was opened is read from the history: the file's own counter goes."""

from __future__ import annotations

from typing import Any


def up(migrator: Any, _database: Any) -> None:
    """Drop the column."""
    migrator.migrate(migrator.drop_column("assessment", "file_version"))
