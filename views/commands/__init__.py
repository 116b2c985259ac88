"""The administration's commands (`flask --app app …`): one module for each thing administered."""

from __future__ import annotations

from functools import wraps
from typing import Any

import click
from flask import Flask

from models.store.database import StoreUnavailable
from views.commands.content import content
from views.commands.copying import copy_database_to
from views.commands.demo import demo
from views.commands.events import event
from views.commands.mail import mail
from views.commands.merging import merge, stand_file
from views.commands.running import database, scheme
from views.commands.staff import staff
from views.commands.upkeep import backup, probe, purge, restore


def add_commands(app: Flask) -> None:
    """Every command group, on the application's own `flask` command."""
    for group in (content, database, event, mail, scheme, staff):
        app.cli.add_command(group)
        for command in group.commands.values():
            _tell(command)
    for command in (backup, copy_database_to, demo, merge, probe, purge, restore, stand_file):
        app.cli.add_command(command)
        _tell(command)


def unavailable_in_words(reason: StoreUnavailable) -> str:
    """Why the database can't be read or written, and what to do, for whoever typed a command."""
    said = str(reason)
    if "locked" in said or "writing" in said:
        return "La base est occupée par un autre programme : réessayez dans un instant. Rien n’a changé."
    if "full" in said:
        return "Le disque est plein : faites de la place, puis recommencez. Rien n’a changé."
    return f"La base ne peut pas être lue ou écrite ({said}). Rien n’a changé."


def _tell(command: click.Command) -> None:
    """Have a command say in words that the store is unavailable, where it would have left a traceback."""
    act = command.callback
    if act is None or getattr(act, "tells", False):
        return

    @wraps(act)
    def told(*values: Any, **options: Any) -> Any:
        try:
            return act(*values, **options)
        except StoreUnavailable as reason:
            raise click.ClickException(unavailable_in_words(reason)) from reason

    told.tells = True  # type: ignore[attr-defined]
    command.callback = told
