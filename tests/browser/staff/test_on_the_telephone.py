"""A consultant's telephone in a train: a session that ends, no scripts, a narrow and a dark screen."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, expect

from tests.browser.looks import BACK_OFFICE, Beholder
from tests.browser.staff.conftest import EMAIL, PASSWORD, create_account, sign_in
from tests.browser.staff.steps import LEAST_TARGET, PHONE, confide, tell
from tests.server import Server

pytestmark = pytest.mark.xdist_group("staffed")  # what it starts from is made once


INES, NAME = "ines@conseil.example", "Inès Faure"


@pytest.fixture(scope="session")
def with_consultant(staffed: Server) -> Server:
    create_account(staffed, INES, "--name", NAME, "--role", "consultante")
    return staffed


@pytest.fixture(scope="module")
def address(with_consultant: Server, browser: Browser, signed_in: Callable[..., StorageState]) -> str:
    """A company confided to her, its accompaniment."""
    with browser.new_context(storage_state=signed_in(with_consultant.url, EMAIL, PASSWORD)) as context:
        return confide(context.new_page(), with_consultant, "Fromagerie du Haut-Forez", "10", NAME)


def test_what_is_typed_outlives_a_session_that_ended_in_a_tunnel(
    address: str, with_consultant: Server, new_context: Callable[..., BrowserContext]
) -> None:
    page = sign_in(new_context(**PHONE).new_page(), with_consultant.url, INES)
    page.goto(f"{address}/visites/nouvelle")
    page.fill("#fait", "Trois entretiens, et deux idées.")
    page.get_by_label("Une journée").check()
    page.context.clear_cookies()
    page.get_by_role("button", name="Enregistrer la visite").click()
    expect(page.locator("h1")).to_have_text("Connexion")
    page.fill("#email", INES)
    page.fill("#password", PASSWORD)
    page.click("form#login button")
    expect(page.locator("h1")).to_have_text("Raconter une visite")
    expect(page.locator("#kept")).to_be_visible()
    expect(page.locator("#fait")).to_have_value("Trois entretiens, et deux idées.")
    page.get_by_role("button", name="Enregistrer la visite").click()
    expect(page.locator("#visites")).to_contain_text("Trois entretiens, et deux idées.")
    page.get_by_role("link", name="Raconter une visite").click()
    expect(page.locator("#kept")).to_be_hidden()


def test_a_visit_is_told_without_scripts(address: str, desk_of: Callable[..., Page]) -> None:
    page = desk_of(INES, **PHONE, java_script_enabled=False)
    page.goto(f"{address}/visites/nouvelle")
    expect(page.locator("#kept")).to_be_hidden()
    tell(page, 1, "Une journée", "Une visite de l’atelier.")
    expect(page.locator("#visites")).to_contain_text("Une visite de l’atelier.")


def test_axe_finds_nothing_and_nothing_is_lost(
    address: str, with_consultant: Server, desk_of: Callable[..., Page]
) -> None:
    page = desk_of(INES)
    beholder = Beholder(page, BACK_OFFICE, LEAST_TARGET)
    page.goto(f"{address}/visites/nouvelle")
    tell(page, 2, "Une journée", "Une visite.")
    expect(page.locator("#visites")).to_contain_text("Une visite.")
    paths = ("", "/visites/nouvelle")
    faults: list[str] = []
    for path in (f"{with_consultant.url}/pilotage", *(f"{address}{each}" for each in paths), *reports(page)):
        page.goto(path)
        faults += beholder.faults(path)
    assert not faults, "\n".join(faults)


def reports(page: Page) -> list[str]:
    """The pages of the visit that the page shows."""
    shown = page.get_by_role("link", name=re.compile("^(Corriger|Compte rendu) (la|de la) visite"))
    found: list[str] = shown.evaluate_all("links => links.map((link) => link.href)")
    return found
