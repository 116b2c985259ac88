"""`flask staff …`: the accounts of the back-office."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import click
from flask.cli import AppGroup

from models.contact.email import read_email
from models.contact.text import EntryError
from models.store.audit import COMMAND_LINE
from models.store.passwords import WeakPassword
from models.store.staff import AccountExists, Role, create_account, no_account_yet

staff = AppGroup("staff", help="Les comptes du pilotage.")


@staff.command("create")
@click.argument("email")
@click.option(
    "--role",
    type=click.Choice([role.value for role in Role]),
    help="chargee par défaut ; le premier compte est administratrice.",
)
@click.option("--name", default="", help="Nom affiché aux collègues ; l’adresse par défaut.")
@click.option("--password-stdin", is_flag=True, help="Lit le mot de passe sur l’entrée standard, sans le demander.")
def create(email: str, role: str | None, name: str, *, password_stdin: bool) -> None:
    """Crée le compte EMAIL. Le mot de passe est demandé deux fois, ou lu sur l’entrée standard."""
    try:
        address = read_email(email)
    except EntryError as reason:
        raise click.BadParameter(str(reason), param_hint="EMAIL") from reason
    wanted = Role(role) if role else (Role.ADMINISTRATRICE if no_account_yet() else Role.CHARGEE)
    if password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = click.prompt("Mot de passe", hide_input=True, confirmation_prompt="Encore une fois")
    try:
        account = create_account(address, name.strip() or address, wanted, password, datetime.now(UTC), COMMAND_LINE)
    except AccountExists as reason:
        raise click.ClickException(f"Il existe déjà un compte pour {address}.") from reason
    except WeakPassword as reason:
        raise click.ClickException(str(reason)) from reason
    click.echo(f"Compte créé : {account.email} ({account.role}). Page de connexion : /pilotage/connexion")
