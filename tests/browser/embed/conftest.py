"""The same tests in two browsers, with the program on one origin and a host site on another."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.conftest import Watch
from tests.browser.embed.bidi import Firefox, find_firefox, launch_firefox
from tests.browser.embed.chromium import ChromiumWindow
from tests.browser.embed.firefox import FirefoxWindow
from tests.browser.embed.host_site import HostSite
from tests.browser.embed.panes import Window
from tests.server import Server

NOT_INSTALLED = "NO FIREFOX IS INSTALLED: the frame is not tried in it (on Debian: apt-get install firefox-esr)"


@pytest.fixture(scope="session")
def host() -> Iterator[HostSite]:
    """A site that may show the questionnaire."""
    site = HostSite()
    yield site
    site.stop()


@pytest.fixture(scope="session")
def stranger() -> Iterator[HostSite]:
    """A site that may not."""
    site = HostSite()
    yield site
    site.stop()


@pytest.fixture(scope="session")
def program(start_server: Callable[..., Server], host: HostSite) -> Server:
    """The program, with that host on its list. It answers on 127.0.0.1: another site than `localhost`."""
    return start_server(FRAME_ANCESTORS=host.origin)


@pytest.fixture(scope="session")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox | None]:
    """A Firefox as visitors have it, where one is installed."""
    found = find_firefox()
    if found is None:
        yield None
        return
    with launch_firefox(found, tmp_path_factory.mktemp("firefox")) as running:
        yield running


@pytest.fixture
def firefox_window(firefox: Firefox | None, watch: Watch) -> Iterator[Window]:
    """A new tab of Firefox."""
    if firefox is None:
        pytest.skip(NOT_INSTALLED)
    firefox.events.clear()
    tab = FirefoxWindow(firefox, firefox.call("browsingContext.create", type="tab")["context"])
    tab.resize(1280, 800)
    yield tab
    watch.faults.extend(tab.faults())
    firefox.call("browsingContext.close", context=tab.context)


@pytest.fixture
def chromium_window(new_context: Callable[..., BrowserContext]) -> Window:
    """A new tab of Chromium. Journeys have a whole one, at half as much again: this one keeps third-party cookies."""
    return ChromiumWindow(new_context(viewport={"width": 1280, "height": 800}).new_page())


BROWSERS = ("chromium", pytest.param("firefox", marks=pytest.mark.firefox))
"""Each in turn; `make test-firefox` is the other one's."""


@pytest.fixture(params=BROWSERS)
def window(request: pytest.FixtureRequest) -> Window:
    """A new tab of each browser in turn."""
    tab: Window = request.getfixturevalue(f"{request.param}_window")
    return tab
