"""The administration's commands (`flask --app app …`): one module for each thing administered."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import wraps
from typing import Any

import click
from flask import Flask, current_app

from models.service.alert import alert
from models.service.settings import Settings
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
        _tell(command, watched=command in {backup, probe, purge})


def unavailable_in_words(reason: StoreUnavailable) -> str:
    """Why the database can't be read or written, and what to do, for whoever typed a command."""
    said = str(reason)
    if "locked" in said or "writing" in said:
        return "La base est occupée par un autre programme : réessayez dans un instant. Rien n’a changé."
    if "full" in said:
        return "Le disque est plein : faites de la place, puis recommencez. Rien n’a changé."
    return f"La base ne peut pas être lue ou écrite ({said}). Rien n’a changé."


def alert_operator(settings: Settings, what: str, why: str) -> None:
    """Tell the operator what failed (ALERT_TO), and whoever typed the command where that can't be told."""
    unsent = alert(settings, what, why, datetime.now(UTC))
    if unsent:
        click.echo(f"L’alerte n’est pas partie : {unsent}", err=True)


def _tell(command: click.Command, *, watched: bool = False) -> None:
    """Have a command say in words that the store is unavailable, where it would have left a traceback.

    Where it is watched, since it runs with nobody there, any failure is told to the operator too.
    """
    act = command.callback
    if act is None or getattr(act, "tells", False):
        return

    @wraps(act)
    def told(*values: Any, **options: Any) -> Any:
        try:
            try:
                return act(*values, **options)
            except StoreUnavailable as reason:
                raise click.ClickException(unavailable_in_words(reason)) from reason
        except Exception as reason:
            if watched:
                why = reason.format_message() if isinstance(reason, click.ClickException) else repr(reason)
                alert_operator(current_app.config["SETTINGS"], f"« flask {command.name} »", why)
            raise

    told.tells = True  # type: ignore[attr-defined]
    command.callback = told
