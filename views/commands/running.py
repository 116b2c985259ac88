"""`flask db …`, `flask scheme …`: the database's schema, and the scheme's one switch."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from models.store import settings as switches
from models.store.migrations import known_migrations

database = AppGroup("db", help="La base de données.")
scheme = AppGroup("scheme", help="Ouvrir ou fermer les candidatures.")


@database.command("migrate")
def migrate() -> None:
    """Met le schéma à jour (c’est aussi fait à chaque démarrage)."""
    click.echo(f"Schéma à jour : {known_migrations()[-1]}.")


@scheme.command("open")
def open_scheme() -> None:
    """Ouvre les candidatures."""
    switches.open_scheme()
    click.echo("Les candidatures sont ouvertes.")


@scheme.command("close")
def close_scheme() -> None:
    """Ferme les candidatures ; le questionnaire donne encore le profil et l’estimation."""
    switches.close_scheme()
    click.echo("Les candidatures sont fermées.")
