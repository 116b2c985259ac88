"""Steps of an accompaniment on the screens, for the tests that go through some of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from models.french.formats import paris_day
from tests.browser.screens import faults_of_layout
from tests.browser.staff.conftest import apply
from tests.server import Server
from tests.store.making import sql

PHONE = {"viewport": {"width": 390, "height": 844}}
TODAY = paris_day(datetime.now(UTC))
LEAST_TARGET = 44


def find_company(desk: Page, server: Server, company: str) -> None:
    """Its dossier, from the list."""
    desk.goto(f"{server.url}/pilotage/dossiers?q={company.rsplit(maxsplit=1)[-1]}")
    desk.locator(".dossiers tbody th a").first.click()


def grant_and_confide(desk: Page, days: str, consultant: str) -> None:
    """The team grants days and confides the company, in one save."""
    desk.select_option("#etape", "accompagne")
    desk.locator("#jours-accordes summary").click()
    desk.select_option("#jours", days)
    desk.locator("#consultante-choix summary").click()
    desk.select_option("#consultante", label=consultant)
    desk.get_by_role("button", name="Enregistrer").click()
    expect(desk.locator("#status")).to_contain_text(f"confié à {consultant}")


def confide(desk: Page, server: Server, company: str, days: str, consultant: str) -> str:
    """A company that applied, confided; the address of its accompaniment."""
    apply(server, {"entreprise": company})
    find_company(desk, server, company)
    grant_and_confide(desk, days, consultant)
    desk.get_by_role("link", name="Visites et jours").click()
    return desk.url.partition("#")[0]


def tell(page: Page, days_ago: int, duration: str, done: str) -> None:
    """Fill in a visit, and send it."""
    page.fill("#jour", (TODAY - timedelta(days=days_ago)).isoformat())
    page.get_by_label(duration).check()
    page.get_by_label("Des salariés").check()
    page.fill("#fait", done)
    page.get_by_role("button", name="Enregistrer la visite").click()


def send_letter(page: Page, words: str, server: Server, address: str) -> str:
    """From a letter's draft to the outbox; the address in it, where what leaves has one that begins so."""
    page.get_by_role("button", name="Relire avant d’envoyer").click()
    expect(page.locator(".letter-as-sent")).to_contain_text(words)
    page.get_by_role("button", name="Mettre en attente").click()
    expect(page.locator("#status")).to_contain_text("attend")
    ((plain,),) = sql(
        server.database, "SELECT plain FROM outbox_message WHERE kind = 'lettre' ORDER BY id DESC LIMIT 1"
    )
    found = re.search(rf"{address}\S*", plain)
    assert found, plain
    return server.url + found[0]


def write_sheet(page: Page, title: str, done: str, changed: str = "") -> None:
    """From a finished dossier to the first version of its sheet."""
    page.get_by_role("link", name="Fiche projet", exact=True).click()
    page.get_by_label("Titre").fill(title)
    page.get_by_label("Ce qui a été fait").fill(done)
    if changed:
        page.get_by_label("Ce qui a changé").fill(changed)
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("#standing-title + .current")).to_have_text("pas encore envoyée à l’entreprise")


def ask_agreement(page: Page, server: Server) -> str:
    """Ask the company by letter; the address in it."""
    page.get_by_role("link", name=re.compile("Demander.*l’accord")).click()
    address = send_letter(page, "une adresse propre à cette entreprise", server, "/fiches/")
    expect(page.locator("#standing-title + .current")).to_have_text("en attente de l’entreprise")
    return address


def agree(company: Page) -> None:
    """The company agrees, on its own address."""
    company.get_by_label("Votre nom et votre fonction").fill("Anne Durand, gérante")
    company.get_by_role("button", name="Donner notre accord").click()
    expect(company.locator("article")).to_contain_text("Vous avez donné votre accord")


def publish(desk: Page) -> None:
    """The administratrice publishes what was agreed to."""
    desk.reload()
    desk.get_by_role("button", name="Publier dans le guide").click()
    expect(desk.locator("#standing-title + .current")).to_contain_text("publiée depuis le")


def see(page: Page, axe: Callable[[Page], None]) -> None:
    """Nothing to reproach it with, as it is, narrow and dark, and with the text twice as large."""
    axe(page)
    before = page.viewport_size
    assert before
    page.set_viewport_size({"width": 320, "height": 640})
    page.emulate_media(color_scheme="dark")
    axe(page)
    faults = faults_of_layout(page, LEAST_TARGET)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(before)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    faults += faults_of_layout(page, LEAST_TARGET)
    page.evaluate("document.documentElement.style.fontSize = ''")
    assert not faults, f"{page.url}: {faults}"
