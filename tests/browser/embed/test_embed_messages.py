"""What the frame and the host page say to each other, and whom neither of them listens to."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Watch
from tests.browser.embed import host_site
from tests.browser.embed.chromium import ChromiumWindow
from tests.browser.embed.conftest import BROWSERS
from tests.browser.embed.host_site import HostSite
from tests.browser.embed.journeys import answer, begin, check_height, embedded
from tests.browser.embed.panes import Window
from tests.server import Server

pytestmark = pytest.mark.xdist_group("frames")  # what it starts from is made once


HOSTILE = """<!doctype html><title></title><script>
  addEventListener("message", () => { document.title += "spoken to "; });
  for (const type of ["ready", "height", "step", "finished"]) parent.postMessage({ aract: 1, type, height: 4321 }, "*");
  for (const type of ["hello", "height", "step"]) {
    parent.frames[0].postMessage({ aract: 1, type, again: true, height: 4321 }, "*");
  }
  parent.postMessage("the end", "*");
</script>"""
MISSHAPEN = """[null, 1, "height", {}, { aract: 1 }, { aract: 2, type: "height", height: 4321 },
  { aract: 1, type: "answers" }, { aract: 1, type: ["step"] }, { aract: 1, type: "height" },
  ...[-1, 0, 0.5, 1e6, NaN, Infinity, "4321", [4321]].map(height => ({ aract: 1, type: "height", height })),
  "the end"]"""
FORGED = """dispatchEvent(new MessageEvent("message", {
  source: parent, origin: %r, data: { aract: 1, type: "hello", again: true } })) &&
  document.documentElement.classList.contains("followed")"""
FRAME_HEIGHT = "document.querySelector('iframe').offsetHeight"
SEVERAL_HEARD = "['ready', 'step', 'finished'].map(name => heard.filter(({type}) => type === name).length)"


@pytest.mark.parametrize("third", ["host", "stranger"])
def test_a_third_window_is_neither_heard_nor_spoken_to(
    window: Window, third: str, request: pytest.FixtureRequest, host: HostSite, program: Server
) -> None:
    site: HostSite = request.getfixturevalue(third)
    site.pages["/hostile"] = HOSTILE
    pane = embedded(window, host, program)
    begin(pane)
    height = check_height(window)
    before = window.top.read(SEVERAL_HEARD)
    assert before == [2, 1, 0]
    window.top.read(
        f"void document.body.append(Object.assign(document.createElement('iframe'),{{ src: '{site.origin}/hostile' }}))"
    )
    window.top.wait("stray.includes('the end')")
    assert abs(window.top.read(FRAME_HEIGHT) - height) <= 2
    answer(pane, "07")  # what the frame says is in order: had it said more before, it would have been heard by now
    window.top.wait(f"({SEVERAL_HEARD})[1] > 1")
    assert window.top.read(SEVERAL_HEARD) == [2, 2, 0]
    assert window.frame(1).read("document.title") == "", "the questionnaire spoke to it"


def test_each_frame_speaks_for_itself_alone(window: Window, host: HostSite, program: Server) -> None:
    snippet = host_site.script(program.url)
    window.open(host.show(snippet + snippet))
    height = check_height(window, 0)
    check_height(window, 1)
    window.frame(1).read("parent.postMessage({ aract: 1, type: 'height', height: 4321 }, '*')")
    window.top.wait("document.querySelectorAll('iframe')[1].offsetHeight === 4321")
    assert abs(window.top.read(FRAME_HEIGHT) - height) <= 2


def test_messages_of_another_shape_are_ignored(window: Window, host: HostSite, program: Server) -> None:
    pane = embedded(window, host, program)
    height = check_height(window)
    heard = window.top.read("heard.length")
    pane.read(f"{MISSHAPEN}.map(each => parent.postMessage(each, '*')).length")
    window.top.wait("stray.includes('the end')")
    assert window.top.read("heard.length") == heard
    assert abs(window.top.read(FRAME_HEIGHT) - height) <= 2


def test_another_site_in_our_frame_is_not_heard(
    window: Window, host: HostSite, stranger: HostSite, program: Server
) -> None:
    embedded(window, host, program)
    height = check_height(window)
    heard = window.top.read("heard.length")
    stranger.pages["/hostile"] = HOSTILE
    window.top.read(f"void (document.querySelector('iframe').src = '{stranger.origin}/hostile')")
    window.top.wait("stray.includes('the end')")
    assert window.top.read("heard.length") == heard
    assert abs(window.top.read(FRAME_HEIGHT) - height) <= 2


def test_the_frame_tells_only_a_listed_host_that_said_hello(window: Window, host: HostSite, program: Server) -> None:
    window.open(host.show(host_site.frame(program.url)))
    pane = window.frame()
    window.top.read(
        "[null, 'hello', {aract: 1}, {type: 'hello'}, {aract: 1, type: 'height', height: 1}]"
        ".forEach(data => frames[0].postMessage(data, '*'))"
    )
    for origin in ("https://ailleurs.fr", host.origin + ".ailleurs.fr", "null", ""):
        assert pane.read(FORGED % origin) is False
    begin(pane)
    pane.wait("document.readyState === 'complete'")
    assert window.top.read("stray.every(({type}) => type === 'ready')")
    assert pane.read(FORGED % host.origin) is True, "what was tried above would have worked with the right origin"


@pytest.mark.parametrize("sandbox", [host_site.ALL_BUT_FRAME, host_site.OPAQUE])
def test_the_scripts_own_frame_in_a_sandbox(window: Window, host: HostSite, program: Server, sandbox: str) -> None:
    embedded(window, host, program)
    window.top.read(
        "(() => { const frame = document.querySelector('iframe'); heard.length = 0;"
        f"frame.setAttribute('sandbox', '{sandbox}'); frame.src = frame.src; return 1; }})()"
    )
    window.top.wait("heard.some(({type}) => type === 'height')")
    pane = window.frame()
    assert pane.read("self.origin") == ("null" if sandbox == host_site.OPAQUE else program.url)
    start = check_height(window)
    begin(pane)
    answer(pane, "07")
    assert check_height(window) != start
    window.top.wait("heard.some(({type}) => type === 'step')")


@pytest.mark.parametrize("browser_name", BROWSERS)
def test_a_subdomain_of_a_listed_pattern(
    browser_name: str,
    request: pytest.FixtureRequest,
    start_server: Callable[..., Server],
    stranger: HostSite,
    watch: Watch,
) -> None:
    watch.allow("frame-ancestors")
    port = stranger.origin.rpartition(":")[2]
    program = start_server(FRAME_ANCESTORS=f"http://*.hote.localhost:{port}")
    window: Window
    if browser_name == "firefox":
        window = request.getfixturevalue("firefox_window")
    else:  # in a context of its own: the watched ones let nothing pass to such a host
        browser: Browser = request.getfixturevalue("browser")
        page = browser.new_page()
        request.addfinalizer(page.close)
        window = ChromiumWindow(page)
    body = host_site.script(program.url)
    window.open(stranger.show(body).replace("localhost", "un.deux.hote.localhost"))
    window.top.wait("heard.some(({type}) => type === 'height')")
    check_height(window)
    assert window.frame().read("document.querySelector('[name=origin]').value").startswith("http://un.deux.hote.")
    window.open(stranger.show(body).replace("localhost", "hote.localhost"))
    assert window.top.read("heard.length") == 0
