"""`flask backup`, `flask restore`, `flask purge`, `flask probe`: looking after the service."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
from flask import current_app

from models.french.formats import long_date, plural
from models.service.housekeeping import days_to_doubt, purge_now
from models.service.probe import ProbeFailed, run_probe
from models.store.engine import is_server
from models.store.sqlite.backup import BackupFailed, back_up, forget_old_backups, refuse_new_database
from models.store.sqlite.restore import RestoreRefused, newer_than
from models.store.sqlite.restore import restore as put_back
from views.web.library import running


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--keep", type=click.IntRange(1, 3650), metavar="JOURS", help="FILE est un dossier : une copie datée de plus."
)
def backup(file: Path, keep: int | None) -> None:
    """Copie la base dans FILE pendant que le service tourne, puis relit la copie. Sort avec 1 si elle manque.

    Avec --keep, FILE est un dossier : la copie y porte sa date, et celles de plus de JOURS jours sont effacées.
    """
    now = datetime.now(UTC)
    target = file / f"diagnostics-{now:%Y-%m-%dT%H%M%SZ}.db" if keep else file
    try:
        refuse_new_database()
        kept = back_up(target, now)
        forgotten = forget_old_backups(file, keep, now) if keep else 0
    except BackupFailed as reason:
        raise click.ClickException(str(reason)) from reason
    click.echo(f"{target} : copie relue, {plural(kept.rows.get('assessment', 0), 'diagnostic')}.")
    if forgotten:
        click.echo(f"Anciennes sauvegardes effacées : {forgotten}.")


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="Même si la base a des diagnostics plus récents que la sauvegarde.")
def restore(file: Path, *, yes: bool) -> None:
    """Remet la sauvegarde FILE à la place de la base, service arrêté ; refait les effacements demandés depuis.

    La base remplacée reste à côté, sous un autre nom.
    """
    address = current_app.config["SETTINGS"].database
    if is_server(address):
        raise click.ClickException(
            "La base est sur un serveur PostgreSQL : remettez-la par « pg_restore --clean », registre des effacements"
            " en place (instance/effaces), puis lancez « flask --app app purge » avant de servir."
        )
    try:
        newer = newer_than(file) if file.is_file() else 0
        if newer and not yes:
            raise click.ClickException(
                "La base a changé après cette sauvegarde. Ne seraient plus que dans la base mise de côté :"
                f" {plural(newer, 'diagnostic')}. Si c’est voulu, recommencez avec --yes."
            )
        done = put_back(file, datetime.now(UTC))
    except RestoreRefused as reason:
        raise click.ClickException(str(reason)) from reason
    click.echo(f"Base remise : {plural(done.contents.rows.get('assessment', 0), 'diagnostic')}, relue.")
    click.echo(f"Effacements refaits : {done.erased_again}. L’ancienne base : {done.former}")


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
        raise click.ClickException(f"Le service ne fait pas son travail : {reason}") from reason
    click.echo(f"Le service fait son travail : {steps} réponses, un résultat, tout effacé.")
