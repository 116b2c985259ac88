"""One window in which a screen is seen as several people have it: another size, another scheme, larger letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from playwright.sync_api import Page

from tests.browser.axe import violations_of
from tests.browser.legible import faults_of_text
from tests.browser.screens import faults_of_layout

USUAL, TWICE = 16, 32
"""Pixels of a browser's default font; 32 are 200 %, media queries included."""

DRAWN = """
async () => {
  await new Promise(requestAnimationFrame); // it comes after the size's own event
  return parseFloat(getComputedStyle(document.documentElement).fontSize);
}
"""


@dataclass(frozen=True, slots=True)
class Look:
    """Pixels, the browser's default font and scheme; whether axe is asked, and whether each word is measured."""

    width: int
    height: int
    letters: int = USUAL
    scheme: Literal["light", "dark"] = "light"
    axe: bool = True
    words: bool = False


SITE = (
    Look(1280, 800),
    Look(320, 640, scheme="dark", words=True),
    Look(390, 844, letters=TWICE, axe=False, words=True),
)
BACK_OFFICE = (Look(1280, 800), Look(320, 640, scheme="dark"), Look(1280, 800, letters=TWICE, axe=False))
FRAME = (Look(640, 800), Look(390, 844, letters=TWICE, axe=False, words=True))
STAND = (
    Look(1280, 800),
    Look(1280, 800, letters=TWICE, axe=False, words=True),
    Look(800, 1280, letters=TWICE, words=True),
)


class Beholder:
    """Sees what is in a window in each of these ways, and stays as the last has it; `least`: pixels of a target."""

    def __init__(self, page: Page, looks: Sequence[Look], least: int) -> None:
        self.page, self.looks, self.least = page, looks, least
        self.devtools = page.context.new_cdp_session(page)
        self.look = Look(0, 0)
        self._set(looks[0])

    def faults(self, screen: str, *, words: bool = False) -> list[str]:
        """All that is wrong with the screen, each fault with the look that shows it; or with its `words` alone."""
        found: list[str] = []
        for look in self.looks:
            if words and not look.words:
                continue
            self._set(look)
            seen = faults_of_layout(self.page, self.least)
            seen += violations_of(self.page) if look.axe and not words else []
            seen += faults_of_text(self.page) if look.words else []
            found += [f"{screen}, {look}: {fault}" for fault in seen]
        return found

    def _set(self, look: Look) -> None:
        before, self.look = self.look, look
        if look == before:
            return
        if look.scheme != before.scheme:
            self.page.emulate_media(color_scheme=look.scheme)
        if look.letters != before.letters:
            self.devtools.send("Page.setFontSizes", {"fontSizes": {"standard": look.letters, "fixed": 13}})
        if (look.width, look.height) != (before.width, before.height):
            self.page.set_viewport_size({"width": look.width, "height": look.height})
        else:
            self.page.evaluate("dispatchEvent(new Event('resize'))")  # letters that change tell nobody
        letters = self.page.evaluate(DRAWN)
        assert letters == look.letters, f"the letters are of {letters} pixels"
