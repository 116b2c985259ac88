"""No cookie and no storage, in browsers that would keep what another site's frame gives them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests.browser.conftest import VISITOR, chromium_options
from tests.browser.embed import host_site
from tests.browser.embed.chromium import ChromiumWindow
from tests.browser.embed.conftest import BROWSERS
from tests.browser.embed.host_site import HostSite
from tests.browser.embed.journeys import first_answers, last_answers, nearly_all, resumed
from tests.browser.embed.panes import Window
from tests.server import Server

pytestmark = pytest.mark.xdist_group("frames")  # what it starts from is made once


ALLOWED = {"profile": {"cookie_controls_mode": 0, "block_third_party_cookies": False}}
STORED = """(async () => ({
  cookies: document.cookie, local: localStorage.length, session: sessionStorage.length,
  databases: (await indexedDB.databases()).length, caches: (await caches.keys()).length,
  workers: (await navigator.serviceWorker.getRegistrations()).length }))()"""
NOTHING = {"cookies": "", "local": 0, "session": 0, "databases": 0, "caches": 0, "workers": 0}


@pytest.fixture(params=BROWSERS)
def generous(request: pytest.FixtureRequest, playwright: Playwright, tmp_path: Path) -> Iterator[Window]:
    """A Chromium set to accept third-party cookies; a Firefox as it comes (it keeps them apart, for each host)."""
    if request.param == "firefox":
        yield request.getfixturevalue("firefox_window")
        return
    (tmp_path / "Default").mkdir()
    (tmp_path / "Default" / "Preferences").write_text(json.dumps(ALLOWED), encoding="utf-8")
    context = playwright.chromium.launch_persistent_context(tmp_path, **chromium_options(whole=True), **VISITOR)
    yield ChromiumWindow(context.new_page())
    context.close()


def test_this_browser_would_keep_a_cookie(generous: Window, host: HostSite) -> None:
    elsewhere = host.origin.replace("localhost", "127.0.0.1")
    host.pages["/cookie"] = '<!doctype html><title></title><script>localStorage.setItem("kept", "1")</script>'
    generous.open(host.show(f'<iframe src="{elsewhere}/cookie"></iframe>'))
    kept = generous.frame().read(STORED)
    assert (kept["cookies"], kept["local"]) == ("told=1", 1)
    generous.frame().read("localStorage.clear()")
    generous.frame().read("document.cookie = 'told=; Max-Age=0; SameSite=None; Secure'")
    assert generous.frame().read(STORED) == NOTHING


def test_nothing_is_kept_from_the_first_page_to_the_pdf(generous: Window, host: HostSite, program: Server) -> None:
    generous.open(host.show(host_site.script(program.url)))
    pane = generous.frame()
    first_answers(pane)
    resumed(generous, pane, nearly_all(program))
    pane.find("form[data-question=themes]")
    last_answers(generous, pane)
    assert pane.read(STORED) == NOTHING
