"""`flask stand-file FILE`, `flask merge FILE`: a stand without network comes home."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from models.store.engine import is_server
from models.store.merge import MergeRefused, merge_file
from models.store.sqlite.backup import BackupFailed, refuse_new_database
from models.store.sqlite.stand_file import write_stand_file
from views.web.library import library, running


@click.command("merge")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--same-event", metavar="CODE", help="L’événement de ce code est celui d’ici, même sous un autre nom.")
@with_appcontext
def merge(file: Path, same_event: str | None) -> None:
    """Joint à la base les diagnostics du fichier FILE, rapporté d’un stand sans connexion.

    Refaire la même chose ne change rien. Un fichier étranger ou contradictoire est refusé en entier.
    """
    try:
        done = merge_file(
            file,
            datetime.now(UTC),
            lambda content_id: library().of(content_id).questionnaire,
            phone_days=running().questionnaire.retention.phone_days,
            same_event=same_event,
        )
    except MergeRefused as refused:
        click.echo("Fichier refusé, rien n’a changé :", err=True)
        for reason in refused.reasons:
            click.echo(f"- {reason}", err=True)
        raise SystemExit(1) from refused
    click.echo(
        f"Diagnostics ajoutés : {done.added}, complétés : {done.updated}, déjà là : {done.unchanged},"
        f" effacés ici et laissés de côté : {done.erased}. Événements ajoutés : {done.events}."
    )
    click.echo(_visits(done.references))


@click.command("stand-file")
@click.argument("file", type=click.Path(path_type=Path))
@with_appcontext
def stand_file(file: Path) -> None:
    """Écrit au stand, même pendant qu’il sert, le fichier FILE à rapporter et à joindre par « merge »."""
    if is_server(current_app.config["SETTINGS"].database):
        raise click.ClickException("La base est sur un serveur : un stand sans connexion a la sienne, dans un fichier.")
    try:
        refuse_new_database()
        references = write_stand_file(file, datetime.now(UTC))
    except BackupFailed as reason:
        raise click.ClickException(str(reason)) from reason
    click.echo(f"{file} : fichier relu, seul à rapporter. Gardez ces lignes pour les comparer à celles de « merge ».")
    click.echo(_visits(references))


def _visits(references: Sequence[str]) -> str:
    """The same line at the stand and at home, to compare."""
    return f"Diagnostics du stand : {len(references)}. Références : {' '.join(references) or 'aucune'}"
