"""What every table stands on."""

from __future__ import annotations

from typing import Any

from peewee import Model

from models.store.database import database


class Table(Model):
    """Every table lives in the one database."""

    class Meta:
        """Peewee's options."""

        database = database
        legacy_table_names = False


def index_on(name: str, *columns: Any, where: Any = None) -> None:
    """An index of these columns of one table, under a name that stays; `where` makes it partial."""
    columns[0].model.add_index(columns[0].model.index(*columns, name=name, where=where))
