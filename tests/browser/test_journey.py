"""A whole journey in a real browser: with scripts, without, by keyboard; Back, reload, two tabs, a lost network."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page, expect

from tests.bench.weight import weigh_steps
from tests.browser import driving
from tests.browser.conftest import MOVING, Watch
from tests.journeys import ANSWERS
from tests.server import Server

OUTCOME = {
    "eligibility": "eligible",
    "company-level": "innovation",
    "offer-days": "10",
    "total-cost": "10000.00",
    "region-share": "8000.00",
    "company-share": "2000.00",
}


KILOBYTE = 1000


def test_with_scripts_each_step_is_swapped_in_by_one_light_request_and_nothing_is_left_in_the_browser(
    page: Page, server: Server
) -> None:
    driving.begin(page, server.url)
    page.evaluate("window.stillTheSameDocument = true")
    steps = weigh_steps(page)
    assert [*steps, driving.current(page)] == list(ANSWERS)
    assert {key: step.addresses for key, step in steps.items() if step.requests != 1} == {}
    assert {key: step.received for key, step in steps.items() if step.received > 3 * KILOBYTE} == {}
    driving.answer_all(page)
    driving.finish(page)
    assert driving.outcome(page) == OUTCOME
    assert page.evaluate("window.stillTheSameDocument"), "a step loaded a whole page"
    expect(page).to_have_title("Votre résultat — Autodiagnostic Innovation sociale")
    assert page.context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def answer_unseen(page: Page, server: Server) -> None:
    """Questions of a kind that has been gone through already, sent from elsewhere; the last one is on the screen."""
    path = urlsplit(page.url).path.partition("/questions")[0]
    for key in list(ANSWERS)[list(ANSWERS).index(driving.current(page)) : -1]:
        assert server.post(f"{path}/questions/{key}", {key: ANSWERS[key]})[0] == 303, key
    page.goto(f"{server.url}{path}")
    assert driving.current(page) == list(ANSWERS)[-1]


def test_after_each_step_the_focus_is_on_the_new_heading_and_progress_is_told(
    new_context: Callable[..., BrowserContext], server: Server
) -> None:
    page = new_context(**MOVING).new_page()
    driving.begin(page, server.url)
    for _ in range(4):
        driving.answer(page, ANSWERS[driving.current(page)])
        expect(page.locator("#heading")).to_be_focused()
        expect(page.locator("#status")).not_to_be_empty()
    expect(page.locator("#status")).to_contain_text("partie 2 sur 4")


def test_without_scripts_plain_posts_carry_the_whole_journey(plain_page: Page, server: Server) -> None:
    driving.begin(plain_page, server.url)
    asked = driving.answer_all(plain_page, until="objectifs")
    assert asked == list(driving.until("objectifs"))
    answer_unseen(plain_page, server)
    driving.answer_all(plain_page)
    driving.finish(plain_page)
    assert driving.outcome(plain_page) == OUTCOME


def test_by_keyboard_alone(page: Page, server: Server) -> None:
    page.goto(server.url)
    driving.tab_to(page, lambda stop: stop["text"].startswith("Commencer"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/questions/territoire")
    page.wait_for_load_state()
    while (key := driving.current(page)) != "objectifs":
        driving.answer_by_keyboard(page, ANSWERS[key])
    answer_unseen(page, server)
    driving.answer_by_keyboard(page, ANSWERS[driving.current(page)])
    driving.tab_to(page, lambda stop: stop["text"].startswith("Voir mon résultat"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/resultat")
    assert driving.outcome(page) == OUTCOME


def test_a_mistake_is_said_where_it_is_and_what_was_typed_stays(page: Page, server: Server) -> None:
    page.goto(server.assessment(driving.until("effectif")))
    driving.fill_in(page, "douze et demi")
    driving.send(page)
    field = page.locator("input[name=effectif]")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_value("douze et demi")
    expect(page.locator("#error-summary")).to_be_focused()
    page.locator("#error-summary a").click()
    expect(field).to_be_focused()
    driving.answer(page, "24")
    assert driving.current(page) == "secteur"


def test_a_hard_no_is_said_at_once_and_one_may_go_on(page: Page, server: Server) -> None:
    page.goto(server.assessment(ANSWERS) + "/questions/territoire")
    driving.fill_in(page, "hors")
    driving.send(page)
    expect(page.locator("#go-on")).to_be_visible()
    assert driving.current(page) == "territoire"
    page.locator("#go-on").click()
    driving.finish(page)
    assert driving.outcome(page) == {"eligibility": "non-eligible", "company-level": "innovation"}


def test_back_then_a_change_leaves_one_consistent_assessment(page: Page, server: Server) -> None:
    page.goto(server.assessment(driving.until("structure")))
    driving.answer_all(page, until="ambition")
    page.go_back()
    expect(page.locator(driving.QUESTION)).to_have_attribute("data-question", "secteur")
    expect(page.locator("input[value=industrie]")).to_be_checked()
    page.go_back()
    expect(page.locator(driving.QUESTION)).to_have_attribute("data-question", "effectif")
    expect(page.locator("input[name=effectif]")).to_have_value("24")
    driving.answer(page, "48")
    assert driving.current(page) == "ambition"
    page.reload()
    assert driving.current(page) == "ambition"
    page.goto(page.url.replace("/ambition", "/effectif"))
    expect(page.locator("input[name=effectif]")).to_have_value("48")


def test_a_reload_anywhere_shows_the_same_screen(page: Page, server: Server) -> None:
    page.goto(server.assessment(driving.until("besoin")))
    heading = page.locator("#heading").inner_text()
    page.reload()
    assert page.locator("#heading").inner_text() == heading
    page.goto(server.assessment(ANSWERS, finish=True))
    page.reload()
    assert driving.outcome(page) == OUTCOME


def test_two_tabs_on_one_assessment_end_in_one_result(
    new_context: Callable[..., BrowserContext], server: Server
) -> None:
    context = new_context()
    first, second = context.new_page(), context.new_page()
    first.goto(server.assessment({**ANSWERS, "effectif": "12"}) + "/questions/effectif")
    second.goto(first.url)
    driving.answer(first, "24")
    driving.answer(second, "48")
    expect(first.locator("dl.answers").first).to_contain_text("24")
    expect(second.locator("dl.answers").first).to_contain_text("48")
    driving.finish(second)
    first.goto(first.url.replace("/recapitulatif", "/questions/effectif"))
    expect(first.locator("form#revise")).to_be_visible()
    first.goto(second.url)
    assert driving.outcome(first) == driving.outcome(second) == OUTCOME


def test_a_double_click_answers_once(page: Page, server: Server) -> None:
    driving.begin(page, server.url)
    posts: list[str] = []
    page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    driving.fill_in(page, "07")
    page.locator(f"{driving.QUESTION} button.primary").dblclick()
    expect(page.locator(driving.QUESTION)).to_have_attribute("data-question", "structure")
    expect(page.locator("#error-summary")).to_have_count(0)
    assert len([url for url in posts if url.endswith("/territoire")]) == 1
    page.go_back()
    expect(page.locator(driving.QUESTION)).to_have_attribute("data-question", "territoire")


def test_a_lost_network_leaves_the_answer_on_screen_and_a_retry_works(page: Page, server: Server, watch: Watch) -> None:
    watch.allow("ERR_INTERNET_DISCONNECTED")
    watch.allow("Failed to fetch")
    driving.begin(page, server.url)
    driving.fill_in(page, "07")
    page.context.set_offline(True)
    driving.send(page)
    expect(page.locator("#offline")).to_be_visible()
    expect(page.locator("input[value='07']")).to_be_checked()
    page.context.set_offline(False)
    driving.send(page)
    expect(page.locator(driving.QUESTION)).to_have_attribute("data-question", "structure")
    expect(page.locator("#offline")).to_be_hidden()
