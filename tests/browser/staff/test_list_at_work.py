"""The list as a week uses it: how much is in sight, several at once, one dossier after the other."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page, expect

from tests.browser.screens import faults_of_layout

pytestmark = pytest.mark.xdist_group("region")  # what it starts from is made once

ROWS_IN_SIGHT = 20
LONG = {
    "Association Décolletage des Bauges": 1,
    "Fédération des ateliers de la Limagne et des Combrailles": 2,
}
"""The longest name that one line must hold, then one that it can't: on how many lines each stands."""

LINES = """([first], all) => all.map(words => {
  const own = first.textContent, text = document.createRange();
  first.textContent = words;
  text.selectNodeContents(first);
  const lines = text.getClientRects().length;
  first.textContent = own;
  return lines;
})"""
OUT_OF_THEIR_CELLS = """names => names.filter(name => {
  const [own, cell] = [name, name.closest('td')].map(each => each.getBoundingClientRect());
  return name.scrollWidth > name.clientWidth || own.right > cell.right || own.bottom > cell.bottom;
}).map(name => name.textContent)"""
FEW = "/dossiers?departement=69"
"""Some lines, and a filter in sight: each line more is as much again for axe, and says nothing else."""

HIDDEN_SIDEWAYS = "element => element.scrollWidth - element.clientWidth"


@pytest.mark.parametrize("scripts", [True, False])
def test_twenty_dossiers_are_in_sight_on_a_desk(desk_there: Callable[..., Page], *, scripts: bool) -> None:
    page = desk_there("/dossiers", 1440, 900, java_script_enabled=scripts)
    lines = [line.bounding_box() for line in page.locator(".dossiers tbody tr").all()]
    whole = [box for box in lines if box and box["y"] + box["height"] <= 900]
    assert len(whole) >= ROWS_IN_SIGHT


def test_tabs_and_table_fit_a_laptop(desk_there: Callable[..., Page]) -> None:
    page = desk_there("/dossiers", 1280, 800)
    for width in (1280, 1180, 1024):
        page.set_viewport_size({"width": width, "height": 800})
        for part in (".table-frame", *((".tabs",) if width == 1280 else ())):
            assert page.locator(part).evaluate(HIDDEN_SIDEWAYS) <= 0, (width, part)
        assert not faults_of_layout(page, 44)


def test_names_are_read_whole(desk_there: Callable[..., Page]) -> None:
    page = desk_there("/dossiers", 1280, 900)
    for view in [tab.get_attribute("href") for tab in page.locator(".tabs a").all()]:
        page.goto(urljoin(page.url, view))
        names = page.locator(".dossiers .name strong")
        for width in (1280, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            assert names.evaluate_all(LINES, list(LONG)) == list(LONG.values()), (view, width)
            assert names.evaluate_all(OUT_OF_THEIR_CELLS) == [], (view, width)


def test_several_are_ticked_and_given_to_a_colleague(desk_there: Callable[..., Page]) -> None:
    page = desk_there("/dossiers", 1440, 900)
    bar = page.locator(".batch")
    expect(bar).not_to_be_in_viewport()
    for line in (1, 3, 4):
        page.locator(f".dossiers tbody tr:nth-child({line}) .pick label").click()
    expect(bar).to_be_in_viewport()
    expect(bar).to_contain_text("3 dossiers cochés")
    names = page.locator(".dossiers tbody tr:has(:checked) .name strong").all_inner_texts()
    page.fill("#note", "Vus au salon.")
    page.select_option("#confier", label="Camille Roux")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("#status")).to_contain_text("à Camille Roux")
    expect(page.locator("#status")).to_contain_text("La note est ajoutée à 3\u00a0dossiers.")
    for name in names:
        followed = page.locator(".dossiers tbody tr", has_text=name).first
        expect(followed.locator(".colleague")).to_have_text("Camille Roux")


def test_the_whole_page_is_ticked_at_once_and_another_view_keeps_the_note(desk_there: Callable[..., Page]) -> None:
    page = desk_there("/dossiers", 1280, 800)
    page.fill("#note", "Vus au salon.")
    page.get_by_role("link", name="À décider").click()
    expect(page.locator(".tabs [aria-current]")).to_contain_text("À décider")
    lines = page.locator(".dossiers tbody tr")
    page.locator(".all-rows").click()
    expect(page.locator(".ticked")).to_have_text(f"{lines.count()} dossiers cochés")
    lines.first.locator(".pick label").click()
    expect(page.locator(".ticked")).to_have_text(f"{lines.count() - 1} dossiers cochés")
    page.locator("summary", has_text="Plus de filtres").click()
    page.get_by_label("Éligible", exact=True).check()
    expect(page.locator(".chip")).to_contain_text("Éligible")
    expect(page.locator(".ticked")).to_have_text("Aucun dossier coché")
    expect(page.locator("#note")).to_have_value("Vus au salon.")


def test_without_scripts_the_bar_comes_with_the_first_tick(desk_there: Callable[..., Page]) -> None:
    page = desk_there("/dossiers", 1280, 800, java_script_enabled=False)
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("#error-summary")).to_contain_text("Rien n’est coché")
    page.locator(".dossiers tbody .pick input").first.check()
    expect(page.locator(".batch")).to_be_in_viewport()
    page.get_by_role("button", name="Exporter").click()
    expect(page.locator("h1")).to_have_text("Exporter 1\u00a0dossier")


def test_a_head_sorts_and_the_list_is_walked_in_its_order(desk_there: Callable[..., Page]) -> None:
    page = desk_there("/dossiers", 1280, 800)
    page.get_by_role("link", name="Entreprise", exact=True).click()
    expect(page.locator("th[aria-sort=ascending]")).to_have_text("Entreprise")
    names = page.locator(".name strong").all_inner_texts()
    total = page.locator("#total").inner_text().split()[0]
    page.locator(".dossiers tbody tr").first.click()
    for place, name in enumerate(names[:3], 1):
        expect(page.locator("h1")).to_have_text(name)
        expect(page.locator("#place")).to_have_text(f"{place} sur {total}")
        page.locator("a[rel=next]").click()
    page.get_by_role("link", name="Retour à la liste").click()
    expect(page.locator("th[aria-sort=ascending]")).to_have_text("Entreprise")


def test_axe_finds_nothing_with_lines_ticked_and_filters_open(
    desk_there: Callable[..., Page], axe: Callable[[Page], None]
) -> None:
    page = desk_there(FEW, 1440, 900)
    page.locator(".dossiers tbody .pick input").first.check()
    axe(page)
    page.locator("summary", has_text="Plus de filtres").click()
    axe(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(color_scheme="dark")
    axe(page)


def test_nor_on_a_phone(desk_there: Callable[..., Page], axe: Callable[[Page], None]) -> None:
    page = desk_there(FEW, 390, 900)
    page.locator(".dossiers tbody .pick input").first.check()
    axe(page)
    page.locator(".all-filters > summary").click()
    page.locator("summary", has_text="Plus de filtres").click()
    axe(page)
    page.emulate_media(color_scheme="dark")
    axe(page)
