"""The company's review at its own address: answered, corrected, refused in words, never without an accompaniment."""

from __future__ import annotations

import pytest
from flask import Flask

from models.store.audit import COMMAND_LINE
from models.store.outbox import list_mail
from models.store.reviews import add_words, ask_review, find_review
from tests.page_client import Page, PageClient
from tests.store.accompanying import accompanied
from tests.store.making import NOW
from tests.views.finished import finish_assessment
from tests.views.staff.dossiers import newest_id


@pytest.fixture
def address(app: Flask) -> str:
    """The review's address of a company that is accompanied and was asked."""
    finish_assessment(app)
    with app.app_context():
        token = ask_review(accompanied(newest_id()), NOW, COMMAND_LINE)
    return f"/diagnostics/{token}/bilan"


def send(visitor: PageClient, address: str, status: int = 200, page: Page | None = None, **answers: str) -> Page:
    return visitor.submit(page or visitor.get(address), "form#review", answers, status=status)


def test_a_company_answers_what_it_wants_and_completes_it_later(visitor: PageClient, address: str) -> None:
    page = visitor.get(address)
    assert [label.text_content().split("\u202f")[0] for label in page.all("form#review label")][:2] == [
        "Qu’est-ce qui a changé",
        "Pour qui",
    ]
    done = send(visitor, address, changement="Une réunion.\nLe lundi.")
    assert "Merci" in done.one(".callout[role=status]").text_content()
    again = send(visitor, address, changement="Une réunion.\nLe lundi.", phrase="On se parle.")
    assert again.one("#field-phrase").text_content().strip() == "On se parle."
    kept = find_review(newest_id())
    assert kept.answers == {"changement": "Une réunion.\nLe lundi.", "phrase": "On se parle."}
    assert kept.answers_version == 2


def test_nothing_and_too_much_are_told_and_nothing_typed_is_lost(visitor: PageClient, address: str) -> None:
    empty = send(visitor, address, status=422)
    assert "une question au moins" in empty.one("#error-summary").text_content()
    long = send(visitor, address, status=422, freins="a" * 2001, suite="Nous.")
    assert "2\u202f000" in long.one("#error-freins").text_content()
    assert long.one("#field-suite").text_content().strip() == "Nous."
    assert find_review(newest_id()).answered_at is None


def test_two_tabs_lose_nothing(visitor: PageClient, address: str) -> None:
    first = visitor.get(address)
    send(visitor, address, changement="D’un onglet.")
    refused = send(visitor, address, status=409, page=first, changement="De l’autre.")
    assert refused.one("#field-changement").text_content().strip() == "De l’autre."
    send(visitor, address, page=refused, changement="Des deux.")
    assert find_review(newest_id()).answers == {"changement": "Des deux."}


def test_the_result_leads_to_it_until_it_is_answered(visitor: PageClient, address: str) -> None:
    result = address.replace("/bilan", "/resultat")
    assert visitor.get(result).all("a[href$='/bilan']")
    send(visitor, address, suite="Moi.")
    assert not visitor.get(result).all("a[href$='/bilan']")


def test_what_the_consultant_adds_is_the_aracts_alone(app: Flask, visitor: PageClient, address: str) -> None:
    with app.app_context():
        add_words(newest_id(), 0, "Entre nous.", NOW, COMMAND_LINE)
    assert "Entre nous." not in visitor.get(address).markup


def test_without_an_accompaniment_there_is_no_such_page(app: Flask, visitor: PageClient) -> None:
    token = finish_assessment(app)
    visitor.get(f"/diagnostics/{token}/bilan", status=404)
    visitor.post(f"/diagnostics/{token}/bilan", {"phrase": "x"}, status=404)
    assert find_review(newest_id()).answers == {}
    assert list_mail() == []
