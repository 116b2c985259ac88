"""Every screen of the three doors is open to everyone: axe, light and dark, narrow, with large text, for a finger.

Each question is seen with its error, where it can have one, and with an answer chosen: one of each kind in every way,
the others, which differ by their words, where words have the least room.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser import driving
from tests.browser.driving import QUESTION
from tests.browser.looks import FRAME, SITE, STAND, Beholder, Look
from tests.browser.screens import PAGES, outcomes
from tests.journeys import ANSWERS, DEEPENINGS, Answers
from tests.server import Server

EVENT = "grands-caracteres"
OPEN_ALL = "document.querySelectorAll('details').forEach(each => { each.open = true })"
SHORT: Answers = {key: value for key, value in ANSWERS.items() if key not in DEEPENINGS}
EACH_KIND = ("territoire", "structure", "effectif", "themes", "besoin", "management_autonomie")
WORDS = ANSWERS.keys() - set(EACH_KIND)
FINGER, FINGER_AT_A_STAND = 44, 56


@pytest.fixture(scope="session")
def event(server: Server) -> str:
    """The address of an event's tablet."""
    server.command("event", "create", "Salon des entreprises", "--code", EVENT, "--place", "Lyon")
    return f"{server.url}/borne/{EVENT}"


def asked(page: Page, answers: Answers) -> Iterator[str]:
    """From the first question on: one of each kind as it comes, each with its error and with an answer chosen."""
    while key := driving.current(page):
        if page.locator(f"{QUESTION} button.card").count():
            yield key
            driving.tap(page, answers[key])
            continue
        if key in EACH_KIND:
            yield f"{key}, as it comes"
        mistake_then_choose(page, key, answers)
        yield key
        driving.send_unseen(page)


def mistake_then_choose(page: Page, key: str, answers: Answers) -> None:
    """Send nothing, for the error, then answer without sending."""
    driving.send_unseen(page)
    page.locator(f"#error-{key}").wait_for()
    driving.choose_unseen(page, answers[key])


def pages_of_site(page: Page, server: Server) -> Iterator[str]:
    """What tells, a no, and an answer to correct."""
    for path in (*PAGES, "/integration"):
        page.goto(server.url + path)
        yield path
    for key, value in {"territoire": "hors", "effectif": "450"}.items():
        page.goto(server.assessment({**driving.until(key), key: value}) + f"/questions/{key}")
        expect(page.locator("#go-on")).to_be_visible()
        yield f"no at {key}"
    page.goto(server.assessment(ANSWERS, finish=True) + "/questions/effectif")
    yield "revision"
    page.goto(server.assessment({**ANSWERS, "effectif": "7"}) + "/questions/effectif")
    driving.answer(page, "70")
    yield "summary with answers to read again"


def questions_of_site(page: Page, server: Server) -> Iterator[str]:
    """The whole questionnaire, and the summary."""
    driving.begin(page, server.url)
    yield from asked(page, ANSWERS)
    page.evaluate(OPEN_ALL)
    yield "summary"


def results_of_site(page: Page, server: Server) -> Iterator[str]:
    """Results that look differently, and one that is shared."""
    for number, answers in enumerate(outcomes(), 1):
        page.goto(server.assessment(answers, finish=True) + "/resultat")
        page.evaluate(OPEN_ALL)
        yield f"result {number}"
    page.goto(server.assessment(ANSWERS, finish=True) + "/resultat")
    page.goto(str(page.locator("data#share-url").get_attribute("value")))
    page.evaluate(OPEN_ALL)
    yield "shared result"


def after_the_result(page: Page, server: Server) -> Iterator[str]:
    """What is done with a result, up to its end."""
    address = server.assessment(ANSWERS, finish=True)
    yield from after(page, address)
    page.goto(f"{address}/reprendre")
    page.locator("#send-address button").click()
    page.locator("#error-email").wait_for()
    yield "/reprendre, mistaken"
    page.goto(f"{address}/contact?pour=rappel")
    page.fill("#field-nom", "Zoé")
    page.fill("#field-telephone", "0612345678")
    page.locator("#contact button").click()
    page.locator("data#reference").wait_for()
    yield "sent"
    page.goto(f"{address}/supprimer")
    page.locator("#delete button").click()
    expect(page.locator("h1")).to_have_text("Vos réponses sont supprimées")
    yield "deleted"


def after(page: Page, address: str) -> Iterator[str]:
    """The forms that follow a result, and the error of each that has one."""
    for path in ("/contact?pour=rappel", "/contact?pour=candidature", "/reprendre", "/supprimer"):
        page.goto(address + path)
        yield path
        if page.locator("form#contact").count():
            page.locator("form#contact button.primary").click()
            page.locator("#error-summary").wait_for()
            yield f"{path}, mistaken"


def screens_of_frame(page: Page, server: Server) -> Iterator[str]:
    """The frame: what its own style sheet changes, a question of each kind among it."""
    page.goto(server.url + "/integre")
    yield "/integre"
    for key in EACH_KIND:
        page.goto(f"{server.assessment(driving.until(key), '/integre')}/questions/{key}")
        yield f"{key}, as it comes"
        mistake_then_choose(page, key, ANSWERS)
        yield key
    page.goto(server.assessment({"territoire": "hors"}, "/integre") + "/questions/territoire")
    yield "no"
    address = server.assessment(ANSWERS, "/integre")
    page.goto(f"{address}/recapitulatif")
    yield "summary"
    driving.finish(page)
    page.evaluate(OPEN_ALL)
    yield "result"
    yield from after(page, address)


def screens_of_stand(page: Page, server: Server) -> Iterator[str]:
    """The stand: its tablet."""
    start = f"{server.url}/borne/{EVENT}"
    page.goto(start)
    yield "attract"
    driving.begin(page, start)
    yield from asked(page, SHORT)
    page.wait_for_url("**/resultat")
    yield "result"
    page.goto(page.url.removesuffix("/resultat") + "/recapitulatif")
    yield "summary"
    page.goto(server.assessment({"territoire": "hors"}, f"/borne/{EVENT}") + "/questions/territoire")
    yield "no"


def seen(page: Page, screens: Iterable[str], looks: tuple[Look, ...], least: int) -> None:
    beholder = Beholder(page, looks, least)
    faults = [fault for screen in screens for fault in beholder.faults(screen, words=screen in WORDS)]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("screens", [pages_of_site, questions_of_site, results_of_site, after_the_result])
def test_the_site(screens: Callable[[Page, Server], Iterator[str]], page: Page, server: Server) -> None:
    seen(page, screens(page, server), SITE, FINGER)


def test_the_frame(page: Page, server: Server) -> None:
    seen(page, screens_of_frame(page, server), FRAME, FINGER)


@pytest.mark.usefixtures("event")
def test_the_stand(page: Page, server: Server) -> None:
    seen(page, screens_of_stand(page, server), STAND, FINGER_AT_A_STAND)
