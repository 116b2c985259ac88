"""The program with a member of staff, somebody who applied, and a window of hers that is signed in."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.journeys import ANSWERS
from tests.server import PROJECT, Server
from tests.views.staff.dossiers import FULL

EMAIL, PASSWORD = "agathe@aract.example", "cheval agrafe pile correcte"


def create_account(server: Server, email: str, *options: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "flask", "--app", "app", "staff", "create", email, "--password-stdin", *options],
        cwd=PROJECT,
        env=server.environment,
        input=f"{PASSWORD}\n",
        text=True,
        check=True,
        capture_output=True,
    )


def apply(server: Server, contact: dict[str, str] | None = None, **changed: str) -> str:
    """Have a visitor finish and apply; the address of her assessment."""
    address = server.assessment({**ANSWERS, **changed}, finish=True)
    status, _ = server.post(urlsplit(address).path + "/contact", {"pour": "candidature", **FULL, **(contact or {})})
    assert status == 303
    return address


@pytest.fixture(scope="session")
def staffed(start_server: Callable[..., Server]) -> Server:
    """The program with one account, the first: an administratrice."""
    server = start_server()
    create_account(server, EMAIL, "--name", "Agathe Blanc")
    return server


def sign_in(page: Page, server: Server) -> Page:
    page.goto(f"{server.url}/pilotage")
    page.fill("#email", EMAIL)
    page.fill("#password", PASSWORD)
    page.click("form#login button")
    page.wait_for_url("**/pilotage")
    return page


@pytest.fixture
def desk(page: Page, staffed: Server) -> Page:
    """Her window, signed in."""
    return sign_in(page, staffed)


@pytest.fixture
def desk_of(staffed: Server, new_context: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """Her window with other options."""

    def open_(**options: object) -> Page:
        return sign_in(new_context(**options).new_page(), staffed)

    return open_
