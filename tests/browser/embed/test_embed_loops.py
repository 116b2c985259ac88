"""The host page's own scroll bar makes the frame narrower, which may make it shorter, which may take the bar away."""

from __future__ import annotations

import pytest

from tests.browser.embed.host_site import HostSite
from tests.browser.embed.journeys import SETTLED, embedded
from tests.browser.embed.panes import Window
from tests.server import Server

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
