"""The back-office is open to everyone on the team: axe on its pages, nothing lost at 320 px, large targets."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from tests.browser.looks import BACK_OFFICE, Beholder
from tests.browser.staff.conftest import apply
from tests.server import Server

pytestmark = pytest.mark.xdist_group("staffed")  # what it starts from is made once


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


def test_nothing_is_lost_and_axe_finds_nothing(applied: Server, desk_of: Callable[..., Page]) -> None:
    page = desk_of()
    beholder = Beholder(page, BACK_OFFICE, LEAST_TARGET)
    faults = [fault for name in pages(page, applied) for fault in beholder.faults(name)]
    assert not faults, "\n".join(faults)
