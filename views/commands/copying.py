"""`flask copy-database URL`: from one engine to the other."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from models.store.copying import CopyRefused, copy_database
from models.store.engine import is_server


@click.command("copy-database")
@click.argument("url")
@with_appcontext
def copy_database_to(url: str) -> None:
    """Copie toute la base dans celle, vide, de l’adresse URL (sqlite:///… ou postgresql://…), puis compare.

    Arrêtez le service avant : ce qu’on y écrirait pendant la copie resterait dans l’ancienne base.
    """
    address = url if is_server(url) else Path(url.removeprefix("sqlite:///"))
    try:
        rows = copy_database(address, current_app.config["SETTINGS"].instance / "effaces")
    except CopyRefused as refused:
        raise click.ClickException(str(refused)) from refused
    for table, count in rows.items():
        click.echo(f"{table} : {count}")
    click.echo("Les deux bases sont identiques. Changez maintenant DATABASE_URL.")
