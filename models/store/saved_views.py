"""Views of the list that the team shares: a name, and the query it stands for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import peewee

from models.store import audit
from models.store.audit import Actor
from models.store.database import all_rows, one_row, run, writing
from models.store.times import to_milliseconds


class NameTaken(Exception):
    """Another view has that name."""


@dataclass(frozen=True, slots=True)
class SavedView:
    """One shared view; `query` is the list's own, without its question mark."""

    id: int
    name: str
    query: str
    created_by: str


def list_views() -> list[SavedView]:
    """All views, by name."""
    return [SavedView(*row) for row in all_rows("SELECT id, name, query, created_by FROM saved_view ORDER BY name")]


def save_view(name: str, query: str, now: datetime, by: Actor) -> None:
    """Keep a view for everybody. Raises NameTaken."""
    with writing():
        try:
            run(
                "INSERT INTO saved_view (name, query, created_at, created_by) VALUES (?, ?, ?, ?)",
                (name, query, to_milliseconds(now), by.name),
            )
        except peewee.IntegrityError as error:
            raise NameTaken(name) from error
        audit.record(by, "enregistrer une vue", now, subject=name)


def delete_view(view_id: int, now: datetime, by: Actor) -> None:
    """Take a view away from everybody; nothing where it is already gone."""
    with writing():
        row = one_row("SELECT name FROM saved_view WHERE id = ?", (view_id,))
        if row is not None:
            run("DELETE FROM saved_view WHERE id = ?", (view_id,))
            audit.record(by, "supprimer une vue", now, subject=row[0])
