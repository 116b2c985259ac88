"""Exports: exactly what the list keeps, in columns that never change, harmless in a spreadsheet, streamed."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook

from models.french.formats import paris_day
from models.store.dossier_export import BATCH
from tests.journeys import ANSWERS, COMPANY, fill
from tests.page_client import PageClient
from tests.views.staff.dossiers import applied_dossier, finished_dossier, newest_id
from views.staff.dossiers.exports import _TABLES, _WORKBOOK, harmless

KEYS = [*list(ANSWERS)[:2], "nombre_entreprises", *list(ANSWERS)[2:]]


def rows_of_csv(client: PageClient, query: str = "") -> list[dict[str, str]]:
    response = client.client.get(f"/pilotage/export.csv{query}")
    assert response.status_code == 200
    assert response.data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(response.data.decode("utf-8-sig")), delimiter=";"))
    assert response.headers["X-Row-Count"] == str(len(rows))
    assert f"{len(rows)}-ligne" in response.headers["Content-Disposition"]
    return rows


@pytest.mark.parametrize(("path", "gate", "places"), [("export.xlsx", _WORKBOOK, 1), ("export.csv", _TABLES, 2)])
def test_a_second_export_is_asked_to_wait_in_words(
    app: Flask, chargee: PageClient, path: str, gate: Any, places: int
) -> None:
    applied_dossier(app)
    for _ in range(3):  # each gives its place back
        with chargee.client.get(f"/pilotage/{path}") as sent:
            assert sent.status_code == 200
    taken = [gate.acquire() for _ in range(places)]
    told = chargee.get(f"/pilotage/{path}", status=503)
    assert told.heading == "Un autre export est en cours"
    assert told.response.headers["Retry-After"] == "60"
    for _ in taken:
        gate.release()
    with chargee.client.get(f"/pilotage/{path}") as sent:
        assert sent.status_code == 200


def test_one_row_a_dossier_one_column_a_key(app: Flask, chargee: PageClient) -> None:
    applied_dossier(app)
    (row,) = rows_of_csv(chargee)
    assert set(KEYS) <= row.keys()
    assert row["themes"] == "participation|qvct"
    assert row["effectif"] == "24"
    assert (row["jours_recommandes"], row["cout_total_recommande"], row["part_region_recommandee"]) == (
        *("10", "10000", "8000"),
    )
    assert (row["entreprise"], row["siret"], row["telephone"]) == (
        *("L’Établi & Cie", "73282932000074", "06 12 34 56 78"),
    )
    assert (row["etape"], row["verdict"], row["porte"]) == ("candidature", "eligible", "site")


def test_an_unfinished_dossier_has_what_was_answered(app: Flask, chargee: PageClient) -> None:
    fill(PageClient(app), COMPANY)
    (row,) = rows_of_csv(chargee)
    assert (row["territoire"], row["effectif"], row["besoin"], row["verdict"]) == ("07", "24", "", "")


@pytest.mark.parametrize(
    "query",
    [
        *("?voir=tout", "?demande=oui", "?secteur=services", "?etape=candidature", "?voir=tout&tri=anciens"),
        *("?q=etabli", "?au=2000-01-01", "?dossier=1&dossier=3&tri=entreprise"),
    ],
)
def test_the_export_is_the_list(app: Flask, chargee: PageClient, query: str) -> None:
    applied_dossier(app)
    finished_dossier(app, secteur="services")
    finished_dossier(app)
    listed = [link.text_content() for link in chargee.get(f"/pilotage/dossiers{query}").all(".dossiers tbody th a")]
    assert [row["reference"] for row in rows_of_csv(chargee, query)] == listed


def test_the_order_holds_across_batches(app: Flask, chargee: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert BATCH > 1
    monkeypatch.setattr("models.store.dossier_export.BATCH", 2)
    made = [finished_dossier(app) for _ in range(5)]
    assert [row["reference"][-3:] for row in rows_of_csv(chargee)] == [f"{number:03}" for number in reversed(made)]


def test_the_workbook_holds_the_same_rows_its_filters_and_its_codebook(app: Flask, chargee: PageClient) -> None:
    applied_dossier(app)
    response = chargee.client.get("/pilotage/export.xlsx?verdict=eligible", buffered=True)
    book = load_workbook(io.BytesIO(response.data))
    assert book.sheetnames == ["Dossiers", "À propos", "Colonnes"]
    header, *rows = book["Dossiers"].iter_rows(values_only=True)
    row = dict(zip(header, rows[0], strict=True))
    (told,) = rows_of_csv(chargee, "?verdict=eligible")
    assert len(header) == len(told)
    assert len(rows) == 1
    assert (row["Entreprise, recommandé"], row["Effectif"]) == (2000, 24)
    assert (row["Étape"], row["Verdict"], row["Secteur"]) == ("Candidature", "Éligible", "Industrie")
    assert row["Sujets"].split(" | ") == ["Décider avec l’équipe", "Mieux vivre au travail"]
    assert row["SIRET"] == "73282932000074"
    assert book["Dossiers"].freeze_panes == "C2"
    assert book["Dossiers"].column_dimensions["B"].width > book["Dossiers"].column_dimensions["A"].width
    about = {line[0]: line[1] for line in book["À propos"].iter_rows(values_only=True)}
    assert about["Filtres"] == "Verdict\u00a0: Éligible"
    assert about["Nombre de lignes"] == 1
    documented = [line[:2] for line in book["Colonnes"].iter_rows(min_row=2, values_only=True)]
    assert list(dict.fromkeys(documented)) == list(zip(header, told, strict=True))


def test_numbers_are_numbers_days_are_days_and_nothing_else_is(app: Flask, chargee: PageClient) -> None:
    number = applied_dossier(app, besoin="nsp")
    today = paris_day(datetime.now(UTC))
    page = chargee.get(f"/pilotage/dossiers/{number}")
    chargee.submit(page, "form#work", {"jours": "5", "rappel": (today + timedelta(days=3)).isoformat()})
    sheet = load_workbook(io.BytesIO(chargee.client.get("/pilotage/export.xlsx", buffered=True).data))["Dossiers"]
    heads, cells = list(sheet.iter_rows())
    told = {str(head.value): cell for head, cell in zip(heads, cells, strict=True)}
    (keys,) = rows_of_csv(chargee)
    assert len({head.value for head in heads}) == len(heads) == len(keys), "a column a key, each with a name of its own"
    counts = {"Effectif": 24, "Jours recommandés": 5, "Jours accordés": 5, "Prix du jour": 1000}
    amounts = {"Coût recommandé": 5000, "Région, accordé": 4000, "Entreprise, accordé": 1000}
    assert {head: told[head].value for head in counts | amounts} == counts | amounts
    for head in (*counts, *amounts):
        assert told[head].data_type == "n", head
    for head in ("Demande le", "À rappeler le", "Commencé le", "Résultat le", "Accordé le"):
        assert told[head].is_date, head
        assert told[head].number_format == "dd/mm/yyyy"
    for head in ("SIRET", "Téléphone", "Code postal"):
        assert told[head].data_type == "s", f"{head} begins with zeros that count"
    assert told["Autres programmes"].value == "Pas d’accord"
    assert dict(zip(keys, cells, strict=True))["besoin"].value == "Je ne sais pas"
    widths = sheet.column_dimensions
    assert all(widths[cell.column_letter].width >= 12 for cell in heads), "no column too narrow for its head"


def test_the_page_says_what_each_file_is_for(chargee: PageClient) -> None:
    told = [each.text_content() for each in chargee.get("/pilotage/exports").all("#files dd")]
    assert told[0].startswith("se lit")
    assert told[1].startswith("se reprend dans un autre logiciel")


def test_what_a_meeting_needs_stands_before_the_answers(app: Flask, chargee: PageClient) -> None:
    applied_dossier(app)
    names = list(rows_of_csv(chargee)[0])
    assert names.index("territoire") == 27
    assert names[:5] == ["reference", "entreprise", "nom", "telephone", "email"]


def test_the_days_of_the_request_and_of_each_stage_are_told(app: Flask, chargee: PageClient) -> None:
    dossier_id = applied_dossier(app)
    today = paris_day(datetime.now(UTC))
    for stage, on in (("contacte", today - timedelta(days=3)), ("selectionne", today - timedelta(days=1))):
        page = chargee.get(f"/pilotage/dossiers/{dossier_id}")
        chargee.submit(page, "form#work", {"etape": stage, "etape_le": on.isoformat()})
    (row,) = rows_of_csv(chargee)
    assert row["demande_le"] == row["etape_candidature_le"] == today.isoformat()
    assert row["etape_contacte_le"] == (today - timedelta(days=3)).isoformat()
    assert row["etape_selectionne_le"] == (today - timedelta(days=1)).isoformat()
    assert row["termine_le"] == today.isoformat(), "the day of the result"


def test_the_codebook_names_every_column_and_every_value(app: Flask, chargee: PageClient) -> None:
    fill(PageClient(app), COMPANY)
    lines = list(
        csv.DictReader(
            io.StringIO(chargee.client.get("/pilotage/exports/colonnes.csv").data.decode("utf-8-sig")), delimiter=";"
        )
    )
    columns = rows_of_csv(chargee)[0].keys()
    assert {line["colonne"] for line in lines} == set(columns)
    assert {line["valeur"] for line in lines if line["colonne"] == "besoin"} == {"0", "1", "2", "3", "nsp"}
    page = chargee.get("/pilotage/exports?verdict=eligible")
    assert "Verdict\u00a0: Éligible" in page.text
    assert "0 dossier" in page.heading


@pytest.mark.parametrize("typed", ["=1+1", "+33", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1"])
def test_no_cell_starts_a_formula(typed: str) -> None:
    assert str(harmless(typed)).startswith("'")


def test_what_a_visitor_typed_starts_no_formula(app: Flask, chargee: PageClient) -> None:
    applied_dossier(app, {"entreprise": "=HYPERLINK(A1)", "nom": "@Zoé", "projet": "-2+3", "moment": "+ tard"})
    (row,) = rows_of_csv(chargee)
    assert [row[name][0] for name in ("entreprise", "nom", "projet", "moment")] == ["'"] * 4
    book = load_workbook(io.BytesIO(chargee.client.get("/pilotage/export.xlsx", buffered=True).data))
    types = {cell.data_type for line in book["Dossiers"].iter_rows() for cell in line}
    assert "f" not in types
    assert newest_id() == 1
