"""Going through the questionnaire in a frame, in whichever browser."""

from __future__ import annotations

import io
from collections.abc import Sequence
from urllib.parse import urlsplit

from pypdf import PdfReader

from tests.browser.embed import host_site
from tests.browser.embed.host_site import HostSite
from tests.browser.embed.panes import Pane, Window
from tests.journeys import ANSWERS
from tests.server import Server

HEIGHT = "document.documentElement.getBoundingClientRect().height"
LAST = {"themes", "ecosysteme_cooperation"}
CLOSE = 2
"""Pixels that a frame may differ from its content."""

SETTLED = """new Promise(settled => {
  const frame = document.querySelectorAll("iframe")[%d];
  const heights = [];
  let still = 0;
  const look = () => {
    const height = frame.getBoundingClientRect().height;
    still += 1;
    if (height !== heights.at(-1)) still = heights.push(height) && 0;
    if (still < 10 && heights.length < 20) requestAnimationFrame(look);
    else settled(heights);
  };
  look();
})"""
"""The heights that a frame goes through, until it keeps one for ten paints."""

FOLLOWED = """[...document.querySelectorAll("iframe")].map(frame =>
  [frame.getBoundingClientRect().height, frame.clientWidth])[%d]"""
MOST_LOOKS = 20


def begin(pane: Pane) -> None:
    """From the start page to the first question."""
    pane.click("form#start button[type=submit]")
    pane.find("form[data-question=territoire]")


def answer(pane: Pane, value: str | Sequence[str], *, scripts: bool = True) -> None:
    """Answer the question on the screen, and wait for the next screen; with scripts a single choice goes on alone."""
    key = pane.attribute("form[data-question]", "data-question")
    alone = scripts and isinstance(value, str) and key != "effectif"
    if key == "effectif":
        pane.write(f"input[name={key}]", str(value))
    else:
        for each in [value] if isinstance(value, str) else value:
            pane.click(f"label:has(input[name={key}][value='{each}'])")
    if not alone:
        pane.click("form[data-question] button.primary")
    pane.find(f"form[data-question]:not([data-question='{key}']), form#finish")


def answer_until(pane: Pane, last: str | None = None, *, scripts: bool = True) -> None:
    """Answer everything up to the question `last`, or to the summary."""
    while (key := pane.attribute("form[data-question], form#finish", "data-question")) not in {None, last}:
        answer(pane, ANSWERS[str(key)], scripts=scripts)


def finish(pane: Pane) -> None:
    """From the summary to the result."""
    pane.click("form#finish button")
    pane.find("data#eligibility")
    assert pane.attribute("data#company-share", "value") == "2000.00"


def take_pdf(window: Window, pane: Pane) -> str:
    """Download the PDF from the result; its words."""
    settle(window)  # or what is aimed at would move
    pdf = window.download(lambda: pane.click(".hero a[href$='/estimation.pdf']"))
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return text.replace("\u00a0", "\u202f")


def first_answers(pane: Pane, *, scripts: bool = True) -> None:
    """From the start page on, choices and a number."""
    begin(pane)
    answer_until(pane, "secteur", scripts=scripts)


def nearly_all(program: Server) -> str:
    """An assessment with everything answered but a question of several choices and the last one; its path."""
    given = {key: value for key, value in ANSWERS.items() if key not in LAST}
    return program.assessment(given, "/integre").removeprefix(program.url)


def answer_unseen(program: Server, pane: Pane) -> None:
    """The same of the visit in the frame, sent from elsewhere; the frame asks what is left."""
    path = urlsplit(pane.address).path.partition("/questions")[0]
    for key, value in ANSWERS.items():
        if key not in LAST:
            assert program.post(f"{path}/questions/{key}", {key: value})[0] == 303, key
    pane.read("void location.reload()")
    pane.find("form[data-question=secteur] :checked")
    pane.click("form[data-question] button.primary")
    pane.find("form[data-question=themes]")


def last_answers(window: Window, pane: Pane, *, scripts: bool = True) -> None:
    """Whatever is left to answer, the result and the PDF."""
    answer_until(pane, scripts=scripts)
    finish(pane)
    assert "2\u202f000" in take_pdf(window, pane)


def settle(window: Window, number: int = 0) -> None:
    """Wait until the frame keeps its height. It comes back to one at most once (the host's scroll bar)."""
    heights = window.top.read(SETTLED % number)
    assert len(heights) - len(set(heights)) <= 1, f"the frame flickers: {heights}"


def check_height(window: Window, number: int = 0) -> float:
    """The frame is as tall as its content, needs no scroll bar, and stays so; that height in pixels."""
    pane = window.frame(number)
    pane.wait("document.readyState === 'complete' && document.fonts.status === 'loaded'")
    looks = []
    for _ in range(MOST_LOOKS):  # what is done in one process comes to the other a little later
        settle(window, number)
        height, width, over = pane.read(f"[{HEIGHT}, innerWidth, document.documentElement.scrollHeight - innerHeight]")
        given_height, given_width = window.top.read(FOLLOWED % number)
        if abs(given_height - height) <= CLOSE and given_width == width and over <= 0:
            return float(height)
        looks.append(f"{given_width} × {given_height} for {width} × {height}, {over} pixels of it don't show")
    raise AssertionError("\n".join(looks))


def embedded(window: Window, host: HostSite, program: Server, *, above: str = "", attributes: str = "") -> Pane:
    """The questionnaire by the script, perhaps below something; its frame."""
    window.open(host.show(above + host_site.script(program.url, attributes)))
    window.top.wait("heard.some(({type}) => type === 'height')")
    return window.frame()


def resumed(window: Window, pane: Pane, address: str) -> None:
    """Have the frame show an assessment that was begun elsewhere."""
    pane.read(f"void (location.href = '{address}')")
    window.top.wait("heard.filter(({type}) => type === 'ready').length > 1")
