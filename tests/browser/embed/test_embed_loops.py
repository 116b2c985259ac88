"""The host page's own scroll bar makes the frame narrower, which may make it shorter, which may take the bar away."""

from __future__ import annotations

import pytest

from tests.browser import driving
from tests.browser.embed.host_site import HostSite
from tests.browser.embed.journeys import SETTLED, check_height, embedded, resumed
from tests.browser.embed.panes import Window
from tests.server import Server

pytestmark = pytest.mark.firefox

THERE_AND_BACK = """async () => {
  const fold = document.querySelector("details.why summary");
  const wide = innerWidth;
  fold.click();
  while (innerWidth === wide) await new Promise(drawn => requestAnimationFrame(drawn));
  fold.click();
}"""
"""Opens a fold, which makes the host page's scroll bar come, and closes it at once."""

DOCUMENT = "document.documentElement.getBoundingClientRect().height"


@pytest.mark.parametrize("width", [800, 1280])
def test_the_frame_settles_where_the_scroll_bar_comes_and_goes(
    firefox_window: Window, host: HostSite, program: Server, width: int
) -> None:
    window = firefox_window
    window.resize(width, 1200)
    embedded(window, host, program)
    window.top.read(SETTLED % 0)
    free = window.top.read(DOCUMENT)
    seen = {}
    for height in range(round(free) - 6, round(free) + 4):
        window.resize(width, height)
        seen[height] = window.top.read(SETTLED % 0)
    assert {height: heights for height, heights in seen.items() if len(heights) > 4} == {}


def test_a_fold_closed_as_soon_as_it_brought_the_scroll_bar_leaves_no_gap(
    firefox_window: Window, host: HostSite, program: Server
) -> None:
    window = firefox_window
    pane = embedded(window, host, program)
    resumed(window, pane, program.assessment(driving.until("effectif"), "/integre"))
    pane.find("details.why")
    short = check_height(window)
    free = round(window.top.read(DOCUMENT)) + 20
    window.resize(1280, free)
    assert check_height(window) == short
    for _ in range(2):
        pane.read(f"({THERE_AND_BACK})()")
        assert check_height(window) == short
