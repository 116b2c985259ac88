"""Variety and usage: what the pages say, and that every number on them opens the list it counts."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from flask import Flask

from models.rules.result import Grant
from models.store.audit import COMMAND_LINE
from models.store.dossier_file import get_dossier, grant_days
from models.store.tables import Assessment
from tests.agreement import disagreements
from tests.page_client import PageClient
from tests.rows import change
from tests.views.staff.dossiers import applied_dossier, finished_dossier

EVER = "/pilotage/usage?du=2017-01-01"
SAMPLE = "/pilotage/echantillon"
BUDGET = "/pilotage/budget"


@pytest.mark.slow
def test_every_figure_agrees_with_its_list_its_sums_and_its_export(region: Flask, administratrice: PageClient) -> None:
    compared, wrong = disagreements(lambda path: administratrice.client.get(path).data, 80)
    assert wrong == []
    assert compared >= 180


class TestUsage:
    def test_before_anybody_came_it_says_so(self, chargee: PageClient) -> None:
        assert "Aucun questionnaire" in chargee.get("/pilotage/usage").one(".empty").text_content()

    def test_the_funnel_follows_a_visitor_who_left_halfway(self, app: Flask, chargee: PageClient) -> None:
        visitor = PageClient(app)
        page = visitor.submit(visitor.get("/"), "form#start")
        page = visitor.answer(page, "07")
        visitor.answer(page, "scop")
        rows = [
            [" ".join(cell.text_content().split()) for cell in row] for row in chargee.get(EVER).all(".funnel tbody tr")
        ]
        assert rows[0][0] == "Votre entreprise"
        assert [row[2][:1] for row in rows[:3]] == ["1", "0", "0"]
        assert [row[3][:1] for row in rows[:3]] == ["1", "0", "0"]
        stopped = next(row for row in rows if row[0] == "Effectif")
        assert stopped[3].startswith("1")

    def test_requests_that_the_team_entered_are_counted_and_said_apart(self, app: Flask, chargee: PageClient) -> None:
        applied_dossier(app)
        page = chargee.get("/pilotage/dossiers/nouveau")
        fields = {"entreprise": "Saisie SARL", "kind": "candidature", "etape": "nouveau", "recu_le": "2026-01-15"}
        chargee.submit(page, "main form", fields)
        told = chargee.get(EVER)
        assert told.one("#contacted").text_content().startswith("2")
        assert "dont 1" in told.one("#contacted").text_content()
        rows = {row[0].text_content(): row[3].text_content()[:1] for row in told.all(".slices tbody tr")}
        assert (rows["Site"], rows["Saisie par l’équipe"], rows["Janvier 2026"]) == ("1", "1", "1")
        assert chargee.get("/pilotage/usage").one("#contacted").text_content().startswith("1"), "the last thirty days"

    def test_every_month_of_the_period_is_told(self, app: Flask, chargee: PageClient) -> None:
        finished_dossier(app)
        change(Assessment, created_at=datetime(2020, 5, 4, 12, tzinfo=UTC))
        months = [row[0].text_content() for row in chargee.get(EVER).all(".slices tbody tr")]
        assert "Mai 2020" in months
        assert "Janvier 2024" in months
        assert "Avril 2020" not in months, "before anybody came there is nothing to tell"

    def test_a_door_and_an_event_narrow_it(self, region: Flask, administratrice: PageClient) -> None:
        whole = administratrice.get(EVER)
        by_door = sum(
            int(re.sub(r"\D", "", administratrice.get(f"{EVER}&porte={door}").one("#started").text_content()))
            for door in ("site", "borne", "integre")
        )
        assert by_door == int(re.sub(r"\D", "", whole.one("#started").text_content()))
        assert (
            administratrice.get(f"{EVER}&porte=manuel&evenement=x").one("#started").text_content()
            == whole.one("#started").text_content()
        )

    def test_htmx_gets_the_figures_alone(self, region: Flask, administratrice: PageClient) -> None:
        fragment = administratrice.get(EVER, htmx=True)
        assert fragment.all("#started")
        assert not fragment.all("form")


class TestBudget:
    def test_it_tells_days_and_both_shares_granted_and_in_view(self, app: Flask, administratrice: PageClient) -> None:
        def totals() -> list[list[str]]:
            page = administratrice.get(BUDGET)
            return [[re.sub(r"\D", "", cell.text_content()) for cell in line] for line in page.all(".total-line")]

        number = applied_dossier(app)
        assert totals() == [
            ["", "0", "0", "0", "0", "0", "0", "1", "10", "8000", "2000"],
            ["", "0", "0", "0", "0", "0", "0", "1", "10", "8000", "2000"],
            ["", "0", "0", "0", "0", "0", "0"],
        ]
        grant = Grant(5, date(2026, 3, 2), 100_000, 100_000, 400_000)
        version, moment = get_dossier(number).version, datetime.now(UTC)
        grant_days(number, version, grant, date(2026, 3, 2), "", moment, COMMAND_LINE, shown="5 jours")
        assert totals() == [
            ["", "1", "5", "0", "5", "4000", "1000", "0", "0", "0", "0"],
            ["", "1", "5", "0", "5", "4000", "1000", "0", "0", "0", "0"],
            ["", "1", "5", "0", "5", "4000", "1000"],
        ]
        lines = {line[0].text_content() for line in administratrice.get(BUDGET).all(".budget tbody tr")}
        assert {"Candidature", "07 Ardèche", "2026", "Total"} == lines

    def test_the_three_ways_of_telling_it_add_up_alike(self, region: Flask, administratrice: PageClient) -> None:
        stage, department, year = (
            [cell.text_content() for cell in line] for line in administratrice.get(BUDGET).all(".total-line")
        )
        assert stage == department
        assert stage[:7] == year
        assert stage[1] != "0"


class TestSample:
    def test_before_anybody_was_selected_it_says_so(self, chargee: PageClient) -> None:
        page = chargee.get(SAMPLE)
        assert "tout reste à composer" in page.text
        assert page.all(".empty")

    def test_it_says_what_is_missing_and_what_an_application_would_add(
        self, region: Flask, administratrice: PageClient
    ) -> None:
        page = administratrice.get(SAMPLE)
        gaps = page.one(".gaps").text_content()
        assert "ucune SCIC" in gaps
        assert "ucun projet d’achats responsables" in gaps
        assert "le Cantal" in gaps
        assert len(page.all(".tile")) == 12
        firsts = " ".join(each.text_content() for each in page.all(".additions strong"))
        assert re.search(r"(la première|le premier) ", firsts)

    def test_a_dossier_without_a_request_is_no_application(self, app: Flask, chargee: PageClient) -> None:
        finished_dossier(app)
        assert chargee.get(SAMPLE).all(".empty")
