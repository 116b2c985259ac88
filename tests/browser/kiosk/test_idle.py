"""Nobody in front of the tablet: it asks, counts down, erases. The tablet's clock and the server's are ours."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import Watch
from tests.browser.kiosk.conftest import Stand
from tests.browser.kiosk.touch import IN_BETWEEN, Visitor

IDLE, COUNTDOWN, ON_RESULT = 90, 20, 180
SIGNS_APART = 15
DIALOG = "#still-there"


def pass_time(stand: Stand, page: Page, seconds: int) -> None:
    """So many seconds, on both sides."""
    stand.clock.advance(seconds=seconds)
    page.clock.run_for(seconds * 1000)


def begin(stand: Stand, page: Page) -> tuple[Visitor, str]:
    """A visit at its second question, with the tablet's clock stopped."""
    page.clock.install()
    visitor = Visitor(page)
    token = visitor.begin(stand.start)
    visitor.answer("07")
    page.clock.pause_at(page.evaluate("Date.now() / 1000") + 2)
    return visitor, token


def owed_sign(stand: Stand, page: Page) -> None:
    """Wait for the sign of life that the visit's last tap called for: nothing is on its way any more."""
    with page.expect_response("**/presence"):
        pass_time(stand, page, SIGNS_APART)


def touch(page: Page) -> None:
    """A touch that answers nothing, felt by the page. A passive listener's turn may come after `tap` has returned."""
    page.evaluate("() => { window.felt = new Promise(felt => addEventListener('pointerdown', felt, {once: true})) }")
    page.touchscreen.tap(400, 20)
    page.evaluate("() => window.felt.then(() => {})")


def test_it_asks_after_the_delay_counts_down_then_erases(stand: Stand, tablet: Page) -> None:
    visitor, token = begin(stand, tablet)
    pass_time(stand, tablet, IDLE - 5)
    expect(tablet.locator(DIALOG)).to_be_hidden()
    pass_time(stand, tablet, 5)
    expect(tablet.locator(DIALOG)).to_be_visible()
    expect(tablet.get_by_role("button", name="Je continue")).to_be_focused()
    before = int(tablet.locator("[data-seconds]").inner_text())
    pass_time(stand, tablet, 7)
    assert int(tablet.locator("[data-seconds]").inner_text()) == before - 7
    assert not stand.visit(token).access_closed
    pass_time(stand, tablet, COUNTDOWN)
    visitor.expect_start()
    assert stand.visit(token).access_closed
    assert token not in tablet.url


def test_je_continue_keeps_the_visit_on_both_sides(stand: Stand, tablet: Page) -> None:
    visitor, token = begin(stand, tablet)
    pass_time(stand, tablet, IDLE + 10)
    with tablet.expect_response("**/presence") as heard:
        visitor.tap(tablet.get_by_role("button", name="Je continue"))
    assert heard.value.status == 204
    expect(tablet.locator(DIALOG)).to_be_hidden()
    pass_time(stand, tablet, IDLE - 5)
    assert not stand.visit(token).access_closed
    visitor.choose("societe")
    visitor.expect_question("effectif")


def test_effacer_erases_at_once(stand: Stand, tablet: Page) -> None:
    visitor, token = begin(stand, tablet)
    pass_time(stand, tablet, IDLE + 1)
    visitor.tap(tablet.get_by_role("button", name="Effacer", exact=True))
    visitor.expect_start()
    assert stand.visit(token).access_closed


def test_touching_without_answering_keeps_the_server_waiting(stand: Stand, tablet: Page) -> None:
    visitor, token = begin(stand, tablet)
    owed_sign(stand, tablet)
    for _ in range(4):
        pass_time(stand, tablet, 60)
        with tablet.expect_response("**/presence"):
            touch(tablet)
            tablet.clock.run_for(1000)
    assert not stand.visit(token).access_closed
    expect(tablet.locator(DIALOG)).to_be_hidden()
    visitor.choose("societe")
    visitor.expect_question("effectif")


def test_a_gesture_just_after_a_sign_of_life_is_told_too(stand: Stand, tablet: Page) -> None:
    """At most one sign every 15 seconds, but never one that is older than the last gesture."""
    _, token = begin(stand, tablet)
    owed_sign(stand, tablet)
    pass_time(stand, tablet, SIGNS_APART)
    with tablet.expect_response("**/presence"):
        touch(tablet)
        tablet.clock.run_for(10)
    pass_time(stand, tablet, 10)
    touch(tablet)
    with tablet.expect_response("**/presence"):
        pass_time(stand, tablet, 6)
    pass_time(stand, tablet, IDLE + COUNTDOWN - 10)
    assert not stand.visit(token).access_closed


def test_a_result_is_left_three_minutes(stand: Stand, tablet: Page, watch: Watch) -> None:
    watch.allow("htmx:error: timeout")  # a request under way when the clock is put forward
    tablet.clock.install()
    visitor = Visitor(tablet)
    token = visitor.begin(stand.start)
    stand.answer(token, IN_BETWEEN)
    visitor.answer_all()
    tablet.clock.pause_at(tablet.evaluate("Date.now() / 1000") + 2)
    pass_time(stand, tablet, ON_RESULT - 10)
    expect(tablet.locator(DIALOG)).to_be_hidden()
    assert not stand.visit(token).access_closed
    pass_time(stand, tablet, 15)
    expect(tablet.locator(DIALOG)).to_be_visible()
    pass_time(stand, tablet, COUNTDOWN)
    visitor.expect_start()
    assert stand.visit(token).access_closed


def test_a_tablet_that_slept_erases_when_it_wakes(stand: Stand, tablet: Page) -> None:
    visitor, token = begin(stand, tablet)
    stand.clock.advance(seconds=3600)
    tablet.clock.fast_forward(3600 * 1000)
    visitor.expect_start()
    assert stand.visit(token).access_closed


def test_without_scripts_the_page_finds_its_way_back_when_the_server_has_ended_the_visit(
    stand: Stand, new_tablet: Callable[..., Page]
) -> None:
    page = new_tablet(java_script_enabled=False)
    token = Visitor(page).begin(stand.start)
    refresh = page.locator("noscript meta[http-equiv=refresh]").get_attribute("content")
    assert refresh is not None
    seconds, address = re.fullmatch(r"(\d+); url=(.+)", refresh).groups()  # type: ignore[union-attr]
    assert (int(seconds), address) == (IDLE + COUNTDOWN, f"/borne/{stand.event.code}")
    stand.clock.advance(seconds=IDLE + COUNTDOWN - 1)
    assert not stand.visit(token).access_closed
    stand.clock.advance(seconds=2)
    answer = page.reload()
    assert answer is not None
    assert answer.status == 410
    assert answer.headers["refresh"] == f"20; url=/borne/{stand.event.code}"


def test_the_end_of_a_visit_under_way_elsewhere_brings_the_tablet_back(stand: Stand, tablet: Page) -> None:
    """The staff reset the visit, or the server ended it: the next sign of life leads to the start."""
    visitor, _ = begin(stand, tablet)
    stand.clock.advance(seconds=IDLE + COUNTDOWN + 1)
    tablet.clock.run_for(1000 * SIGNS_APART)
    visitor.expect_start()


def test_the_staffs_pages_close_by_themselves(stand: Stand, tablet: Page) -> None:
    tablet.clock.install()
    tablet.goto(f"{stand.start}/animateur")
    tablet.clock.pause_at(tablet.evaluate("Date.now() / 1000") + 2)
    tablet.clock.run_for(50_000)
    expect(tablet.locator("#pin")).to_be_visible()
    tablet.clock.run_for(12_000)
    Visitor(tablet).expect_start()
