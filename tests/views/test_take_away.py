"""Coming back, showing around, erasing: each address does what it says, and no more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from flask import Flask

from models.store.events import create_event
from models.store.outbox import MailKind, list_mail
from models.store.tables import Access, AnswerRow, Application, Assessment, OutboxMessage, Revision
from tests.clock import Clock
from tests.journeys import ANSWERS, begin, token_of
from tests.page_client import Page, PageClient
from tests.rows import change, count, only
from tests.views.finished import finish_assessment
from tests.views.qr_reader import read_qr


@pytest.fixture
def result(app: Flask, visitor: PageClient) -> Page:
    """A visitor's result."""
    return visitor.get(f"/diagnostics/{finish_assessment(app)}/resultat")


def _page(page: Page, name: str) -> str:
    return f"/diagnostics/{token_of(page.path)}/{name}"


def _path(url: str) -> str:
    return urlsplit(url).path


def test_the_personal_address_leads_back_to_the_next_question_at_any_time(visitor: PageClient) -> None:
    first = begin(visitor)
    second = visitor.answer(first, "07")
    keep = visitor.get(_page(second, "reprendre"))
    address = keep.data("resume-url")
    assert address.startswith("http://localhost/diagnostics/")
    assert visitor.get(_path(address)).question == second.question
    assert not keep.all("data#share-url"), "nothing to show around before a result"


def test_the_personal_address_leads_back_to_the_result(visitor: PageClient, result: Page) -> None:
    keep = visitor.get(_page(result, "reprendre"))
    assert visitor.get(_path(keep.data("resume-url"))).path == result.path


def test_both_qr_codes_say_their_addresses(visitor: PageClient, result: Page) -> None:
    keep = visitor.get(_page(result, "reprendre"))
    personal, shared = keep.all(".qr svg")
    assert read_qr(personal) == keep.data("resume-url")
    assert read_qr(shared) == keep.data("share-url") == result.data("share-url")


def test_it_says_until_when_it_works(app: Flask) -> None:
    clock = app.extensions["clock"] = Clock(datetime(2026, 3, 2, 9, tzinfo=UTC))
    visitor = PageClient(app)
    unfinished = visitor.get(_page(begin(visitor), "reprendre"))
    assert "jusqu’au 1er\u00a0avril 2026" in unfinished.text
    finished = finish_assessment(app, now=clock())
    assert "jusqu’au 2\u00a0mars 2027" in visitor.get(f"/diagnostics/{finished}/reprendre").text
    assert "qui connaît cette adresse peut lire et changer vos réponses" in unfinished.text


def test_sent_by_email_once_and_nothing_of_it_shown(visitor: PageClient, result: Page) -> None:
    keep = visitor.get(_page(result, "reprendre"))
    sent = visitor.submit(keep, "form#send-address", {"email": "marie@exemple.fr"})
    assert "le message attend, car nous n’envoyons pas encore d’e-mails" in sent.text  # no SMTP_URL here
    assert "marie@exemple.fr" not in sent.markup
    (letter,) = list_mail()
    assert (letter.kind, letter.recipient) == (MailKind.ADDRESS, "marie@exemple.fr")
    letter = only(OutboxMessage)
    assert keep.data("resume-url") in letter.plain
    assert keep.data("resume-url") in letter.html


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "Écrivez l’adresse e-mail"),
        ("rené@exemple.fr", "rene@exemple.fr"),
        ("marie@exemple.fr\r\nBcc: tous@exemple.fr", "une seule ligne"),
        ("<script>alert(1)</script>@exemple.fr", "une seule adresse"),
    ],
)
def test_a_wrong_email_is_explained_and_kept(visitor: PageClient, result: Page, typed: str, reason: str) -> None:
    keep = visitor.get(_page(result, "reprendre"))
    refused = visitor.submit(keep, "form#send-address", {"email": typed}, status=422)
    field_ = refused.one("#field-email")
    assert reason in refused.one("#error-email").text_content()
    assert field_.get("aria-invalid") == "true"
    assert "error-email" in field_.get("aria-describedby", "")
    assert " ".join((field_.get("value") or "").split()) == " ".join(typed.split())
    assert list_mail() == []


def test_nobody_can_be_pestered_with_addresses(visitor: PageClient, result: Page) -> None:
    keep = visitor.get(_page(result, "reprendre"))
    for _ in range(5):
        visitor.submit(keep, "form#send-address", {"email": "marie@exemple.fr"})
    refused = visitor.submit(keep, "form#send-address", {"email": "marie@exemple.fr"}, status=422)
    assert "Trop de messages" in refused.text
    assert len(list_mail()) == 5


def test_a_new_address_kills_the_old_one_and_not_the_shared_one(visitor: PageClient, result: Page) -> None:
    shared = _path(result.data("share-url"))
    keep = visitor.get(_page(result, "reprendre"))
    renewed = visitor.submit(keep, "form#renew")
    assert token_of(renewed.path) != token_of(keep.path)
    assert "L’ancienne ne fonctionne plus" in renewed.text
    visitor.get(result.path, status=404)
    visitor.get(keep.path, status=404)
    again = visitor.get(_path(renewed.data("resume-url")))
    assert again.data("offer-days") == result.data("offer-days")
    visitor.get(shared)
    visitor.get(_path(again.data("share-url")))


def test_the_shared_page_shows_the_result_and_nothing_to_change(visitor: PageClient, result: Page) -> None:
    shared = visitor.get(_path(result.data("share-url")))
    for id_ in ("eligibility", "company-level", "offer-days", "total-cost", "region-share", "company-share"):
        assert shared.data(id_) == result.data(id_)
    assert not shared.all("form")
    assert token_of(result.path) not in shared.markup
    assert "/diagnostics/" not in shared.markup
    assert "no-store" in shared.response.headers["Cache-Control"]


def test_a_shared_address_is_no_personal_one_and_the_reverse(visitor: PageClient, result: Page) -> None:
    shared = _path(result.data("share-url")).rpartition("/")[2]
    visitor.get(f"/diagnostics/{shared}", status=404)
    visitor.get(f"/partage/{token_of(result.path)}", status=404)


def test_sharing_is_taken_back(visitor: PageClient, result: Page) -> None:
    keep = visitor.get(_page(result, "reprendre"))
    renewed = visitor.submit(keep, "form#renew-share")
    assert renewed.data("share-url") != keep.data("share-url")
    visitor.get(_path(keep.data("share-url")), status=404)
    visitor.get(_path(renewed.data("share-url")))
    assert visitor.get(result.path).data("share-url") == renewed.data("share-url")


def test_the_shared_page_of_a_no_has_no_amount(app: Flask, visitor: PageClient) -> None:
    refused = visitor.get(f"/diagnostics/{finish_assessment(app, {**ANSWERS, 'territoire': 'hors'})}/resultat")
    shared = visitor.get(_path(refused.data("share-url")))
    assert shared.data("eligibility") == "non-eligible"
    assert not shared.all("data#total-cost")


def test_everything_is_erased_after_a_confirmation(visitor: PageClient, result: Page) -> None:
    shared = _path(result.data("share-url"))
    confirm = visitor.get(_page(result, "supprimer"))
    assert count(Assessment) == 1, "asking erases nothing"
    done = visitor.submit(confirm, "form#delete")
    assert done.heading == "Vos réponses sont supprimées"
    for path in (result.path, confirm.path, shared, _page(result, "estimation.pdf")):
        visitor.get(path, status=404)
    for table in (Assessment, Revision, AnswerRow, Access, Application, OutboxMessage):
        assert count(table) == 0
    visitor.post(confirm.path, {}, status=404)


def test_public_aid_stays_accountable(visitor: PageClient, result: Page) -> None:
    change(Assessment, application_stage="accompagne", last_contact_at=datetime(2026, 3, 2, 9, tzinfo=UTC))
    confirm = visitor.get(_page(result, "supprimer"))
    assert "2\u00a0mars 2036" in confirm.text
    assert not confirm.all("form#delete")
    visitor.post(confirm.path, {}, status=409)
    visitor.get(result.path)


@pytest.mark.parametrize("name", ["reprendre", "supprimer", "contact"])
def test_none_of_it_at_the_kiosk(visitor: PageClient, name: str) -> None:
    create_event(name="Salon", code="salon", now=datetime.now(UTC))
    first = begin(visitor, "/borne/salon")
    address = f"/borne/salon/diagnostics/{token_of(first.path)}/{name}"
    visitor.get(address, status=404)
    visitor.post(address, {}, status=404)


def test_in_the_iframe_the_same_pages(app: Flask, visitor: PageClient) -> None:
    token = finish_assessment(app, door="integre")
    keep = visitor.get(f"/integre/diagnostics/{token}/reprendre")
    sent = visitor.submit(keep, "form#send-address", {"email": "marie@exemple.fr"})
    assert sent.path.startswith("/integre/")
    assert f"http://localhost/diagnostics/{token}" in only(OutboxMessage).plain


def test_addresses_to_take_away_stand_under_public_url(app_with: Callable[..., Flask]) -> None:
    app = app_with(public_url="https://innovation.aract.exemple")
    keep = PageClient(app).get(f"/diagnostics/{finish_assessment(app)}/reprendre")
    assert keep.data("resume-url").startswith("https://innovation.aract.exemple/diagnostics/")
    assert keep.data("share-url").startswith("https://innovation.aract.exemple/partage/")
