"""Dossiers that are accompanied, for the store's tests and the back-office's."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial

from models.french.formats import paris_day
from models.rules.accompaniment import Checkpoint, Participant
from models.rules.estimate import price_days
from models.store.accompaniments import assign_consultant, record_checkpoint
from models.store.audit import COMMAND_LINE
from models.store.dossier_file import change_stage, get_dossier, grant_days
from models.store.interventions import Shown, Told, record_intervention
from models.store.staff import Account, Role, create_account
from tests.rules.sample import SAMPLE
from tests.store.making import NOW

price = partial(price_days, SAMPLE)
SHOWN = Shown("une visite", "ce qui s’est fait")


def a_consultant(email: str = "ines@conseil.example", name: str = "Inès Faure") -> Account:
    return create_account(email, name, Role.CONSULTANTE, "cheval agrafe pile correcte", NOW, COMMAND_LINE)


def move(number: int, stage: str, on: date | None = None, now: datetime = NOW) -> None:
    version = get_dossier(number).version
    change_stage(number, version, stage, on or paris_day(now), "", now, COMMAND_LINE, shown=stage)


def grant(number: int, days: int | None, now: datetime = NOW) -> None:
    on = paris_day(now)
    decided = None if days is None else price(days, on)
    grant_days(number, get_dossier(number).version, decided, on, "", now, COMMAND_LINE, shown=f"{days} jours")


def confide(number: int, consultant: Account | None, now: datetime = NOW) -> None:
    version, who = get_dossier(number).version, consultant.id if consultant else None
    assign_consultant(number, version, who, now, COMMAND_LINE, shown=consultant.name if consultant else "personne")


def accompanied(number: int, days: int = 10, consultant: Account | None = None, now: datetime = NOW) -> int:
    """A dossier at the stage, with its grant and, where one is given, its consultant."""
    move(number, "accompagne", now=now)
    grant(number, days, now)
    if consultant:
        confide(number, consultant, now)
    return number


def told(day: date, half_days: int = 2, done: str = "Un atelier avec l’équipe.", next_steps: str = "") -> Told:
    return Told(day, half_days, (Participant.DIRECTION, Participant.EMPLOYEES), done, next_steps)


def visit(number: int, day: date, half_days: int = 2, uid: str = "", now: datetime = NOW) -> None:
    record_intervention(number, uid or f"{day}-{half_days}", told(day, half_days), now, COMMAND_LINE, shown=SHOWN)


def check(number: int, decision: Checkpoint, now: datetime = NOW) -> None:
    version = get_dossier(number).version
    record_checkpoint(number, version, decision, paris_day(now), "Pourquoi", now, COMMAND_LINE, shown=decision)
