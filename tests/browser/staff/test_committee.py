"""The committee, in a real browser: tick together, keep it under a name, a colleague opens it, print it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looks import BACK_OFFICE, Beholder
from tests.browser.staff.conftest import apply, create_account
from tests.server import Server

pytestmark = pytest.mark.xdist_group("staffed")  # what it starts from is made once

COLLEAGUE = "nadia@aract.example"


@pytest.fixture(scope="session")
def applied(staffed: Server) -> Server:
    """Two who asked, of departments of their own."""
    apply(staffed, {"entreprise": "Horlogerie du Faucigny"}, territoire="74", structure="scic")
    apply(staffed, {"entreprise": "Laiterie du Cézallier"}, territoire="15", secteur="services")
    create_account(staffed, COLLEAGUE, "--name", "Nadia Ferrand", "--role", "chargee")
    return staffed


@pytest.fixture
def colleague(applied: Server, desk_of: Callable[..., Page]) -> Page:
    """Her colleague's window, signed in."""
    return desk_of(COLLEAGUE, viewport={"width": 1280, "height": 800})


def open_sample(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/pilotage/echantillon")
    page.wait_for_load_state()


def total(page: Page, fact: str) -> int:
    """The last column of a line of the figures."""
    row = page.locator(".would-be tr", has=page.get_by_role("rowheader", name=fact, exact=True))
    return int(re.sub(r"\D", "", str(row.locator("td").last.text_content())))


def test_the_committee(applied: Server, desk: Page, colleague: Page) -> None:
    page = desk
    open_sample(page, applied)
    before = total(page, "Entreprises"), total(page, "Part de la Région")
    page.get_by_label("Horlogerie du Faucigny").check()
    expect(page.locator("#spoken")).to_contain_text("1\u00a0demande cochée")
    expect(page.locator(".tile-74 .tile-added")).to_have_text("+1")
    page.get_by_label("Laiterie du Cézallier").check()
    expect(page.locator(".tile-15 .tile-added")).to_have_text("+1")
    expect(page.locator("#chart-department + table")).to_contain_text("+1")
    assert (total(page, "Entreprises"), total(page, "Part de la Région")) == (before[0] + 2, before[1] + 16_000)
    expect(page.get_by_label("Laiterie du Cézallier")).to_be_focused()

    colleague.goto(page.url)  # the address as it stands, sent to a colleague
    expect(colleague.get_by_label("Horlogerie du Faucigny")).to_be_checked()
    expect(colleague.get_by_label("Laiterie du Cézallier")).to_be_checked()

    page.get_by_label("Entreprise, personne ou référence").fill("cezallier")
    page.keyboard.press("Enter")  # looks, and keeps nothing yet
    expect(page.locator("#candidatures .hint").first).to_contain_text("1\u00a0demande trouvée")
    page.wait_for_load_state()  # Enter in the name keeps the proposal from now on: its script ran
    expect(page.get_by_label("Horlogerie du Faucigny")).to_be_checked()
    page.get_by_label("Nom de la proposition").fill("Comité de mars")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Comité de mars")
    assert "csrf" not in page.url

    open_sample(colleague, applied)
    colleague.get_by_role("link", name="Comité de mars").click()
    expect(colleague.locator("header.sheet-head")).to_contain_text("Par Agathe Blanc")
    colleague.get_by_role("link", name="Modifier").click()
    expect(colleague.get_by_label("Nom de la proposition")).to_have_value("Comité de mars")
    colleague.get_by_label("Laiterie du Cézallier").uncheck()
    expect(colleague.locator(".tile-15 .tile-added")).to_have_count(0)
    colleague.get_by_role("button", name="Enregistrer cette proposition").click()
    expect(colleague.locator("header.sheet-head")).to_contain_text("par Nadia Ferrand")
    expect(colleague.locator(".chosen tbody tr")).to_have_count(1)

    page.reload()
    page.emulate_media(media="print")
    expect(page.locator(".rail")).to_be_hidden()
    expect(page.get_by_role("link", name="Modifier")).to_be_hidden()
    expect(page.get_by_text("ne décide de rien")).to_be_visible()
    expect(page.get_by_role("columnheader", name="Notes")).to_be_visible()
    expect(page.get_by_role("heading", name="Notes du comité")).to_be_visible()


def test_one_ticks_without_scripts(applied: Server, desk_of: Callable[..., Page]) -> None:
    page = desk_of(java_script_enabled=False)
    open_sample(page, applied)
    before = total(page, "Entreprises")
    page.get_by_label("Horlogerie du Faucigny").check()
    page.get_by_label("Nom de la proposition").fill("Sans script")
    page.get_by_role("button", name="Afficher et recalculer").click()
    assert total(page, "Entreprises") == before + 1
    assert "csrf" not in page.url
    page.get_by_label("Laiterie du Cézallier").check()
    page.get_by_role("button", name="Enregistrer cette proposition").click()
    expect(page.locator("h1")).to_contain_text("Sans script")
    expect(page.locator(".chosen tbody tr")).to_have_count(2)


def test_everyone_can_choose(applied: Server, desk_of: Callable[..., Page]) -> None:
    page = desk_of()
    beholder = Beholder(page, BACK_OFFICE, 44)
    open_sample(page, applied)
    page.get_by_label("Horlogerie du Faucigny").check()
    expect(page.locator(".tile-74 .tile-added")).to_have_text("+1")
    faults = beholder.faults("the choice")
    page.get_by_label("Nom de la proposition").fill("Comité de mai")
    page.get_by_role("button", name="Enregistrer cette proposition").click()
    expect(page.locator("h1")).to_contain_text("Comité de mai")
    faults += beholder.faults("the proposal")
    assert not faults, "\n".join(faults)
