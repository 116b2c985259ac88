"""`flask content …`: the content file."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup

from models.content.loader import check_file

content = AppGroup("content", help="Le fichier de contenu : questions, offres, tarif.")


@content.command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check(file: Path) -> None:
    """Dit toutes les fautes de FILE d’un coup ; sort avec 1 s’il y en a."""
    errors = check_file(file)
    for error in errors:
        click.echo(str(error), err=True)
    if errors:
        raise SystemExit(1)
    click.echo(f"{file} : aucune faute.")
