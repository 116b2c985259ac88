"""The administration's commands (`flask --app app …`): one module for each thing administered."""

from __future__ import annotations

from flask import Flask

from views.commands.content import content
from views.commands.demo import demo
from views.commands.events import event
from views.commands.mail import mail
from views.commands.merging import merge
from views.commands.running import database, scheme
from views.commands.staff import staff
from views.commands.upkeep import backup, probe, purge


def add_commands(app: Flask) -> None:
    """Every command group, on the application's own `flask` command."""
    for group in (content, database, event, mail, scheme, staff):
        app.cli.add_command(group)
    for command in (backup, demo, merge, probe, purge):
        app.cli.add_command(command)
