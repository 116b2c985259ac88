"""What convinces the partners and the team: the one-page note, the agenda's entry, the message to a colleague."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote

import pytest
from flask import Flask
from pypdf import PdfReader

from models.rules.question import Answer
from tests.journeys import ANSWERS
from tests.page_client import PageClient
from tests.views.finished import finish_assessment
from tests.views.pdf_samples import DOUBTS, GROUP, see_sample, some_answers
from views.journey.convince import agenda_entry
from views.journey.pdf import make_note
from views.web.typesetting import page_count

NAME = "Ateliers du Vivarais #panic() *gras*"


@pytest.fixture
def home(app: Flask) -> str:
    return f"/diagnostics/{finish_assessment(app, now=datetime(2026, 11, 23, 9, tzinfo=UTC))}"


def _words(pdf: bytes) -> str:
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))


def test_the_note_bears_the_name_typed_for_it_and_nothing_keeps_it(visitor: PageClient, home: str) -> None:
    answer = visitor.client.post(f"{home}/note.pdf", data={"entreprise": NAME})
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.headers["Cache-Control"] == "no-store"
    words = _words(answer.data)
    for expected in (NAME, "2 000 € HT", "8 000 € HT", "Ce que cela demande à l’équipe", "jusqu’au", "À préparer"):
        assert expected in words, expected
    database = Path(visitor.client.application.config["SETTINGS"].database)
    kept = [file for file in database.parent.glob(f"{database.name}*") if b"Vivarais" in file.read_bytes()]
    assert kept == []
    assert NAME not in _words(visitor.client.post(f"{home}/note.pdf", data={}).data)
    assert "Ateliers" in _words(visitor.client.post(f"{home}/note.pdf", data={"entreprise": "🚀 Ateliers"}).data)


def test_a_name_that_can_t_be_printed_is_explained_and_kept_on_the_page(visitor: PageClient, home: str) -> None:
    page = visitor.post(f"{home}/note.pdf", {"entreprise": "deux\nlignes"}, status=422)
    assert "une seule ligne" in page.one("#error-note").text_content()
    assert page.one("#field-note").get("aria-invalid") == "true"


@pytest.mark.parametrize("facts", [{}, GROUP, DOUBTS], ids=["plain", "group", "doubts"])
@pytest.mark.parametrize("project", ["0", "1", "2", "nsp"])
def test_the_note_is_one_page_and_a_group_reads_the_cost_of_each_company(
    facts: dict[str, Answer], project: str
) -> None:
    note = make_note(see_sample(some_answers(project, "1", **facts)), "X" * 80)
    assert page_count(note) == 1
    assert ("entre 3 entreprises" in _words(note)) == (facts is GROUP)


def test_the_last_day_of_the_estimate_goes_into_any_agenda(visitor: PageClient, home: str) -> None:
    answer = visitor.client.get(f"{home}/validite.ics")
    assert answer.mimetype == "text/calendar"
    lines = answer.data.decode().replace("\r\n ", "").split("\r\n")
    assert "DTSTART;VALUE=DATE:20270221" in lines
    assert "DTEND;VALUE=DATE:20270222" in lines
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]


def test_an_agenda_s_lines_are_short_and_their_letters_whole() -> None:
    entry = agenda_entry(see_sample(some_answers("1", "1")))
    assert max(len(line.encode()) for line in entry.split("\r\n")) <= 75
    assert "5 jours d’appui-conseil\\, 1\u202f000\u202f€ HT à notre charge" in entry.replace("\r\n ", "")


def test_a_message_to_a_colleague_holds_the_shared_address_alone(visitor: PageClient, home: str) -> None:
    page = visitor.get(f"{home}/resultat")
    message = unquote(page.one(".next a[href^='mailto:']").get("href", ""))
    assert message.startswith("mailto:?subject=")
    assert page.data("share-url") in message
    assert home not in message


def test_the_shared_page_has_its_pdf(visitor: PageClient, home: str) -> None:
    share = visitor.get(f"{home}/resultat").data("share-url").split("/partage/")[1]
    page = visitor.get(f"/partage/{share}")
    answer = visitor.client.get(page.one(".next a[href$='estimation.pdf']").get("href", ""))
    assert answer.mimetype == "application/pdf"
    assert f"/partage/{share}" in _words(answer.data)
    visitor.get("/partage/jamais-vue/estimation.pdf", status=404)


def test_none_of_it_without_an_offer(app: Flask, visitor: PageClient) -> None:
    home = f"/diagnostics/{finish_assessment(app, {**ANSWERS, 'territoire': 'hors'})}"
    visitor.get(f"{home}/validite.ics", status=404)
    visitor.post(f"{home}/note.pdf", {"entreprise": "Essai"}, status=404)
