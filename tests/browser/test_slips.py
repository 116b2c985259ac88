"""The whole story: a director opens and prints, eight phones answer, each in its own way; it is closed and counted."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page, expect

from models.french.formats import paris_day
from models.store.tokens import slip_token
from tests.browser import driving
from tests.browser.looks import SITE, Beholder
from tests.journeys import ANSWERS, DEEPENINGS, OPENINGS, PRACTICES
from tests.server import Server

Check = Callable[[Page], None]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
LEVELS = {level: dict.fromkeys(PRACTICES, level) for level in ("0", "1", "2", "3", "nsp")}


def opened(page: Page, address: str) -> None:
    """The direction asks eight of the team and one representative."""
    page.goto(f"{address}/resultat")
    page.get_by_text("Et l’équipe, qu’en dit-elle").click()
    page.get_by_role("link", name="Demander leur regard").click()
    page.locator("input[name=fin]").fill((paris_day(datetime.now(UTC)) + timedelta(days=70)).isoformat())
    page.locator("input[name=equipe]").fill("8")
    page.locator("input[name=representants]").fill("1")
    page.get_by_role("button", name="Préparer les bulletins").click()
    expect(page.locator("#error-fin")).to_contain_text("Choisissez un jour entre")
    page.locator("input[name=fin]").fill((paris_day(datetime.now(UTC)) + timedelta(days=14)).isoformat())
    page.get_by_role("button", name="Préparer les bulletins").click()
    expect(page.locator("h1")).to_have_text("Les regards de l’équipe")


def slips_of(server: Server, address: str) -> list[str]:
    """The team's eight slips, as the paper bears them, in any order."""
    token = address.rpartition("/")[2]
    with closing(sqlite3.connect(server.database)) as connection:
        ((salt,),) = connection.execute("SELECT salt FROM collection WHERE closed_at IS NULL ORDER BY id DESC LIMIT 1")
    return [f"{server.url}/regards/{slip_token(token, salt, 'equipe', number)}" for number in range(1, 9)]


def answered(page: Page, slip: str, level: str, how: Callable[[Page, str], None] = driving.answer_unseen) -> None:
    """From the paper to the last screen."""
    page.goto(slip)
    page.locator("form#start button").click()
    page.locator(driving.QUESTION).wait_for()
    page.wait_for_load_state()
    while key := driving.current(page):
        how(page, LEVELS[level][key])
    expect(page.locator("form#send")).to_be_visible()


def sent(page: Page, slip: str, level: str, how: Callable[[Page, str], None]) -> None:
    """The same, and sent."""
    answered(page, slip, level, how)
    page.locator("form#send button").click()
    expect(page.locator("h1")).to_have_text("Merci, c’est envoyé")


def posted(server: Server, slip: str, level: str) -> None:
    """The same, from a browser that nobody looks at."""
    _, attempt = server.post(urlsplit(slip).path, {})
    for key in OPENINGS:
        status, following = server.post(f"{attempt}/questions/{key}", {key: LEVELS[level][key]})
        assert status == 303
        deepening = following.rpartition("/")[2]
        if deepening in DEEPENINGS:
            assert server.post(following, {deepening: LEVELS[level][deepening]})[0] == 303
    assert server.post(f"{attempt}/envoi", {}) == (303, "/regards/merci")


def test_from_the_opening_to_the_counting(
    page: Page, new_context: Callable[..., BrowserContext], server: Server, axe: Check
) -> None:
    address = server.assessment(ANSWERS, finish=True)
    opened(page, address)
    axe(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Imprimer les bulletins").click()
    assert download.value.suggested_filename == "bulletins.pdf"
    slips = slips_of(server, address)
    plain = new_context(java_script_enabled=False).new_page()
    touched, typed = new_context(**PHONE).new_page(), new_context().new_page()
    sent(plain, slips[0], "0", driving.answer)
    sent(touched, slips[1], "3", driving.tap)
    sent(typed, slips[2], "2", driving.answer_by_keyboard)
    for slip, level in zip(slips[3:7], ("1", "2", "nsp", "3"), strict=True):
        posted(server, slip, level)
    assert touched.context.cookies() == []
    unsent = new_context(**PHONE).new_page()
    answered(unsent, slips[7], "1")
    page.get_by_role("link", name="Actualiser").click()
    expect(page.locator(".tally")).to_contain_text(re.compile(r"7\s+bulletins utilisés sur 8"))
    page.get_by_role("link", name="Clore maintenant").click()
    page.locator("form#close button").click()
    expect(page.locator(".regards")).to_contain_text(re.compile(r"7\s+réponses"))
    unsent.locator("form#send button").click()
    expect(unsent.locator("h1")).to_have_text("Il n’est plus temps de répondre")
    page.goto(f"{address}/resultat")
    axe(page)


def test_in_another_site_s_frame_the_direction_opens_it_the_same(page: Page, server: Server, axe: Check) -> None:
    address = server.assessment(ANSWERS, "/integre", finish=True)
    opened(page, address)
    axe(page)
    page.goto(slips_of(server, address)[0])
    expect(page.locator("form#start")).to_be_visible()


def test_two_phones_with_one_slip_at_the_same_moment(
    page: Page, new_context: Callable[..., BrowserContext], server: Server
) -> None:
    address = server.assessment(ANSWERS, finish=True)
    opened(page, address)
    slip = slips_of(server, address)[0]
    phones = [new_context(**PHONE).new_page() for _ in range(2)]
    for phone, level in zip(phones, ("0", "3"), strict=True):
        answered(phone, slip, level)
    for phone in phones:
        phone.locator("form#send button").click(no_wait_after=True)
    for phone in phones:
        expect(phone.locator("article.message h1")).to_be_visible()
    told = sorted(phone.locator("h1").inner_text() for phone in phones)
    assert told == ["Ce bulletin a déjà servi", "Merci, c’est envoyé"]
    page.reload()
    expect(page.locator(".tally")).to_contain_text(re.compile(r"1\s+bulletin utilisé sur 8"))


def screens_of_a_slip(phone: Page, slip: str, address: str) -> Iterator[str]:
    """From the paper to what it says once it has served, and the direction's two pages."""
    phone.goto(slip)
    yield "the slip"
    phone.locator("form#start button").click()
    phone.locator(driving.QUESTION).wait_for()
    phone.wait_for_load_state()
    driving.send_unseen(phone)
    expect(phone.locator("#error-summary")).to_be_visible()
    yield "a mistake"
    answered(phone, slip, "1")
    phone.locator("summary").click()
    yield "before it is sent"
    phone.locator("form#send button").click()
    expect(phone.locator("h1")).to_have_text("Merci, c’est envoyé")
    yield "sent"
    for path in (slip, f"{slip.rpartition('/')[0]}/inconnu", f"{address}/regards", f"{address}/regards/cloture"):
        phone.goto(path)
        yield path


def test_nothing_is_lost_and_axe_finds_nothing_on_a_slip_s_screens(
    page: Page, new_context: Callable[..., BrowserContext], server: Server
) -> None:
    address = server.assessment(ANSWERS, finish=True)
    opened(page, address)
    phone = new_context().new_page()
    beholder = Beholder(phone, SITE, 44)
    screens = screens_of_a_slip(phone, slips_of(server, address)[0], address)
    faults = [fault for screen in screens for fault in beholder.faults(screen)]
    assert not faults, "\n".join(faults)


def test_what_was_answered_comes_back_with_back_and_nothing_stays_in_the_browser(
    page: Page, new_context: Callable[..., BrowserContext], server: Server
) -> None:
    address = server.assessment(ANSWERS, finish=True)
    opened(page, address)
    phone = new_context(**PHONE).new_page()
    slip = slips_of(server, address)[0]
    phone.goto(slip)
    phone.locator("form#start button").click()
    phone.wait_for_load_state()
    driving.tap(phone, "2")
    phone.go_back()
    expect(phone.locator("input[value='2']")).to_be_checked()
    answered(phone, slip, "1")
    phone.locator("form#send button").click()
    expect(phone.locator("h1")).to_have_text("Merci, c’est envoyé")
    phone.go_back()
    expect(phone.locator("h1")).to_have_text("Ce bulletin a déjà servi")
    assert phone.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
