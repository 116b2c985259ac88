"""Published projects in the guide, narrowed by theme, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.staff.conftest import apply
from tests.browser.staff.steps import agree, ask_agreement, publish, see, write_sheet
from tests.server import Server
from tests.store.making import sql

pytestmark = pytest.mark.xdist_group("staffed")  # what it starts from is made once


COMPANY = "Menuiserie du Velay"
TITLE = "Choisir ses horaires en équipe"


@pytest.fixture
def finished(staffed: Server) -> str:
    """The address of a finished dossier in the back-office."""
    apply(staffed, {"entreprise": COMPANY, "email": "velay@exemple.fr"}, territoire="43")
    ((dossier_id,),) = sql(staffed.database, "SELECT max(id) FROM assessment")
    sql(staffed.database, f"UPDATE assessment SET application_stage = 'termine' WHERE id = {dossier_id}")
    return f"{staffed.url}/pilotage/dossiers/{dossier_id}"


def test_the_guide_s_projects_are_narrowed_with_scripts_and_without(
    staffed: Server,
    finished: str,
    desk: Page,
    new_context: Callable[..., BrowserContext],
    axe: Callable[[Page], None],
) -> None:
    desk.goto(finished)
    done, changed = "Deux réunions par équipe, puis huit semaines d’essai.", "Une grille que tout le monde a choisie."
    write_sheet(desk, TITLE, done, changed)
    reader = new_context(viewport={"width": 390, "height": 844}).new_page()
    reader.goto(ask_agreement(desk, staffed))
    see(reader, axe)
    agree(reader)
    publish(desk)

    reader.goto(f"{staffed.url}/guide")
    reader.wait_for_load_state()
    reader.get_by_label("Sujet").focus()
    reader.get_by_label("Sujet").select_option("qvct")
    expect(reader).to_have_url(re.compile(r"/guide\?theme=qvct$"))
    expect(reader.locator("#status")).to_contain_text("trouvé")
    expect(reader.get_by_label("Sujet")).to_be_focused()
    expect(reader.locator("#projects")).to_contain_text(TITLE)
    see(reader, axe)
    reader.go_back()
    expect(reader.get_by_label("Sujet")).to_have_value("")

    plain = new_context(java_script_enabled=False).new_page()
    plain.goto(f"{staffed.url}/guide")
    plain.get_by_label("Sujet").select_option("participation")
    plain.get_by_role("button", name="Choisir").click()
    expect(plain).to_have_url(re.compile(r"theme=participation&secteur=&taille=#projets-publies$"))
    plain.get_by_role("link", name=TITLE).first.click()
    expect(plain.locator("h1")).to_have_text(TITLE)
