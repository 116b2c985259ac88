"""Publishing another content, in a real browser: edit, see, publish, take back; by keyboard and without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looks import BACK_OFFICE, Beholder
from tests.server import Server

LEAST_TARGET = 44

pytestmark = pytest.mark.xdist_group("region")  # what it starts from is made once


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_a_text_goes_from_the_form_to_the_visitor_and_back(
    desk_there: Callable[..., Page], axe: Callable[[Page], None], *, scripts: bool
) -> None:
    title = f"Combien de personnes êtes-vous, à {'deux' if scripts else 'trois'} près ?"
    desk = desk_there("/contenu", 1280, 800, java_script_enabled=scripts)
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


def test_every_page_holds_its_width_and_pleases_axe(desk_there: Callable[..., Page]) -> None:
    page = desk_there("/contenu", 1280, 800)
    beholder = Beholder(page, BACK_OFFICE, LEAST_TARGET)
    faults: list[str] = []
    for path in (
        "contenu",
        "echantillon",
        "usage?du=2017-01-01",
        "evenements",
        "evenements/nouveau",
        "evenements/1/affiche",
    ):
        page.goto(f"{page.url.partition('/pilotage')[0]}/pilotage/{path}")
        faults += beholder.faults(path)
    assert not faults, "\n".join(faults)


def test_the_counters_move_by_themselves(
    region: tuple[Server, str, str], desk_there: Callable[..., Page], plain_page: Page
) -> None:
    page = desk_there("/evenements", 1280, 800)
    page.clock.install()
    page.reload()
    counter = page.locator("article", has_text="Salon de démonstration").locator(".counts dd").first
    before = int(re.sub(r"\D", "", counter.inner_text().split("dont")[0]))
    plain_page.goto(f"{region[0].url}/borne/salon-demo")
    plain_page.get_by_role("button", name="Toucher pour commencer").click()
    page.clock.run_for(10_000)
    expect(counter).to_contain_text(str(before + 1))


def test_the_figures_follow_the_filters_and_the_address(desk_there: Callable[..., Page]) -> None:
    page = desk_there("/usage", 1280, 800)
    page.get_by_label("Porte", exact=True).select_option("borne")
    page.wait_for_url(re.compile("porte=borne"))
    page.reload()
    expect(page.get_by_label("Porte", exact=True)).to_have_value("borne")
    page.locator("#started a").click()
    expect(page.locator("#total")).to_be_visible()
