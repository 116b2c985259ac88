"""A working day at the back-office, in a real browser: sign in, find, call back, select, grant, export."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from models.french.formats import paris_day
from tests.browser.staff.conftest import apply, sign_in
from tests.server import Server

pytestmark = pytest.mark.xdist_group("staffed")  # what it starts from is made once


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def test_a_whole_working_day(page: Page, staffed: Server, tmp_path: Path) -> None:
    apply(staffed, {"entreprise": "Ateliers du Semnoz"}, territoire="74")
    apply(staffed, {"entreprise": "Ateliers du Diois"}, territoire="26", secteur="services")
    sign_in(page, staffed.url)
    expect(page.get_by_role("region", name="Demandes que personne ne suit")).to_contain_text("Ateliers du Semnoz")

    page.fill("#q", "ateliers semnoz")
    page.keyboard.press("Enter")
    expect(page.locator("#total")).to_have_text("1\u00a0dossier")
    page.get_by_role("link", name="S").filter(has_text="-").first.click()
    expect(page.locator("h1")).to_have_text("Ateliers du Semnoz")

    yesterday = paris_day(datetime.now(UTC)) - timedelta(days=1)
    page.fill("#le", yesterday.isoformat())
    page.fill("#note", "Très motivée, rappeler après les congés.")
    page.fill("#rappel", (yesterday + timedelta(days=8)).isoformat())
    page.select_option("#suivi", label="Agathe Blanc")
    page.select_option("#etape", "selectionne")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("#status")).to_contain_text("L’appel est noté.")
    expect(page.locator(".timeline")).to_contain_text("Très motivée")
    expect(page.locator(".under-title .stage")).to_have_text("Sélectionné")

    page.fill("#note", "À moitié écrit")
    page.get_by_role("button", name="Envoyer une nouvelle adresse…").click()
    page.get_by_role("button", name="Envoyer la nouvelle adresse").click()
    expect(page.locator("#status")).to_contain_text("Une nouvelle adresse part à")
    expect(page.locator("#note")).to_have_value("À moitié écrit")
    page.fill("#note", "")
    page.locator("summary", has_text="Jours accordés").click()
    page.select_option("#jours", "10")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("#status")).to_contain_text("10\u00a0jours accordés")

    page.get_by_role("link", name="Retour à la liste").click()
    expect(page.locator("#q")).to_have_value("ateliers semnoz")
    page.get_by_role("link", name="Exporter").click()
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Tableau (CSV)").click()
    saved = tmp_path / "export.csv"
    downloading.value.save_as(saved)
    (row,) = csv.DictReader(io.StringIO(saved.read_text("utf-8-sig")), delimiter=";")
    assert (row["entreprise"], row["etape"], row["jours_accordes"]) == ("Ateliers du Semnoz", "selectionne", "10")


def test_filters_change_the_list_in_place_and_the_address_with_it(desk: Page, staffed: Server) -> None:
    apply(staffed, {"entreprise": "Verger du Pilat"}, secteur="agriculture")
    page = desk
    page.goto(f"{staffed.url}/pilotage/dossiers")
    page.locator("details[data-param=secteur] summary").click()
    page.get_by_label("Agriculture").check()
    expect(page.locator(".dossiers tbody tr")).to_have_count(1)
    assert query(page) == {"demande": ["oui"], "secteur": ["agriculture"]}
    expect(page.locator("#spoken")).to_have_text("1\u00a0dossier")
    page.keyboard.press("Escape")
    expect(page.get_by_label("Agriculture")).to_be_hidden()

    page.get_by_role("link", name="Candidature").click()
    expect(page.locator(".tabs [aria-current]")).to_contain_text("À décider")
    expect(page.locator(".stage-links [aria-current]")).to_contain_text("Candidature")
    page.keyboard.press("/")
    page.keyboard.type("pilat")
    expect(page.locator(".chip", has_text="pilat")).to_be_visible()
    expect(page.locator("#q")).to_be_focused()
    assert query(page) == {"etape": ["candidature"], "secteur": ["agriculture"], "q": ["pilat"]}

    page.locator(".chip", has_text="Secteur").click()
    expect(page.locator(".chip", has_text="Secteur")).to_have_count(0)
    expect(page.locator("input[value=agriculture]")).not_to_be_checked()
    expect(page.locator("#total")).to_be_focused()
    page.go_back()
    expect(page.locator(".chip", has_text="Secteur")).to_be_visible()
    expect(page.locator("input[value=agriculture]")).to_be_checked()
    assert query(page)["q"] == ["pilat"]


def test_the_list_works_without_scripts(staffed: Server, desk_of: Callable[..., Page]) -> None:
    apply(staffed, {"entreprise": "Tissages de l’Allier"}, secteur="industrie", territoire="03")
    page = desk_of(java_script_enabled=False)
    page.goto(f"{staffed.url}/pilotage/dossiers")
    page.locator("details[data-param=departement] summary").click()
    page.get_by_label("03 Allier").check()
    page.get_by_role("button", name="Appliquer").click()
    expect(page.locator(".dossiers tbody tr")).to_have_count(1)
    page.locator(".chip").first.click()
    assert urlsplit(page.url).query == "demande=oui"


def test_a_session_that_ended_leads_from_the_list_to_the_sign_in_page_and_back(desk: Page, staffed: Server) -> None:
    page = desk
    page.goto(f"{staffed.url}/pilotage/dossiers?verdict=eligible")
    page.context.clear_cookies()
    page.fill("#q", "velay")
    expect(page.locator("h1")).to_have_text("Connexion")
    assert query(page)["suite"][0].startswith("/pilotage/dossiers?verdict=eligible")


def test_the_interview_sheet_prints_without_the_rail(desk: Page, staffed: Server) -> None:
    apply(staffed, {"entreprise": "Papeterie du Forez"})
    page = desk
    page.goto(f"{staffed.url}/pilotage/dossiers?q=papeterie")
    page.locator(".dossiers tbody th a").first.click()
    page.get_by_role("link", name="Fiche d’entretien").click()
    page.emulate_media(media="print")
    expect(page.locator(".rail")).to_be_hidden()
    expect(page.locator(".asks li")).to_have_count(3)
