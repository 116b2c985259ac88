"""What is typed in the back-office and not sent is never lost without asking, in a real browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.browser.staff.conftest import apply
from tests.server import Server

pytestmark = pytest.mark.xdist_group("staffed")  # what it starts from is made once


TYPED = "Très motivée, à rappeler."


@pytest.fixture(scope="module")
def applied(staffed: Server) -> Server:
    """Two who asked: one can go on from the first to the next."""
    for company in ("Bois du Vercors", "Bois du Vivarais"):
        apply(staffed, {"entreprise": company})
    return staffed


@pytest.fixture
def file(applied: Server, desk: Page) -> Page:
    """The first of them, opened from the list with the next one beside it."""
    return open_first(desk, applied)


def open_first(page: Page, server: Server) -> Page:
    page.goto(f"{server.url}/pilotage/dossiers?q=bois+du+v&tri=entreprise")
    page.locator(".dossiers tbody th a").first.click()
    expect(page.locator("h1")).to_have_text("Bois du Vercors")
    page.wait_for_load_state()
    return page


def test_a_link_asks_before_it_leaves_what_is_typed(file: Page) -> None:
    page, address = file, file.url
    for link in ("Modifier", "Effacer…", "Projet non retenu", "Suivant →", "← Retour à la liste", "Usage"):
        page.fill("#note", TYPED)
        page.get_by_role("link", name=link, exact=True).first.click()
        question = page.get_by_role("dialog", name="Quitter sans enregistrer")
        expect(question).to_be_visible()
        question.get_by_role("button", name="Rester sur la page").click()
        expect(question).to_be_hidden()
        assert page.url == address, link
        expect(page.locator("#note")).to_have_value(TYPED)
        page.get_by_role("link", name=link, exact=True).first.click()
        question.get_by_role("button", name="Quitter sans enregistrer").click()
        page.wait_for_url(lambda url: url != address)
        assert "Très motivée" not in page.content(), link
        page.goto(address)  # its scripts have run by then


def test_by_keyboard_escape_stays_and_enter_saves_and_goes_on(file: Page, axe: Callable[[Page], None]) -> None:
    page = file
    page.fill("#note", TYPED)
    page.get_by_role("link", name="Suivant →").press("Enter")
    question = page.get_by_role("dialog")
    expect(question.get_by_role("button", name="Enregistrer et continuer")).to_be_focused()
    axe(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Suivant →")).to_be_focused()
    expect(page.locator("#note")).to_have_value(TYPED)
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Bois du Vivarais")
    expect(page.locator("#status")).to_have_text("Bois du Vercors\u00a0: L’appel est noté.")
    page.get_by_role("link", name="Précédent").click()  # nothing is typed here: nothing is asked
    expect(page.locator(".timeline")).to_contain_text(TYPED)


def test_what_cannot_be_saved_stays_on_the_page_and_is_still_asked_about(file: Page) -> None:
    page = file
    page.fill("#note", TYPED)
    page.fill("#le", "2999-01-01")
    page.get_by_role("link", name="Suivant →").click()
    page.get_by_role("button", name="Enregistrer et continuer").click()
    expect(page.locator("#error-summary")).to_be_visible()
    expect(page.locator("#note")).to_have_value(TYPED)
    page.wait_for_load_state()
    page.get_by_role("link", name="Modifier", exact=True).click()
    expect(page.get_by_role("dialog")).to_be_visible()


def test_back_and_reload_ask_in_the_browsers_words(file: Page) -> None:
    page, address = file, file.url
    page.locator("#note").press_sequentially(TYPED)
    for way in ("history.back()", "location.reload()"):
        with page.expect_event("dialog") as asked:
            page.evaluate(f"setTimeout(() => {way})")
        question: Dialog = asked.value
        assert question.type == "beforeunload", way
        question.dismiss()
        assert page.url == address
        expect(page.locator("#note")).to_have_value(TYPED)


def test_nothing_typed_or_all_sent_asks_nothing(file: Page) -> None:
    page = file
    page.fill("#note", TYPED)
    page.fill("#note", "")
    with page.expect_download():
        page.get_by_role("button", name="Les mêmes en JSON").click()
    page.get_by_role("link", name="Modifier", exact=True).click()
    expect(page.locator("h1")).to_contain_text("Coordonnées du dossier")
    page.fill("#fonction", "Présidente")
    page.get_by_role("link", name="Annuler").click()
    question = page.get_by_role("dialog")
    expect(question.get_by_role("button", name="Enregistrer et continuer")).to_be_hidden()
    question.get_by_role("button", name="Rester").click()
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.locator("#status")).to_be_visible()


def test_a_file_that_is_downloaded_leaves_the_page_and_its_question(file: Page) -> None:
    page = file
    page.fill("#note", TYPED)
    with page.expect_download():
        page.get_by_role("button", name="Les mêmes en JSON").click()
    page.get_by_role("link", name="Modifier", exact=True).click()
    expect(page.get_by_role("dialog")).to_be_visible()


def test_a_letter_being_read_again_is_unsaved(file: Page) -> None:
    page = file
    page.get_by_role("link", name="Projet non retenu").click()
    page.get_by_role("button", name="Relire avant d’envoyer").click()
    expect(page.get_by_role("heading", name="Le mail, comme il partira")).to_be_visible()
    page.wait_for_load_state()
    page.get_by_role("link", name="Retour au dossier").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def test_without_scripts_the_form_says_to_save_first(applied: Server, desk_of: Callable[..., Page]) -> None:
    page = open_first(desk_of(java_script_enabled=False), applied)
    expect(page.locator("#work noscript p")).to_contain_text("Enregistrez avant de suivre un lien")
