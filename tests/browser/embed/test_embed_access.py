"""Open to everyone in a frame too: axe with mistakes shown, jumps, and the keyboard from one site to the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pytest
from playwright.sync_api import Frame, Page

from tests.browser import driving
from tests.browser.embed import host_site
from tests.browser.embed.chromium import ChromiumWindow
from tests.browser.embed.host_site import HostSite
from tests.browser.embed.journeys import check_height
from tests.browser.embed.panes import Window
from tests.journeys import ANSWERS
from tests.server import Server

pytestmark = pytest.mark.xdist_group("frames")  # what it starts from is made once


Check = Callable[[Page], None]


def frame_of(window: ChromiumWindow, address: str) -> Frame:
    """The frame of the host page, showing that address."""
    frame = window.page.main_frame.child_frames[0]
    frame.goto(address)
    return frame


WIDTHS = (320, 800, 1280)


def test_axe_finds_nothing_in_the_frame_nor_around_it(
    chromium_window: ChromiumWindow, host: HostSite, program: Server, axe: Check
) -> None:
    snippet = host_site.script(program.url)
    chromium_window.open(host.show(snippet + snippet))
    for width in WIDTHS:
        chromium_window.resize(width, 800)
        check_height(chromium_window)
        axe(chromium_window.page)  # the frames' titles, one each
    frame = frame_of(chromium_window, program.assessment(driving.until("besoin"), "/integre"))
    frame.locator("form[data-question] button.primary").click()
    frame.locator("#error-besoin").wait_for()
    for width in WIDTHS:
        chromium_window.resize(width, 800)
        check_height(chromium_window)
        assert frame.evaluate("document.documentElement.scrollWidth <= innerWidth"), "it scrolls sideways"
        axe(cast("Page", frame))
    address = program.assessment(ANSWERS, "/integre", finish=True)
    for path in ("/resultat", "/contact?pour=candidature", "/reprendre"):
        frame = frame_of(chromium_window, address + path)
        for width in WIDTHS:
            chromium_window.resize(width, 800)
            axe(cast("Page", frame))


def test_axe_finds_nothing_on_the_how_to(chromium_window: ChromiumWindow, program: Server, axe: Check) -> None:
    chromium_window.open(program.url + "/integration")
    for width in (390, 1280):
        chromium_window.resize(width, 800)
        check_height(chromium_window)
        axe(chromium_window.page)


def test_the_example_of_the_how_to_works(window: Window, program: Server) -> None:
    window.open(program.url + "/integration")
    before = check_height(window)
    window.frame().click("form#start button")
    window.frame().find("form[data-question=territoire]")
    assert check_height(window) != before
    assert window.top.read("document.querySelector('[data-copy=snippet-script]').hidden") is False
    snippet = window.top.read("document.getElementById('snippet-script').textContent")
    assert snippet == f'<script src="{program.url}/integration.js"></script>'


def test_a_jump_within_the_result_moves_the_host_page(window: Window, host: HostSite, program: Server) -> None:
    window.open(host.show(host_site.script(program.url)))
    window.top.wait("heard.some(({type}) => type === 'height')")
    address = program.assessment(ANSWERS, "/integre", finish=True) + "/resultat"
    pane = window.frame()
    pane.read(f"void (location.href = '{address}')")
    pane.find("data#eligibility")
    check_height(window)
    window.top.read("scrollTo(0, 0)")
    pane.click("a[href='#questions']")
    window.top.wait("scrollY > 1000")


def test_the_keyboard_goes_through_the_frame_and_out_of_it(
    chromium_window: ChromiumWindow, host: HostSite, program: Server
) -> None:
    after = "<p><a href='#search' id='after'>La suite du site hôte</a></p>"
    chromium_window.open(host.show(host_site.script(program.url) + after))
    check_height(chromium_window)
    page = chromium_window.page
    page.locator("#search").focus()
    stops: list[str] = []
    while not (stops and page.evaluate("document.activeElement.id") == "after"):
        page.keyboard.press("Tab")
        stops.append(page.main_frame.child_frames[0].evaluate("document.activeElement.textContent.trim().slice(0, 9)"))
        assert len(stops) < driving.MOST_TABS, stops
    assert stops[0] == "Commencer"
    assert stops[1].startswith("Ouvrir en")
