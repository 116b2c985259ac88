"""Open to everyone: axe on every screen, light and dark, nothing lost at 320 px or at twice the text, big targets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser import driving
from tests.journeys import ANSWERS
from tests.server import Server

Check = Callable[[Page], None]

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


def screens(page: Page, server: Server) -> Iterator[str]:
    """Every screen of the site once, errors shown included; yields its name when it is on the page."""
    for path in PAGES:
        page.goto(server.url + path)
        yield path
    address = server.assessment(ANSWERS)
    for key in ANSWERS:
        page.goto(f"{address}/questions/{key}")
        yield key
    for key, wrong in {"effectif": "douze", "themes": [], "besoin": []}.items():
        page.goto(f"{server.assessment(driving.until(key))}/questions/{key}")
        driving.fill_in(page, wrong)
        driving.send(page)
        page.locator(f"#error-{key}").wait_for()
        yield f"{key}, mistaken"
    page.goto(server.assessment({"territoire": "hors"}) + "/questions/territoire")
    expect(page.locator("#go-on")).to_be_visible()
    yield "hard no"
    page.goto(f"{address}/recapitulatif")
    yield "summary"
    concluded = [server.assessment(answers, finish=True) for answers in outcomes()]
    for number, address in enumerate(concluded, 1):
        page.goto(f"{address}/resultat")
        yield f"result {number}"
    page.goto(f"{concluded[0]}/questions/effectif")
    yield "revision"


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


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_axe_finds_nothing_on_any_screen(
    scheme: str, width: int, new_context: Callable[..., BrowserContext], server: Server, axe: Check
) -> None:
    page = new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce"
    ).new_page()
    seen = 0
    for _ in screens(page, server):
        axe(page)
        seen += 1
    assert seen > len(ANSWERS) + len(PAGES)


def test_axe_does_find_what_is_wrong(page: Page, server: Server, axe: Check) -> None:
    page.goto(server.url)
    page.evaluate("document.documentElement.removeAttribute('lang'); document.querySelector('h1').remove()")
    with pytest.raises(AssertionError, match="html-has-lang"):
        axe(page)


def test_nothing_is_lost_at_320_pixels_or_at_twice_the_text(
    new_context: Callable[..., BrowserContext], server: Server
) -> None:
    page = new_context(viewport={"width": 320, "height": 640}, reduced_motion="reduce").new_page()
    lost: dict[str, list[str]] = {}
    small: dict[str, list[str]] = {}
    for name in screens(page, server):
        page.set_viewport_size({"width": 320, "height": 640})
        lost[f"{name} at 320 px"] = page.evaluate(OVERFLOW)
        small[f"{name}, targets"] = page.evaluate(SMALL_TARGETS, 44)
        page.set_viewport_size({"width": 1280, "height": 800})
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        lost[f"{name} at 200 %"] = page.evaluate(OVERFLOW)
    faults = [f"{name}: {fault}" for name, found in {**lost, **small}.items() for fault in found]
    assert not faults, "\n".join(faults)


def test_the_result_can_be_printed_whole(page: Page, server: Server) -> None:
    page.goto(server.assessment(ANSWERS, finish=True) + "/resultat")
    page.emulate_media(media="print")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("data#company-share")).to_be_visible()
    for details in page.locator("main details").all():
        expect(details).to_be_visible()
    expect(page.locator(".site-header nav")).to_be_hidden()
    assert page.pdf(format="A4").startswith(b"%PDF")
