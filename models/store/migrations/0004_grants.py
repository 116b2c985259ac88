"""What days granted cost on the day they were: filled in at the next start, where the tariffs are known."""

from __future__ import annotations

from typing import Any

from peewee import IntegerField

AMOUNTS = ("granted_day_cents", "granted_company_cents", "granted_region_cents")


def up(migrator: Any, _database: Any) -> None:
    """Add the columns."""
    migrator.migrate(*(migrator.add_column("assessment", name, IntegerField(null=True)) for name in AMOUNTS))
