"""A whole visit at the stand, by touch alone, and what the next visitor finds of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import VISITOR, Watch
from tests.browser.kiosk.conftest import LANDSCAPE, PORTRAIT, Stand
from tests.browser.kiosk.touch import IN_BETWEEN, LAST, SHORT, Visitor
from tests.journeys import COMPANY

MOST_TAPS = 28
BACKS = 20


def test_a_whole_visit_is_at_most_28_taps(stand: Stand, new_tablet: Callable[..., Page]) -> None:
    visitor = Visitor(new_tablet(LANDSCAPE))
    visitor.page.goto(stand.start)
    entries = visitor.page.evaluate("history.length")
    token = visitor.begin(stand.start)
    assert visitor.answer_all() == list(SHORT)
    assert visitor.taps <= MOST_TAPS
    assert visitor.page.evaluate("history.length") == entries, "the visit left its addresses in the history"
    expect(visitor.page.locator("data#company-share")).to_have_attribute("value", "2000.00")
    expect(visitor.page.locator("data#takeaway-url")).to_have_count(1)
    visitor.tap("#kiosk-reset button")
    visitor.expect_start()
    assert stand.visit(token).access_closed
    assert visitor.page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_one_gesture_anywhere_begins(stand: Stand, tablet: Page) -> None:
    tablet.goto(stand.start)
    tablet.touchscreen.tap(60, 520)
    Visitor(tablet).expect_question("territoire")


def test_a_double_tap_answers_one_question(stand: Stand, tablet: Page) -> None:
    """The second tap may come while the first is on its way, or just after the next question has come."""
    tablet.clock.install()
    visitor = Visitor(tablet)
    visitor.begin(stand.start)
    expect(tablet.locator("#step.arriving")).to_have_count(0)
    box = tablet.locator("button.card[value='07']").bounding_box()
    assert box
    place = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    posted: list[str] = []
    tablet.on("request", lambda request: posted.append(request.url) if request.method == "POST" else None)
    tablet.clock.pause_at(tablet.evaluate("Date.now() / 1000") + 2)
    for _ in range(2):
        tablet.touchscreen.tap(*place)
    visitor.expect_question("structure")
    tablet.touchscreen.tap(*place)
    assert tablet.evaluate("fetch('/sante').then(answer => answer.status)") == 200  # whatever went before has gone
    assert [address.rpartition("/")[2] for address in posted] == ["territoire"]
    tablet.clock.run_for(500)
    visitor.choose("societe")
    visitor.expect_question("effectif")


def test_the_keypad_replaces_what_was_typed_before_and_calls_no_keyboard(stand: Stand, tablet: Page) -> None:
    visitor = Visitor(tablet)
    visitor.begin(stand.start)
    for value in ("07", "societe", "124"):
        visitor.answer(value)
    visitor.tap(".stand-bar .back")
    visitor.expect_question("effectif")
    field = tablet.locator("#field-effectif")
    expect(field).to_have_value("124")
    assert field.evaluate("field => field.inputMode") == "none"
    for digit in "1200":
        visitor.tap(f"[data-digit='{digit}']")
    visitor.tap("[data-erase]")
    expect(field).to_have_value("120")


def test_correcting_one_answer_leads_back_to_the_result(stand: Stand, tablet: Page) -> None:
    visitor = Visitor(tablet)
    stand.answer(visitor.begin(stand.start), IN_BETWEEN)
    visitor.answer_all()
    visitor.tap("#revise button")
    visitor.tap(tablet.get_by_role("link", name="Quels moyens réservez-vous"))
    visitor.answer("0")
    expect(tablet.locator("data#offer-days")).to_have_attribute("value", "5")


@pytest.fixture(scope="session")
def with_cache(launch_chromium: Callable[..., Browser]) -> Browser:
    """A browser that keeps pages whole for Back, as visitors' do."""
    return launch_chromium(without=("--disable-back-forward-cache",))


def expect_nothing_left(page: Page) -> None:
    """No question, no answer and no result can be read here."""
    shown = page.locator("body").inner_text()
    for trace in ("124 salariés", "Industrie", "Ardèche", "Votre résultat", "Terminer"):
        assert trace not in shown, f"{trace} on {page.url}"
    assert page.locator("form[data-question], .stand-result, .stand-answers").count() == 0


@pytest.mark.parametrize(
    ("cached", "scripts"),
    [(False, True), (True, True), (True, False)],
    ids=["no back/forward cache", "back/forward cache", "back/forward cache, no scripts"],
)
def test_the_next_visitor_goes_back_twenty_times_and_sees_nothing(
    stand: Stand, watch: Watch, browser: Browser, with_cache: Browser, *, cached: bool, scripts: bool
) -> None:
    context = (with_cache if cached else browser).new_context(
        **VISITOR, viewport=PORTRAIT, has_touch=True, java_script_enabled=scripts
    )
    watch.context(context)
    page = context.new_page()
    visitor = Visitor(page)
    token = visitor.begin(stand.start)
    stand.answer(token, IN_BETWEEN)
    for key in (*COMPANY, LAST):
        visitor.expect_question(key)
        if key == "effectif" and not scripts:
            page.locator("#field-effectif").fill("124")
            visitor.tap("form[data-question] button.primary")
        else:
            visitor.choose(SHORT[key])
    expect(page.locator(".stand-result")).to_be_visible()
    visitor.tap("#revise button")
    expect(page.locator(".stand-answers")).to_be_visible()
    visitor.tap("#kiosk-reset button")
    visitor.expect_start()
    assert stand.visit(token).access_closed
    for _ in range(BACKS):
        page.go_back(wait_until="commit")
        expect_nothing_left(page)
    context.close()


def test_a_page_kept_by_the_browser_is_asked_again(stand: Stand, watch: Watch, with_cache: Browser) -> None:
    """Somebody left the visit without ending it; the server has ended it since."""
    context = with_cache.new_context(**VISITOR, viewport=PORTRAIT, has_touch=True)
    watch.context(context)
    page = context.new_page()
    visitor = Visitor(page)
    token = visitor.begin(stand.start)
    stand.answer(token, {"structure": "societe", "effectif": 124, "secteur": "industrie"})
    page.goto(f"{stand.start}/diagnostics/{token}/questions/effectif")
    expect(page.locator("#field-effectif")).to_have_value("124")
    page.evaluate("address => { location.href = address; }", stand.start)
    visitor.expect_start()
    stand.clock.advance(seconds=3600)
    page.go_back(wait_until="commit")
    expect(page.locator(".message h1")).to_have_text("Cette visite est terminée")
    context.close()
