"""Behind the event's PIN: counters of the day, a reset, and a guesser slowed down."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from app import create_app
from models.service.settings import Settings
from models.store.database import close_database
from models.store.events import Event, create_event
from models.store.passwords import hash_password
from tests.journeys import begin, walk_journey
from tests.page_client import Page, PageClient

PIN = "2468"
DOOR = "/borne/salon/animateur"
NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)


class Clock:
    """The server's time, for tests that let it pass."""

    moment = NOON

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(settings: Settings, clock: Clock) -> Iterator[Flask]:
    app = create_app(settings, clock=clock)
    app.testing = True
    yield app
    close_database()


@pytest.fixture(autouse=True)
def event(app: Flask) -> Event:
    return create_event("Salon des entreprises", "salon", NOON, pin_hash=hash_password(PIN))


def enter(visitor: PageClient, pin: str = PIN, action: str = "compter", status: int = 200) -> Page:
    """Type the PIN and press one of the two buttons."""
    fields = {"code_animateur": pin, "faire": action}
    return visitor.submit(visitor.get(DOOR), "form#staff", fields, status=status)


def counters(page: Page) -> list[str]:
    """Begun, concluded, opened on a phone."""
    return [str(each.text_content()) for each in page.all(".counters dd")]


def test_the_day_is_counted(visitor: PageClient) -> None:
    assert counters(enter(visitor)) == ["0", "0", "0"]
    begin(visitor, "/borne/salon")
    result = walk_journey(visitor, door="/borne/salon").page
    visitor.client.post(result.data("takeaway-url") + "/ouverture")
    begin(visitor)
    assert counters(enter(visitor)) == ["2", "1", "1"]


def test_yesterday_isnt_today(visitor: PageClient, clock: Clock) -> None:
    """The day begins at midnight in Paris, which is 23 h the day before in UTC."""
    begin(visitor, "/borne/salon")
    clock.moment = NOON.replace(hour=22, minute=59)
    assert counters(enter(visitor))[0] == "1"
    clock.moment = NOON.replace(hour=23, minute=1)
    assert counters(enter(visitor))[0] == "0"


def test_a_reset_ends_the_visits_under_way_and_keeps_the_answers(visitor: PageClient, clock: Clock) -> None:
    create_event("Un autre salon", "autre", clock())
    here, elsewhere = begin(visitor, "/borne/salon"), begin(visitor, "/borne/autre")
    page = enter(visitor, action="reinitialiser")
    assert "visites en cours sont closes" in page.text
    assert counters(page)[0] == "1"
    visitor.get(here.path, status=410)
    visitor.get(elsewhere.path)


def test_a_wrong_pin_opens_and_resets_nothing(visitor: PageClient) -> None:
    first = begin(visitor, "/borne/salon")
    refused = enter(visitor, "0000", "reinitialiser", status=422)
    assert refused.one("#error-pin").text_content() == "Ce code ne correspond pas. Vérifiez-le, puis réessayez."
    assert refused.one("#pin").get("value") is None
    assert not refused.all(".counters")
    visitor.get(first.path)


def test_a_guesser_waits_longer_and_longer(visitor: PageClient, clock: Clock) -> None:
    for _ in range(4):
        enter(visitor, "0000", status=422)
    slowed = enter(visitor, status=429)
    assert "Trop d’essais" in slowed.text
    wait = int(slowed.response.headers["Retry-After"])
    clock.moment += timedelta(seconds=wait)
    enter(visitor, "0000", status=422)
    assert int(enter(visitor, status=429).response.headers["Retry-After"]) > wait
    clock.moment += timedelta(hours=1)
    assert counters(enter(visitor)) == ["0", "0", "0"]


def test_the_right_pin_makes_the_slips_before_it_forgotten(visitor: PageClient) -> None:
    for _ in range(3):
        for _ in range(3):
            enter(visitor, "0000", status=422)
        enter(visitor)


def test_an_event_without_a_pin_lets_nobody_in(visitor: PageClient, clock: Clock) -> None:
    create_event("Sans code", "sans", clock())
    assert "n’a pas de code d’animation" in visitor.get("/borne/sans/animateur").text
    visitor.post("/borne/sans/animateur", {"code_animateur": ""}, status=422)


def test_the_staffs_pages_are_of_an_event(visitor: PageClient) -> None:
    visitor.get("/borne/inconnu/animateur", status=404)
    visitor.post("/borne/inconnu/animateur", {"code_animateur": PIN}, status=404)
    assert "http://localhost/borne/salon" in visitor.get(f"{DOOR}/tablette").markup
