"""The back-office between two visits: its menu and a dossier on a phone, by finger, by keyboard and without scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driving import tab_to
from tests.browser.screens import faults_of_layout

pytestmark = pytest.mark.xdist_group("region")  # what it starts from is made once

PHONE = (390, 844)
LONG_PARTS = ("#resultat", "#reponses", "#droits", "#lettres", "#historique")


def open_dossier(page: Page) -> None:
    page.locator(".dossiers tbody th a").first.click()
    expect(page.locator("#work")).to_be_visible()


def open_part(page: Page, part: str) -> bool:
    return bool(page.locator(part).evaluate("fold => fold.open"))


@pytest.mark.parametrize("scripts", [True, False])
def test_the_menu_is_one_button_on_a_phone(desk_there: Callable[..., Page], *, scripts: bool) -> None:
    page = desk_there("/dossiers", *PHONE, java_script_enabled=scripts)
    budget = page.get_by_role("link", name="Budget", exact=True)
    expect(budget).to_be_hidden()
    tab_to(page, lambda stop: stop["text"] == "Menu")
    page.keyboard.press("Enter")
    for label in ("Aujourd’hui", "Budget", "Contenu"):
        expect(page.locator(".menu").get_by_role("link", name=label)).to_be_in_viewport(ratio=1)
    assert not faults_of_layout(page, 44)
    budget.click()
    expect(page.locator("h1")).to_have_text("Le budget du dispositif")


@pytest.mark.parametrize("width", [800, 1280])
def test_the_menu_stands_open_on_a_wider_screen(desk_there: Callable[..., Page], width: int) -> None:
    page = desk_there("/dossiers", width, 900, java_script_enabled=False)
    expect(page.locator(".menu-fold > summary")).to_be_hidden()
    expect(page.locator(".menu a").last).to_be_in_viewport(ratio=1)


def test_a_call_is_first_on_a_phone_and_what_is_long_is_folded(desk_there: Callable[..., Page]) -> None:
    page = desk_there("/dossiers?etape=nouveau", *PHONE)
    open_dossier(page)
    for first in (".reach a[href^='tel:']", ".kinds label >> nth=0", "#note", "#rappel"):
        expect(page.locator(first)).to_be_in_viewport(ratio=1)
    assert not any(open_part(page, part) for part in LONG_PARTS)
    assert not faults_of_layout(page, 44)
    page.get_by_role("navigation", name="Dans ce dossier").get_by_role("link", name="Historique").click()
    expect(page.locator(".timeline li").first).to_be_in_viewport()
    assert open_part(page, "#historique")
    page.reload()  # its address leads there too
    assert open_part(page, "#historique")
    assert not open_part(page, "#resultat")


def test_all_of_a_dossier_stands_open_on_a_desk_and_without_scripts(desk_there: Callable[..., Page]) -> None:
    for width, scripts in ((1280, True), (390, False)):
        page = desk_there("/dossiers?etape=nouveau", width, 900, java_script_enabled=scripts)
        open_dossier(page)
        assert all(open_part(page, part) for part in LONG_PARTS), width


def test_what_is_folded_on_a_phone_is_printed(desk_there: Callable[..., Page]) -> None:
    page = desk_there("/dossiers?etape=nouveau", *PHONE)
    open_dossier(page)
    expect(page.locator(".timeline")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".timeline")).to_be_visible()


def test_the_list_does_not_scroll_sideways_on_a_phone(desk_there: Callable[..., Page]) -> None:
    page = desk_there("/dossiers", *PHONE)
    for part in (".tabs", ".table-frame"):
        assert page.locator(part).evaluate("part => part.scrollWidth - part.clientWidth") <= 0, part


def test_a_part_with_a_mistake_stays_open_on_a_phone(desk_there: Callable[..., Page]) -> None:
    page = desk_there("/dossiers?etape=nouveau", *PHONE)
    open_dossier(page)
    page.locator("#liens > summary").click()
    page.fill("#autre", "n’existe pas")
    page.get_by_role("button", name="Lier", exact=True).click()
    expect(page.locator("#error-summary")).to_be_visible()
    expect(page.locator("#autre")).to_be_visible()
