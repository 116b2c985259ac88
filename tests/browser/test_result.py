"""The result in two layers: short on a phone, sections that open by touch, by link, on paper, scripts or not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.screens import OVERFLOW, outcomes
from tests.journeys import ANSWERS
from tests.rules.sample import PROJECT
from tests.server import Server

PHONE = {"width": 390, "height": 844}
MOST_SCREENS = 5
CLOSE: dict[str, Any] = {**ANSWERS, **dict(zip(PROJECT, "222221", strict=True))}
SMALLEST_TEXT = """
() => Math.min(...[...document.querySelectorAll('.ascent text')].map(text =>
  parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a))
"""
UNSEEN = """
() => [...document.querySelectorAll('.result details > :not(summary)')]
  .filter(part => !part.closest('.layer:has(#take)') && !part.checkVisibility({contentVisibilityAuto: true}))
  .map(part => part.textContent.trim().slice(0, 40))
"""


def _open_layers(page: Page) -> list[str]:
    return [str(each) for each in page.locator(".layer[open] > .layer-body").evaluate_all("all => all.map(e => e.id)")]


def test_on_a_phone_it_is_short_and_closed_and_its_drawing_legible(
    new_context: Callable[..., BrowserContext], server: Server
) -> None:
    page = new_context(viewport=PHONE).new_page()
    for answers in (*outcomes(), CLOSE):
        page.goto(server.assessment(answers, finish=True) + "/resultat")
        expect(page.locator(".layer").first).to_be_visible()
        assert _open_layers(page) == []
        assert page.evaluate("document.documentElement.scrollHeight") <= MOST_SCREENS * PHONE["height"]
        if page.locator(".ascent").count():
            page.set_viewport_size({"width": 320, "height": 844})
            assert page.evaluate(SMALLEST_TEXT) >= 12
            assert page.evaluate(OVERFLOW) == []
            page.set_viewport_size(PHONE)  # type: ignore[arg-type]


def test_on_a_phone_the_start_page_says_at_once_who_for_whom_and_from_what_price(
    new_context: Callable[..., BrowserContext], server: Server
) -> None:
    page = new_context(viewport=PHONE).new_page()
    page.goto(server.url)
    for words in ("Un service de l’Aract", "de moins de 300", "À partir de 1 000", "Commencer"):
        expect(page.locator(".welcome").get_by_text(words)).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("scripts", [True, False])
def test_sections_open_by_touch_by_link_and_on_paper(
    new_context: Callable[..., BrowserContext], server: Server, scripts: bool
) -> None:
    page = new_context(viewport=PHONE, java_script_enabled=scripts).new_page()
    result = server.assessment(ANSWERS, finish=True) + "/resultat"
    page.goto(result)
    page.locator(".jump a[href='#profile']").click()
    expect(page.locator(".practices")).to_be_visible()
    expect(page.locator(".practices")).to_be_in_viewport()
    page.locator("summary", has_text="Les questions qu’on nous pose").click()
    assert _open_layers(page) == ["profile", "questions"]
    page.goto(result)
    page.emulate_media(media="print")
    page.wait_for_function(f"({UNSEEN})().length === 0")  # drawn at the next frame
    page.emulate_media(media="screen")
    page.goto(f"{result}#cost")
    expect(page.locator("table.cost")).to_be_visible()


def test_a_wide_screen_shows_the_main_sections_at_once(page: Page, server: Server) -> None:
    page.goto(server.assessment(ANSWERS, finish=True) + "/resultat")
    assert _open_layers(page) == ["riper", "profile", "cost", "take"]


def test_the_note_and_the_agenda_s_entry_are_downloads(page: Page, server: Server) -> None:
    page.goto(server.assessment(ANSWERS, finish=True) + "/resultat")
    with page.expect_download() as note:
        page.fill("#field-note", "Ateliers du Vivarais")
        page.locator("#note button").click()
    assert note.value.suggested_filename.startswith("note-S")
    with page.expect_download() as entry:
        page.get_by_role("link", name="L’ajouter à mon agenda").click()
    assert entry.value.suggested_filename.startswith("validite-S")
