"""Other views where they are shown: the result, the shared page, the PDF, the guide, the staff's pages."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader

from models.content.loader import FIRST_CONTENT, load_file
from models.content.writer import read_values, rewrite
from models.french.formats import days_between
from models.rules.collection import Group
from models.store.contents import publish_content, register_content
from models.store.visits import find_visit, share_token
from tests.content.test_team_words import silenced
from tests.journeys import ANSWERS
from tests.page_client import PageClient
from tests.views.collected import collect
from tests.views.finished import finish_assessment
from views.web.library import library
from views.web.typesetting import page_count

TEAM, ELECTED = Group.EQUIPE, Group.REPRESENTANTS
Points = Sequence[int | None]

# The direction of tests/journeys.py gives 4 of 6 everywhere.
APART: list[Points] = [(5, 1, 3, 2, None)] * 4 + [(5, 2, 3, 3, 4)] * 3
"""Means 5, 10/7, 3, 17/7; of the last dimension three people have a view, so none is shown."""

SPEAKERS: list[Points] = [(4, 4, 1, 4, 4), (4, 4, 1, 4, None)]
ALIKE: list[Points] = [(4, 4, 4, 4, 4), (3, 5, 4, 3, 4)] * 2


def result(app: Flask, token: str) -> Any:
    return PageClient(app).get(f"/diagnostics/{token}/resultat")


def views_there(app: Flask, token: str) -> Any:
    """The section of other views on the result, the title that unfolds it included."""
    return result(app, token).one("#views").getparent()


def shared_address(app: Flask, token: str) -> str:
    with app.app_context():
        visit = find_visit(token, datetime.now(UTC))
        assert visit is not None
        return f"/partage/{share_token(visit, token)}"


def pdf_words(app: Flask, address: str) -> str:
    document = app.test_client().get(f"{address}/estimation.pdf").data
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in PdfReader(io.BytesIO(document)).pages))


def plain(words: str) -> str:
    return re.sub(r"\s+", " ", words)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2027, 3, 2), date(2027, 3, 2), "le 2\u00a0mars 2027"),
        (date(2027, 3, 2), date(2027, 3, 17), "du 2 au 17\u00a0mars 2027"),
        (date(2027, 2, 1), date(2027, 3, 1), "du 1er\u00a0février au 1er\u00a0mars 2027"),
        (date(2026, 12, 20), date(2027, 1, 3), "du 20\u00a0décembre 2026 au 3\u00a0janvier 2027"),
    ],
)
def test_days_are_told_without_saying_a_month_twice(first: date, last: date, words: str) -> None:
    assert days_between(first, last) == words


def test_without_a_collection_nothing_is_said(app: Flask, token: str) -> None:
    page = result(app, token)
    assert not page.all("#views")
    assert page_count(app.test_client().get(f"/diagnostics/{token}/estimation.pdf").data) == 2


def test_the_result_tells_the_gaps_first_both_ways_and_asks(app: Flask, token: str) -> None:
    collect(app, token, {TEAM: APART, ELECTED: SPEAKERS})
    section = views_there(app, token)
    words = plain(section.text_content())
    assert "2 réponses de représentants et 7 réponses de l’équipe, du 2 au 17 mars 2026" in words
    titles = [plain(each.text_content()).strip() for each in section.xpath(".//h3")]
    assert titles == [
        "Qualité de vie au travail et fidélisation à discuter",
        "Dialogue social à discuter",
        "Participation et partage à discuter",
        "Pratiques managériales",
        "Parties prenantes et territoire",
    ]
    assert "Les représentants voient moins d’attention aux conditions de travail que vous." in words
    assert "L’équipe voit moins de dialogue que vous." in words
    assert "Sur quel sujet l’équipe aurait-elle voulu être écoutée plus tôt ?" in words
    assert "Équipe trop peu d’avis (4 ne savent pas)" in words
    assert "Équipe 2,5" in words
    assert "Vous voyez les choses de la même façon" not in words


def test_a_group_that_sees_more_is_told_so(app: Flask, token: str) -> None:
    collect(app, token, {TEAM: [(6, 4, 4, 4, 4)] * 4})
    words = plain(views_there(app, token).text_content())
    assert "L’équipe voit plus de marge dans le travail que vous." in words
    assert "Dans quelles situations l’équipe décide-t-elle déjà seule" in words


def test_views_that_agree_are_a_good_sign_and_no_mark(app: Flask, token: str) -> None:
    collect(app, token, {TEAM: ALIKE, ELECTED: [(4, 4, 4, 4, 4)]})
    words = plain(views_there(app, token).text_content())
    assert "Vous voyez les choses de la même façon." in words
    assert "à discuter" not in words
    assert not re.search(r"bravo|bon score|note (?:de|sur)", words)


def test_the_table_says_what_the_drawing_shows(app: Flask, token: str) -> None:
    collect(app, token, {TEAM: APART, ELECTED: SPEAKERS})
    rows = [
        [plain(cell.text_content()).strip() for cell in row]
        for row in result(app, token).one("#views table").xpath(".//tr")
    ]
    assert rows[0] == ["Pratiques", "Vous", "Représentants", "Équipe", "Écart"]
    assert rows[1:3] == [
        ["Qualité de vie au travail et fidélisation", "4", "1", "3", "à discuter"],
        ["Dialogue social", "4", "4", "1,5", "à discuter"],
    ]
    assert rows[5] == [
        "Parties prenantes et territoire",
        "4",
        "4 (1 ne sait pas)",
        "trop peu d’avis (4 ne savent pas)",
        "–",
    ]


def test_where_the_direction_does_not_know_there_is_no_gap(app: Flask, token: str) -> None:
    collect(app, token, {TEAM: [(6, 6, 6, 6, 6)] * 4}, direction={"management": 4})
    section = views_there(app, token)
    assert plain(section.text_content()).count("Vous à éclaircir") == 4
    assert len(section.xpath(".//*[contains(@class, 'talk')]")) == 1


def test_a_second_collection_is_told_beside_the_first(app: Flask, token: str) -> None:
    before = datetime(2025, 3, 10, 1, tzinfo=UTC)
    collect(app, token, {TEAM: [(1, 4, 4, 4, 4)] * 4}, closed=before)
    collect(app, token, {TEAM: [(3, 4, 4, 4, 1)] * 5})
    words = plain(views_there(app, token).text_content())
    assert "Équipe 3, 1 la première fois" in words
    assert "Depuis le premier recueil, fini le 10 mars 2025 : 1 écart plus petit, 1 écart plus grand." in words
    assert "1 la première fois" in pdf_words(app, f"/diagnostics/{token}")


def test_the_shared_page_and_both_pdfs_tell_the_same(app: Flask, token: str) -> None:
    collect(app, token, {TEAM: APART, ELECTED: SPEAKERS})
    shared = shared_address(app, token)
    page = PageClient(app).get(shared)
    assert "L’équipe voit moins de dialogue que vous." in plain(page.one("#views").text_content())
    assert "reunion" not in page.markup
    for address in (f"/diagnostics/{token}", shared):
        words = pdf_words(app, address)
        assert "Page 3 sur 3" in words
        assert "L’équipe voit moins de dialogue que vous." in words
        assert "Sur quel sujet l’équipe aurait-elle voulu être écoutée plus tôt" in words
        assert "4 ne savent pas" in words
    document = app.test_client().get(f"{shared}/estimation.pdf").data
    assert b"pdfuaid" in document


def test_where_not_eligible_other_views_are_a_second_page(app: Flask) -> None:
    token = finish_assessment(app, {**ANSWERS, "territoire": "hors"})
    collect(app, token, {TEAM: APART, ELECTED: SPEAKERS})
    assert page_count(app.test_client().get(f"/diagnostics/{token}/estimation.pdf").data) == 2
    assert len(result(app, token).all("#views")) == 1


class TestTheMeeting:
    def test_an_hour_the_two_widest_gaps_and_room_to_write(self, app: Flask, token: str) -> None:
        collect(app, token, {TEAM: APART, ELECTED: SPEAKERS})
        visitor = PageClient(app)
        link = result(app, token).one("#views a[href$='/resultat/reunion']")
        page = visitor.get(str(link.get("href")))
        assert page.heading == "Une heure pour en parler"
        minutes = [int(each.text_content().split()[0]) for each in page.all(".minutes")]
        assert sum(minutes) == 60
        talked = [plain(each.text_content()).strip() for each in page.all(".agenda h2")]
        assert talked[2:4] == ["Qualité de vie au travail et fidélisation 15 min", "Dialogue social 15 min"]
        assert "que la direction : 1,5 contre 4, sur 6." in plain(page.text)
        assert len(page.all(".decided tbody tr")) == 3

    def test_where_views_agree_it_looks_for_where_to_go_on(self, app: Flask, token: str) -> None:
        collect(app, token, {TEAM: ALIKE})
        page = PageClient(app).get(f"/diagnostics/{token}/resultat/reunion")
        assert sum(int(each.text_content().split()[0]) for each in page.all(".minutes")) == 60
        assert "laquelle faire avancer en premier" in plain(page.text)

    def test_without_views_to_talk_over_it_leads_to_the_result(self, app: Flask, token: str) -> None:
        address = f"/diagnostics/{token}/resultat/reunion"
        assert PageClient(app).get(address).path.endswith("/resultat")
        collect(app, token, {TEAM: APART[:3]})
        assert PageClient(app).get(address).path.endswith("/resultat")


class TestTheStaff:
    def test_the_interview_sheet_has_the_gaps_as_questions(self, app: Flask, token: str, staff: PageClient) -> None:
        collect(app, token, {TEAM: APART, ELECTED: SPEAKERS})
        words = plain(staff.get("/pilotage/dossiers/1/entretien").text)
        assert "Où les regards diffèrent" in words
        assert "L’équipe voit moins de dialogue que la direction : 1,5 contre 4, sur 6." in words
        assert "Sur quel sujet l’équipe aurait-elle voulu être écoutée plus tôt ?" in words

    def test_the_file_tells_them(self, app: Flask, token: str, staff: PageClient) -> None:
        collect(app, token, {TEAM: APART, ELECTED: SPEAKERS})
        words = plain(staff.get("/pilotage/dossiers/1").text)
        assert "2 réponses de représentants et 7 réponses de l’équipe" in words
        assert "Les représentants voient moins d’attention aux conditions de travail que la direction" in words


def test_a_result_of_a_content_from_before_asks_the_repository_s_questions(
    app_with: Callable[..., Flask], app: Flask
) -> None:
    former = rewrite(FIRST_CONTENT.read_bytes(), {**silenced(read_values(FIRST_CONTENT.read_bytes())), "version": "0"})
    with app.app_context():
        publish_content(register_content(former, "0", datetime.now(UTC)).id, datetime.now(UTC), "Agathe")
        library().refresh()
    token = finish_assessment(app)
    collect(app, token, {TEAM: APART})
    words = plain(views_there(app, token).text_content())
    question = load_file(FIRST_CONTENT).dimensions[1].exchanges["equipe_moins"]
    assert plain(question) in words
