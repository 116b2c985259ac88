"""`flask merge FILE`: a stand without network comes home."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
from flask.cli import with_appcontext

from models.store.merge import MergeRefused, merge_file
from views.web.library import running


@click.command("merge")
@click.argument("file", type=click.Path(path_type=Path))
@with_appcontext
def merge(file: Path) -> None:
    """Joint à la base les diagnostics du fichier FILE, rapporté d’un stand sans connexion.

    Refaire la même chose ne change rien. Un fichier étranger ou contradictoire est refusé en entier.
    """
    try:
        done = merge_file(file, datetime.now(UTC), phone_days=running().questionnaire.retention.phone_days)
    except MergeRefused as refused:
        click.echo("Fichier refusé, rien n’a changé :", err=True)
        for reason in refused.reasons:
            click.echo(f"- {reason}", err=True)
        raise SystemExit(1) from refused
    click.echo(
        f"Diagnostics ajoutés : {done.added}, complétés : {done.updated}, déjà là : {done.unchanged},"
        f" effacés ici et laissés de côté : {done.erased}. Évènements ajoutés : {done.events}."
    )
