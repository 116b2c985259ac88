"""Host pages of many kinds: headers that stay, panes that scroll, reloads, scripts that come late, paper."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from pypdf import PdfReader

from tests.browser import driving
from tests.browser.conftest import Watch
from tests.browser.embed import host_site
from tests.browser.embed.host_site import HostSite
from tests.browser.embed.journeys import answer, begin, check_height, embedded, resumed
from tests.browser.embed.panes import Window
from tests.server import Server

pytestmark = pytest.mark.xdist_group("frames")  # what it starts from is made once


FAR = "<p style='height:1200px'>Au-dessus</p>"
HEADER = "<div id='bandeau' style='position:fixed;inset:0 0 auto;height:90px;background:#ddd'>Bandeau</div>" + FAR
ABOVE_PANE = "<div id='volet' style='height:600px;overflow:auto;margin-top:50px'>"
PANE = ABOVE_PANE + FAR
BODY = "<style>html { height: 100%; overflow: hidden } body { height: 100%; margin: 0; overflow: auto }</style>"
STICKY = "<div id='bandeau' style='position:sticky;top:0;height:70px;background:#ddd'>Bandeau</div>"
STYLED = "<style>.aract-autodiagnostic { scroll-margin-top: 90px }</style>"
TOP = "document.querySelector('iframe').getBoundingClientRect().top"
STEPS = "heard.filter(({type}) => type === 'step')"
FOLLOWED = "heard.some(({type}) => type === 'height')"
OWN_STATE = "<script>if (!history.state) history.replaceState({ own: 1 }, '', '#ici')</script>"
CLASS = 'class="aract-autodiagnostic"'
RECIPE = "@media print { .aract-autodiagnostic { display: none; } }"
MISTAKE = "document.querySelector('form[data-question] button.primary').click()"


@pytest.mark.parametrize(
    ("offset", "style"),
    [("90", ""), ("90px", ""), ("#bandeau", ""), ("", STYLED)],
    ids=["a number", "in px", "a selector", "the host's style sheet"],
)
def test_nothing_hides_under_a_header_that_stays(
    window: Window, host: HostSite, program: Server, offset: str, style: str
) -> None:
    attributes = f'data-offset="{offset}"' if offset else ""
    pane = embedded(window, host, program, above=style + HEADER, attributes=attributes)
    check_height(window)
    begin(pane)
    window.top.wait(f"{STEPS}.length === 1")
    check_height(window)
    window.top.read(f"scrollBy(0, {TOP} - 40)")
    assert window.top.wait(f"{TOP} < 50")
    pane.read(MISTAKE)
    window.top.wait(f"{STEPS}.length === 2")
    pane.wait("document.activeElement.id === 'error-summary'")
    assert abs(window.top.wait(f"{TOP} > 50 && [{TOP}]")[0] - 90) < 2


def test_an_offset_that_is_no_selector_is_told_to_the_webmaster_and_stops_nothing(
    window: Window, host: HostSite, program: Server, watch: Watch
) -> None:
    watch.allow("is not a valid selector")
    note = "<script>addEventListener('error', () => { window.told = true })</script>"
    pane = embedded(window, host, program, above=note, attributes='data-offset="#"')
    begin(pane)
    window.top.wait("window.told")  # by the browser's own words
    assert window.top.read(f"{STEPS}.length") == 1
    answer(pane, "07")


def test_a_lost_connection_is_told_beside_what_was_pressed_clear_of_the_header(
    window: Window, host: HostSite, start_server: Callable[..., Server], watch: Watch
) -> None:
    for words in ("ERR_CONNECTION_REFUSED", "htmx:error", "Failed to fetch", "NetworkError"):
        watch.allow(words)
    program = start_server(FRAME_ANCESTORS=host.origin)
    pane = embedded(window, host, program, above=HEADER, attributes='data-offset="#bandeau"')
    resumed(window, pane, program.assessment(driving.until("besoin"), "/integre"))
    pane.find("form[data-question=besoin]")
    check_height(window)
    card = "document.querySelector('label.card').getBoundingClientRect()"
    window.top.read(f"scrollBy(0, {TOP} + {pane.read(f'{card}.top')} - 100)")  # just below the header
    program.stop()
    pane.click("label.card")
    pane.wait("!document.getElementById('offline').hidden")
    told = pane.read("document.getElementById('offline').getBoundingClientRect()")
    assert 0 <= pane.read(f"{card}.top") - told["bottom"] <= 16
    assert window.top.wait(f"{TOP} + {told['top']} >= 90 && {TOP} + {told['bottom']} < innerHeight")
    program.start()
    pane.find("form[data-question=objectifs]")


@pytest.mark.parametrize(
    ("above", "attributes", "clear"),
    [(PANE, "", 0), (ABOVE_PANE + STICKY + FAR, 'data-offset="#bandeau"', 70)],
    ids=["bare", "with a header of its own"],
)
def test_nothing_hides_in_a_pane_that_scrolls(
    window: Window, host: HostSite, program: Server, above: str, attributes: str, clear: int
) -> None:
    pane = embedded(window, host, program, above=above, attributes=attributes)
    check_height(window)
    begin(pane)
    window.top.wait(f"{STEPS}.length === 1")
    check_height(window)
    below = f"{TOP} - document.getElementById('volet').getBoundingClientRect().top"
    window.top.read(f"document.getElementById('volet').scrollBy(0, {below} + 200)")
    assert window.top.wait(f"{below} < -100")
    pane.read(MISTAKE)
    window.top.wait(f"{STEPS}.length === 2")
    assert abs(window.top.wait(f"{below} > -5 && [{below}]")[0] - clear) < 2


@pytest.mark.parametrize("style", ["", BODY], ids=["the window scrolls", "the body scrolls"])
def test_on_a_low_screen_the_mistake_itself_is_brought_into_view(
    window: Window, host: HostSite, program: Server, style: str
) -> None:
    window.resize(800, 180)
    pane = embedded(window, host, program, above=style + FAR)
    check_height(window)
    begin(pane)
    window.top.wait(f"{STEPS}.length === 1")
    pane.read(MISTAKE)
    window.top.wait(f"{STEPS}.length === 2")
    pane.wait("document.activeElement.id === 'error-summary'")
    told = pane.read("document.activeElement.getBoundingClientRect()")
    assert window.top.wait(f"{TOP} + {told['top']} < 30 && [{TOP} + {told['top']}]")[0] >= 20
    assert window.top.read(f"{TOP} + {told['bottom']} < innerHeight")


def test_a_reload_of_the_host_page_finds_the_visit_again(window: Window, host: HostSite, program: Server) -> None:
    pane = embedded(window, host, program, above=OWN_STATE)
    begin(pane)
    answer(pane, "07")
    window.top.wait("history.state.aract")
    assert window.top.read("[history.state.own, location.hash]") == [1, "#ici"]
    window.top.read("void (window.before = 1, location.reload())")
    window.top.wait(f"!window.before && {FOLLOWED}")
    window.frame().find("form[data-question=structure]")


def test_back_to_the_host_page_finds_the_visit_again(window: Window, host: HostSite, program: Server) -> None:
    elsewhere = host.show("<p>Une autre page</p>", "/ailleurs")
    pane = embedded(window, host, program)
    begin(pane)
    answer(pane, "07")
    window.top.wait("history.state.aract")
    window.open(elsewhere)
    window.back()
    window.top.wait(f"location.pathname === '/page' && {FOLLOWED}")
    window.frame().find("form[data-question=structure]")
    answer(window.frame(), "societe")


def test_a_host_may_keep_no_trace_of_the_visit(window: Window, host: HostSite, program: Server) -> None:
    pane = embedded(window, host, program, attributes='data-resume="no"')
    begin(pane)
    answer(pane, "07")
    window.top.wait(f"{STEPS}.length > 1")
    assert window.top.read("history.state") is None


def test_a_step_tells_how_far_one_is_and_nothing_else(window: Window, host: HostSite, program: Server) -> None:
    pane = embedded(window, host, program, attributes='data-source="accueil"')
    begin(pane)
    answer(pane, "07")
    window.top.wait(f"{STEPS}.length > 1")
    last = window.top.read(f"{STEPS}.at(-1)")
    assert (last.pop("rank"), last.pop("total")) == (2, 25)
    assert last == {"type": "step", "source": "accueil", "title": "Autodiagnostic Innovation sociale"}


LATE = {
    "inserted by jQuery's html()": "void (document.querySelector('main').insertAdjacentHTML('beforeend', tag),"
    " fetch(source).then(answer => answer.text()).then(text => document.head.append("
    "Object.assign(document.createElement('script'), { text }))))",
    "a module": "void document.querySelector('main').append("
    "Object.assign(document.createElement('script'), { type: 'module', src: source }))",
}


@pytest.mark.parametrize("how", LATE.values(), ids=LATE)
def test_a_script_that_comes_late_finds_its_place(window: Window, host: HostSite, program: Server, how: str) -> None:
    source, tag = f"{program.url}/integration.js", host_site.script(program.url).replace("</", "<\\/")
    window.open(host.show("<p>Plus tard</p>"))
    window.top.read(f"((source, tag) => {how})({source!r}, {tag!r})")
    window.top.wait(FOLLOWED)
    check_height(window)


def test_a_script_without_its_tag_says_why_nothing_shows(
    window: Window, host: HostSite, program: Server, watch: Watch
) -> None:
    watch.allow("laissez dans la page")
    window.open(host.show("<p>Plus tard</p>"))
    window.top.read(
        "(console.error = words => { window.told = words },"
        f"fetch('{program.url}/integration.js').then(answer => answer.text()).then(code => void (0, eval)(code)))"
    )
    assert "integration.js" in window.top.wait("window.told")
    assert window.top.read("document.querySelectorAll('iframe').length") == 0


def test_the_host_page_may_give_it_a_ground(window: Window, host: HostSite, program: Server) -> None:
    embedded(window, host, program, attributes='data-ground="rgb(255, 255, 255)"')
    assert window.top.read("getComputedStyle(document.querySelector('iframe')).backgroundColor") == "rgb(255, 255, 255)"


@pytest.mark.parametrize("how", ["the script", "a plain frame, by the copyable style"])
def test_the_host_page_prints_no_empty_page(window: Window, host: HostSite, program: Server, how: str) -> None:
    tall = f"<style>{RECIPE}</style>" + host_site.frame(program.url, height=2500).replace("<iframe", f"<iframe {CLASS}")
    window.open(host.show(host_site.script(program.url, 'data-min-height="2500"') if how == "the script" else tall))
    window.top.wait("document.querySelector('iframe').offsetHeight >= 2500")
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(window.print())).pages]
    assert len(pages) == 1, pages
    assert "Un site hôte" in pages[0]
    assert "Pied de page" in pages[0]
    assert window.top.wait("document.querySelector('iframe').offsetHeight >= 2500")
