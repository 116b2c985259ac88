"""Publishing another content, in a real browser: edit, see, publish, take back; by keyboard and without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.server import Server

pytestmark = pytest.mark.xdist_group("office")  # what it starts from is made once


@pytest.fixture(scope="module")
def office(start_server: Callable[..., Server]) -> Server:
    """A program of our own, since its content changes: with a region and an account whose password is known."""
    server = start_server()
    told = server.command("demo", "--assessments", "60")
    server.settings = {**server.settings, "DEMO_PASSWORD": told.rpartition("mot de passe : ")[2].strip()}
    return server


def enter(page: Page, office: Server, path: str) -> None:
    page.goto(f"{office.url}/pilotage/connexion?suite={path}")
    page.get_by_label("Adresse e-mail").fill("demo@aract.example")
    page.get_by_label("Mot de passe").fill(office.settings["DEMO_PASSWORD"])
    page.get_by_role("button", name="Se connecter").click()
    page.wait_for_url(re.compile(re.escape(path)))


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_a_text_goes_from_the_form_to_the_visitor_and_back(
    office: Server, page: Page, plain_page: Page, axe: Callable[[Page], None], *, scripts: bool
) -> None:
    desk = page if scripts else plain_page
    title = f"Combien de personnes êtes-vous, à {'deux' if scripts else 'trois'} près ?"
    enter(desk, office, "/pilotage/contenu")
    desk.get_by_role("button", name="Modifier les textes").click()
    desk.get_by_role("link", name="Effectif", exact=True).click()
    desk.get_by_label("Le titre", exact=True).fill(title)
    desk.get_by_role("button", name="Enregistrer").press("Enter")
    desk.get_by_role("link", name="Voir ce qui change").click()
    expect(desk.get_by_text("le titre change.")).to_be_visible()
    if scripts:
        axe(desk)
    with desk.expect_popup() as opened:
        desk.get_by_role("link", name="Question «\u00a0Effectif\u00a0»").click()
    expect(opened.value.get_by_text("BROUILLON").first).to_be_visible()
    expect(opened.value.get_by_role("heading", level=1)).to_contain_text("Combien de personnes")
    if scripts:
        axe(opened.value)
    opened.value.get_by_role("button", name="Continuer").click()
    expect(opened.value.get_by_text("BROUILLON").first).to_be_visible()
    opened.value.close()
    desk.get_by_role("button", name=re.compile("Publier la version")).click()
    expect(desk.get_by_text("est en service").first).to_be_visible()
    desk.get_by_role("button", name=re.compile("Revenir à la version")).click()
    expect(desk.get_by_text("est de nouveau en service")).to_be_visible()


@pytest.mark.parametrize("width", [320, 1280])
def test_every_page_holds_its_width_and_pleases_axe(
    office: Server, page: Page, axe: Callable[[Page], None], width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    enter(page, office, "/pilotage/contenu")
    for path in (
        "contenu",
        "echantillon",
        "usage?du=2017-01-01",
        "evenements",
        "evenements/nouveau",
        "evenements/1/affiche",
    ):
        page.goto(f"{office.url}/pilotage/{path}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        axe(page)


def test_the_counters_move_by_themselves(office: Server, page: Page, plain_page: Page) -> None:
    page.clock.install()
    enter(page, office, "/pilotage/evenements")
    counter = page.locator("article", has_text="Salon de démonstration").locator(".counts dd").first
    before = int(re.sub(r"\D", "", counter.inner_text().split("dont")[0]))
    plain_page.goto(f"{office.url}/borne/salon-demo")
    plain_page.get_by_role("button", name="Toucher pour commencer").click()
    page.clock.run_for(10_000)
    expect(counter).to_contain_text(str(before + 1))


def test_the_figures_follow_the_filters_and_the_address(office: Server, page: Page) -> None:
    enter(page, office, "/pilotage/usage")
    page.get_by_label("Porte", exact=True).select_option("borne")
    page.wait_for_url(re.compile("porte=borne"))
    page.reload()
    expect(page.get_by_label("Porte", exact=True)).to_have_value("borne")
    page.locator("#started a").click()
    expect(page.locator("#total")).to_be_visible()
