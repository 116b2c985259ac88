"""Open to everyone, beside what every screen shows: axe itself, the offline notice, print."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys import ANSWERS
from tests.server import Server

Check = Callable[[Page], None]

LAYERS = (
    "À quoi servent ces 10 jours",
    "Vos pratiques aujourd’hui",
    "L’appui et son coût",
    "Le dispositif est‑il pour vous ?",
    "Un projet proche du vôtre",
    "Les questions qu’on nous pose",
)
"""What may be closed on the screen and can't be on paper."""


def test_axe_does_find_what_is_wrong(page: Page, server: Server, axe: Check) -> None:
    page.goto(server.url)
    page.evaluate("document.documentElement.removeAttribute('lang'); document.querySelector('h1').remove()")
    with pytest.raises(AssertionError, match="html-has-lang"):
        axe(page)


OFFLINE_CONTRASTS = """
() => {
  const channels = colour => colour.match(/[0-9.]+/g).slice(0, 3).map(each => each / 255)
    .map(each => each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4);
  const weights = [0.2126, 0.7152, 0.0722];
  const light = colour => channels(colour).reduce((sum, each, place) => sum + each * weights[place], 0);
  const notice = document.getElementById('offline');
  notice.hidden = false;
  const ground = light(getComputedStyle(notice).backgroundColor);
  return [...notice.children].map(each => light(getComputedStyle(each).color))
    .map(words => (Math.max(words, ground) + 0.05) / (Math.min(words, ground) + 0.05));
}
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("door", ["/", "/integre"])
def test_the_offline_notice_and_its_button_are_readable(
    scheme: str, door: str, new_context: Callable[..., BrowserContext], server: Server
) -> None:
    page = new_context(color_scheme=scheme).new_page()
    page.goto(server.url + door)
    contrasts = page.evaluate(OFFLINE_CONTRASTS)
    assert len(contrasts) == 2
    assert min(contrasts) >= 4.5


def test_the_result_can_be_printed_whole(page: Page, server: Server) -> None:
    page.goto(server.assessment(ANSWERS, finish=True) + "/resultat")
    page.emulate_media(media="print")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("data#company-share")).to_be_visible()
    for title in LAYERS:
        layer = page.locator("details.layer", has=page.get_by_role("heading", name=title, level=2))
        expect(layer.locator(".layer-body")).to_be_visible()
    expect(page.get_by_text("Non. Ce n’est ni un devis")).to_be_visible()
    expect(page.locator(".site-header nav")).to_be_hidden()
    assert page.pdf(format="A4").startswith(b"%PDF")
