"""What the team entered or noted, put right by anybody of the team: with who and why, the former kept in sight."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import pytest
from flask import Flask

from models.store.audit import list_audit
from models.store.dossier_file import get_dossier
from models.store.fact_corrections import known_facts
from models.store.tables import Assessment
from models.store.timeline import list_entries
from models.store.visits import find_visit, record_answer, renew_address_of
from tests.page_client import Page, PageClient
from tests.rows import only
from tests.views.staff.conftest import NOW
from tests.views.staff.dossiers import applied_dossier, newest_id
from tests.views.staff.test_by_hand import FIELDS, NEW
from tests.views.staff.test_file import LIST, last_action, save
from tests.views.staff.test_rights_and_traces import extraction

RIGHT = {"secteur": "services", "effectif": "48", "raison": "Lu sur son site."}


def send(client: PageClient, page: Page, changed: Mapping[str, str | Sequence[str]], status: int = 200) -> Page:
    """The page's form as it stands, with some fields changed."""
    standing: dict[str, str | Sequence[str]] = {}
    for name, value in page.one("main form").form_values():
        standing[name] = [*standing.get(name, []), value] if name == "themes" else value
    return client.submit(page, "main form", {**standing, **changed}, status=status)


@pytest.fixture
def entered(chargee: PageClient) -> int:
    chargee.submit(chargee.get(NEW), "main form", FIELDS)
    return newest_id()


def facts_page(client: PageClient, dossier_id: int) -> Page:
    link = client.get(f"{LIST}/{dossier_id}").one("a[href*='/faits']")
    return client.get(str(link.get("href")))


def test_the_facts_stand_in_the_file_and_are_corrected_with_a_reason(chargee: PageClient, entered: int) -> None:
    file = chargee.get(f"{LIST}/{entered}")
    assert "1\u202f200" in file.text
    landed = send(chargee, facts_page(chargee, entered), RIGHT)
    assert landed.path == f"{LIST}/{entered}"
    assert known_facts(entered) == {
        "territoire": "42",
        "structure": "scop",
        "secteur": "services",
        "effectif": 48,
        "themes": ("qvct", "participation"),
    }
    row = only(Assessment)
    assert (row.sector, row.headcount, row.size) == ("services", 48, "de-11-a-49")
    history = " ".join(landed.one(".timeline li:first-child").text_content().split())
    for words in (
        "Faits corrigés · Secteur : Industrie → Services · Effectif : 1 200 → 48",
        "Lu sur son site.",
        "Camille Roux",
    ):
        assert words in history, words
    entry = list_audit(assessment_id=entered)[0]
    assert (entry.action, entry.detail) == ("corriger les faits", "Secteur, Effectif")
    assert chargee.get(f"{LIST}?secteur=services").all(f"tbody a[href*='{LIST}/{entered}']")


def test_a_fact_nobody_knows_is_taken_away(chargee: PageClient, entered: int) -> None:
    page = facts_page(chargee, entered)
    emptied = {"territoire": "", "structure": "", "secteur": "", "effectif": "", "themes": [], "raison": "Inventés."}
    landed = send(chargee, page, emptied)
    assert known_facts(entered) == {}
    assert landed.text.count("non renseigné") >= 5
    assert only(Assessment).department is None


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"raison": ""}, "Écrivez pourquoi"),
        ({"effectif": "beaucoup"}, "nombre"),
        ({"effectif": "999999999"}, "trop grand"),
        ({"secteur": "finance"}, "n’est pas un choix connu"),
        ({"secteur": "industrie", "effectif": "1200"}, "Aucun fait n’a changé"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    chargee: PageClient, entered: int, changed: dict[str, str], told: str
) -> None:
    before = known_facts(entered)
    page = send(chargee, facts_page(chargee, entered), {**RIGHT, **changed}, status=422)
    assert told in page.one("#error-summary").text_content()
    assert page.one("#effectif").get("value") == {**RIGHT, **changed}["effectif"]
    assert page.one("#raison").text_content().strip() == {**RIGHT, **changed}["raison"]
    assert known_facts(entered) == before


def test_a_stale_correction_tells_the_other_and_is_ready_to_be_sent_again(
    chargee: PageClient, administratrice: PageClient, entered: int
) -> None:
    mine = facts_page(chargee, entered)
    hers = {"secteur": "commerce", "structure": "scic", "raison": "Elle vend."}
    send(administratrice, facts_page(administratrice, entered), hers)
    refused = send(chargee, mine, RIGHT, status=409)
    told = " ".join(refused.one("#error-summary").text_content().split())
    for words in ("Forme : SCOP → SCIC · Secteur : Industrie → Commerce", "par Agathe Blanc", "Elle vend."):
        assert words in told, words
    table = refused.one("#error-summary table").text_content()
    assert "Commerce" in table
    assert "Forme" not in table, "what she didn't touch is no difference"
    assert known_facts(entered)["secteur"] == "commerce"
    send(chargee, refused, {})
    kept = known_facts(entered)
    assert (kept["secteur"], kept["effectif"], kept["structure"]) == ("services", 48, "scic")
    assert list_entries(entered)[0].summary == "Secteur : Commerce → Services · Effectif : 1 200 → 48"


def test_a_company_s_answers_are_hers(app: Flask, chargee: PageClient, entered: int) -> None:
    applied = applied_dossier(app)
    page = facts_page(chargee, entered)
    visit = find_visit(renew_address_of(entered, NOW), NOW)
    assert visit is not None
    record_answer(visit, "secteur", "btp", NOW)
    for dossier_id in (applied, entered):
        assert not chargee.get(f"{LIST}/{dossier_id}").all("a[href*='/faits']")
        refused = chargee.get(f"{LIST}/{dossier_id}/faits", status=409)
        assert refused.heading == "Ces réponses sont celles de l’entreprise"
    send(chargee, page, RIGHT, status=409)
    assert get_dossier(entered).version == list_entries(entered)[0].id
    assert only(Assessment, Assessment.id == entered).sector == "btp"


@pytest.fixture
def noted(app: Flask, chargee: PageClient) -> int:
    dossier_id = applied_dossier(app)
    said = {"genre": "note", "note": "Veut arrêter <b>là</b>", "le": "2026-03-01"}
    save(chargee, chargee.get(f"{LIST}/{dossier_id}"), said)
    return dossier_id


def note_page(client: PageClient, dossier_id: int) -> Page:
    link = client.get(f"{LIST}/{dossier_id}").one(".timeline a[href*='/notes/']")
    return client.get(str(link.get("href")))


def told_of(page: Page) -> str:
    """The timeline's entry with the note, in words."""
    return " ".join(page.one(".timeline li:has(a[href*='/notes/'])").text_content().split())


def test_a_note_is_corrected_and_the_former_stays_folded_under_it(
    chargee: PageClient, administratrice: PageClient, noted: int
) -> None:
    page = note_page(administratrice, noted)
    assert page.heading == "Corriger une note"
    assert page.one("#note").text_content().strip() == "Veut arrêter <b>là</b>"
    landed = send(administratrice, page, {"note": "Veut continuer.", "le": "2026-03-02"})
    assert landed.path == f"{LIST}/{noted}"
    told = told_of(landed)
    assert told.startswith("Note · le 2 mars 2026 Veut continuer.")
    assert "Corrigée par Agathe Blanc le" in told
    assert landed.one(".timeline details del").text_content() == "Veut arrêter <b>là</b>"
    assert "par Camille Roux, daté du 1er mars 2026" in told
    assert last_action(noted) == "corriger une note"
    entry = list_audit(assessment_id=noted)[0]
    assert "continuer" not in entry.subject + entry.detail


def test_a_note_is_withdrawn_then_put_back(chargee: PageClient, noted: int) -> None:
    page = note_page(chargee, noted)
    landed = send(chargee, page, {"note": "", "geste": "retirer"})
    told = told_of(landed)
    assert "Note retirée par Camille Roux le" in told
    assert landed.one(".timeline details del").text_content() == "Veut arrêter <b>là</b>"
    assert not landed.all(".timeline li:has(a[href*='/notes/']) > .own-words")
    assert last_action(noted) == "retirer une note"
    again = note_page(chargee, noted)
    assert again.heading == "Rétablir une note"
    landed = send(chargee, again, {"geste": "rétablir"})
    assert "Rétablie par Camille Roux" in told_of(landed)
    assert landed.one(".timeline li:has(a[href*='/notes/']) > .own-words").text_content() == "Veut arrêter <b>là</b>"
    assert last_action(noted) == "rétablir une note"


def test_a_call_is_corrected_too_and_nothing_else(chargee: PageClient, noted: int) -> None:
    save(chargee, chargee.get(f"{LIST}/{noted}"), {"genre": "appel", "note": "Rappelle lundi."})
    call = list_entries(noted)[0].id
    before = get_dossier(noted)
    page = chargee.get(f"{LIST}/{noted}/notes/{call}")
    assert page.heading == "Corriger un appel"
    landed = send(chargee, page, {"note": "Rappelle mardi."})
    assert "L’appel est corrigé." in landed.text
    after = get_dossier(noted)
    assert (after.stage, after.updated_at, after.call_back_on) == (before.stage, before.updated_at, before.call_back_on)
    request = list_entries(noted)[-1].id
    chargee.get(f"{LIST}/{noted}/notes/{request}", status=404)
    chargee.get(f"{LIST}/{noted}/notes/99999", status=404)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"note": " "}, "retirez la note"),
        ({"note": "Autre", "le": "2999-01-01"}, "jour passé"),
        ({"note": "Autre", "le": "hier"}, "Écrivez une date"),
        ({}, "Rien n’a changé"),
    ],
)
def test_a_correction_that_says_nothing_right_is_refused_in_words(
    chargee: PageClient, noted: int, typed: dict[str, str], told: str
) -> None:
    before = list_entries(noted)
    page = send(chargee, note_page(chargee, noted), typed, status=422)
    assert told in page.one("#error-summary").text_content()
    assert list_entries(noted) == before


def test_two_at_once_on_a_note(chargee: PageClient, administratrice: PageClient, noted: int) -> None:
    mine, aside = note_page(chargee, noted), note_page(chargee, noted)
    send(administratrice, note_page(administratrice, noted), {"geste": "retirer"})
    refused = send(chargee, mine, {"note": "Veut continuer."}, status=409)
    told = " ".join(refused.one("#error-summary").text_content().split())
    assert "Retrait, par Agathe Blanc le" in told
    assert refused.one("#note").text_content().strip() == "Veut continuer."
    send(chargee, aside, {"geste": "retirer"}, status=409)
    landed = send(chargee, refused, {"note": "Veut continuer."})
    assert "Veut continuer." in told_of(landed)


def test_another_note_meanwhile_never_collides(chargee: PageClient, noted: int) -> None:
    mine = note_page(chargee, noted)
    save(chargee, chargee.get(f"{LIST}/{noted}"), {"genre": "note", "note": "Une autre."})
    send(chargee, mine, {"note": "Veut continuer."})


def test_a_day_that_is_emptied_stays_the_former(chargee: PageClient, noted: int) -> None:
    landed = send(chargee, note_page(chargee, noted), {"note": "Veut continuer.", "le": ""})
    assert told_of(landed).startswith("Note · le 1er mars 2026 Veut continuer.")


def test_what_is_handed_over_holds_both(chargee: PageClient, noted: int) -> None:
    send(chargee, note_page(chargee, noted), {"note": "Veut continuer."})
    document = extraction(chargee, noted, "document").text
    for words in ("Veut arrêter &lt;b&gt;là&lt;/b&gt;</del>", "Veut continuer.", "Corrigée par Camille Roux"):
        assert words in document, words
    rows = json.loads(extraction(chargee, noted, "json").data)["timeline"]
    told = {row["id"]: row for row in rows}
    correction = next(row for row in rows if row["replaces_id"])
    assert correction["text"] == "Veut continuer."
    assert told[correction["replaces_id"]]["text"] == "Veut arrêter <b>là</b>"
