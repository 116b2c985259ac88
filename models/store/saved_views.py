"""Views of the list that the team shares: a name, and the query it stands for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import peewee

from models.store import audit
from models.store.audit import Actor
from models.store.database import writing
from models.store.tables import SavedView


class NameTaken(Exception):
    """Another view has that name."""


@dataclass(frozen=True, slots=True)
class SharedView:
    """One shared view; `query` is the list's own, without its question mark."""

    id: int
    name: str
    query: str
    created_by: str


def list_views() -> list[SharedView]:
    """All views, by name."""
    return [
        SharedView(row.id, row.name, row.query, row.created_by) for row in SavedView.select().order_by(SavedView.name)
    ]


def save_view(name: str, query: str, now: datetime, by: Actor) -> None:
    """Keep a view for everybody. Raises NameTaken."""
    with writing():
        try:
            SavedView.create(name=name, query=query, created_at=now, created_by=by.name)
        except peewee.IntegrityError as error:
            raise NameTaken(name) from error
        audit.record(by, "enregistrer une vue", now, subject=name)


def delete_view(view_id: int, now: datetime, by: Actor) -> None:
    """Take a view away from everybody; nothing where it is already gone."""
    with writing():
        view = SavedView.get_or_none(SavedView.id == view_id)
        if view is not None:
            view.delete_instance()
            audit.record(by, "supprimer une vue", now, subject=view.name)
