"""Host pages of many kinds: headers that stay, panes that scroll, reloads, scripts that come late, paper."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Watch
from tests.browser.embed import host_site
from tests.browser.embed.host_site import HostSite
from tests.browser.embed.journeys import answer, begin, check_height, embedded
from tests.browser.embed.panes import Window
from tests.server import Server

FAR = "<p style='height:1200px'>Au-dessus</p>"
HEADER = "<div id='bandeau' style='position:fixed;inset:0 0 auto;height:90px;background:#ddd'>Bandeau</div>" + FAR
PANE = "<div id='volet' style='height:600px;overflow:auto;margin-top:50px'>" + FAR
TOP = "document.querySelector('iframe').getBoundingClientRect().top"
STEPS = "heard.filter(({type}) => type === 'step')"
FOLLOWED = "heard.some(({type}) => type === 'height')"
OWN_STATE = "<script>if (!history.state) history.replaceState({ own: 1 }, '', '#ici')</script>"
MISTAKE = "document.querySelector('form[data-question] button.primary').click()"


@pytest.mark.parametrize("offset", ["90", "#bandeau"])
def test_nothing_hides_under_a_header_that_stays(window: Window, host: HostSite, program: Server, offset: str) -> None:
    pane = embedded(window, host, program, above=HEADER, attributes=f'data-offset="{offset}"')
    check_height(window)
    begin(pane)
    window.top.wait(f"{STEPS}.length === 1")
    check_height(window)
    window.top.read(f"scrollBy(0, {TOP} + 40)")
    assert window.top.wait(f"{TOP} < 0")
    pane.read(MISTAKE)
    window.top.wait(f"{STEPS}.length === 2")
    pane.wait("document.activeElement.id === 'error-summary'")
    assert abs(window.top.wait(f"{TOP} > 0 && [{TOP}]")[0] - 90) < 2


def test_nothing_hides_in_a_pane_that_scrolls(window: Window, host: HostSite, program: Server) -> None:
    pane = embedded(window, host, program, above=PANE)
    check_height(window)
    begin(pane)
    window.top.wait(f"{STEPS}.length === 1")
    check_height(window)
    below = f"{TOP} - document.getElementById('volet').getBoundingClientRect().top"
    window.top.read(f"document.getElementById('volet').scrollBy(0, {below} + 200)")
    assert window.top.wait(f"{below} < -100")
    pane.read(MISTAKE)
    window.top.wait(f"{STEPS}.length === 2")
    assert abs(window.top.wait(f"{below} > -5 && [{below}]")[0]) < 2


def test_a_reload_of_the_host_page_finds_the_visit_again(window: Window, host: HostSite, program: Server) -> None:
    pane = embedded(window, host, program, above=OWN_STATE)
    begin(pane)
    answer(pane, "07")
    window.top.wait("history.state.aract")
    assert window.top.read("[history.state.own, location.hash]") == [1, "#ici"]
    window.top.read("void (window.before = 1, location.reload())")
    window.top.wait(f"!window.before && {FOLLOWED}")
    window.frame().find("form[data-question=structure]")


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
    "inserted by html()": "void (document.querySelector('main').insertAdjacentHTML('beforeend', tag),"
    " fetch(source).then(answer => answer.text()).then(code => (0, eval)(code)))",
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


def test_the_host_page_prints_without_it_and_may_give_it_a_ground(
    window: Window, host: HostSite, program: Server
) -> None:
    embedded(window, host, program, attributes='data-ground="rgb(255, 255, 255)"')
    shown = "[(look => [look.display, look.backgroundColor])(getComputedStyle(document.querySelector('iframe')))][0]"
    assert window.top.read(shown) == ["block", "rgb(255, 255, 255)"]
    window.top.read("dispatchEvent(new Event('beforeprint'))")
    assert window.top.read(shown)[0] == "none"
    window.top.read("dispatchEvent(new Event('afterprint'))")
    assert window.top.read(shown)[0] == "block"
