"""The report to the Région: the same figures on the page, on paper and in the workbook; the Aract's own comment."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook
from pypdf import PdfReader

from models.store.sheets.publishing import list_published
from models.store.tables import Application, Audit
from tests.page_client import Page, PageClient
from tests.rows import change
from tests.views.staff.dossiers import applied_dossier

REPORT = "/pilotage/rapport"


@pytest.fixture
def two_years(app: Flask, chargee: PageClient) -> Flask:
    """Asked on the last hour of 2025 in Paris, granted ten days in 2026; asked in 2026, and nothing granted."""
    first = applied_dossier(app, territoire="42")
    change(Application, created_at=datetime(2025, 12, 31, 22, tzinfo=UTC))
    second = applied_dossier(app, territoire="69")
    Application.update(created_at=datetime(2026, 3, 4, 12, tzinfo=UTC)).where(
        Application.assessment == second
    ).execute()
    fields = {"etape": "selectionne", "jours": "10", "jours_le": "2026-02-03"}
    chargee.submit(chargee.get(f"/pilotage/dossiers/{first}"), "form#work", fields)
    return app


def rows(page: Page, section: str) -> dict[str, list[str]]:
    """The lines of a table by their first cell, each number as it reads: « 1 », « 8 000 € »."""
    lines = page.all(f"section[aria-labelledby='by-{section}'] tbody tr")
    return {" ".join(line[0].text_content().split()): [_number(cell) for cell in line[1:]] for line in lines}


def _number(cell: Any) -> str:
    return str(re.sub(r" .*", "", cell.text_content().strip()))


def test_a_request_counts_in_its_year_and_days_in_theirs(two_years: Flask, chargee: PageClient) -> None:
    nothing = ["0", "0", "0", "0", "0\u202f€", "0\u202f€"]
    granted = ["1", "10", "0", "8\u202f000\u202f€", "2\u202f000\u202f€"]
    assert rows(chargee.get(f"{REPORT}?annee=2025"), "etapes")["Total"] == ["1", "1", *nothing[1:]]
    assert rows(chargee.get(f"{REPORT}?annee=2026"), "etapes")["Total"] == ["1", "0", *granted]
    whole = chargee.get(REPORT)
    assert rows(whole, "etapes")["Total"] == ["2", "1", *granted]
    assert rows(whole, "departements")["42 Loire"] == ["1", "1", *granted]
    assert rows(whole, "annees")["2025"] == ["1", "1", *nothing[1:]]
    assert rows(whole, "annees")["2026"] == ["1", "0", *granted]


def test_it_says_the_same_as_the_budget_and_the_sample(region: Flask, administratrice: PageClient) -> None:
    told = rows(administratrice.get(REPORT), "departements")["Total"]
    budget = administratrice.get("/pilotage/budget").all("table.budget")[1].cssselect(".total-line td")
    dossiers, days, used, left, region_share, company_share = [_number(cell) for cell in budget[:6]]
    assert told[2:] == [dossiers, days, used, region_share, company_share]
    assert int(told[2]) > 3
    assert used not in {"0", ""}
    assert f"{used}\u00a0jours de visites utilisés\u00a0: il en reste {left}." in administratrice.get(REPORT).text
    kept = administratrice.get("/pilotage/dossiers?etape=selectionne&etape=accompagne&etape=termine")
    assert told[1] == re.sub(r"\D", "", kept.one("#total").text_content())


def test_paper_and_workbook_say_what_the_page_says(two_years: Flask, chargee: PageClient) -> None:
    page = chargee.get(REPORT)
    pdf = chargee.client.get(f"{REPORT}.pdf")
    assert pdf.mimetype == "application/pdf"
    words = " ".join(" ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(pdf.data)).pages).split())
    for sentence in page.one(".report-words p:first-child").text_content().split(". "):
        assert " ".join(sentence.split()).rstrip(".") in words
    book = load_workbook(io.BytesIO(chargee.client.get(f"{REPORT}.xlsx").data))
    assert [cell.value for cell in book["Par année"][3]] == ["2026", 1, 0, 1, 10, 0, 8000, 2000]
    assert [cell.value for cell in book["Par étape"][book["Par étape"].max_row]] == [
        "Total",
        2,
        1,
        1,
        10,
        0,
        8000,
        2000,
    ]


def test_before_and_after_and_the_published_projects_are_told_everywhere(
    region: Flask, administratrice: PageClient
) -> None:
    page = administratrice.get(REPORT)
    lines = page.all("section[aria-labelledby='before-after'] tbody tr")
    assert len(lines) == 5
    titles = [link.text_content() for link in page.all("section[aria-labelledby='published'] li a")]
    with region.app_context():
        assert sorted(titles) == sorted(each.text.title for each in list_published())
    assert titles
    book = load_workbook(io.BytesIO(administratrice.client.get(f"{REPORT}.xlsx").data))
    told = {row[0].value: f"{row[1].value:.1f}".replace(".", ",") for row in list(book["Avant et après"])[1:]}
    assert len(told) == 5
    assert [line.value for line, *_ in list(book["Fiches publiées"])[1:]] == titles
    pdf = administratrice.client.get(f"{REPORT}.pdf").data
    words = " ".join(" ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(pdf)).pages).split())
    assert "Avant et après l’appui" in words
    assert all(title.split()[0] in words for title in titles)


def test_a_year_without_anything_says_so(chargee: PageClient) -> None:
    page = chargee.get(f"{REPORT}?annee=2031")
    assert "personne n’a encore commencé" in page.one(".report-words").text_content()
    assert chargee.client.get(f"{REPORT}.pdf?annee=2031").status_code == 200
    assert chargee.client.get(f"{REPORT}.xlsx?annee=2031").status_code == 200


@pytest.mark.parametrize("year", ["", "2016", "12026", "²026", "2026x", "-1"])
def test_what_is_no_year_has_no_report(chargee: PageClient, year: str) -> None:
    assert chargee.get(f"{REPORT}?annee={year}", status=404).status == 404


class TestComment:
    def write(self, client: PageClient, page: Page, words: str, status: int = 200) -> Page:
        return client.submit(page, "form.slab", {"commentaire": words}, status=status)

    def test_it_is_kept_by_period_and_printed(self, chargee: PageClient) -> None:
        self.write(chargee, chargee.get(f"{REPORT}?annee=2026"), "Une belle année.\n\nDes SCOP surtout.")
        assert (
            "Des SCOP surtout." in chargee.get(f"{REPORT}?annee=2026").one(".report-comment .own-words").text_content()
        )
        assert "Camille Roux" in chargee.get(f"{REPORT}?annee=2026").one(".report-comment").text_content()
        assert not chargee.get(REPORT).all(".report-comment .own-words")
        pdf = chargee.client.get(f"{REPORT}.pdf?annee=2026").data
        assert "Une belle année." in PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
        book = load_workbook(io.BytesIO(chargee.client.get(f"{REPORT}.xlsx?annee=2026").data))
        assert "Des SCOP surtout." in str([cell.value for row in book["Rapport"] for cell in row])
        assert Audit.select().where(Audit.action == "commenter le rapport").count() == 1

    def test_two_at_once_lose_nothing(self, chargee: PageClient, administratrice: PageClient) -> None:
        page = chargee.get(REPORT)
        self.write(administratrice, administratrice.get(REPORT), "De ma collègue.")
        refused = self.write(chargee, page, "De moi.", status=409)
        assert "Agathe Blanc" in refused.one("#error-summary").text_content()
        assert refused.one("textarea").text_content().strip() == "De moi."
        assert "De ma collègue." in refused.one(".own-words").text_content()
        self.write(chargee, refused, "De nous deux.")
        assert "De nous deux." in chargee.get(REPORT).one(".own-words").text_content()

    def test_too_long_is_said_and_kept(self, chargee: PageClient) -> None:
        refused = self.write(chargee, chargee.get(REPORT), "a" * 4001, status=422)
        assert "4\u202f000" in refused.one("#commentaire-error").text_content()
        assert len(refused.one("textarea").text_content().strip()) == 4001
