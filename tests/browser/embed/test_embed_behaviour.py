"""How the frame behaves on a host page: its height, the scrolling, the focus, and where it is refused."""

from __future__ import annotations

import pytest

from tests.browser import driving
from tests.browser.conftest import Watch
from tests.browser.embed import host_site
from tests.browser.embed.host_site import HostSite
from tests.browser.embed.journeys import answer, begin, check_height, embedded, finish, resumed
from tests.browser.embed.panes import Window
from tests.journeys import ANSWERS
from tests.server import Server

pytestmark = pytest.mark.xdist_group("frames")  # what it starts from is made once


REFUSED = "Le questionnaire ne s’affiche pas encore dans ce site"
TOP = "document.querySelector('iframe').getBoundingClientRect().top"


@pytest.mark.parametrize("width", [390, 1280])
def test_the_height_follows_the_content(window: Window, host: HostSite, program: Server, width: int) -> None:
    window.resize(width, 800)
    pane = embedded(window, host, program)
    check_height(window)
    resumed(window, pane, program.assessment(driving.until("effectif"), "/integre"))
    pane.find("form[data-question=effectif]")
    short = check_height(window)
    pane.click("details.why summary")
    pane.find("details.why[open]")
    opened = check_height(window)
    assert opened > short
    pane.click("details.why summary")
    pane.find("details.why:not([open])")
    assert check_height(window) == short
    pane.write("input[name=effectif]", "beaucoup")
    pane.click("form[data-question] button.primary")
    pane.find("#error-effectif")
    assert check_height(window) > short
    answer(pane, "24")
    tall = check_height(window)
    window.resize(width // 2 + 130, 800)
    assert check_height(window) != tall
    window.resize(width, 800)
    assert check_height(window) == tall
    assert pane.read("getComputedStyle(document.documentElement).scrollbarWidth") == "none", "one would flash by"


def test_from_the_long_summary_to_the_result_and_back_to_a_short_page(
    window: Window, host: HostSite, program: Server
) -> None:
    pane = embedded(window, host, program)
    resumed(window, pane, program.assessment(ANSWERS, "/integre"))
    pane.find("form#finish")
    check_height(window)
    finish(pane)
    result = check_height(window)
    pane.click("details.fold summary")
    assert check_height(window) > result
    pane.click("a[href$='/reprendre']")
    pane.find("#send-address")
    assert check_height(window) < result


def test_a_minimum_height(window: Window, host: HostSite, program: Server) -> None:
    window.open(host.show(host_site.script(program.url, 'data-min-height="1700"')))
    window.top.wait("heard.some(({type}) => type === 'height')")
    assert window.top.read("document.querySelector('iframe').offsetHeight") == 1700


def test_the_host_page_moves_only_to_bring_the_top_back_into_view(
    window: Window, host: HostSite, program: Server
) -> None:
    pane = embedded(window, host, program, above="<p style='height:1200px'>Au-dessus</p>")
    check_height(window)
    assert window.top.read("scrollY") == 0, "the first load leaves the host page where it is"
    window.top.read("scrollTo(0, 900)")
    pane.read("document.querySelector('form#start button').click()")
    window.top.wait("heard.filter(({type}) => type === 'step').length === 1")
    pane.read("document.querySelector('input[value=\"07\"]').click()")
    pane.read("document.querySelector('form[data-question] button.primary').click()")
    window.top.wait("heard.filter(({type}) => type === 'step').length === 2")
    pane.wait("document.activeElement.id === 'heading'")
    check_height(window)
    assert window.top.read("scrollY") == 900, "the top was in view"
    window.resize(390, 600)
    window.top.read(f"scrollBy(0, {TOP} + 300)")
    assert window.top.wait(f"{TOP} < -100")
    pane.read("document.querySelector('form[data-question] button.primary').click()")  # nothing chosen: a mistake
    window.top.wait("heard.filter(({type}) => type === 'step').length === 3")
    pane.wait("document.activeElement.id === 'error-summary'")
    assert abs(window.top.wait(f"Math.abs({TOP}) < 2 && [{TOP}]")[0]) < 2
    check_height(window)


def test_the_focus_stays_with_the_host_until_somebody_answers(window: Window, host: HostSite, program: Server) -> None:
    window.open(host.show("<script>document.getElementById('search').focus()</script>" + host_site.script(program.url)))
    window.top.wait("heard.some(({type}) => type === 'height')")
    check_height(window)
    pane = window.frame()
    assert window.top.read("document.activeElement.id") == "search"
    assert pane.read("document.activeElement === document.body")
    begin(pane)
    answer(pane, "07")
    pane.wait("document.activeElement.id === 'heading'")
    pane.click("form[data-question] button.primary")
    pane.wait("document.activeElement.id === 'error-summary'")
    assert window.top.read("document.activeElement.tagName") == "IFRAME"


def test_one_title_is_heard(window: Window, host: HostSite, program: Server) -> None:
    pane = embedded(window, host, program)
    assert window.top.read("document.querySelector('iframe').title") == "Autodiagnostic Innovation sociale"
    assert pane.read("document.title.split('Autodiagnostic').length") == 2
    assert pane.read("document.querySelectorAll('h1').length") == 1
    assert pane.read("document.querySelectorAll('header.site-header, footer.site-footer').length") == 0
    assert (
        pane.read("[document.documentElement, document.body].map(each => getComputedStyle(each).backgroundColor)")
        == ["rgba(0, 0, 0, 0)"] * 2
    )
    assert not pane.read("document.body.textContent.includes('Autodiagnostic')")


def test_a_site_that_is_not_on_the_list_is_refused(
    window: Window, host: HostSite, stranger: HostSite, program: Server, watch: Watch
) -> None:
    watch.allow("frame-ancestors")
    watch.allow("X-Frame-Options")
    watch.allow("“pilotage” has been rejected")  # the back-office's cookie, in a frame that doesn't show
    for how in (host_site.script(program.url), host_site.frame(program.url)):
        window.open(stranger.show(how))
        assert window.top.read("[document.querySelectorAll('iframe').length, heard.length, stray.length]") == [1, 0, 0]
        assert window.frame().read("document.querySelector('h1').textContent") == REFUSED
        assert window.frame().read("document.querySelectorAll('form, script').length") == 0
        assert window.frame().attribute("a.button", "target") == "_blank"
        assert str(window.frame().attribute("p:not(.buttons) a", "href")).endswith("/integration#autorisation")
    window.tab(lambda: window.frame().click("a.button")).find("form#start")
    for path in ("/", "/pilotage/connexion", "/integration", "/mentions-legales"):
        window.open(host.show(host_site.frame(program.url, path=path)))
        assert not window.frame().read("document.querySelector('main')"), f"{path} shows in another site's page"
