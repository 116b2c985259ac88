"""`flask event …`: the events at which a tablet stands."""

from __future__ import annotations

from datetime import UTC, date, datetime

import click
from flask import current_app
from flask.cli import AppGroup

from models.store.events import IDLE_SECONDS, CodeTaken, create_event
from models.store.passwords import hash_password
from views.forms.event_fields import LONGEST_IDLE, SHORTEST_IDLE, check_days, read_code, read_pin

event = AppGroup("event", help="Les événements où se tient une borne.")


class Day(click.ParamType[date]):
    """A day, as 2026-11-23."""

    name = "AAAA-MM-JJ"

    def convert(self, value: object, param: click.Parameter | None, context: click.Context | None) -> date:
        """The day that was typed, or why it isn't one."""
        try:
            return value if isinstance(value, date) else date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"« {value} » n’est pas un jour : écrivez-le comme 2026-11-23.", param, context)


@event.command("create")
@click.argument("name")
@click.option("--code", required=True, help="Dans l’adresse de la borne : /borne/CODE.")
@click.option("--place", default="", help="Lieu.")
@click.option("--from", "starts_on", type=Day(), help="Premier jour.")
@click.option("--to", "ends_on", type=Day(), help="Dernier jour.")
@click.option(
    "--idle",
    "idle_seconds",
    type=click.IntRange(SHORTEST_IDLE, LONGEST_IDLE),
    default=IDLE_SECONDS,
    show_default=True,
    help="Secondes sans geste avant de proposer d’effacer.",
)
@click.option("--pin", help="Code d’animation, de 4 à 12 chiffres.")
@click.option("--printer", is_flag=True, help="Une imprimante est reliée à la tablette.")
def create(
    name: str,
    code: str,
    place: str,
    starts_on: date | None,
    ends_on: date | None,
    idle_seconds: int,
    pin: str | None,
    *,
    printer: bool,
) -> None:
    """Crée l’événement NAME, ouvert, et dit l’adresse de sa borne."""
    try:
        check_days(starts_on, ends_on)
        made = create_event(
            name,
            read_code(code),
            datetime.now(UTC),
            place=place,
            starts_on=starts_on,
            ends_on=ends_on,
            idle_seconds=idle_seconds,
            pin_hash=None if pin is None else hash_password(read_pin(pin)),
            has_printer=printer,
        )
    except CodeTaken as reason:
        raise click.ClickException(f"Un autre événement a déjà le code « {code} ».") from reason
    except ValueError as reason:
        raise click.ClickException(str(reason)) from reason
    click.echo(f"Événement créé : {made.name}. Borne : {current_app.config['PUBLIC_URL']}/borne/{made.code}")
    if pin is None:
        click.echo("Sans --pin, la page d’animation de la borne reste fermée.")
