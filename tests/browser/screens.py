"""What can be measured of a screen, and the results that look differently."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Page

from tests.journeys import ANSWERS

PAGES = ("/", "/guide", "/accessibilite", "/donnees-personnelles", "/mentions-legales", "/diagnostics/jamais-vue")
SMALL_TARGETS = """
least => [...document.querySelectorAll('button, summary, select, textarea, label.card, input[type=text], a.button')]
  .filter(element => element.checkVisibility({visibilityProperty: true}))
  .map(element => ({text: element.textContent.trim().slice(0, 40) || element.id, box: element.getBoundingClientRect()}))
  .filter(({box}) => box.height > 0 && (box.height < least || box.width < least))
  .map(({text, box}) => `${text}: ${Math.round(box.width)} × ${Math.round(box.height)}`)
"""
OVERFLOW = """
() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.body.querySelectorAll('*')]
    .filter(element => element.getBoundingClientRect().right > width + 1)
    .map(element => element.tagName + '.' + element.className + ' ' + element.textContent.trim().slice(0, 40))
    .slice(0, 5).concat('the page scrolls sideways');
}
"""


def outcomes() -> Iterator[dict[str, Any]]:
    """Answers whose results look differently: an offer with its phases, a group's shares, unknowns, a no."""
    yield dict(ANSWERS)
    unknown = {key: "nsp" if key.startswith(("qvct_c", "besoin")) else value for key, value in ANSWERS.items()}
    del unknown["qvct_fidelisation"]
    yield {
        "territoire": "38",
        "structure": "groupe",
        "nombre_entreprises": "3",
        **{key: value for key, value in unknown.items() if key not in {"territoire", "structure"}},
    }
    yield {**ANSWERS, "territoire": "hors"}


def faults_of_layout(page: Page, least: int) -> list[str]:
    """What sticks out of the screen sideways, and the targets that are smaller than so many pixels."""
    page.wait_for_load_state()
    return [*page.evaluate(OVERFLOW), *page.evaluate(SMALL_TARGETS, least)]
