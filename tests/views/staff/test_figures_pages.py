"""Variety and usage: what the pages say, and that every number on them opens the list it counts."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from models.demo.show import show
from models.store.audit import COMMAND_LINE
from models.store.dossier_file import get_dossier, grant_days
from models.store.dossiers import count_dossiers
from tests.page_client import Page, PageClient
from tests.views.staff.dossiers import applied_dossier, finished_dossier
from views.staff.dossiers.list_query import read_filters
from views.web.library import running

EVER = "/pilotage/usage?du=2017-01-01"
SAMPLE = "/pilotage/echantillon"


@pytest.fixture
def region(app: Flask) -> Flask:
    """The demonstration's region, small."""
    with app.test_request_context():
        edition = running()
        show(edition.questionnaire, edition.content_id, 80, datetime.now(UTC))
    return app


def counted_links(page: Page) -> list[tuple[int, str]]:
    """Each number that opens a list, with the list's address."""
    found = []
    for link in page.all("main a[href^='/pilotage/dossiers?']"):
        told = "".join(each.text_content() for each in link.cssselect("strong")) or link.text_content()
        number = re.match(r"[\d\u202f]+", told.strip())
        if number:
            found.append((int(number[0].replace("\u202f", "")), str(link.get("href"))))
    return found


def listed(app: Flask, url: str) -> int:
    with app.test_request_context():
        return count_dossiers(read_filters(MultiDict(parse_qsl(urlsplit(url).query))))


@pytest.mark.parametrize(("address", "least"), [(EVER, 60), ("/pilotage/usage", 10), (SAMPLE, 25)])
def test_every_number_opens_the_list_it_counts(
    region: Flask, administratrice: PageClient, address: str, least: int
) -> None:
    links = counted_links(administratrice.get(address))
    assert len(links) >= least
    assert [(count, url) for count, url in links if listed(region, url) != count] == []


def test_the_list_that_a_number_opens_says_the_same_number(region: Flask, administratrice: PageClient) -> None:
    page = administratrice.get(EVER)
    for name in ("started", "finished", "contacted"):
        (link,) = page.all(f"#{name} a")
        total = administratrice.get(str(link.get("href"))).one("#total").text_content()
        assert re.sub(r"\D", "", total) == re.sub(r"\D", "", str(link.text))


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

    def test_the_budget_tells_days_and_the_region_s_share_granted_and_in_view(
        self, app: Flask, administratrice: PageClient
    ) -> None:
        def total() -> list[str]:
            cells = administratrice.get(EVER).all(".budget .total-line td")
            return [re.sub(r"\D", "", cell.text_content()) for cell in cells]

        number = applied_dossier(app)
        assert total() == ["0", "0", "0", "1", "10", "8000"]
        grant_days(number, get_dossier(number).version, 5, date(2026, 3, 2), "", datetime.now(UTC), COMMAND_LINE)
        assert total() == ["1", "5", "4000", "0", "0", "0"]


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

    def test_by_novelty_the_same_applications_come_in_another_order(
        self, region: Flask, administratrice: PageClient
    ) -> None:
        def names(page: Page) -> list[str]:
            return [str(link.get("href")) for link in page.all(".additions h3 a")]

        by_date, by_gain = administratrice.get(SAMPLE), administratrice.get(f"{SAMPLE}?ordre=apport")
        assert sorted(names(by_date)) == sorted(names(by_gain))
        counts = [len(each.cssselect("strong")) for each in by_gain.all(".additions > li")]
        assert counts == sorted(counts, reverse=True)

    def test_a_dossier_without_a_request_is_no_application(self, app: Flask, chargee: PageClient) -> None:
        finished_dossier(app)
        assert chargee.get(SAMPLE).all(".empty")
