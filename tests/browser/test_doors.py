"""The other two doors, kiosk and iframe, open to everyone too: axe on each screen, targets for a finger."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser import driving
from tests.browser.screens import faults_of_layout
from tests.journeys import ANSWERS, DEEPENINGS
from tests.server import Server

Check = Callable[[Page], None]

SHORT = {key: value for key, value in ANSWERS.items() if key not in DEEPENINGS}
EVENT = "salon-26"


@pytest.fixture(scope="module")
def stand(start_server: Callable[..., Server]) -> Server:
    """The program with an event open."""
    server = start_server()
    server.command("event", "create", "Salon des entreprises", "--code", EVENT, "--place", "Lyon")
    return server


@pytest.mark.parametrize("size", [(1280, 800), (800, 1280)], ids=["landscape", "portrait"])
def test_every_screen_of_the_kiosk(
    size: tuple[int, int], new_context: Callable[..., BrowserContext], stand: Server, axe: Check
) -> None:
    page = new_context(viewport={"width": size[0], "height": size[1]}).new_page()
    page.goto(f"{stand.url}/borne/{EVENT}")
    axe(page)
    driving.begin(page, page.url)
    faults = []
    for key, value in SHORT.items():
        assert driving.current(page) == key
        axe(page)
        faults += [f"{key}: {fault}" for fault in faults_of_layout(page, 56)]
        driving.tap(page, value)
    page.wait_for_url("**/resultat")
    axe(page)
    faults += [f"result: {fault}" for fault in faults_of_layout(page, 56)]
    assert not faults, "\n".join(faults)


def test_every_screen_in_a_frame(new_context: Callable[..., BrowserContext], stand: Server, axe: Check) -> None:
    page = new_context(viewport={"width": 640, "height": 800}).new_page()
    page.goto(f"{stand.url}/integre")
    axe(page)
    address = stand.assessment(ANSWERS, "/integre")
    for key in ANSWERS:
        page.goto(f"{address}/questions/{key}")
        axe(page)
    page.goto(f"{address}/recapitulatif")
    axe(page)
    driving.finish(page)
    axe(page)
    page.goto(f"{stand.url}/integration")
    axe(page)
