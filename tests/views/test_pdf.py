"""The PDF, read back as a reader would: its words, amounts, language and tags; and the same bytes every time."""

from __future__ import annotations

import io
import itertools
import json
import re
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject

from models.rules.question import Answer
from models.rules.questionnaire import Questionnaire
from tests.journeys import ANSWERS, begin, token_of
from tests.page_client import PageClient
from tests.views.finished import finish_assessment
from tests.views.pdf_samples import DOUBTS, GROUP, NOES, SHARE, see_sample, some_answers, the_questionnaire
from tests.views.qr_reader import read_qr_image
from views.journey import pdf
from views.journey.pdf_document import describe
from views.web import typesetting
from views.web.typesetting import page_count


def _words(document: bytes) -> str:
    """The text, a space for each ordinary break; no-break spaces as they are."""
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(document)).pages]
    return re.sub(r"[ \n]+", " ", " ".join(pages))


def test_what_it_says() -> None:
    words = _words(pdf.make_pdf(see_sample(some_answers("3", "2", **GROUP))))
    assert words.count("Estimation indicative") == 1
    for expected in (
        "S26-014",
        "23\u00a0novembre 2026",
        "version 2026",
        "21\u00a0février 2027",
        "10\u00a0jours × 1\u202f000\u202f€",
        "10\u202f000\u202f€",
        "8\u202f000\u202f€",
        "2\u202f000\u202f€",
        "666,66\u202f€ HT chacune, 666,68\u202f€ HT pour l’une d’elles",
        "20\u202f%",
        "mettre en œuvre",
        "Pratiques managériales",
        "4 sur 6",
        "Page\u00a01 sur\u00a02",
    ):
        assert expected in words, expected
    for mention in the_questionnaire().wording.estimate_mentions:
        assert mention in words
    for step in the_questionnaire().wording.next_steps:
        assert step in words


@pytest.mark.parametrize(
    "mention", ["ni un devis", "des fonds soient disponibles", "hors taxes", "TVA dépend", "de minimis", "La Région"]
)
def test_every_mention_the_law_asks_for(mention: str) -> None:
    assert mention in _words(pdf.make_pdf(see_sample(some_answers("1", "1"))))


def test_what_is_not_known_is_said_and_never_a_zero() -> None:
    words = _words(pdf.make_pdf(see_sample(some_answers("2", "nsp"))))
    assert "À éclaircir" in words
    assert "Votre profil reste à éclaircir" in words
    assert "0 sur 6" not in words
    assert "À éclaircir au premier entretien" in words


def test_at_the_stand_the_level_is_a_floor() -> None:
    assert "Au moins\u00a0: un outillage léger" in _words(pdf.make_pdf(see_sample(some_answers("2", "1"), short=True)))


def test_where_not_eligible_the_profile_without_an_estimate() -> None:
    seen = see_sample(some_answers("2", "2", **NOES))
    words = _words(pdf.make_pdf(seen))
    assert "Estimation" not in words
    assert "€" not in words
    assert "non rempli" in words
    assert "D’autres voies" in words
    assert pdf.pdf_name(seen) == "profil-S26-014.pdf"


def test_tagged_titled_french_and_for_all() -> None:
    reader = PdfReader(io.BytesIO(pdf.make_pdf(see_sample(some_answers("2", "2")), SHARE)))
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "fr-FR"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Estimation indicative"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    tags = set(_tags(root["/StructTreeRoot"]))
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/L", "/LI", "/Figure", "/P"} <= tags


def _tags(node: Any) -> list[str]:
    node = node.get_object() if isinstance(node, IndirectObject) else node
    if isinstance(node, list):
        return list(itertools.chain.from_iterable(_tags(each) for each in node))
    if not isinstance(node, DictionaryObject):
        return []
    return [str(node.get("/S", "")), *_tags(node.get("/K"))]


def test_its_fonts_are_ours_and_inside() -> None:
    reader = PdfReader(io.BytesIO(pdf.make_pdf(see_sample(some_answers("2", "2")))))
    pages: list[Any] = list(reader.pages)
    fonts = [font.get_object() for page in pages for font in page["/Resources"]["/Font"].values()]
    assert fonts
    for font in fonts:
        assert "Relief" in font["/BaseFont"]
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert "/FontFile2" in descriptor or "/FontFile3" in descriptor


def test_same_result_same_bytes() -> None:
    seen = see_sample(some_answers("1", "2", **GROUP))
    first = pdf.make_pdf(seen, SHARE)
    assert pdf.make_pdf(see_sample(some_answers("3", "3"))) != first
    pdf._made.cache_clear()
    assert pdf.make_pdf(seen, SHARE) == first
    pdf._made.cache_clear()
    typesetting._compiler.cache_clear()
    assert pdf.make_pdf(seen, SHARE) == first, "a new start makes no difference"


@pytest.mark.parametrize("headcount", [7, 24, 220])
@pytest.mark.parametrize("facts", [{}, GROUP, DOUBTS, NOES], ids=["plain", "group", "doubts", "noes"])
@pytest.mark.parametrize(("project", "practices"), [("0", "0"), ("1", "2"), ("2", "1"), ("3", "3"), ("nsp", "nsp")])
def test_two_pages_at_most(headcount: int, facts: dict[str, Answer], project: str, practices: str) -> None:
    document = pdf.make_pdf(see_sample(some_answers(project, practices, **{**facts, "effectif": headcount})), SHARE)
    assert page_count(document) == len(PdfReader(io.BytesIO(document)).pages) <= 2


def test_a_no_with_one_reason_is_one_page_and_longer_ones_two() -> None:
    assert page_count(pdf.make_pdf(see_sample(some_answers("2", "2", territoire="hors")), SHARE)) == 1
    assert page_count(pdf.make_pdf(see_sample(some_answers("2", "2", **NOES)), SHARE)) == 2


def test_the_address_stands_inside_the_margin() -> None:
    """However long the service's own address is."""
    share = (
        "https://autodiagnostic.innovation-sociale.aract-auvergne-rhone-alpes.exemple/partage/abcdefghijklmnopqrstuv"
    )
    page = PdfReader(io.BytesIO(pdf.make_pdf(see_sample(some_answers("2", "2")), share))).pages[1]
    margin = 17 * 72 / 25.4
    for each in page["/Annots"]:  # type: ignore[attr-defined]
        left, _, right, _ = (float(side) for side in each.get_object()["/Rect"])
        assert margin - 1 <= left < right <= float(page.mediabox.width) - margin + 1


def _with_wording(**changes: Any) -> Questionnaire:
    questionnaire = the_questionnaire()
    return replace(questionnaire, wording=replace(questionnaire.wording, **changes))


def test_two_pages_even_where_the_texts_have_grown() -> None:
    wording = the_questionnaire().wording
    grown = _with_wording(
        estimate_mentions=wording.estimate_mentions * 2, next_steps=tuple(step * 2 for step in wording.next_steps)
    )
    document = pdf.make_pdf(see_sample(some_answers("nsp", "nsp", **DOUBTS), questionnaire=grown), SHARE)
    assert page_count(document) == 2


def test_no_text_is_read_as_a_command() -> None:
    hostile = '#panic("non") *gras* $x^2$ \\ #read("/etc/passwd") @ref <label> "guillemets" // rien'
    document = pdf.make_pdf(see_sample(some_answers("2", "2"), questionnaire=_with_wording(caution=hostile)))
    assert hostile in _words(document)


def test_a_content_that_served_with_letters_the_font_lacks_still_gives_its_results() -> None:
    document = pdf.make_pdf(see_sample(some_answers("2", "2"), questionnaire=_with_wording(caution="Décollage 🚀 Σ.")))
    assert "Décollage" in _words(document)


def test_the_qr_leads_to_the_shared_page() -> None:
    inputs = {"document": json.dumps(describe(see_sample(some_answers("2", "2")), SHARE)), "scale": "1.0"}
    pages = typesetting._compiler(pdf.ESTIMATE).compile(format="png", ppi=144.0, sys_inputs=inputs)
    assert isinstance(pages, list)
    assert read_qr_image(Image.open(io.BytesIO(pages[1]))) == SHARE


def test_sent_as_a_download_whose_name_says_what_it_is(app: Flask, visitor: PageClient) -> None:
    token = finish_assessment(app)
    page = visitor.get(f"/diagnostics/{token}/resultat")
    form = page.one("form[action$='estimation.pdf']")
    response = visitor.client.get(str(form.get("action")))
    assert response.status_code == 200
    assert response.mimetype == "application/pdf"
    assert re.fullmatch(
        r"attachment; filename=estimation-indicative-S\d\d-\d+\.pdf", response.headers["Content-Disposition"]
    )
    assert response.headers["Cache-Control"] == "no-store"
    assert "2\u202f000\u202f€ HT" in _words(response.data)
    pdf._made.cache_clear()
    assert response.data == visitor.client.get(str(form.get("action"))).data
    with_share = visitor.client.get(f"{form.get('action')}?partage=oui")
    assert page.data("share-url").partition("://")[2] in _words(with_share.data)
    assert "/partage/" not in _words(response.data)


def test_none_before_the_end(visitor: PageClient) -> None:
    visitor.get(f"/diagnostics/{token_of(begin(visitor).path)}/estimation.pdf", status=404)


def test_while_a_revision_is_open_the_last_result(app: Flask, visitor: PageClient) -> None:
    token = finish_assessment(app)
    before = visitor.client.get(f"/diagnostics/{token}/estimation.pdf").data
    visitor.post(f"/diagnostics/{token}/revision", {"question": "besoin"})
    visitor.post(f"/diagnostics/{token}/questions/besoin", {"besoin": "0"})
    assert visitor.client.get(f"/diagnostics/{token}/estimation.pdf").data == before


def test_a_no_at_the_page_too(app: Flask, visitor: PageClient) -> None:
    token = finish_assessment(app, {**ANSWERS, "territoire": "hors"})
    response = visitor.client.get(f"/diagnostics/{token}/estimation.pdf")
    assert "profil-" in response.headers["Content-Disposition"]
