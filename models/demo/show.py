"""The demonstration: a database filled once with an invented region, its events, its team and their work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from models.demo.fill import invent_visits
from models.demo.follow_up import Follower, follow_visits
from models.french.formats import paris_day
from models.rules.questionnaire import Questionnaire
from models.service.provisional_password import pronounceable
from models.store.audit import COMMAND_LINE
from models.store.bulk import add_past_visits, count_visits
from models.store.events import create_event, find_event
from models.store.passwords import hash_password
from models.store.settings import get_setting, set_setting
from models.store.staff import Account, Role, change_password, create_account, find_account, no_account_yet

EMAIL = "demo@aract.example"
COLLEAGUES = {"camille.roux@aract.example": "Camille Roux", "nadia.ferrand@aract.example": "Nadia Ferrand"}
EVENT_CODE = "salon-demo"
EVENT_PIN = "2468"
SEED = 42
MARK = "demonstration"
"""The setting that tells a database of invented visits from a real one."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the demonstration holds: how many visits, whether they were there already, and how to enter."""

    visits: int
    already: bool
    email: str
    password: str
    event_code: str
    event_pin: str


class NotADemonstration(Exception):
    """The database holds real visits or accounts: nothing invented may be mixed with them."""


def show(questionnaire: Questionnaire, content_id: int, count: int, now: datetime) -> Shown:
    """Fill an empty database, or find what it was filled with; the account's password is new each time.

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
        set_setting(MARK, "remplie")
    return Shown(count_visits(), already, EMAIL, password, EVENT_CODE, EVENT_PIN)


def _fill(questionnaire: Questionnaire, content_id: int, count: int, now: datetime, account: Account) -> None:
    chance = Random(SEED)  # noqa: S311 — the same invented region for everybody, nothing secret
    event_id = _make_events(now)
    add_past_visits(invent_visits(questionnaire, content_id, count, now, chance, event_id))
    team = [
        create_account(email, name, Role.CHARGEE, pronounceable(), now, COMMAND_LINE)
        for email, name in COLLEAGUES.items()
    ]
    followers = [Follower(each.id, each.actor) for each in (*team, account)]
    follow_visits(followers, now, chance)


def _make_events(now: datetime) -> int:
    """An event that is open today, with its PIN, and one that is over; the open one's id."""
    today = paris_day(now)
    if find_event(EVENT_CODE) is None:
        create_event(
            "Forum de l’innovation sociale",
            "forum-2026",
            now - timedelta(days=200),
            place="Saint-Étienne",
            starts_on=today - timedelta(days=190),
            ends_on=today - timedelta(days=189),
            is_open=False,
        )
        create_event(
            "Salon de démonstration",
            EVENT_CODE,
            now - timedelta(days=20),
            place="Lyon",
            starts_on=today,
            ends_on=today + timedelta(days=1),
            pin_hash=hash_password(EVENT_PIN),
            has_printer=True,
        )
    event = find_event(EVENT_CODE)
    assert event is not None
    return event.id
