"""For which size of company each answer's words were read; nobody knows it of earlier answers."""

from __future__ import annotations

from typing import Any

from peewee import TextField


def up(migrator: Any, _database: Any) -> None:
    """Add the column."""
    migrator.migrate(migrator.add_column("answer", "read_at", TextField(null=True)))
