"""One tap an answer: mouse and finger go on by themselves, the keyboard and assistive technology never do."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser import driving
from tests.browser.driving import QUESTION
from tests.journeys import ANSWERS
from tests.server import Server

LONG = 2_000
"""Milliseconds, of the page's own clock, after which whatever was to come has come."""


def posts_of(page: Page) -> list[str]:
    """The questions that the page posts from now on, in order."""
    posted: list[str] = []

    def note(request: object) -> None:
        if getattr(request, "method", "") == "POST":
            posted.append(str(getattr(request, "url", "")).rsplit("/", 1)[-1])

    page.on("request", note)
    return posted


@pytest.mark.parametrize(("door", "last"), [("", ""), ("/integre", "objectifs")])
def test_by_finger_a_journey_takes_one_tap_a_single_choice(
    door: str, last: str, new_context: Callable[..., BrowserContext], server: Server
) -> None:
    page = new_context(viewport={"width": 390, "height": 844}, has_touch=True).new_page()
    driving.begin(page, f"{server.url}{door or '/'}")
    posted = posts_of(page)
    while (key := driving.current(page)) != last:  # of each kind, or to the end
        driving.tap(page, ANSWERS[key])
    assert posted == list(driving.until(last) if last else ANSWERS)


def test_the_choice_is_seen_a_double_tap_posts_once_and_back_undoes(page: Page, server: Server) -> None:
    page.clock.install()
    driving.begin(page, server.url)
    posted = posts_of(page)
    expect(page.locator(".one-tap")).to_be_visible()
    card = page.locator("label.card", has_text="Ardèche")
    card.dblclick()
    expect(card.locator("input")).to_be_checked()
    expect(card.locator(".chosen")).to_be_visible()
    assert posted == []
    page.clock.run_for(LONG)
    expect(page.locator(QUESTION)).to_have_attribute("data-question", "structure")
    expect(page.locator(f"{QUESTION} :checked")).to_have_count(0)
    assert posted == ["territoire"]
    page.go_back()
    expect(page.locator("input[value='07']")).to_be_checked()
    page.clock.run_for(LONG)
    card.click()  # the same again is an answer too
    page.clock.run_for(LONG)
    expect(page.locator(QUESTION)).to_have_attribute("data-question", "structure")


def test_keyboard_and_assistive_technology_choose_without_going_on(page: Page, server: Server) -> None:
    page.clock.install()
    driving.begin(page, server.url)
    posted = posts_of(page)
    page.locator("label.card", has_text="Ardèche").click()  # by hand, but then the keyboard is taken up
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator("input[value='26']")).to_be_checked()
    page.clock.run_for(LONG)
    page.locator("input[value='38']").press("Space")
    page.clock.run_for(LONG)
    page.locator("input[value='42']").evaluate("radio => radio.click()")  # as a screen reader has it clicked
    page.locator("label.card", has_text="Savoie").first.evaluate("label => label.click()")
    expect(page.locator("input[value='73']")).to_be_checked()
    page.clock.run_for(LONG)
    assert posted == []
    driving.send(page)
    expect(page.locator(QUESTION)).to_have_attribute("data-question", "structure")
    assert posted == ["territoire"]


def test_several_choices_and_numbers_wait_for_the_button(page: Page, server: Server) -> None:
    address = server.assessment(driving.until("themes"))
    page.clock.install()
    for key, target in (("themes", "label.card"), ("effectif", "input[name=effectif]")):
        page.goto(f"{address}/questions/{key}")
        posted = posts_of(page)
        expect(page.locator(".one-tap")).to_have_count(0)
        page.locator(target).first.click()
        page.clock.run_for(LONG)
        assert posted == []
        with driving.another_screen(page):
            driving.send(page)


def test_without_scripts_nothing_promises_to_go_on_alone(plain_page: Page, server: Server) -> None:
    driving.begin(plain_page, server.url)
    expect(plain_page.locator(".one-tap")).to_be_hidden()
    plain_page.locator("label.card", has_text="Ardèche").click()
    driving.send(plain_page)
    expect(plain_page.locator(QUESTION)).to_have_attribute("data-question", "structure")


def test_the_total_is_about_right_until_nothing_can_be_added(page: Page, server: Server) -> None:
    page.goto(server.assessment(driving.until("ecosysteme_achats")))
    expect(page.locator(".part-label")).to_contain_text("Question 24 sur environ 25")
    driving.tap(page, "0")
    page.go_back()
    expect(page.locator(".part-label")).to_contain_text("Question 24 sur 24")
