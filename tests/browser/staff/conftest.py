"""The program with a member of staff, somebody who applied, and a window of hers that is signed in."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState

from tests.bench.back_office import fill
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
    send_request(server, urlsplit(address).path, contact or {})
    return address


def send_request(server: Server, path: str, contact: dict[str, str]) -> None:
    """Apply with a result that is there already."""
    status, _ = server.post(f"{path}/contact", {"pour": "candidature", **FULL, **contact})
    assert status == 303


@pytest.fixture(scope="session")
def staffed(start_server: Callable[..., Server]) -> Server:
    """The program with one account, the first: an administratrice."""
    server = start_server()
    create_account(server, EMAIL, "--name", "Agathe Blanc")
    return server


def sign_in(page: Page, url: str, email: str = EMAIL, password: str = PASSWORD) -> Page:
    """By the form, as somebody does who comes in."""
    page.goto(f"{url}/pilotage")
    page.fill("#email", email)
    page.fill("#password", password)
    page.click("form#login button")
    page.wait_for_url("**/pilotage")
    return page


@pytest.fixture(scope="session")
def signed_in(browser: Browser) -> Callable[..., StorageState]:
    """What a browser keeps of a sign-in, made once for each account: other windows of hers begin with it."""

    @cache
    def keep(url: str, email: str, password: str) -> StorageState:
        with browser.new_context() as context:
            sign_in(context.new_page(), url, email, password)
            return context.storage_state()

    return keep


@pytest.fixture
def desk_of(
    staffed: Server, new_context: Callable[..., BrowserContext], signed_in: Callable[..., StorageState]
) -> Callable[..., Page]:
    """A window that is signed in: hers, or another account's, with these options."""

    def open_(email: str = EMAIL, **options: object) -> Page:
        return new_context(storage_state=signed_in(staffed.url, email, PASSWORD), **options).new_page()

    return open_


@pytest.fixture
def desk(desk_of: Callable[..., Page]) -> Page:
    """Her window, signed in, of the size of a laptop's."""
    return desk_of(viewport={"width": 1280, "height": 800})


@pytest.fixture(scope="session")
def region(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, str, str]]:
    """The program with an invented region of 100 visits, and an account to enter with."""
    server = Server(tmp_path_factory.mktemp("region"), {})
    email, password = fill(server, 100)
    server.start()
    yield server, email, password
    server.stop()


@pytest.fixture
def desk_there(
    region: tuple[Server, str, str],
    new_context: Callable[..., BrowserContext],
    signed_in: Callable[..., StorageState],
) -> Callable[..., Page]:
    """A window signed in there, on a page of the back-office."""
    server, email, password = region

    def open_(path: str, width: int, height: int, **options: object) -> Page:
        state = signed_in(server.url, email, password)
        page = new_context(viewport={"width": width, "height": height}, storage_state=state, **options).new_page()
        page.goto(f"{server.url}/pilotage{path}")
        return page

    return open_
