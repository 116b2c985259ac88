"""`flask demo`: a database to show and to try the program on, filled once with an invented region."""

from __future__ import annotations

from datetime import UTC, datetime

import click
from flask import current_app
from flask.cli import with_appcontext

from models.demo.show import NotADemonstration, show
from views.web.library import running


@click.command("demo")
@click.option(
    "--assessments",
    type=click.IntRange(20, 1_000_000),
    default=200,
    show_default=True,
    help="Combien de diagnostics inventer, si la base est vide.",
)
@with_appcontext
def demo(assessments: int) -> None:
    """Remplit la base avec une région inventée, si elle est vide, et dit comment entrer.

    N’employez cette commande que sur une base à part (« make demo » le fait) : elle y crée un compte.
    """
    try:
        edition = running()
        shown = show(edition.questionnaire, edition.content_id, assessments, datetime.now(UTC))
    except NotADemonstration as refused:
        raise click.ClickException(
            "Cette base contient de vrais diagnostics ou de vrais comptes : la démonstration demande une base à part."
        ) from refused
    settings = current_app.config["SETTINGS"]
    root = (settings.public_url or f"http://{settings.host}:{settings.port}").rstrip("/")
    there = "déjà là" if shown.already else "créés à l’instant"
    click.echo(f"Démonstration : {shown.visits} diagnostics inventés, {there}.")
    click.echo(f"  Site       {root}/")
    click.echo(f"  Borne      {root}/borne/{shown.event_code}   (code d’animation : {shown.event_pin})")
    click.echo(f"  Pilotage   {root}/pilotage/connexion")
    click.echo(f"             {shown.consultant_email}, une consultante, avec le même mot de passe que")
    click.echo(f"             {shown.email}   mot de passe : {shown.password}")
