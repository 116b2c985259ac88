"""The demonstration: a database filled once with an invented region, its events, its team and their work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from random import Random

from models.demo.fill import PAST_DAYS, Stand, invent_visits
from models.demo.follow_up import Follower, follow_visits
from models.demo.months_later import take_stock_again
from models.demo.published_projects import tell_projects
from models.demo.views_asked import ask_around
from models.french.formats import paris_day
from models.rules.estimate import price_days
from models.rules.questionnaire import Questionnaire
from models.service.housekeeping import count_now
from models.service.provisional_password import pronounceable
from models.store.audit import COMMAND_LINE, Actor
from models.store.bulk import add_past_visits, count_visits, put_journal_in_order
from models.store.database import writing
from models.store.events import create_event
from models.store.passwords import hash_password
from models.store.proposals import save_proposal
from models.store.sample import open_requests
from models.store.settings import get_setting, set_setting
from models.store.staff import Account, Role, change_password, create_account, find_account, no_account_yet

EMAIL = "demo@aract.example"
COLLEAGUES = {"camille.roux@aract.example": "Camille Roux", "nadia.ferrand@aract.example": "Nadia Ferrand"}
CONSULTANTS = {"ines.faure@conseil.example": "Inès Faure", "paul.roy@conseil.example": "Paul Roy"}
CONSULTANT_EMAIL = next(iter(CONSULTANTS))
EVENT_CODE = "salon-demo"
EVENT_PIN = "2468"
SEED = 42
PROPOSED, PROPOSED_AMONG = 4, 100
MARK = "demonstration"
"""The setting that tells a database of invented visits from a real one."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the demonstration holds: how many visits, whether they were there already, and how to enter: both accounts
    have the same password."""

    visits: int
    already: bool
    email: str
    consultant_email: str
    password: str
    event_code: str
    event_pin: str


class NotADemonstration(Exception):
    """The database holds real visits or accounts: nothing invented may be mixed with them."""


def show(questionnaire: Questionnaire, content_id: int, count: int, now: datetime) -> Shown:
    """Fill an empty database, or find what it was filled with; the accounts' password is new each time.

    Raises NotADemonstration.
    """
    already = get_setting(MARK) is not None
    if not already and (count_visits() or not no_account_yet()):
        raise NotADemonstration
    password = pronounceable()
    account = find_account(EMAIL)
    if account is None:
        account = create_account(EMAIL, "Agathe Blanc", Role.ADMINISTRATRICE, password, now, COMMAND_LINE)
    else:
        change_password(account, password, now, COMMAND_LINE)
    if not already:
        _fill(questionnaire, content_id, count, now, account)
        count_now(questionnaire, now)
        set_setting(MARK, "remplie")
    consultant = find_account(CONSULTANT_EMAIL)
    if consultant is not None:
        change_password(consultant, password, now, COMMAND_LINE)
    return Shown(count_visits(), already, EMAIL, CONSULTANT_EMAIL, password, EVENT_CODE, EVENT_PIN)


def _fill(questionnaire: Questionnaire, content_id: int, count: int, now: datetime, account: Account) -> None:
    chance = Random(SEED)  # noqa: S311 — the same invented region for everybody, nothing secret
    stands = _make_events(now)
    add_past_visits(invent_visits(questionnaire, content_id, count, now, chance, stands))
    long_ago = now - timedelta(days=PAST_DAYS)

    def people(named: Mapping[str, str], role: Role) -> list[Account]:
        return [
            create_account(email, name, role, pronounceable(), long_ago, COMMAND_LINE) for email, name in named.items()
        ]

    followers, consultants = (
        [Follower(each.id, each.actor) for each in accounts]
        for accounts in ([*people(COLLEAGUES, Role.CHARGEE), account], people(CONSULTANTS, Role.CONSULTANTE))
    )
    with writing():  # each of a thousand small changes would wait for the disk
        follow_visits(followers, consultants, partial(price_days, questionnaire), now, chance)
        take_stock_again(questionnaire, content_id, now, chance)
        _propose(followers[0].actor, now)
        ask_around(questionnaire, now, chance)
        tell_projects(questionnaire, content_id, followers[:-1], followers[-1], now)
        put_journal_in_order()


def _propose(actor: Actor, now: datetime) -> None:
    """A choice that the team prepares for its next committee; none where the region is too small to choose."""
    applied = [each.id for each in open_requests("", by_name=True, most=PROPOSED_AMONG) if each.stage == "candidature"]
    if applied:
        save_proposal("Prochain comité", applied[:PROPOSED], now, actor)


def _make_events(now: datetime) -> tuple[Stand, Stand]:
    """An event that is over, and one that is open since yesterday, with its PIN."""
    today = paris_day(now)
    past = create_event(
        "Forum de l’innovation sociale",
        "forum-2026",
        now - timedelta(days=200),
        place="Saint-Étienne",
        starts_on=today - timedelta(days=190),
        ends_on=today - timedelta(days=189),
        is_open=False,
    )
    present = create_event(
        "Salon de démonstration",
        EVENT_CODE,
        now - timedelta(days=20),
        place="Lyon",
        starts_on=today - timedelta(days=1),
        ends_on=today + timedelta(days=1),
        pin_hash=hash_password(EVENT_PIN),
        has_printer=True,
    )
    return Stand(past.id, today - timedelta(days=190)), Stand(present.id, today - timedelta(days=1))
