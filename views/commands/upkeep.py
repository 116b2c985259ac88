"""`flask backup`, `flask purge`, `flask probe`: looking after the service."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
from flask import current_app

from models.french.formats import long_date
from models.service.housekeeping import days_to_doubt, purge_now
from models.service.probe import ProbeFailed, run_probe
from models.store.sqlite.backup import BackupFailed, back_up
from views.web.library import running


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Copie la base dans FILE pendant que le service tourne, puis relit la copie."""
    try:
        kept = back_up(file, datetime.now(UTC))
    except BackupFailed as reason:
        click.echo(str(reason), err=True)
        raise SystemExit(1) from reason
    click.echo(f"{file} : copie relue, {kept.rows.get('assessment', 0)} diagnostics.")


@click.command("purge")
@click.option("--yes", is_flag=True, help="La date du serveur est juste, même longtemps après la dernière purge.")
def purge(*, yes: bool) -> None:
    """Efface ce dont la durée de garde est passée (c’est aussi fait chaque jour).

    Plus de sept jours après la dernière purge, rien n’est effacé sans --yes : l’horloge est peut-être fausse.
    """
    now = datetime.now(UTC)
    days = 0 if yes else days_to_doubt(now)
    if days:
        raise click.ClickException(
            f"Le serveur dit être le {long_date(now)}, {days} jours après la dernière purge. Rien n’est effacé :"
            " si cette date est juste, recommencez avec --yes ; sinon, réglez l’horloge."
        )
    counts = purge_now(running().questionnaire.retention, now)
    click.echo(
        f"Diagnostics inachevés : {counts.unfinished}, terminés : {counts.finished},"
        f" candidatures : {counts.applications}, accompagnements : {counts.accompanied},"
        f" modifications abandonnées : {counts.revisions}, adresses de téléphone : {counts.phone_addresses},"
        f" effacements refaits : {counts.erased_again}."
    )


@click.command("probe")
@click.option("--url", help="L’adresse du service ; par défaut celle de HOST et PORT.")
def probe(url: str | None) -> None:
    """Fait un diagnostic entier auprès du service qui tourne, puis l’efface. Sort avec 1 si quelque chose manque."""
    settings = current_app.config["SETTINGS"]
    try:
        steps = run_probe(url or f"http://{settings.host}:{settings.port}")
    except ProbeFailed as reason:
        click.echo(f"Le service ne fait pas son travail : {reason}", err=True)
        raise SystemExit(1) from reason
    click.echo(f"Le service fait son travail : {steps} réponses, un résultat, tout effacé.")
