"""Dossiers entered by staff: one by one, at a stand's reference, or many from a table with every error by line."""

from __future__ import annotations

import io

import pytest
from flask import Flask

from models.store.dossier_file import get_dossier
from models.store.events import create_event
from models.store.tables import Assessment
from tests.journeys import COMPANY, PROGRESS, PROJECT, fill
from tests.page_client import Page, PageClient
from tests.rows import count, values
from tests.views.staff.conftest import NOW
from tests.views.staff.dossiers import applied_dossier, newest_id

NEW = "/pilotage/dossiers/nouveau"
IMPORT = "/pilotage/import"
FIELDS = {
    "entreprise": "Fonderie du Forez",
    "siret": "552100554",
    "nom": "Jérôme Faure",
    "telephone": "04 77 10 20 30",
    "kind": "candidature",
    "recu_le": "2025-03-15",
    "etape": "accompagne",
    "jours_accordes": "10",
    "territoire": "42",
    "structure": "scop",
    "secteur": "industrie",
    "effectif": "1 200",
    "themes": ["qvct", "participation"],
}


def send(client: PageClient, text: str | bytes, status: int = 200) -> Page:
    source = text if isinstance(text, bytes) else text.encode()
    token = client.get(IMPORT).one("main form input[name=csrf_token]").get("value")
    return client.post(
        IMPORT,
        {"csrf_token": token, "fichier": (io.BytesIO(source), "anciens.csv")},  # type: ignore[dict-item]
        status=status,
        content_type="multipart/form-data",
    )


def test_a_dossier_by_telephone_is_dated_of_the_day_it_came(chargee: PageClient) -> None:
    page = chargee.submit(chargee.get(NEW), "main form", FIELDS)
    dossier = get_dossier(newest_id())
    assert page.heading == "Fonderie du Forez"
    assert (dossier.door, dossier.stage, dossier.days_granted) == ("manuel", "accompagne", 10)
    assert dossier.reference.startswith("S25-")
    assert dossier.created_at.date().isoformat() == "2025-03-15"
    facts = values(Assessment, "department", "structure", "sector", "headcount", "size", "themes")
    assert facts == [("42", "scop", "industrie", 1200, "50-et-plus", "|qvct|participation|")]
    assert "Loire" in chargee.get("/pilotage/dossiers?departement=42&theme=qvct&porte=manuel").text


def test_a_name_is_enough(chargee: PageClient) -> None:
    chargee.submit(chargee.get(NEW), "main form", {"nom": "Inès", "kind": "rappel", "etape": "nouveau"})
    assert get_dossier(newest_id()).stage == "nouveau"


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("entreprise", ""),
        ("siret", "123"),
        ("recu_le", "2999-01-01"),
        ("effectif", "beaucoup"),
        ("effectif", "999999999"),
        ("territoire", "75"),
        ("etape", "gagne"),
        ("jours_accordes", "99"),
        ("reference", "S99-999"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(chargee: PageClient, field: str, typed: str) -> None:
    fields = {**FIELDS, "nom": "", field: typed} if field == "entreprise" else {**FIELDS, field: typed}
    page = chargee.submit(chargee.get(NEW), "main form", fields, status=422)
    assert page.one(f"#{field}-error").text_content().strip()
    assert count(Assessment) == 0


def test_a_stand_s_reference_joins_its_result(app: Flask, chargee: PageClient) -> None:
    create_event("Salon", "salon", NOW)
    openings = ("management_autonomie", "dialogue_instances", "qvct_conditions")
    answers = {**COMPANY, **PROJECT, **PROGRESS, **dict.fromkeys(openings, "1")}
    answers |= dict.fromkeys(("gouvernance_decisions", "ecosysteme_achats"), "1")
    fill(PageClient(app), answers, door="/borne/salon")
    reference = get_dossier(newest_id()).reference
    page = chargee.submit(chargee.get(NEW), "main form", {**FIELDS, "reference": reference.lower(), "recu_le": ""})
    assert count(Assessment) == 1
    assert page.heading == "Fonderie du Forez"
    assert page.data("eligibility") == "eligible"
    again = chargee.submit(chargee.get(NEW), "main form", {**FIELDS, "reference": reference}, status=422)
    assert "déjà ses coordonnées" in again.one("#reference-error").text_content()


def test_a_table_is_shown_first_then_kept_whole(app: Flask, chargee: PageClient) -> None:
    applied_dossier(app)
    table = (
        "Entreprise;SIRET;Reçu le;Étape;Jours accordés;Territoire;Structure;Secteur;Effectif;Themes;Couleur\r\n"
        "Fonderie du Forez;552 100 554;2017;Terminé;15;Loire;SCOP;Industrie;48;qvct|Revoir les horaires;bleu\r\n"
        ";;;;;;;;;;\r\n"
        "L’Établi;732829320;03/2018;accompagne;5;07;societe;services;7;;rouge\r\n"
    )
    page = send(chargee, table)
    assert count(Assessment) == 1
    assert "2\u00a0dossiers à importer" in page.text
    assert "couleur" in page.markup
    assert "même SIREN" in page.one("tbody").text_content()
    landed = chargee.submit(page, "form[action$='/confirmer']", {"texte": str(page.one("textarea").text_content())})
    assert landed.path == "/pilotage/dossiers"
    assert count(Assessment) == 3
    kept = values(Assessment, "reference", "application_stage", "days_granted", "department", "themes")
    assert kept[1] == ("S17-001", "termine", 15, "42", "|temps-de-travail|qvct|")
    assert kept[2][:4] == ("S18-001", "accompagne", 5, "07")
    again = chargee.submit(
        page, "form[action$='/confirmer']", {"texte": str(page.one("textarea").text_content())}, status=409
    )
    assert "déjà été importé" in again.text
    assert count(Assessment) == 3


def test_every_error_is_told_by_line_and_nothing_is_kept(chargee: PageClient) -> None:
    table = "entreprise;nom;siret;territoire;recu_le\nA;;123;75;hier\nB;;;07;2017\n;;552100554;;\n"
    page = send(chargee, table, status=422)
    rows = page.all("tbody tr")
    assert [bool(row.get("class")) for row in rows] == [True, False, True]
    first = rows[0].text_content()
    assert all(column in first for column in ("siret", "territoire", "recu_le"))
    assert not page.all("form[action$='/confirmer']")
    token = page.one("main form input[name=csrf_token]").get("value")
    chargee.post(f"{IMPORT}/confirmer", {"csrf_token": token, "texte": table}, status=422)
    assert count(Assessment) == 0


@pytest.mark.parametrize(
    ("source", "told"),
    [
        (b"", "Choisissez un fichier"),
        (b"PK\x03\x04", "classeur Excel"),
        (b"\x00\x81\x8d", "pas un tableau"),
        (b"bonjour", "première ligne"),
        (b'entreprise;nom\n"A;B\n', "guillemet"),
        ("entreprise\n" + "A\n" * 501, "501"),
    ],
)
def test_a_file_that_can_t_be_read_is_refused_in_words(chargee: PageClient, source: str | bytes, told: str) -> None:
    assert told in send(chargee, source, status=422).text


def test_a_table_as_an_older_excel_writes_it_is_read(chargee: PageClient) -> None:
    page = send(chargee, "entreprise,étape\nDécolletage du Diois,Sélectionné\n".encode("cp1252"))
    assert "Décolletage du Diois" in page.markup


def test_the_empty_table_to_fill_in_is_one_that_can_be_read(chargee: PageClient) -> None:
    source = chargee.client.get(f"{IMPORT}/modele.csv").data
    page = send(chargee, source, status=200)
    assert "aucune ligne" in page.text
