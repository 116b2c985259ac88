"""The back-office is open to everyone on the team: axe on its pages, nothing lost at 320 px, large targets."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from tests.browser.screens import faults_of_layout
from tests.browser.staff.conftest import apply
from tests.server import Server

LEAST_TARGET = 44
PAGES = (
    "",
    "/dossiers",
    "/dossiers?verdict=eligible&q=etabli&tri=effectif",
    "/dossiers?q=personne-de-ce-nom",
    "/dossiers/1",
    "/dossiers/1/entretien",
    "/dossiers/1/coordonnees",
    "/dossiers/1/effacer",
    "/dossiers/nouveau",
    "/import",
    "/exports",
    "/compte",
    "/compte/double-verification",
    "/comptes",
    "/journal",
)


@pytest.fixture(scope="session")
def applied(staffed: Server) -> Server:
    apply(staffed)
    return staffed


def pages(page: Page, server: Server) -> Iterator[str]:
    """Each page, then a form refused."""
    for path in PAGES:
        page.goto(f"{server.url}/pilotage{path}")
        yield path
    page.goto(f"{server.url}/pilotage/dossiers/nouveau")
    with page.expect_navigation():  # the refusal's own style sheet included
        page.get_by_role("button", name="Enregistrer le dossier").click()
    yield "a form refused"


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_axe_finds_nothing(
    applied: Server, desk_of: Callable[..., Page], axe: Callable[[Page], None], scheme: str, width: int
) -> None:
    page = desk_of(viewport={"width": width, "height": 800}, color_scheme=scheme)
    for _ in pages(page, applied):
        axe(page)


def test_nothing_is_lost_at_320_pixels_or_at_twice_the_text(applied: Server, desk_of: Callable[..., Page]) -> None:
    page = desk_of(viewport={"width": 320, "height": 640})
    faults: list[str] = []
    for name in pages(page, applied):
        page.set_viewport_size({"width": 320, "height": 640})
        faults += [f"{name} at 320 px: {fault}" for fault in faults_of_layout(page, LEAST_TARGET)]
        page.set_viewport_size({"width": 1280, "height": 800})
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        faults += [f"{name} at twice the text: {fault}" for fault in faults_of_layout(page, LEAST_TARGET)]
    assert not faults, "\n".join(faults)
