"""A real Chromium on the real program; anything it asks of another host, or writes to the console, fails the test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, Request, sync_playwright

from app import create_app
from models.service.settings import read_settings
from models.store.database import close_database
from tests.browser.axe import violations_of
from tests.server import Server

HERE = Path(__file__).parent
SHELLS = ("chromium-headless-shell",)
"""Chromium without its windows: the same pages for a quarter less of the processor."""

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
VISITOR: dict[str, Any] = {"locale": "fr-FR", "timezone_id": "Europe/Paris", "reduced_motion": "reduce"}
MOVING: dict[str, Any] = {"reduced_motion": "no-preference"}
OWN_HOSTS = frozenset({"127.0.0.1", "localhost"})
NOTHING_ELSE_RESOLVES = (
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost, EXCLUDE *.localhost"
)
UNUSED = (
    # What a whole Chromium prepares for each new window: half of the processor time of the browser's tests.
    *("PreloadTopChromeWebUI", "WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "SpareRendererForSitePerProcess"),
    # Playwright's own list, which this one takes the place of.
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades", "PaintHolding"),
    *("HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "ThirdPartyStoragePartitioning"),
    *("AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints", "NetworkTimeServiceQuerying", "AimEnabled"),
    "PreconnectToSearch",
)
"""Features of Chromium that no test looks at."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this directory drives a browser.

    A browser, a program and a test race each other on a busy machine: one that fails is tried once more, and the
    summary says so. What is wrong is wrong twice.
    """
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.flaky(reruns=1))


def find_chromium(*, whole: bool) -> str:
    """The Chromium to drive: the one CHROMIUM names, else the first that is installed; `whole`, with its windows."""
    named, known = os.environ.get("CHROMIUM"), CHROMIUMS if whole else (*SHELLS, *CHROMIUMS)
    found = next(filter(None, map(shutil.which, [named] if named else known)), None)
    if found is None:
        pytest.fail("No Chromium was found. Install one (make test does), or name one: CHROMIUM=/path/to/chromium")
    return found


def chromium_options(*arguments: str, whole: bool = False) -> dict[str, Any]:
    """How to launch it. As root it refuses to start in its sandbox; letters are as wide with windows as without."""
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    own = (
        "--disable-gpu",
        "--font-render-hinting=none",
        "--disable-features=" + ",".join(UNUSED),
        NOTHING_ELSE_RESOLVES,
    )
    return {"executable_path": find_chromium(whole=whole), "args": [*sandbox, *own, *arguments]}


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def launch_chromium(playwright: Playwright) -> Iterator[Callable[..., Browser]]:
    """Launches a Chromium with arguments of one's own; closed at the end of the session."""
    launched: list[Browser] = []

    def launch(*arguments: str, without: tuple[str, ...] = (), whole: bool = False) -> Browser:
        options = chromium_options(*arguments, whole=whole)
        browser = playwright.chromium.launch(**options, ignore_default_args=list(without) or None)
        launched.append(browser)
        return browser

    yield launch
    for browser in launched:
        browser.close()


@pytest.fixture(scope="session")
def browser(launch_chromium: Callable[..., Browser]) -> Browser:
    return launch_chromium()


@dataclass
class Watch:  # no slots: Playwright leaves marks on what it calls back
    """What a test's windows did that they shouldn't have; `allow` forgives what a test brings about on purpose."""

    faults: list[str] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)

    def allow(self, words: str) -> None:
        """Forgive the messages that hold these words."""
        self.allowed.append(words)

    def context(self, context: BrowserContext) -> None:
        """Watch every page of a context."""
        context.on("request", self._only_here)  # a route would ask here before each, and turn the browser's cache off
        context.on("console", self._console)
        context.on("weberror", lambda error: self.faults.append(f"uncaught: {error.error}"))

    def _only_here(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https"} and address.hostname not in OWN_HOSTS:
            self.faults.append(f"asked of another host: {request.url}")

    def _console(self, message: ConsoleMessage) -> None:
        # Chromium reports a 4xx as an error of the page; a refused answer is part of the conversation.
        if message.type == "error" and "the server responded with a status of 4" not in message.text:
            self.faults.append(f"console: {message.text}")

    @property
    def unforgiven(self) -> list[str]:
        """The faults that no test asked for."""
        return [fault for fault in self.faults if not any(words in fault for words in self.allowed)]


@pytest.fixture
def watch() -> Iterator[Watch]:
    watch = Watch()
    yield watch
    assert not watch.unforgiven, watch.unforgiven


@pytest.fixture
def new_context(browser: Browser, watch: Watch) -> Iterator[Callable[..., BrowserContext]]:
    """Makes watched browser contexts (`java_script_enabled=False`, a viewport…), closed after the test.

    They ask for less motion, or each click would wait for an entrance to end; say `**MOVING` where motion matters.
    """
    made: list[BrowserContext] = []

    def make(**options: Any) -> BrowserContext:
        context = browser.new_context(**{**VISITOR, **options})
        context.set_default_timeout(10_000)
        watch.context(context)
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()


@pytest.fixture
def page(new_context: Callable[..., BrowserContext]) -> Page:
    """A window with scripts, of the size of a laptop's."""
    return new_context(viewport={"width": 1280, "height": 800}).new_page()


@pytest.fixture
def plain_page(new_context: Callable[..., BrowserContext]) -> Page:
    """A window without scripts."""
    return new_context(java_script_enabled=False).new_page()


@pytest.fixture(scope="session")
def start_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Server]]:
    """Starts the real program with some settings, on a database of its own; stopped at the end of the session."""
    started: list[Server] = []

    def start(**settings: str) -> Server:
        server = Server(tmp_path_factory.mktemp("server"), settings).start()
        started.append(server)
        return server

    yield start
    for server in started:
        server.stop()


@pytest.fixture(scope="session")
def server(start_server: Callable[..., Server]) -> Server:
    """The program with its default settings, shared by the tests of a session."""
    return start_server()


@pytest.fixture(scope="session")
def long_ago(instance: Path) -> Callable[[Server], AbstractContextManager[Flask]]:
    """The program in this process on a server's database, for what happened before today: its functions take a day."""

    @contextmanager
    def open_(server: Server) -> Iterator[Flask]:
        settings = read_settings({"SECRET_KEY": server.environment["SECRET_KEY"]})
        try:
            yield create_app(replace(settings, instance=instance, database=server.database))
        finally:
            close_database()

    return open_


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Asserts that axe-core finds nothing to reproach the page with."""

    def check(page: Page) -> None:
        violations = violations_of(page)
        assert not violations, f"{page.url}:\n  " + "\n  ".join(violations)

    return check
