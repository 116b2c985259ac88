"""Going through the questionnaire in a frame, in whichever browser."""

from __future__ import annotations

import io
from collections.abc import Sequence

from pypdf import PdfReader

from tests.browser.embed import host_site
from tests.browser.embed.host_site import HostSite
from tests.browser.embed.panes import Pane, Window
from tests.journeys import ANSWERS
from tests.server import Server

HEIGHT = "document.documentElement.getBoundingClientRect().height"
CLOSE = 2
"""Pixels that a frame may differ from its content."""

STILL = """new Promise(still => {
  const frame = document.querySelectorAll("iframe")[%d];
  let changes = -1;  // an observer is told once at the beginning
  new ResizeObserver(() => { changes += 1; }).observe(frame);
  let left = 20;
  const next = () => { left -= 1; if (left) requestAnimationFrame(next); else still(changes); };
  requestAnimationFrame(next);
})"""
"""How often the frame's size changes in twenty paints: none once it follows."""


def begin(pane: Pane) -> None:
    """From the start page to the first question."""
    pane.click("form#start button[type=submit]")
    pane.find("form[data-question=territoire]")


def answer(pane: Pane, value: str | Sequence[str]) -> None:
    """Answer the question on the screen, and wait for the next screen."""
    key = pane.attribute("form[data-question]", "data-question")
    if key == "effectif":
        pane.write(f"input[name={key}]", str(value))
    else:
        for each in [value] if isinstance(value, str) else value:
            pane.click(f"label:has(input[name={key}][value='{each}'])")
    pane.click("form[data-question] button.primary")
    pane.find(f"form[data-question]:not([data-question='{key}']), form#finish")


def answer_until(pane: Pane, last: str | None = None) -> None:
    """Answer everything up to the question `last`, or to the summary."""
    while (key := pane.attribute("form[data-question], form#finish", "data-question")) not in {None, last}:
        answer(pane, ANSWERS[str(key)])


def finish(pane: Pane) -> None:
    """From the summary to the result."""
    pane.click("form#finish button")
    pane.find("data#eligibility")
    assert pane.attribute("data#company-share", "value") == "2000.00"


def take_pdf(window: Window, pane: Pane) -> str:
    """Download the PDF from the result; its words."""
    pdf = window.download(lambda: pane.click(".hero a[href$='/estimation.pdf']"))
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def full_journey(window: Window, pane: Pane) -> None:
    """All of it, to the PDF."""
    begin(pane)
    answer_until(pane)
    finish(pane)
    assert "2\u202f000" in take_pdf(window, pane).replace("\u00a0", "\u202f")


def check_height(window: Window, number: int = 0) -> float:
    """The frame is as tall as its content, needs no scroll bar, and stays so; that height in pixels."""
    pane = window.frame(number)
    pane.wait("document.readyState === 'complete' && document.fonts.status === 'loaded'")
    height = float(pane.read(HEIGHT))
    window.top.wait(
        f"Math.abs(document.querySelectorAll('iframe')[{number}].getBoundingClientRect().height - {height}) <= {CLOSE}"
    )
    changes = window.top.read(STILL % number)
    assert changes == 0, f"the height changed {changes} times after it was right"
    assert abs(float(pane.read(HEIGHT)) - height) <= CLOSE, "the content changed with the frame"
    over = pane.read("document.documentElement.scrollHeight - innerHeight")
    assert over <= 0, f"{over} pixels don't show"
    return height


def embedded(window: Window, host: HostSite, program: Server, *, above: str = "", attributes: str = "") -> Pane:
    """The questionnaire by the script, perhaps below something; its frame."""
    window.open(host.show(above + host_site.script(program.url, attributes)))
    window.top.wait("heard.some(({type}) => type === 'height')")
    return window.frame()


def resumed(window: Window, pane: Pane, address: str) -> None:
    """Have the frame show an assessment that was begun elsewhere."""
    pane.read(f"void (location.href = '{address}')")
    window.top.wait("heard.filter(({type}) => type === 'ready').length > 1")
