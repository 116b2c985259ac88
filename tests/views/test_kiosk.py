"""The stand, as its server sees it: doors that don't mix, an end that is one, nothing changed by looking."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from models.store.events import Event, create_event, save_event
from models.store.visits import KIOSK_COUNTDOWN_SECONDS, KIOSK_RESULT_SECONDS, find_visit
from tests.clock import Clock
from tests.journeys import ANSWERS, DEEPENINGS, begin, token_of, walk_journey
from tests.page_client import Page, PageClient
from tests.swaps import assert_swap_equals_page

START = "/borne/salon"
WORD = re.compile(r"[^\W\d_][\w’-]*")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(app_with: Callable[..., Flask], clock: Clock) -> Flask:
    return app_with(clock, public_url="https://diagnostic.exemple.fr")


@pytest.fixture
def event(app: Flask, clock: Clock) -> Event:
    return create_event("Salon des entreprises", "salon", clock(), place="Lyon")


@pytest.fixture
def result(event: Event, visitor: PageClient) -> Page:
    """A whole visit, up to its result."""
    return walk_journey(visitor, door=START).page


def address_of(page: Page) -> str:
    """The visit's own address at the kiosk."""
    return f"{START}/diagnostics/{token_of(page.path)}"


def test_the_duration_that_is_announced_is_the_words_and_the_taps(event: Event, visitor: PageClient) -> None:
    """Silent reading of French takes a grown-up about 240 words a minute; finding the card and tapping it, 1.5 s."""
    attract = visitor.get(START)
    walk = walk_journey(visitor, door=START)
    read = [each.text_content() for page in walk.asked for each in page.all("h1, .hint, .card .words")]
    read += [attract.one(".attract").text_content(), walk.page.one(".stand-first").text_content()]
    minutes = sum(len(WORD.findall(words)) for words in read) / 240 + 1.5 * 28 / 60
    assert round(minutes) == 6, minutes
    assert "Vingt questions, six minutes" in attract.text
    assert len(walk.asked) == 20


def test_an_unknown_code_and_a_closed_event_say_so(event: Event, visitor: PageClient, clock: Clock) -> None:
    assert visitor.get("/borne/inconnu", status=404).heading == "Aucune borne ne porte ce code"
    save_event(replace(event, is_open=False), clock())
    closed = visitor.get(START)
    assert closed.heading == "Cette borne est fermée"
    assert not closed.all("form#start")
    assert visitor.post(f"{START}/diagnostics").heading == closed.heading
    polled = closed.one("[hx-get]")
    assert (polled.get("hx-get"), polled.get("hx-trigger"), polled.get("hx-target")) == (START, "every 20s", "#step")
    save_event(event, clock())
    assert visitor.get(START, htmx=True).all("form#start")
    visitor.post("/borne/inconnu/diagnostics", status=404)


def test_a_tablet_can_be_locked_to_the_kiosk(event: Event, visitor: PageClient) -> None:
    page = visitor.get(START)
    manifest = visitor.client.get(str(page.one("link[rel=manifest]").get("href")))
    assert manifest.mimetype == "application/manifest+json"
    described = manifest.get_json(force=True)
    assert (described["display"], described["start_url"], described["scope"]) == ("fullscreen", START, START)
    assert described["name"] == "Borne · Salon des entreprises"
    with visitor.client.get(described["icons"][0]["src"]) as icon:
        assert icon.mimetype == "image/png"
    assert visitor.client.get("/borne/inconnu/manifest.webmanifest").status_code == 404


def test_a_visit_under_way_when_the_event_closes_is_finished(event: Event, visitor: PageClient, clock: Clock) -> None:
    first = begin(visitor, START)
    save_event(replace(event, is_open=False), clock())
    assert visitor.answer(first, "07").question == "structure"


def test_the_short_path_leads_from_the_last_answer_to_the_result(event: Event, visitor: PageClient) -> None:
    walk = walk_journey(visitor, door=START)
    assert walk.keys == [key for key in ANSWERS if key not in DEEPENINGS]
    assert walk.page.path.endswith("/resultat")
    assert walk.page.one("data#company-level").text_content().startswith("Au moins")
    assert not walk.page.all("data#resume-url, data#share-url")


def test_the_assessment_remembers_its_event(event: Event, visitor: PageClient, clock: Clock) -> None:
    visit = find_visit(token_of(begin(visitor, START).path), clock())
    assert visit is not None
    assert (visit.event_id, visit.door) == (event.id, "borne")


def test_single_choices_are_buttons_and_numbers_have_a_keypad(event: Event, visitor: PageClient) -> None:
    page = begin(visitor, START)
    assert {button.get("value") for button in page.all("form[data-question] button[name=territoire]")} > {"07", "hors"}
    assert not page.all("input[type=radio]")
    page = visitor.answer(visitor.answer(page, "07"), "societe")
    assert len(page.all("[data-keypad] [data-digit]")) == 10
    assert page.one("input[name=effectif]").get("inputmode") == "numeric"


def test_a_step_takes_the_place_of_the_last_one_in_the_history(event: Event, visitor: PageClient) -> None:
    first = begin(visitor, START)
    step = visitor.answer(first, "07", htmx=True)
    assert "HX-Push-Url" not in step.response.headers
    address = step.response.headers["HX-Replace-Url"]
    assert address.endswith("/questions/structure")
    assert_swap_equals_page(visitor, step, address)


def test_an_error_takes_nobodys_place(event: Event, visitor: PageClient) -> None:
    page = begin(visitor, START)
    for value in ("07", "societe"):
        page = visitor.answer(page, value)
    mistaken = visitor.answer(page, "douze", status=422, htmx=True)
    assert "HX-Replace-Url" not in mistaken.response.headers
    assert mistaken.one("input[name=effectif]").get("aria-describedby") == "hint-effectif error-effectif"


@pytest.mark.parametrize("door", ["", "/integre", "/borne/autre"])
def test_a_kiosks_token_is_unknown_behind_every_other_door(
    event: Event, visitor: PageClient, clock: Clock, door: str
) -> None:
    create_event("Un autre salon", "autre", clock())
    token = token_of(begin(visitor, START).path)
    visitor.get(f"{door}/diagnostics/{token}", status=404)
    visitor.post(f"{door}/diagnostics/{token}/questions/territoire", {"territoire": "07"}, status=404)


def test_a_personal_token_is_unknown_at_the_kiosk(event: Event, visitor: PageClient) -> None:
    token = token_of(begin(visitor).path)
    for page in ("", "/questions/territoire", "/resultat", "/emporter"):
        visitor.get(f"{START}/diagnostics/{token}{page}", status=404)
    for page in ("/fin", "/presence", "/revision"):
        visitor.post(f"{START}/diagnostics/{token}{page}", {}, status=404)


def test_details_are_never_typed_at_the_kiosk(result: Page, visitor: PageClient) -> None:
    visitor.get(f"{address_of(result)}/contact", status=404)
    assert not result.all("a[href*=contact], input:not([type=hidden]), textarea")


def test_terminer_ends_every_address_of_the_visit_for_good(result: Page, visitor: PageClient) -> None:
    start = visitor.submit(result, "form#kiosk-reset")
    assert start.one("form#start") is not None
    address = address_of(result)
    for page in ("", "/questions/territoire", "/recapitulatif", "/resultat", "/emporter"):
        gone = visitor.get(address + page, status=410)
        assert gone.response.headers["Refresh"] == f"20; url={START}"
    visitor.post(f"{address}/questions/territoire", {"territoire": "69"}, status=410)
    visitor.post(f"{address}/revision", {}, status=410)
    visitor.post(f"{address}/presence", {}, status=410)
    assert visitor.submit(result, "form#kiosk-reset").path == START


def test_the_end_makes_the_browser_forget_its_last_page(result: Page, visitor: PageClient) -> None:
    """A cookie that says nothing and lives a second; kiosk.js needs none."""
    plain = visitor.client.post(f"{address_of(result)}/fin").headers["Set-Cookie"]
    assert plain.startswith("fin=1;")
    assert "Max-Age=1;" in plain
    assert "HttpOnly" in plain
    scripted = visitor.client.post(f"{address_of(result)}/fin", headers={"HX-Request": "true"})
    assert "Set-Cookie" not in scripted.headers


def test_the_phones_address_outlives_the_kiosks(result: Page, visitor: PageClient) -> None:
    address = result.data("takeaway-url")
    assert address.startswith("https://diagnostic.exemple.fr/diagnostics/")
    assert token_of(result.path) not in address
    visitor.submit(result, "form#kiosk-reset")
    phone = visitor.get(address.removeprefix("https://diagnostic.exemple.fr"))
    assert phone.heading == result.heading
    assert phone.one("form#revise") is not None


def test_an_address_nobody_opened_stops_after_14_days_and_one_that_was_goes_on(
    result: Page, visitor: PageClient, clock: Clock
) -> None:
    address = result.data("takeaway-url").removeprefix("https://diagnostic.exemple.fr")
    clock.advance(days=13)
    page = visitor.get(address)
    assert page.one("[hx-trigger=load]").get("hx-post") == f"{address}/ouverture"
    clock.advance(days=2)
    visitor.get(address, status=404)
    clock.advance(days=-2)
    assert visitor.client.post(f"{address}/ouverture").status_code == 204
    clock.advance(days=300)
    assert not visitor.get(address).all("[hx-trigger=load]")


def test_the_opening_says_itself_by_the_phones_own_door_only(result: Page, visitor: PageClient) -> None:
    visitor.post(f"{address_of(result)}/ouverture", {}, status=404)


def test_completing_on_the_phone_asks_the_deepening_questions_alone(result: Page, visitor: PageClient) -> None:
    phone = visitor.get(result.data("takeaway-url").removeprefix("https://diagnostic.exemple.fr"))
    assert "Encore 5 questions" in phone.text
    walk = walk_journey(visitor, page=visitor.submit(phone, "form#revise"))
    assert len(walk.keys) == 5
    assert not walk.page.one("data#company-level").text_content().startswith("Au moins")
    assert not walk.page.all("form#revise")


def test_the_server_ends_a_visit_without_a_sign_of_life(event: Event, visitor: PageClient, clock: Clock) -> None:
    page = begin(visitor, START)
    address, patience = address_of(page), event.idle_seconds + KIOSK_COUNTDOWN_SECONDS
    for _ in range(3):
        clock.advance(seconds=patience - 1)
        assert visitor.client.post(f"{address}/presence").status_code == 204
    clock.advance(seconds=patience + 1)
    assert visitor.client.post(f"{address}/presence").status_code == 410
    visitor.get(address, status=410)


def test_looking_is_no_sign_of_life(event: Event, visitor: PageClient, clock: Clock) -> None:
    page = begin(visitor, START)
    clock.advance(seconds=event.idle_seconds)
    visitor.get(page.path)
    clock.advance(seconds=KIOSK_COUNTDOWN_SECONDS + 1)
    visitor.get(page.path, status=410)


def test_a_screen_waits_as_long_as_the_server_does(
    result: Page, event: Event, visitor: PageClient, clock: Clock
) -> None:
    bar = result.one(".stand-bar")
    assert (bar.get("data-idle"), bar.get("data-countdown")) == (str(KIOSK_RESULT_SECONDS), "20")
    clock.advance(seconds=KIOSK_RESULT_SECONDS)
    revising = visitor.submit(result, "form#revise")
    assert revising.one(".stand-bar").get("data-idle") == str(event.idle_seconds)
    clock.advance(seconds=event.idle_seconds + KIOSK_COUNTDOWN_SECONDS + 1)
    visitor.get(result.path, status=410)


def test_the_last_answer_tapped_twice_leads_to_the_result(result: Page, visitor: PageClient) -> None:
    last = f"{address_of(result)}/questions/ecosysteme_achats"
    assert visitor.post(last, {"ecosysteme_achats": "2"}).path == result.path
    assert visitor.post(last, {"ecosysteme_achats": "2"}, htmx=True).one(".stand-result") is not None
    refused = visitor.post(last, {"ecosysteme_achats": "0"}, status=409)
    assert refused.one("form#revise") is not None
    assert refused.one("form#kiosk-reset") is not None


def test_correcting_opens_a_revision_and_lists_the_answers(result: Page, visitor: PageClient) -> None:
    answers = visitor.submit(result, "form#revise")
    assert answers.path.endswith("/recapitulatif")
    assert len(answers.all(".stand-list a.card")) == 20
    before = result.data("offer-days")
    page = visitor.get(str(answers.one("a[href$=moyens]").get("href")))
    changed = visitor.answer(page, "0")
    assert changed.path == result.path
    assert (before, changed.data("offer-days")) == ("10", "5")
    assert changed.data("takeaway-url") == result.data("takeaway-url")


def test_a_hard_no_is_said_on_its_own_screen_and_gone_past(event: Event, visitor: PageClient) -> None:
    walk = walk_journey(visitor, {**ANSWERS, "territoire": "hors"}, door=START)
    assert walk.page.data("eligibility") == "non-eligible"
    assert not walk.page.all("data#offer-days")
    assert walk.page.data("takeaway-url")


def test_the_printer_is_offered_where_there_is_one(
    event: Event, result: Page, visitor: PageClient, clock: Clock
) -> None:
    assert not result.all("[data-print]")
    save_event(replace(event, has_printer=True), clock())
    assert visitor.get(result.path).one("[data-print]").text_content() == "Imprimer"


def test_the_reference_on_the_screen_is_the_dossiers(result: Page, visitor: PageClient, clock: Clock) -> None:
    visit = find_visit(token_of(result.path), clock())
    assert visit is not None
    assert visit.reference in result.one(".reference").text_content()
    assert visit.reference in visitor.get(f"{address_of(result)}/emporter").one(".reference").text_content()


def test_before_a_result_there_is_nothing_to_take_away(event: Event, visitor: PageClient) -> None:
    page = begin(visitor, START)
    assert visitor.get(f"{address_of(page)}/emporter").question == "territoire"
