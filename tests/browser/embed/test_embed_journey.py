"""The whole journey in another site's page: by the script, in sandboxes, without scripts, several on one page."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Watch
from tests.browser.embed import host_site
from tests.browser.embed.host_site import HostSite
from tests.browser.embed.journeys import (
    answer,
    answer_unseen,
    begin,
    check_height,
    embedded,
    finish,
    first_answers,
    last_answers,
    nearly_all,
    resumed,
    settle,
)
from tests.browser.embed.panes import Window
from tests.journeys import ANSWERS
from tests.server import Server

pytestmark = pytest.mark.xdist_group("frames")  # what it starts from is made once

COOKIE_PROBE = """<!doctype html><title></title><script>
document.cookie = "written=1; SameSite=None; Secure"; document.title = `cookies: ${document.cookie}`;
</script>"""


@pytest.fixture(scope="module")
def browser(launch_chromium: Callable[..., Browser]) -> Browser:
    """A whole Chromium: without its windows it would keep third-party cookies."""
    return launch_chromium(whole=True)


def kept_origin(program: Server) -> str:
    """The host origin that is on record for the newest assessment in a frame."""
    newest = "SELECT host_origin FROM assessment WHERE door = 'integre' ORDER BY id DESC LIMIT 1"
    with closing(sqlite3.connect(program.database)) as database:
        return str(database.execute(newest).fetchone()[0])


def test_this_chromium_blocks_third_party_cookies(chromium_window: Window, host: HostSite) -> None:
    """What the other tests stand on: the same page that keeps a cookie by itself keeps none in another site's frame."""
    host.pages["/cookie"] = COOKIE_PROBE
    elsewhere = host.origin.replace("localhost", "127.0.0.1") + "/cookie"
    chromium_window.open(host.show(f'<iframe src="{elsewhere}"></iframe>'))
    assert chromium_window.frame().read("document.title") == "cookies:"
    chromium_window.open(elsewhere)
    assert "written=1" in chromium_window.top.read("document.title")


def test_by_the_script_from_the_start_to_the_pdf(window: Window, host: HostSite, program: Server) -> None:
    window.open(host.show(host_site.script(program.url, 'data-source="accueil"')))
    pane = window.frame()
    first_answers(pane)
    answer_unseen(program, pane)
    last_answers(window, pane)
    heard = window.top.wait("heard.some(({type}) => type === 'finished') && heard")
    assert {event["type"] for event in heard} == {"ready", "height", "step", "finished"}
    named = {"type", "source", "title"}
    assert all(event.keys() - {"rank", "total"} == named and event["source"] == "accueil" for event in heard)
    told = window.top.read("stray")
    known = {"aract", "type", "height", "top", "rank", "total", "path"}
    assert {name for message in told for name in message} <= known, "more is told than it should"
    assert kept_origin(program) == host.origin


@pytest.mark.parametrize("sandbox", [host_site.ALL_BUT_FRAME, host_site.OPAQUE, host_site.SCRIPTLESS])
def test_in_a_sandbox(window: Window, host: HostSite, program: Server, sandbox: str, watch: Watch) -> None:
    watch.allow("Blocked script execution")  # Chromium's word for what the third sandbox is about
    scripts = sandbox != host_site.SCRIPTLESS
    window.open(host.show(host_site.frame(program.url, sandbox=sandbox)))
    first_answers(window.frame(), scripts=scripts)
    assert kept_origin(program) == host.origin
    window.open(host.show(host_site.frame(program.url, sandbox=sandbox, path=nearly_all(program))))
    pane = window.frame()
    last_answers(window, pane, scripts=scripts)
    assert pane.address.endswith("/resultat")


def test_in_a_plain_frame_of_a_fixed_height(window: Window, host: HostSite, program: Server) -> None:
    window.resize(390, 800)
    window.open(host.show(host_site.frame(program.url, height=600)))
    begin(window.frame())
    answer(window.frame(), "07")
    window.open(host.show(host_site.frame(program.url, height=600, path=nearly_all(program))))
    pane = window.frame()
    last_answers(window, pane)
    assert pane.read("document.documentElement.scrollHeight > innerHeight"), "there is something to scroll"
    assert pane.read("getComputedStyle(document.documentElement).scrollbarWidth") == "auto", "and something to do it by"
    assert pane.read("document.documentElement.scrollWidth <= innerWidth"), "never sideways"
    assert window.top.read("document.querySelector('iframe').offsetHeight") <= 604


def test_several_on_one_page_and_one_added_late(window: Window, host: HostSite, program: Server) -> None:
    first, second = (host_site.script(program.url, f'data-source="{name}"') for name in ("haut", "bas"))
    window.open(host.show(f"{first}<p>Entre les deux</p>{second}<div id=late></div>"))
    window.top.read(
        "(() => { const script = document.createElement('script'); script.dataset.source = 'tard';"
        f"script.src = '{program.url}/integration.js'; document.getElementById('late').append(script); return 1; }})()"
    )
    window.top.wait("heard.some(({type, source}) => type === 'height' && source === 'tard')")
    titles = window.top.read("[...document.querySelectorAll('iframe')].map(each => each.title)")
    assert titles == [f"Autodiagnostic Innovation sociale{number}" for number in ("", " (2)", " (3)")]
    assert window.top.read("!!document.querySelector('#late iframe')")
    start = check_height(window, 0)
    begin(window.frame(1))
    answer(window.frame(1), "07")
    assert check_height(window, 0) == start
    assert check_height(window, 1) != start
    assert check_height(window, 2) == start
    steps = window.top.read("heard.filter(({type}) => type === 'step').map(({source}) => source)")
    assert set(steps) == {"bas"}
    begin(window.frame(2))
    assert window.frame(2).address != window.frame(1).address


def test_pages_beside_the_questionnaire_stay_in_the_frame(window: Window, host: HostSite, program: Server) -> None:
    def arrive(selector: str) -> None:
        pane.find(selector)
        settle(window)  # or what is aimed at next would move

    pane = embedded(window, host, program)
    resumed(window, pane, program.assessment(ANSWERS, "/integre"))
    arrive("form#finish")
    finish(pane)
    settle(window)
    pane.click("a[href*='/contact?pour=candidature']")
    arrive("form#contact")
    pane.click("a[href*='/contact?pour=rappel']")
    arrive("a[aria-current][href*='pour=rappel']")
    pane.write("#field-nom", "Zoé")
    pane.write("#field-telephone", "0612345678")
    pane.click("form#contact button.primary")
    pane.find("data#reference")
    check_height(window)
    pane.click("a[href$='/diagnostics/" + pane.address.split("/")[5] + "']")
    arrive("data#eligibility")
    pane.click("a[href$='/reprendre']")
    arrive("form#send-address")
    personal = str(pane.attribute("data#resume-url", "value"))
    assert personal.startswith(f"{program.url}/diagnostics/"), "the address to take away is the site's own"
    pane.click("form#send-address button")
    pane.find("#error-email")
    check_height(window)
    pane.click("form#renew button")
    pane.wait(f"document.querySelector('data#resume-url') && !document.body.textContent.includes('{personal}')")
    pane.click("a[href$='/supprimer']")
    arrive("form#delete")
    pane.click("form#delete button")
    arrive("article.message a.button")
    pane.click("article.message a.button")
    pane.find("form#start")
    check_height(window)
    assert pane.address == f"{program.url}/integre"


def test_back_and_forward_within_the_frame(window: Window, host: HostSite, program: Server) -> None:
    window.open(host.show(host_site.script(program.url)))
    pane = window.frame()
    begin(pane)
    answer(pane, "07")
    answer(pane, "societe")
    for direction, question in (("back", "structure"), ("back", "territoire"), ("forward", "structure")):
        pane.read(f"history.{direction}()")
        pane.find(f"form[data-question={question}]")
        pane.wait("document.activeElement.id === 'heading'")
        check_height(window)
    answer(pane, "scop")
    pane.find("form[data-question=effectif]")
    pane.wait("document.activeElement.id === 'heading'")
    assert pane.read("document.getElementById('status').textContent").startswith("Question 3")
    assert window.top.address.startswith(host.origin)


@pytest.mark.parametrize("sandbox", [host_site.ALL_BUT_FRAME, host_site.OPAQUE])
def test_what_opens_beside_the_host_page(window: Window, host: HostSite, program: Server, sandbox: str) -> None:
    window.open(host.show(host_site.frame(program.url, sandbox=sandbox)))
    pane = window.frame()
    begin(pane)
    answer(pane, "07")
    legal = window.tab(lambda: pane.click(".embed-footer a[href='/mentions-legales']"))
    legal.find(".site-header")
    large = window.tab(lambda: pane.click(".embed-footer a[target=_blank]"))
    large.find(".site-header")
    large.find("form[data-question=structure]")
    answer(large, "societe")
    assert large.attribute("form[data-question]", "data-question") == "effectif"
    pane.find("form[data-question=structure]")
