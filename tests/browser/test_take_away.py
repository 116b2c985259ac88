"""Taking it away in a real browser: copy, download, come back elsewhere, apply by keyboard or without scripts."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pypdf import PdfReader

from tests.browser import driving
from tests.journeys import ANSWERS
from tests.server import Server

PROJECT = "Mieux répartir le temps de travail, avec l’équipe."


@pytest.fixture
def result(server: Server) -> str:
    """The address of a concluded assessment."""
    return server.assessment(ANSWERS, finish=True)


def test_the_addresses_are_copied_and_lead_there(
    new_context: Callable[..., BrowserContext], server: Server, result: str
) -> None:
    context = new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{result}/resultat")
    page.locator("button[data-copy=share-url]").click()
    expect(page.locator("#status")).to_have_text("Copié")
    shared = page.evaluate("navigator.clipboard.readText()")
    assert shared == page.locator("data#share-url").get_attribute("value")
    other = new_context().new_page()
    other.goto(shared)
    assert driving.outcome(other) == driving.outcome(page)
    assert other.locator("form").count() == 0


def test_the_copy_button_works_after_a_swap_too(page: Page, server: Server) -> None:
    page.goto(server.assessment(ANSWERS) + "/recapitulatif")
    driving.finish(page)
    expect(page.locator("button[data-copy=share-url]")).to_be_visible()


def test_the_pdf_is_downloaded_with_a_name_that_says_what_it_is(page: Page, result: str) -> None:
    page.goto(f"{result}/resultat")
    page.locator("input[name=partage]").check()
    with page.expect_download() as download:
        page.locator("form[action$='estimation.pdf'] button").click()
    assert download.value.suggested_filename.startswith("estimation-indicative-S")
    reader = PdfReader(io.BytesIO(Path(download.value.path()).read_bytes()))
    assert len(reader.pages) == 2
    annotations: list[Any] = list(reader.pages[1].annotations or ())
    links = [each.get_object()["/A"]["/URI"] for each in annotations]
    assert set(links) == {page.locator("data#share-url").get_attribute("value")}


def test_applying_by_keyboard_alone_with_a_mistake_on_the_way(page: Page, result: str) -> None:
    page.goto(f"{result}/contact?pour=candidature")
    typed = {"nom": "Zoé Martin", "email": "zoé@exemple.fr", "entreprise": "L’Établi", "siret": "732 829 320"}
    for name, words in {**typed, "code_postal": "07000"}.items():
        driving.tab_to(page, lambda stop, name=name: stop["name"] == name)  # type: ignore[misc]
        page.keyboard.type(words)
    driving.tab_to(page, lambda stop: stop["name"] == "projet")
    page.keyboard.press("Control+A")
    page.keyboard.type(PROJECT)
    driving.tab_to(page, lambda stop: stop["text"] == "Envoyer ma candidature")
    page.keyboard.press("Enter")
    expect(page.locator("#error-summary")).to_be_focused()
    assert page.title().startswith("Erreur")
    driving.tab_to(page, lambda stop: stop["text"] == "Votre adresse e-mail")
    page.keyboard.press("Enter")
    expect(page.locator("#field-email")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("zoe@exemple.fr")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Votre candidature est enregistrée")
    expect(page.locator("h1")).to_be_focused()
    assert page.url == f"{result}/contact"
    page.reload()
    expect(page.locator("data#reference")).to_be_visible()


def test_a_double_click_sends_once(page: Page, server: Server, result: str) -> None:
    page.goto(f"{result}/contact?pour=rappel")
    page.fill("#field-nom", "Zoé")
    page.fill("#field-telephone", "04 72 10 20 30")
    page.locator("#contact button").dblclick()
    expect(page.locator("data#reference")).to_be_visible()


def test_all_of_it_without_scripts(plain_page: Page, server: Server, result: str) -> None:
    page = plain_page
    page.goto(f"{result}/reprendre")
    assert page.locator("[data-copy]:visible").count() == 0
    page.fill("#field-email", "zoe@exemple.fr")
    page.locator("#send-address button").click()
    expect(page.locator(".callout").first).to_contain_text("le message attend")
    page.locator("#renew button").click()
    assert not page.url.startswith(result)
    address = str(page.locator("data#resume-url").get_attribute("value"))
    page.goto(f"{address}/contact?pour=rappel")
    page.locator("#contact button").click()
    expect(page.locator("#error-nom")).to_be_visible()
    page.fill("#field-nom", "Zoé")
    page.fill("#field-email", "zoe@exemple.fr")
    page.locator("#contact button").click()
    expect(page.locator("data#reference")).to_be_visible()
    page.goto(f"{address}/supprimer")
    page.locator("#delete button").click()
    response = page.goto(address)
    assert response is not None
    assert response.status == 404
