"""« Et les autres ? » on the result: among twenty at least, with its caution, of today, never in the PDF."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from fractions import Fraction

from flask import Flask
from pypdf import PdfReader

from models.rules.conclusion import conclude
from models.rules.peers import EVERY, Peers, scale_of
from models.rules.question import Size
from models.rules.questionnaire import Level
from models.service.housekeeping import Housekeeper
from models.store.bulk import PastVisit, add_past_visits
from models.store.peers import PeersOfGroup, count_peers
from models.store.visits import Door
from tests.journeys import ANSWERS, walk_journey
from tests.page_client import PageClient
from tests.views.everywhere import EVENT, SHORT, open_event
from tests.views.finished import finish_assessment
from tests.views.pdf_samples import see_sample, some_answers, the_questionnaire
from views.journey.peers_in_words import CAUTION, say_peers
from views.web.library import running


def others(app: Flask, number: int, *, counted: bool = True) -> None:
    """So many companies of 24 in industry, and counted: their practices are all at 1."""
    now = datetime.now(UTC)
    with app.app_context():
        edition = running()
        answers = some_answers("1", "1")
        result = conclude(edition.questionnaire, answers, now.date(), short=False)
        began = now - timedelta(days=2)
        visit = PastVisit(Door.SITE, began, answers, short=False, result=result, content_id=edition.content_id)
        add_past_visits([visit] * number)
        if counted:
            count_peers(scale_of(edition.questionnaire), now)


def test_nothing_at_all_below_twenty(app: Flask, visitor: PageClient) -> None:
    others(app, 19)
    page = visitor.get(f"/diagnostics/{finish_assessment(app)}/resultat")
    assert not page.all("#others")
    assert "Et les autres" not in page.text


def test_the_service_counts_once_a_day(app: Flask, visitor: PageClient) -> None:
    now, told = datetime.now(UTC), []
    token = finish_assessment(app)
    for hours in (0, 1, 25):
        others(app, 23, counted=False)
        with app.app_context():
            Housekeeper(lambda: running().questionnaire).look(now + timedelta(hours=hours))
        section = visitor.get(f"/diagnostics/{token}/resultat").one("#others")
        told.append(" ".join(section.text_content().split()).partition(" entreprises")[0])
    assert told == ["À côté de vous, 23", "À côté de vous, 23", "À côté de vous, 69"]


def test_from_twenty_on_the_shares_the_medians_how_many_and_the_caution(app: Flask, visitor: PageClient) -> None:
    others(app, 23)
    page = visitor.get(f"/diagnostics/{finish_assessment(app)}/resultat")
    section = page.one("#others")
    told = " ".join(section.text_content().split())
    assert "23 entreprises de 11 à 49 salariés, industrie" in told
    assert "entreprises qui ont répondu ici, pas une moyenne du secteur" in told
    assert "De nouvelles pratiques : toutes ou presque" in told
    assert "L’innovation sociale : moins d’une sur 10 vous y êtes" in told
    rows = [[cell.text_content() for cell in row.cssselect("td")] for row in section.cssselect("tbody tr")]
    assert rows == [["4", "2"]] * 5
    assert told.count("au-dessus") >= 5
    shared = visitor.get("/partage/" + page.data("share-url").rpartition("/")[2])
    assert "23 entreprises" in " ".join(shared.one("#others").text_content().split())


def test_it_is_not_in_the_pdf(app: Flask, visitor: PageClient) -> None:
    others(app, 23)
    pdf = PdfReader(io.BytesIO(visitor.client.get(f"/diagnostics/{finish_assessment(app)}/estimation.pdf").data))
    words = " ".join(page.extract_text() for page in pdf.pages)
    assert "entreprises qui ont répondu ici" not in words
    assert len(pdf.pages) == 2


def test_a_short_path_s_result_has_none_of_it(app: Flask, visitor: PageClient) -> None:
    others(app, 23)
    open_event(app)
    walked = walk_journey(visitor, SHORT, door=f"/borne/{EVENT}")
    phone = walked.page.data("takeaway-url").partition("localhost")[2]
    assert not walked.page.all("#others")
    assert not visitor.get(phone).all("#others")


def test_practices_nobody_knows_are_compared_with_nobody(app: Flask, visitor: PageClient) -> None:
    others(app, 23)
    practices = ("management", "dialogue", "qvct", "gouvernance", "ecosysteme")
    unknown = {**ANSWERS, **{key: "nsp" for key in ANSWERS if key.startswith(practices)}}
    assert not visitor.get(f"/diagnostics/{finish_assessment(app, unknown)}/resultat").all("#others")


def test_each_figure_has_its_words() -> None:
    questionnaire = the_questionnaire()
    dimensions = [each.id for each in questionnaire.dimensions]
    medians = dict(zip(dimensions, (Fraction(7, 2), None, Fraction(0), Fraction(2), Fraction(6)), strict=True))
    tenths = {Level.OUTILLAGE: 0, Level.NOUVELLES_PRATIQUES: 4, Level.INNOVATION: 6}
    own = see_sample(some_answers("1", "1", gouvernance_partage="nsp", ecosysteme_achats="nsp")).result.maturity
    found = PeersOfGroup((Size.UNDER_11, EVERY), datetime(2026, 11, 14, 3, tzinfo=UTC), Peers(1234, tenths, medians))
    said = say_peers(found, questionnaire, own)
    assert said.companies == "1\u202f234\u00a0entreprises de moins de 11 salariés"
    assert (said.counted_on, said.caution) == ("14\u00a0novembre 2026", CAUTION)
    assert [level.words for level in said.levels] == [
        "moins d’une sur\u00a010",
        "4\u00a0sur\u00a010",
        "6\u00a0sur\u00a010",
    ]
    assert [(line.own, line.median, line.place) for line in said.dimensions] == [
        ("2", "3,5", "au-dessous"),
        ("2", "–", ""),
        ("2", "0", "au-dessus"),
        ("au moins 1", "2", ""),
        ("?", "6", ""),
    ]
    everybody = say_peers(PeersOfGroup((EVERY, EVERY), found.counted_at, found.peers), questionnaire, own)
    assert everybody.companies == "1\u202f234\u00a0entreprises"
