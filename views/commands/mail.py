"""`flask mail …`: what waits in the outbox, and sending it by hand."""

from __future__ import annotations

from datetime import datetime

import click
from flask import current_app
from flask.cli import AppGroup

from models.french.formats import date_and_time
from models.service.post_office import post_office
from models.store.outbox import MailRecord, MailState, count_mail, list_mail, send_again
from views.web.doors import now
from views.web.mailing import mail_leaves

mail = AppGroup("mail", help="Les messages à envoyer : la boîte d’envoi.")


@mail.command("list")
@click.option("--all", "everything", is_flag=True, help="Aussi les messages déjà envoyés.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=200, show_default=True, help="Combien au plus.")
def list_messages(everything: bool, limit: int) -> None:
    """Montre les messages en attente ou abandonnés, les plus récents d’abord."""
    for record in list_mail(unsent_only=not everything, limit=limit):
        click.echo(_line(record))
    counts = count_mail()
    click.echo(", ".join(f"{state} : {counts[state]}" for state in MailState))
    if not mail_leaves() and counts[MailState.WAITING]:
        click.echo("SMTP_URL n’est pas réglé : rien ne part.")


@mail.command("send")
@click.option("--again", type=int, multiple=True, metavar="NUMÉRO", help="Remettre ce message en tête, même abandonné.")
def send_messages(again: tuple[int, ...]) -> None:
    """Envoie ce qui est dû maintenant. Sort avec 1 si un message n’est pas parti."""
    office = post_office(current_app.config["SETTINGS"], now)
    if office is None:
        raise click.ClickException("SMTP_URL n’est pas réglé : indiquez un serveur, par exemple smtp://hôte:587.")
    for number in again:
        if not send_again(number, now()):
            raise click.ClickException(f"Le message {number} n’existe pas, ou il n’en reste pas le texte.")
    done = office.deliver()
    click.echo(f"Envoyés : {done.sent}, échecs : {done.failed}.")
    if done.failed:
        raise SystemExit(1)


def _line(record: MailRecord) -> str:
    parts = [
        f"{record.id}",
        record.state,
        record.kind,
        f"écrit le {date_and_time(record.created_at)}",
        f"essais : {record.attempts}",
        _due(record.next_attempt_at),
        f"pour {record.recipient}" if record.recipient else "",
        f"« {record.subject} »" if record.subject else "",
        record.last_error,
    ]
    return " · ".join(part for part in parts if part)


def _due(moment: datetime | None) -> str:
    return f"prochain essai le {date_and_time(moment)}" if moment else ""
