"""Taking stock again in a real browser: one tap each, what moved, and the others; legible everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser import driving
from tests.browser.screens import OVERFLOW
from tests.browser.test_result import MOST_SCREENS, PHONE
from tests.journeys import ANSWERS, Answers
from tests.server import Server
from tests.views.finished import finish_assessment, take_stock
from tests.views.test_peers import others

DESK = {"width": 1280, "height": 900}
BEFORE: Answers = {
    **ANSWERS,
    "management_feedback": "0",
    "dialogue_accords": "3",
    "besoin": "0",
    "qvct_conditions": "nsp",
}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
CHOICES = ("territoire", "structure")


@dataclass(frozen=True, slots=True)
class Past:
    """A server among whose visits one is eight months old, and another has six results; the others were counted."""

    server: Server
    old: str
    many: str


@pytest.fixture(scope="module")
def past(
    long_ago: Callable[[Server], AbstractContextManager[Flask]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Past]:
    server = Server(tmp_path_factory.mktemp("past"))
    now = datetime.now(UTC)
    with long_ago(server) as app:
        old = finish_assessment(app, BEFORE, now=now - timedelta(days=250))
        many = finish_assessment(app, BEFORE, now=now - timedelta(days=250))
        for days in (200, 150, 100, 50, 0):
            take_stock(app, many, ANSWERS, now=now - timedelta(days=days))
        others(app, 25)
    server.start()
    yield Past(server, *(f"{server.url}/diagnostics/{token}" for token in (old, many)))
    server.stop()


def _begin(page: Page, address: str) -> None:
    page.goto(f"{address}/resultat")
    page.locator(".result > .callout a").click()
    page.locator("form#again button").click()
    page.wait_for_url("**/questions/territoire")
    page.wait_for_load_state()


def test_one_gesture_confirms_by_finger_by_button_by_keyboard_and_without_scripts(
    new_context: Callable[..., BrowserContext], past: Past, axe: Callable[[Page], None]
) -> None:
    page = new_context(viewport=PHONE, has_touch=True).new_page()
    _begin(page, past.old)
    axe(page)
    for key in CHOICES:
        expect(page.locator("form[data-question] input:checked")).to_have_value(str(ANSWERS[key]))
        driving.tap(page, ANSWERS[key])
    expect(page.locator("input[name=effectif]")).to_have_value("24")
    with driving.another_screen(page):
        driving.send(page)
    with driving.another_screen(page):
        driving.tab_to(page, lambda stop: stop["name"] == "secteur")
        page.keyboard.press("Enter")
    assert driving.current(page) == "ambition"
    plain = new_context(java_script_enabled=False).new_page()
    plain.goto(past.old)
    for key in ("ambition", "themes"):
        assert driving.current(plain) == key
        driving.send(plain)
    expect(plain.locator("form[data-question]")).to_have_attribute("data-question", "nouveaute")
    home = urlsplit(past.old).path
    for key in list(ANSWERS)[6:]:
        past.server.post(f"{home}/questions/{key}", {key: ANSWERS[key]})
    plain.goto(f"{past.old}/recapitulatif")
    plain.locator("form#finish button").click()
    expect(plain.locator("#times")).to_be_hidden()
    plain.locator("summary", has_text="Ce qui a bougé").click()
    expect(plain.locator("#times")).to_contain_text("Votre projet passe de 10 à 12 points sur 18.")


def test_on_a_phone_it_stays_short_with_everything_it_can_hold(
    new_context: Callable[..., BrowserContext], past: Past
) -> None:
    page = new_context(viewport=PHONE).new_page()
    page.goto(f"{past.many}/resultat")
    expect(page.locator("summary", has_text="Ce qui a bougé")).to_be_visible()
    expect(page.locator("summary", has_text="Et les autres")).to_be_visible()
    assert page.locator(".layer[open]").count() == 0
    assert page.evaluate("document.documentElement.scrollHeight") <= MOST_SCREENS * PHONE["height"]


def test_what_moved_and_the_others_are_legible_in_light_and_dark(
    new_context: Callable[..., BrowserContext], past: Past, axe: Callable[[Page], None]
) -> None:
    page = new_context(viewport=PHONE).new_page()
    page.goto(f"{past.many}/resultat")
    page.evaluate("document.querySelectorAll('.layer').forEach(each => each.open = true)")
    for size in (PHONE, DESK):
        page.set_viewport_size({"width": size["width"], "height": size["height"]})
        for section in ("#times", "#others"):
            expect(page.locator(f"{section} .times")).to_be_visible()
            expect(page.locator(f"{section} .times-table")).to_be_visible()
        expect(page.locator("#times thead th")).to_have_count(7)
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            axe(page)
    page.set_viewport_size({"width": 320, "height": 844})
    assert page.evaluate(OVERFLOW) == []
