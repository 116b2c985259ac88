"""What moved from one time to another: on the result, the shared page, the PDF and a dossier's file."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from flask import Flask
from pypdf import PdfReader

from models.french.formats import day_and_month, elapsed
from models.rules.comparison import Comparison, Line, Mark, Time, movement
from models.rules.questionnaire import OfferKey
from models.store.visits import find_visit
from tests.journeys import ANSWERS
from tests.page_client import PageClient
from tests.views.finished import finish_assessment, take_stock
from tests.views.pdf_samples import the_questionnaire
from tests.views.staff.conftest import make_account, sign_in
from views.journey.times_in_words import TimesInWords, say_times

MARCH = datetime(2026, 3, 12, 9, tzinfo=UTC)
NOVEMBER = datetime(2026, 11, 14, 9, tzinfo=UTC)
BEFORE = {**ANSWERS, "management_feedback": "0", "dialogue_accords": "3", "besoin": "0", "portage": "0"}


@pytest.fixture(autouse=True)
def _november(app: Flask) -> Iterator[None]:
    app.extensions["clock"] = lambda: NOVEMBER
    yield
    app.extensions["clock"] = None


@pytest.fixture
def token(app: Flask) -> str:
    """Two times: March, and today."""
    token = finish_assessment(app, BEFORE, now=MARCH)
    take_stock(app, token, ANSWERS, now=NOVEMBER)
    return token


def _pdf(visitor: PageClient, path: str) -> tuple[int, str]:
    reader = PdfReader(io.BytesIO(visitor.client.get(path).data))
    return len(reader.pages), re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))


def test_the_result_tells_what_moved(visitor: PageClient, token: str) -> None:
    page = visitor.get(f"/diagnostics/{token}/resultat")
    told = page.one("#times").text_content()
    assert "Depuis le 12\u00a0mars 2026\u00a0: 1\u00a0dimension avance, 3 n’ont pas bougé et 1 recule." in told
    assert "Votre projet passe de 8 à 12 points sur 18." in told
    assert "L’offre passe de 5\u00a0jours à 10\u00a0jours." in told
    heads = [" ".join(each.text_content().split()) for each in page.all(".times-table thead th")]
    assert heads[:2] == ["12 mars 2026 il y a 8 mois", "14 novembre 2026 aujourd’hui"]
    rows = [[cell.text_content() for cell in row.cssselect("td")] for row in page.all(".times-table tbody tr")]
    assert rows[0] == ["2", "4", "+2"]
    assert rows[1] == ["5", "4", "\u22121"]
    assert rows[2] == ["4", "4", "au même point"]
    assert rows[5] == ["8", "12", "+4"]
    assert rows[6] == ["5\u00a0jours", "10\u00a0jours", "une autre"]


def test_so_do_the_shared_page_and_the_pdf_which_stays_the_same(app: Flask, visitor: PageClient, token: str) -> None:
    shared = "/partage/" + visitor.get(f"/diagnostics/{token}/resultat").data("share-url").rpartition("/")[2]
    assert "1\u00a0dimension avance" in visitor.get(shared).one("#times").text_content()
    path = f"/diagnostics/{token}/estimation.pdf"
    pages, words = _pdf(visitor, path)
    assert pages == 3
    assert "Ce qui a bougé depuis le 12 mars 2026" in words
    assert "8 mois avant" in words
    assert "aujourd’hui, " not in words
    first = visitor.client.get(path).data
    app.extensions["clock"] = lambda: NOVEMBER + timedelta(days=200)
    assert visitor.client.get(path).data == first


def test_the_dossier_s_file_shows_it_to_the_staff(app: Flask, token: str) -> None:
    make_account("camille@aract.example")
    with app.app_context():
        visit = find_visit(token, NOVEMBER)
    assert visit is not None
    file = sign_in(app, "camille@aract.example").get(f"/pilotage/dossiers/{visit.assessment_id}")
    section = file.one("#evolution")
    assert "1\u00a0dimension avance" in section.text_content()
    assert section.cssselect("svg")
    assert section.cssselect("table")


def test_a_correction_of_the_same_day_is_no_other_time(app: Flask, visitor: PageClient) -> None:
    token = finish_assessment(app, BEFORE, now=NOVEMBER - timedelta(hours=1))
    take_stock(app, token, ANSWERS, now=NOVEMBER)
    assert not visitor.get(f"/diagnostics/{token}/resultat").all("#times")
    assert _pdf(visitor, f"/diagnostics/{token}/estimation.pdf")[0] == 2


def test_a_no_is_compared_on_a_second_page(app: Flask, visitor: PageClient) -> None:
    elsewhere = {**ANSWERS, "territoire": "hors"}
    token = finish_assessment(app, {**elsewhere, "management_feedback": "0"}, now=MARCH)
    take_stock(app, token, elsewhere, now=NOVEMBER)
    assert "1\u00a0dimension avance" in visitor.get(f"/diagnostics/{token}/resultat").one("#times").text_content()
    assert _pdf(visitor, f"/diagnostics/{token}/estimation.pdf")[0] == 2


def test_at_most_five_times_the_first_among_them(app: Flask, visitor: PageClient, token: str) -> None:
    for place in range(1, 6):
        take_stock(app, token, ANSWERS, now=NOVEMBER + timedelta(days=place))
    app.extensions["clock"] = lambda: NOVEMBER + timedelta(days=40)
    page = visitor.get(f"/diagnostics/{token}/resultat")
    heads = [" ".join(each.text_content().split()) for each in page.all(".times-table thead th")]
    assert [head.partition(" 2026")[0] for head in heads] == [
        *("12 mars", "16 novembre", "17 novembre", "18 novembre", "19 novembre"),
        *("Depuis la fois d’avant", "Depuis le début"),
    ]
    assert _pdf(visitor, f"/diagnostics/{token}/estimation.pdf")[0] == 3


def _said(*marks: Mark | None, offers: tuple[OfferKey | None, ...] = ()) -> TimesInWords:
    days = {None: None, OfferKey.EMERGENCE: 5, OfferKey.DEPLOIEMENT: 10}
    times = [
        Time(date(2026, 1 + 2 * place, 1), "v", offer, days[offer])
        for place, offer in enumerate(offers or (OfferKey.EMERGENCE,) * len(marks))
    ]
    project = Mark(8, 18)
    lines = [
        Line("qvct", marks, movement(marks[0], marks[-1]), movement(marks[-2], marks[-1])),
        Line("projet", (project,) * len(marks), movement(project, project), movement(project, project)),
    ]
    return say_times(Comparison(tuple(times), tuple(lines)), the_questionnaire(), date(2026, 12, 1))


@pytest.mark.parametrize(
    ("marks", "moved", "summary"),
    [
        ((Mark(2, 6), Mark(4, 6)), "+2", "1\u00a0dimension avance."),
        ((Mark(4, 6), Mark(2, 6)), "\u22122", "1\u00a0dimension recule."),
        ((Mark(4, 6), Mark(4, 6)), "au même point", "1\u00a0dimension n’a pas bougé."),
        ((Mark(0, 6, unknown=True), Mark(4, 6)), "non connu", "1\u00a0dimension ne se compare pas, faute de réponse."),
        ((Mark(2, 6), Mark(4, 6, floor=True)), "en hausse", "1\u00a0dimension avance."),
        ((Mark(4, 6, floor=True), Mark(2, 6)), "en baisse", "1\u00a0dimension recule."),
        ((Mark(4, 9), Mark(2, 6)), "pas comparable", "1\u00a0dimension n’est plus notée de la même façon."),
    ],
)
def test_each_movement_has_its_words(marks: tuple[Mark, Mark], moved: str, summary: str) -> None:
    said = _said(*marks)
    assert said.lines[0].since_first == moved
    assert summary in said.summary
    assert said.lines[0].since_before == ""


def test_another_scale_is_told_and_has_no_place_on_the_picture() -> None:
    said = _said(Mark(4, 9), Mark(2, 6))
    assert (said.lines[0].marks[0].words, said.lines[0].marks[0].share) == ("4 sur 9", None)
    assert said.lines[0].marks[1].share == Fraction(1, 3)
    assert "Qualité de vie au travail et fidélisation" in said.caution
    assert _said(Mark(2, 6), Mark(2, 6)).caution == ""


@pytest.mark.parametrize(
    ("first", "newest", "told"),
    [
        (OfferKey.EMERGENCE, OfferKey.EMERGENCE, "L’offre reste de 5\u00a0jours."),
        (OfferKey.EMERGENCE, OfferKey.DEPLOIEMENT, "L’offre passe de 5\u00a0jours à 10\u00a0jours."),
        (None, OfferKey.EMERGENCE, "Une offre de 5\u00a0jours s’ouvre."),
        (OfferKey.EMERGENCE, None, "Le dispositif ne propose plus d’appui."),
        (None, None, "Votre projet en est au même point."),
    ],
)
def test_the_offer_has_its_words(first: OfferKey | None, newest: OfferKey | None, told: str) -> None:
    assert _said(Mark(2, 6), Mark(2, 6), offers=(first, newest)).summary.endswith(told)


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        (date(2026, 3, 12), date(2026, 3, 13), "1\u00a0jour"),
        (date(2026, 3, 12), date(2026, 3, 25), "13\u00a0jours"),
        (date(2026, 3, 12), date(2026, 3, 26), "2\u00a0semaines"),
        (date(2026, 3, 12), date(2026, 5, 11), "8\u00a0semaines"),
        (date(2026, 3, 12), date(2026, 5, 12), "2\u00a0mois"),
        (date(2026, 3, 12), date(2027, 3, 11), "11\u00a0mois"),
        (date(2026, 3, 12), date(2028, 3, 12), "2\u00a0ans"),
        (date(2026, 3, 12), date(2031, 3, 11), "4\u00a0ans"),
    ],
)
def test_how_long_is_told_in_whole_units(start: date, end: date, told: str) -> None:
    assert elapsed(start, end) == told


def test_a_day_without_its_year() -> None:
    assert day_and_month(date(2026, 3, 1)) == "1er\u00a0mars"
    assert day_and_month(date(2025, 3, 12), with_year=True) == "12\u00a0mars 2025"
