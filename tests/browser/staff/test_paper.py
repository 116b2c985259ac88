"""The back-office on paper: printed by Chromium as PDF, and read back."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from models.french.formats import long_date, paris_day

A4 = {(595, 842), (842, 595)}
"""The paper's sides in points, upright and on its long side."""

WHOLE = ".dossiers tbody tr, .additions > li, .chosen tbody tr, .timeline > li, .budget tr, .slices tr, .gaps > div"
"""What stands on one sheet, whole."""

FAINT = """
() => {
  const faint = new Set();
  const texts = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const box = text.parentElement;
    const shown = box.checkVisibility({visibilityProperty: true}) && !box.closest('.visually-hidden');
    if (!text.data.trim() || !shown) continue;
    canvas.fillStyle = '#fff';
    canvas.fillRect(0, 0, 1, 1);
    canvas.fillStyle = getComputedStyle(box).color;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue] = [...canvas.getImageData(0, 0, 1, 1).data].map(each => {
      const part = each / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    if (1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05) < 4.5) faint.add(text.data.trim());
  }
  return [...faint];
}
"""
"""The words that white paper doesn't show well."""

SAID = """
rows => rows.filter(row => row.checkVisibility()).map(row => {
  const copy = row.cloneNode(true);
  for (const part of copy.querySelectorAll('.visually-hidden, .no-print, .pick, .unit')) part.remove();
  return copy.textContent;
})
"""
"""What rows say on paper."""


def squeezed(text: str) -> str:
    """Without any space: how a PDF breaks and parts words is its own affair."""
    return re.sub(r"\s+", "", text)


def printed(page: Page) -> list[str]:
    """The text of each sheet, as Chromium prints the page; each is A4 and none is blank."""
    reader = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True, format="A4")))
    sides = {(round(sheet.mediabox.width), round(sheet.mediabox.height)) for sheet in reader.pages}
    assert all(any(abs(w - a) <= 1 and abs(h - b) <= 1 for a, b in A4) for w, h in sides), sides
    sheets = [squeezed(sheet.extract_text()) for sheet in reader.pages]
    assert all(sheets), [len(sheet) for sheet in sheets]
    return sheets


def faults_of_paper(page: Page, sheets: list[str]) -> list[str]:
    """What is cut between two sheets, headings left behind at the foot of one, words too faint without backgrounds."""
    page.emulate_media(media="print")
    shown = page.locator("main h2, main h3").filter(visible=True).all_inner_texts()
    whole = page.locator(WHOLE).evaluate_all(SAID)
    faint = page.evaluate(FAINT)
    page.emulate_media(media="screen")
    orphans = {each for each in map(squeezed, shown) if any(sheet.endswith(each) for sheet in sheets[:-1])}
    # A row's cells may be read in another order than the page tells them: its letters must all be on one sheet.
    cut = [each for each in whole if not any(_holds(sheet, each) for sheet in sheets)]
    return [
        *(f"left behind: {each}" for each in orphans),
        *(f"cut: {each}" for each in cut),
        *map("faint: {}".format, faint),
    ]


def _holds(sheet: str, row: str) -> bool:
    return all(piece in sheet for piece in re.findall(r"[^\W\d_]{4,}|\d{2,}", row))


PAGES = {
    "/dossiers?departement=69&departement=38": ("Département\u00a0: 69", "Entreprise", "Suivi par"),
    "/echantillon": ("L’échantillon est-il varié", "Les demandes ouvertes"),
    "/usage?du=2026-01-01&porte=borne": ("Porte\u00a0: Borne", "Depuis le\u00a0: 1er\u00a0janvier 2026", "non comptés"),
    "/budget": ("Le budget du dispositif", "Par année de l’accord"),
    "/journal": ("Journal",),
    "": ("Aujourd’hui", "Mes appels du jour"),
}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_whole_on_paper_with_its_filters_and_its_day(desk_there: Callable[..., Page], path: str) -> None:
    page = desk_there(path, 1280, 800)
    sheets = printed(page)
    text = "".join(sheets)
    today = long_date(paris_day(datetime.now(UTC)))
    for words in (f"page imprimée le {today}", *PAGES[path]):
        assert squeezed(words) in text, words
    for words in ("Se déconnecter", "Dossiers suivants", "Tout retirer", "Exporter ces"):
        assert squeezed(words) not in text, words
    assert not faults_of_paper(page, sheets)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_committees_paper(desk_there: Callable[..., Page], scheme: str) -> None:
    page = desk_there("/echantillon", 1280, 800, color_scheme=scheme)
    page.get_by_role("link", name="Prochain comité").click()
    expect(page.locator("article.proposal")).to_be_visible()
    sheets = printed(page)
    text = "".join(sheets)
    for words in (
        "Proposition «\u00a0Prochain comité",
        "ne décide de rien",
        "Notes du comité",
        "Ce qui manquerait encore",
    ):
        assert squeezed(words) in text, words
    for words in ("Modifier", "Supprimer"):
        assert words not in text
    assert not faults_of_paper(page, sheets)


def test_a_dossier_and_its_interview_sheet(desk_there: Callable[..., Page]) -> None:
    page = desk_there("/dossiers?etape=accompagne", 1280, 800)
    page.locator(".dossiers tbody th a").first.click()
    page.wait_for_load_state()
    sheets = printed(page)
    text = "".join(sheets)
    assert "Historique" in text
    assert not [words for words in ("Enregistrer", "Modifier", "Effacer", "Corriger") if words in text]
    assert not faults_of_paper(page, sheets)
    page.get_by_role("link", name="Fiche d’entretien").click()
    expect(page.locator(".asks")).to_be_visible()
    sheets = printed(page)
    assert len(sheets) <= 2
    assert "Troisquestionsàposer" in sheets[0]
    assert not faults_of_paper(page, sheets)


def test_a_poster_is_one_sheet_with_nothing_else(desk_there: Callable[..., Page]) -> None:
    page = desk_there("/evenements", 1280, 800)
    page.get_by_role("link", name="Imprimer l’affiche").first.click()
    expect(page.locator(".poster")).to_be_visible()
    (poster,) = printed(page)
    assert "/salon/" in poster
    assert "pageimprimée" not in poster
    page.locator("a[href$=feuille-equipe]").click()
    expect(page.locator(".poster")).to_contain_text("/borne/")
    (sheet,) = printed(page)
    assert "/borne/" in sheet
