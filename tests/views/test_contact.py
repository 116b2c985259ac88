"""Being called back and applying: what is asked, what is refused and how, what is kept and who is written to."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from flask import Flask

from models.store.applications import ApplicationKind, find_application
from models.store.outbox import MailKind, list_mail
from models.store.settings import close_scheme
from models.store.tables import Application, Assessment, OutboxMessage
from tests.journeys import ANSWERS, begin, token_of
from tests.page_client import Page, PageClient
from tests.rows import change, count, only, rows
from tests.views.finished import finish_assessment

CALL = {"nom": "Zoé Martin", "telephone": "06 12 34 56 78", "moment": "le mardi matin"}
FULL = {
    "nom": "Zoé Martin",
    "fonction": "Gérante",
    "email": "zoe@exemple.fr",
    "telephone": "06 12 34 56 78",
    "entreprise": "L’Établi & Cie",
    "siret": "732 829 320 00074",
    "code_postal": "07000",
    "projet": "Mieux répartir le temps de travail,\navec l’équipe.",
    "moment": "le mardi matin",
    "recontact": "oui",
}


@pytest.fixture
def app(app_with: Callable[..., Flask]) -> Flask:
    """With somebody to write to."""
    return app_with(mail_to=("aract@exemple.fr", "isabelle@exemple.fr"), mail_from="diagnostic@exemple.fr")


@pytest.fixture
def contact_page(app: Flask) -> str:
    """The contact page of a finished, eligible assessment."""
    return f"/diagnostics/{finish_assessment(app)}/contact"


def _send(visitor: PageClient, page: Page, fields: Mapping[str, str], status: int = 200) -> Page:
    return visitor.submit(page, "form#contact", fields, status=status)


def _only_assessment() -> int:
    return int(only(Assessment).id)


def test_an_application_is_kept_with_three_letters(visitor: PageClient, contact_page: str) -> None:
    sent = _send(visitor, visitor.get(contact_page), FULL)
    kept = find_application(_only_assessment())
    assert kept is not None
    applicant = kept.applicant
    assert applicant.kind is ApplicationKind.APPLICATION
    assert (applicant.phone, applicant.company_number) == ("+33612345678", "73282932000074")
    assert applicant.project == "Mieux répartir le temps de travail,\navec l’équipe."
    assert applicant.wants_news is True
    reference = sent.data("reference")
    assert reference.startswith("S")
    assert "dix jours ouvrés" in sent.text
    assert "zoe@exemple.fr" not in sent.markup, "the address of this page may be known to others"
    letters = {(letter.kind, letter.recipient): letter for letter in list_mail()}
    assert set(letters) == {
        (MailKind.RECEIPT, "zoe@exemple.fr"),
        (MailKind.NOTICE, "aract@exemple.fr"),
        (MailKind.NOTICE, "isabelle@exemple.fr"),
    }
    assert all(reference in letter.subject for letter in letters.values())


def test_what_the_letters_say(visitor: PageClient, contact_page: str) -> None:
    reference = _send(visitor, visitor.get(contact_page), FULL).data("reference")
    letters = {
        (letter.kind, letter.recipient): (letter.plain, letter.html, letter.reply_to) for letter in rows(OutboxMessage)
    }
    plain, html, reply_to = letters[MailKind.NOTICE, "aract@exemple.fr"]
    assert reply_to == "zoe@exemple.fr"
    for words in (
        "L’Établi & Cie",
        "732\u00a0829\u00a0320\u00a000074",
        "06\u00a012\u00a034\u00a056\u00a078",
        "10 jours",
    ):
        assert words in plain
    assert f"http://localhost/pilotage/dossiers/{_only_assessment()}" in plain
    assert "L’Établi &amp; Cie" in html
    assert "Mieux répartir le temps de travail,<br>avec l’équipe." in html
    plain, html, reply_to = letters[MailKind.RECEIPT, "zoe@exemple.fr"]
    assert reply_to == "aract@exemple.fr"
    assert reference in plain
    assert "dix jours ouvrés" in plain
    assert "<img" not in html
    assert not any(words in plain for words in ("Zoé", "Établi", "mardi", "temps de travail")), "nothing typed"
    assert contact_page.split("/")[2] not in plain, "a receipt may be forwarded: it holds no personal address"


def test_a_call_back_takes_a_name_and_one_way_to_reach(visitor: PageClient, contact_page: str) -> None:
    page = visitor.get(f"{contact_page}?pour=rappel")
    assert not page.all("#field-siret")
    sent = _send(visitor, page, CALL)
    assert "le mardi matin" in sent.markup
    assert [letter.kind for letter in list_mail()] == [MailKind.NOTICE, MailKind.NOTICE], "no address to answer to"
    assert sent.all("a[href*='pour=candidature']"), "the application can follow"


def test_a_double_submission_is_one_application_with_one_reference(visitor: PageClient, contact_page: str) -> None:
    page = visitor.get(contact_page)
    first, second = _send(visitor, page, FULL), _send(visitor, page, FULL)
    assert first.data("reference") == second.data("reference") == visitor.get(contact_page).data("reference")
    assert count(Application) == 1
    assert len(list_mail()) == 3


@pytest.mark.parametrize(
    ("field", "typed", "reason"),
    [
        ("nom", "", "Écrivez votre nom"),
        ("nom", "Zoé\r\nBcc: tous@exemple.fr", "une seule ligne"),
        ("fonction", "x" * 101, "gardez-en 100 au plus"),
        ("email", "", "Écrivez votre adresse e-mail"),
        ("email", "zoé@exemple.fr", "zoe@exemple.fr"),
        ("email", "zoe@exemple.fr\nBcc: tous@exemple.fr", "une seule ligne"),
        ("telephone", "022 730 11 1", "l’indicatif de son pays"),
        ("entreprise", "", "Écrivez le nom de l’entreprise"),
        ("entreprise", "A\u2028Bcc: tous@exemple.fr", "une seule ligne"),
        ("siret", "73282932000075", "les 5 derniers ne passent pas"),
        ("siret", "7328293200007", "compte 13 chiffres"),
        ("siret", "", "SIRET de l’entreprise"),
        ("code_postal", "7000", "compte 4 chiffres"),
        ("projet", "", "Décrivez votre projet"),
        ("projet", "é" * 8_000, "compte 8\u202f000 caractères"),
        ("moment", "mardi\nX-Spam: oui", "une seule ligne"),
    ],
)
def test_a_mistake_is_explained_and_what_was_typed_stays(
    visitor: PageClient, contact_page: str, field: str, typed: str, reason: str
) -> None:
    refused = _send(visitor, visitor.get(contact_page), {**FULL, field: typed}, status=422)
    box = refused.one(f"#field-{field}")
    assert reason in refused.one(f"#error-{field}").text_content()
    assert box.get("aria-invalid") == "true"
    assert f"error-{field}" in box.get("aria-describedby", "")
    assert refused.all(f"#error-summary a[href='#field-{field}']")
    assert refused.title.startswith("Erreur")
    for name in set(FULL) - {field, "recontact"}:
        other = refused.one(f"#field-{name}")
        shown = other.text_content().strip() if other.tag == "textarea" else other.get("value")
        assert (shown or "").replace("\r", "") == FULL[name]
    kept = box.text_content().strip() if box.tag == "textarea" else (box.get("value") or "")
    assert " ".join(kept.split()) == " ".join(typed.split())
    assert refused.one("input[name=recontact]").get("checked") is not None
    assert find_application(_only_assessment()) is None
    assert list_mail() == []


def test_the_same_mistake_as_a_fragment(visitor: PageClient, contact_page: str) -> None:
    page = visitor.get(contact_page)
    refused = visitor.submit(page, "form#contact", {**FULL, "siret": "1"}, status=422, htmx=True)
    assert refused.all("#error-siret")
    sent = visitor.submit(page, "form#contact", FULL, htmx=True)
    assert sent.data("reference")
    assert sent.response.headers["HX-Push-Url"] == contact_page


def test_a_call_back_needs_one_way_to_reach(visitor: PageClient, contact_page: str) -> None:
    page = visitor.get(f"{contact_page}?pour=rappel")
    refused = _send(visitor, page, {"nom": "Zoé"}, status=422)
    assert "un moyen de vous joindre" in refused.one("#error-telephone").text_content()
    _send(visitor, page, {"nom": "Zoé", "email": "zoe@exemple.fr"})
    assert {letter.kind for letter in list_mail()} == {MailKind.RECEIPT, MailKind.NOTICE}


def test_the_project_starts_from_the_answers(visitor: PageClient, contact_page: str) -> None:
    project = visitor.get(contact_page).one("#field-projet").text_content()
    assert "Sujets\u00a0: " in project
    assert len(project.splitlines()) >= 5


def test_nothing_is_ticked_and_the_notice_tells_why_and_how_long(visitor: PageClient, contact_page: str) -> None:
    page = visitor.get(contact_page)
    assert page.one("input[name=recontact]").get("checked") is None
    assert "36 mois après le dernier échange" in page.text
    assert "10 ans" in page.text
    _send(visitor, page, {**FULL, "recontact": ""})


def test_while_the_scheme_is_closed_one_can_be_called_back(visitor: PageClient, contact_page: str) -> None:
    page = visitor.get(contact_page)
    close_scheme()
    refused = _send(visitor, page, FULL, status=409)
    assert "fermées" in refused.text
    assert refused.one("#field-nom").get("value") == FULL["nom"]
    closed = visitor.get(f"{contact_page}?pour=candidature")
    assert closed.heading == "Être rappelé"
    _send(visitor, closed, CALL)


def test_where_not_eligible_one_can_be_called_back(app: Flask, visitor: PageClient) -> None:
    page = visitor.get(f"/diagnostics/{finish_assessment(app, {**ANSWERS, 'territoire': 'hors'})}/contact")
    assert page.heading == "Être rappelé"
    _send(visitor, page, {**FULL, "pour": "candidature"}, status=409)
    _send(visitor, page, CALL)


def test_before_the_end_one_can_be_called_back(visitor: PageClient) -> None:
    first = begin(visitor)
    page = visitor.get(f"/diagnostics/{token_of(first.path)}/contact")
    assert page.heading == "Être rappelé"
    sent = _send(visitor, page, CALL)
    assert sent.data("reference")
    assert sent.all("a[href$='/diagnostics/" + token_of(first.path) + "']")


def test_a_plain_post_without_a_door_is_understood(visitor: PageClient, contact_page: str) -> None:
    visitor.post(contact_page, FULL)
    kept = find_application(_only_assessment())
    assert kept is not None
    assert kept.applicant.kind is ApplicationKind.APPLICATION


def test_what_was_sent_is_never_read_as_markup(visitor: PageClient, contact_page: str) -> None:
    hostile = "<img src=x onerror=alert(1)>&amp;"
    sent = _send(visitor, visitor.get(contact_page), {**FULL, "nom": hostile, "projet": hostile, "moment": hostile})
    assert "<img" not in sent.markup
    for letter in rows(OutboxMessage, OutboxMessage.kind == MailKind.NOTICE):
        assert "<img" not in letter.html
        assert "&lt;img src=x onerror=alert(1)&gt;&amp;amp;" in letter.html


def test_an_application_survives_the_closing_of_its_file(visitor: PageClient, contact_page: str) -> None:
    _send(visitor, visitor.get(contact_page), FULL)
    change(Assessment, application_stage="ecarte")
    assert visitor.get(contact_page).data("reference")
