"""A stand's Wi-Fi: the network goes in the middle of a visit, and comes back."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser import driving
from tests.browser.conftest import Watch
from tests.browser.kiosk.conftest import Stand
from tests.browser.kiosk.touch import IN_BETWEEN, LAST, Visitor
from tests.server import Server

BANNER = "#offline"
GIVES_UP = 10
"""Seconds after which a request without an answer is given up."""


@pytest.fixture(autouse=True)
def _expected(watch: Watch) -> None:
    """The browser and htmx report what we cut on purpose."""
    for words in ("ERR_INTERNET_DISCONNECTED", "ERR_FAILED", "htmx:error", "Failed to fetch", "status of 502"):
        watch.allow(words)


def test_a_tap_without_network_stays_marked_and_gets_through_by_itself(
    stand: Stand, tablet: Page, axe: Callable[[Page], None]
) -> None:
    visitor = Visitor(tablet)
    token = visitor.begin(stand.start)
    tablet.context.set_offline(True)
    visitor.choose("07")
    expect(tablet.locator(BANNER)).to_contain_text("Connexion perdue, nouvel essai dans")
    expect(tablet.locator("button.card[value='07']")).to_have_attribute("aria-pressed", "true")
    assert not stand.visit(token).answers
    axe(tablet)
    tablet.context.set_offline(False)
    visitor.expect_question("structure")
    expect(tablet.locator(BANNER)).to_be_hidden()
    assert dict(stand.visit(token).answers) == {"territoire": "07"}


def test_it_counts_the_seconds_and_tries_again_until_the_server_answers(stand: Stand, tablet: Page) -> None:
    """A network that is there but leads nowhere: the browser never says that it is back."""
    tablet.clock.install()
    visitor = Visitor(tablet)
    visitor.begin(stand.start)
    tries: list[str] = []

    def cut(route: Route) -> None:
        tries.append(str(route.request.post_data))
        route.abort()

    tablet.route("**/questions/*", cut)
    tablet.clock.pause_at(tablet.evaluate("Date.now() / 1000") + 2)
    visitor.choose("07")
    expect(tablet.locator(BANNER)).to_contain_text("nouvel essai dans 5\u00a0s")
    tablet.clock.run_for(2000)
    expect(tablet.locator(BANNER)).to_contain_text("nouvel essai dans 3\u00a0s")
    tablet.clock.run_for(3000)
    expect(tablet.locator(BANNER)).to_contain_text("nouvel essai dans 5\u00a0s")
    assert tries == ["territoire=07"] * 2
    tablet.unroute("**/questions/*")
    tablet.clock.run_for(5000)
    visitor.expect_question("structure")


def test_another_choice_while_waiting_is_the_one_that_is_sent(stand: Stand, tablet: Page) -> None:
    visitor = Visitor(tablet)
    token = visitor.begin(stand.start)
    tablet.context.set_offline(True)
    visitor.choose("07")
    expect(tablet.locator(BANNER)).to_be_visible()
    visitor.choose("69")
    expect(tablet.locator("[aria-pressed]")).to_have_count(1)
    tablet.context.set_offline(False)
    visitor.expect_question("structure")
    assert dict(stand.visit(token).answers) == {"territoire": "69"}


@contextmanager
def frozen(server: Server) -> Iterator[None]:
    """The process is there, takes connections, and answers nothing."""
    assert server.process
    server.process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        server.process.send_signal(signal.SIGCONT)


@pytest.mark.parametrize("seconds", [2, 12], ids="frozen for {} s".format)
def test_what_is_marked_is_what_is_recorded(server: Server, tablet: Page, seconds: int) -> None:
    """The tablet gives up after 10 s and tries again. What was given up may still arrive: no other may follow it."""
    code = f"frozen-{seconds}"
    server.command("event", "create", "Un salon", "--code", code)
    tablet.clock.install()
    visitor = Visitor(tablet)
    visitor.begin(f"{server.url}/borne/{code}")
    visitor.answer("07")
    tablet.clock.pause_at(tablet.evaluate("Date.now() / 1000") + 2)
    marked = tablet.locator("[aria-pressed]")
    with frozen(server):
        visitor.choose("scop")
        expect(marked).to_have_attribute("value", "scop")
        for second in range(seconds):
            tablet.clock.run_for(1000)
            visitor.choose("societe")
            expect(marked).to_have_attribute("value", "scop")
            expect(tablet.locator(BANNER)).to_be_visible(visible=second >= GIVES_UP - 1)
    tablet.clock.run_for(5000)
    visitor.expect_question("effectif")
    tablet.clock.run_for(1000)
    visitor.tap(".stand-bar .back")
    visitor.expect_question("structure")
    expect(marked).to_have_attribute("value", "scop")


def test_the_first_tap_and_the_last_are_answered_by_a_frozen_server_too(server: Server, tablet: Page) -> None:
    server.command("event", "create", "Un salon", "--code", "frozen")
    visitor = Visitor(tablet)
    tablet.goto(f"{server.url}/borne/frozen")
    with frozen(server):
        visitor.tap("form#start button")
        expect(tablet.locator("form#start button")).to_have_text("C’est parti…", use_inner_text=True)
    visitor.expect_question("territoire")
    expect(tablet.locator("#step.arriving")).to_have_count(0)
    with frozen(server):
        visitor.choose("07")
        visitor.tap("#kiosk-reset button")
        expect(tablet.locator(".erased")).to_be_visible()
    visitor.expect_start()


def test_an_answer_that_arrived_without_its_reply_is_recorded_once(stand: Stand, tablet: Page) -> None:
    """The last answer concluded, the reply was lost: the same post again leads to the result."""
    visitor = Visitor(tablet)
    token = visitor.begin(stand.start)
    stand.answer(token, {"structure": "societe", "effectif": 124, "secteur": "industrie", **IN_BETWEEN})
    visitor.answer("07")
    visitor.expect_question(LAST)

    def lose_the_reply(route: Route) -> None:
        route.fetch()
        route.abort()

    tablet.route(f"**/questions/{LAST}", lose_the_reply, times=1)
    visitor.choose("2")
    expect(tablet.locator(BANNER)).to_be_visible()
    tablet.evaluate("dispatchEvent(new Event('online'))")
    expect(tablet.locator(".stand-result")).to_be_visible()
    assert stand.visit(token).revision_number == 1


def test_a_proxys_page_about_a_server_that_restarts_is_no_step(stand: Stand, tablet: Page) -> None:
    visitor = Visitor(tablet)
    visitor.begin(stand.start)
    tablet.route("**/questions/*", lambda route: route.fulfill(status=502, body="<h1>Bad Gateway</h1>"), times=1)
    visitor.choose("07")
    expect(tablet.locator(BANNER)).to_be_visible()
    visitor.expect_question("territoire")
    tablet.get_by_role("button", name="Réessayer maintenant").tap()
    visitor.expect_question("structure")


def test_the_start_screen_never_turns_into_the_browsers_error_page(stand: Stand, tablet: Page) -> None:
    tablet.goto(stand.start)
    tablet.context.set_offline(True)
    tablet.tap("form#start button")
    expect(tablet.locator(BANNER)).to_be_visible()
    Visitor(tablet).expect_start()
    tablet.context.set_offline(False)
    Visitor(tablet).expect_question("territoire")


def test_no_link_of_the_stand_turns_into_the_browsers_error_page(stand: Stand, tablet: Page) -> None:
    visitor = Visitor(tablet)
    visitor.begin(stand.start)
    visitor.answer("07")
    for place, link, reached in (
        (tablet.url, ".stand-bar .back", "form[data-question=territoire]"),
        (stand.start, ".attract-staff a", "#pin"),
        (f"{stand.start}/animateur", "a[href$='/tablette']", "h2"),
        (f"{stand.start}/animateur/tablette", ".stand-bar .back", "form#start"),
    ):
        tablet.goto(place)
        tablet.context.set_offline(True)
        visitor.tap(link)
        expect(tablet.locator(BANNER)).to_be_visible()
        expect(tablet.locator(link)).to_be_visible()
        tablet.context.set_offline(False)
        expect(tablet.locator(reached).first).to_be_visible()


def test_terminer_without_network_empties_the_screen_at_once(stand: Stand, tablet: Page) -> None:
    visitor = Visitor(tablet)
    token = visitor.begin(stand.start)
    stand.answer(token, IN_BETWEEN)
    visitor.answer("07")
    tablet.context.set_offline(True)
    visitor.tap("#kiosk-reset button")
    expect(tablet.locator(BANNER)).to_be_visible()
    expect(tablet.locator("form[data-question]")).to_have_count(0)
    assert not stand.visit(token).access_closed
    tablet.context.set_offline(False)
    visitor.expect_start()
    assert stand.visit(token).access_closed


@pytest.mark.parametrize("door", ["", "/integre"])
def test_the_other_doors_recover_too(stand: Stand, new_tablet: Callable[..., Page], door: str) -> None:
    page = new_tablet()
    driving.begin(page, f"{stand.url}{door or '/'}")
    page.context.set_offline(True)
    page.locator("label.card:has([value='07'])").click()
    expect(page.locator(BANNER)).to_be_visible()
    expect(page.locator("input[value='07']")).to_be_checked()
    if door:  # in a frame as tall as its content nothing sticks: the words stand beside what was pressed
        banner, pressed = (page.locator(place).bounding_box() for place in (BANNER, "label.card:has(:checked)"))
        assert banner
        assert pressed
        assert 0 <= pressed["y"] - banner["y"] - banner["height"] <= 16
    page.context.set_offline(False)
    Visitor(page).expect_question("structure")
    expect(page.locator(BANNER)).to_be_hidden()
