"""Behind the event's PIN: counters of the day, a reset, and a guesser slowed down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from models.store.events import Event, create_event, save_event
from models.store.passwords import hash_password
from tests.clock import Clock
from tests.journeys import begin, walk_journey
from tests.page_client import Page, PageClient

PIN = "2468"
DOOR = "/borne/salon/animateur"
NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)


@pytest.fixture
def clock() -> Clock:
    return Clock(NOON)


@pytest.fixture
def app(app_with: Callable[..., Flask], clock: Clock) -> Flask:
    return app_with(clock)


@pytest.fixture(autouse=True)
def event(app: Flask) -> Event:
    return create_event("Salon des entreprises", "salon", NOON, pin_hash=hash_password(PIN))


def enter(visitor: PageClient, pin: str = PIN, status: int = 200) -> Page:
    """Type the PIN."""
    return visitor.submit(visitor.get(DOOR), "form#staff", {"code_animateur": pin}, status=status)


def reset_with(visitor: PageClient, day: Page) -> Page:
    """Post a reset with the pass that a page holds, without being asked."""
    staff_pass = parse_qs(urlsplit(str(day.one("a.danger").get("href"))).query)["passe"][0]
    return visitor.post(f"{DOOR}/reinitialisation", {"passe": staff_pass})


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


def test_the_references_of_the_day_are_those_of_its_results(visitor: PageClient, clock: Clock) -> None:
    yesterday = walk_journey(visitor, door="/borne/salon").page
    clock.moment = NOON + timedelta(days=1)
    begin(visitor, "/borne/salon")
    today = walk_journey(visitor, door="/borne/salon").page
    (shown,) = enter(visitor).all(".references li")
    assert shown.text_content().split() == [today.one(".reference b").text_content(), "12", "h", "00"]
    assert yesterday.one(".reference b").text_content() not in shown.text_content()


def test_a_reset_says_that_it_is_all_the_tablets_asks_and_keeps_the_answers(visitor: PageClient, clock: Clock) -> None:
    create_event("Un autre salon", "autre", clock())
    here, elsewhere = begin(visitor, "/borne/salon"), begin(visitor, "/borne/autre")
    asked = visitor.get(str(enter(visitor).one("a.danger").get("href")))
    assert asked.heading == "Réinitialiser toutes les tablettes de « Salon des entreprises » ?"
    visitor.get(here.path)
    done = visitor.submit(asked, "form#reset")
    assert "Une visite en cours a été close" in done.text
    assert counters(done)[0] == "1"
    visitor.get(here.path, status=410)
    visitor.get(elsewhere.path)


def test_the_pin_is_answered_by_a_redirect_and_stands_in_no_page(visitor: PageClient) -> None:
    answer = visitor.client.post(DOOR, data={"code_animateur": PIN})
    assert answer.status_code == 303
    assert PIN not in answer.headers["Location"]
    assert "Set-Cookie" not in answer.headers
    day = visitor.get(answer.headers["Location"])
    assert PIN not in day.markup


def test_a_pass_ends_after_two_minutes_and_with_its_pin(visitor: PageClient, clock: Clock, event: Event) -> None:
    create_event("Un autre salon", "autre", clock(), pin_hash=hash_password(PIN))
    day = enter(visitor).path
    assert visitor.get(day.replace("salon", "autre")).all("form#staff"), "a pass of one event opened another"
    assert visitor.get(f"{DOOR}/journee").all("form#staff")
    clock.moment += timedelta(seconds=121)
    assert visitor.get(day).all("form#staff")
    fresh = enter(visitor)
    save_event(replace(event, pin_hash=hash_password("1357")), clock())
    assert visitor.get(fresh.path).all("form#staff")
    first = begin(visitor, "/borne/salon")
    assert reset_with(visitor, fresh).all("form#staff")
    visitor.get(first.path)


def test_a_wrong_pin_opens_nothing(visitor: PageClient) -> None:
    refused = enter(visitor, "0000", status=422)
    assert refused.one("#error-pin").text_content() == "Ce code ne correspond pas. Vérifiez-le, puis réessayez."
    assert refused.one("#pin").get("value") is None
    assert not refused.all(".counters")


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
