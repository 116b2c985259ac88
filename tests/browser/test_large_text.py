"""Large text, narrow screens: every screen of the three doors is readable, with its error and with an answer chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import driving
from tests.browser.conftest import VISITOR
from tests.browser.driving import QUESTION
from tests.browser.legible import faults_of_text, lines_of_options
from tests.browser.screens import PAGES, faults_of_layout, outcomes
from tests.journeys import ANSWERS, DEEPENINGS, Answers
from tests.server import Server

pytestmark = pytest.mark.xdist_group("large text")  # what it starts from is made once

TWICE = "--blink-settings=defaultFontSize=32"
"""A browser whose default font is of 32 pixels: 200 %, media queries included."""

EVENT = "grands-caracteres"
OPEN_ALL = "document.querySelectorAll('details').forEach(each => { each.open = true })"
SHORT: Answers = {key: value for key, value in ANSWERS.items() if key not in DEEPENINGS}
AFTER = ("/contact?pour=rappel", "/contact?pour=candidature", "/reprendre", "/supprimer")


@pytest.fixture(scope="module")
def program(start_server: Callable[..., Server]) -> Server:
    """The program with an event open."""
    server = start_server()
    server.command("event", "create", "Salon des entreprises", "--code", EVENT, "--place", "Lyon")
    return server


def walk(page: Page, answers: Answers) -> Iterator[str]:
    """From the first question on: each screen with its error, where it can have one, and with an answer chosen."""
    while key := driving.current(page):
        if page.locator(f"{QUESTION} button.card").count():
            yield key
            driving.tap(page, answers[key])
        else:
            mistake_then_choose(page, key, answers)
            yield key
            with driving.another_screen(page):
                driving.send(page)


def mistake_then_choose(page: Page, key: str, answers: Answers) -> None:
    """Send nothing, for the error, then answer without sending."""
    lines = lines_of_options(page)
    driving.send(page)
    page.locator(f"#error-{key}").wait_for()
    driving.fill_in(page, answers[key])
    assert lines_of_options(page) == lines, f"{key}: choosing re-wraps an option"


def screens_of_site(page: Page, program: Server) -> Iterator[str]:
    """The site: what tells, the questions, a no, the summary, what comes after a result."""
    for path in (*PAGES, "/integration"):
        page.goto(program.url + path)
        yield path
    driving.begin(page, program.url)
    yield from walk(page, ANSWERS)
    page.evaluate(OPEN_ALL)
    yield "summary"
    for key, value in {"territoire": "hors", "effectif": "450"}.items():
        page.goto(program.assessment({**driving.until(key), key: value}) + f"/questions/{key}")
        yield f"no at {key}"
    for number, answers in enumerate(outcomes(), 1):
        page.goto(program.assessment(answers, finish=True) + "/resultat")
        page.evaluate(OPEN_ALL)
        yield f"result {number}"
    page.goto(program.assessment({**ANSWERS, "effectif": "7"}) + "/questions/effectif")
    driving.answer(page, "70")
    yield "summary with answers to read again"
    address = program.assessment(ANSWERS, finish=True)
    page.goto(f"{address}/questions/effectif")
    yield "revision"
    page.goto(f"{address}/resultat")
    page.goto(str(page.locator("#share-url").get_attribute("value")))
    page.evaluate(OPEN_ALL)
    yield "shared result"
    yield from _after(page, address)


def screens_of_frame(page: Page, program: Server) -> Iterator[str]:
    """The frame: what its own style sheet changes, a question of each kind among it."""
    page.goto(program.url + "/integre")
    yield "/integre"
    for key in ("structure", "effectif", "themes", "besoin"):
        page.goto(f"{program.assessment(driving.until(key), '/integre')}/questions/{key}")
        mistake_then_choose(page, key, ANSWERS)
        yield key
    page.goto(program.assessment({"territoire": "hors"}, "/integre") + "/questions/territoire")
    yield "no"
    address = program.assessment(ANSWERS, "/integre", finish=True)
    page.goto(f"{address}/resultat")
    page.evaluate(OPEN_ALL)
    yield "result"
    yield from _after(page, address)


def screens_of_stand(page: Page, program: Server) -> Iterator[str]:
    """The stand: its tablet."""
    page.goto(f"{program.url}/borne/{EVENT}")
    yield "attract"
    driving.begin(page, page.url)
    yield from walk(page, SHORT)
    yield "result"
    page.goto(page.url.removesuffix("/resultat") + "/recapitulatif")
    yield "summary"
    page.goto(program.assessment({"territoire": "hors"}, f"/borne/{EVENT}") + "/questions/territoire")
    yield "no"


def _after(page: Page, address: str) -> Iterator[str]:
    for path in AFTER:
        page.goto(address + path)
        yield path
        if page.locator("form#contact").count():
            page.locator("form#contact button.primary").click()
            page.locator("#error-summary").wait_for()
            yield f"{path}, mistaken"


@pytest.mark.parametrize(
    ("font", "size", "screens", "finger"),
    [
        (16, (320, 640), screens_of_site, 44),
        (32, (390, 844), screens_of_site, 44),
        (32, (390, 844), screens_of_frame, 44),
        (32, (800, 1280), screens_of_stand, 56),
        (32, (1280, 800), screens_of_stand, 56),
    ],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_every_screen_is_readable(
    font: int,
    size: tuple[int, int],
    screens: Callable[[Page, Server], Iterator[str]],
    finger: int,
    launch_chromium: Callable[..., Browser],
    program: Server,
) -> None:
    browser = launch_chromium(TWICE) if font > 16 else launch_chromium()
    with browser.new_context(**VISITOR, viewport={"width": size[0], "height": size[1]}) as context:
        page = context.new_page()
        faults = [
            f"{name}: {fault}"
            for name in screens(page, program)
            for fault in (*faults_of_text(page), *faults_of_layout(page, finger))
        ]
    assert not faults, "\n".join(faults)
