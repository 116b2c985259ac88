"""After the result: what changes on it once somebody wrote to the Aract, and what it says where little is known."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from models.store.applications import Applicant, ApplicationKind, submit_application
from models.store.audit import Actor
from models.store.dossier_file import add_note, change_stage, get_dossier
from models.store.timeline import EntryKind
from tests.journeys import ANSWERS
from tests.page_client import PageClient
from tests.store.making import found
from tests.views.finished import finish_assessment
from tests.views.test_contact import FULL

BY = Actor(None, "a@exemple.fr", "Une chargée de mission")
PRACTICES = ("management", "dialogue", "qvct", "gouvernance", "ecosysteme")


def test_a_request_already_sent_is_told_on_the_result(app: Flask, visitor: PageClient) -> None:
    home = f"/diagnostics/{finish_assessment(app)}"
    assert "Déposez votre candidature" in visitor.get(f"{home}/resultat").one(".next").text_content()
    visitor.submit(visitor.get(f"{home}/contact"), "form#contact", FULL)
    result = visitor.get(f"{home}/resultat")
    assert "Candidature envoyée le" in result.text
    assert "Voir ma demande" in result.text
    for invitation in ("Déposer ma candidature", "Déposez votre candidature", "Être rappelé"):
        assert invitation not in result.text


@pytest.mark.parametrize(
    ("stage", "call", "told"),
    [
        (None, None, "Candidature reçue le 23\u00a0novembre 2026 / Un échange avec l’Aract / La décision de l’Aract"),
        (
            "contacte",
            None,
            "Candidature reçue le 23\u00a0novembre 2026 / Un échange a eu lieu le 25\u00a0novembre 2026 / "
            "La décision de l’Aract",
        ),
        (
            None,
            date(2026, 11, 24),
            "Candidature reçue le 23\u00a0novembre 2026 / Un échange a eu lieu le 24\u00a0novembre 2026 / "
            "La décision de l’Aract",
        ),
        (
            "selectionne",
            date(2026, 11, 24),
            "Candidature reçue le 23\u00a0novembre 2026 / Un échange a eu lieu le 24\u00a0novembre 2026 / "
            "L’Aract a décidé le 25\u00a0novembre 2026",
        ),
        (
            "ecarte",
            None,
            "Candidature reçue le 23\u00a0novembre 2026 / Un échange avec l’Aract / "
            "L’Aract a décidé le 25\u00a0novembre 2026",
        ),
    ],
)
def test_the_personal_address_says_where_the_request_stands(
    app: Flask, visitor: PageClient, stage: str | None, call: date | None, told: str
) -> None:
    """From the back-office's own stages and calls, in plain words; never a note nor a reason written there."""
    sent = datetime(2026, 11, 23, 9, tzinfo=UTC)
    token = finish_assessment(app, now=sent)
    with app.app_context():
        visit = found(token, sent)
        submit_application(visit.assessment_id, Applicant(ApplicationKind.APPLICATION, "Zoé"), [], sent)
        if call:
            add_note(visit.assessment_id, EntryKind.CALL, "Un secret d’équipe", call, sent, BY)
        if stage:
            file = get_dossier(visit.assessment_id)
            day = date(2026, 11, 25)
            change_stage(file.id, file.version, stage, day, "Une raison à nous", sent, BY, shown="Étape")
    for address in ("resultat", "contact"):
        page = visitor.get(f"/diagnostics/{token}/{address}")
        assert " / ".join(step.text_content() for step in page.tree.cssselect(".standing b")) == told
        assert "secret" not in page.text
        assert "raison à nous" not in page.text


def test_correcting_one_s_details_says_so_and_sends_nothing_anew(app: Flask, visitor: PageClient) -> None:
    home = f"/diagnostics/{finish_assessment(app)}"
    visitor.submit(visitor.get(f"{home}/contact"), "form#contact", FULL)
    form = visitor.get(f"{home}/contact?pour=candidature")
    assert form.one("h1").text_content() == "Corriger ma demande"
    assert form.one("form#contact button").text_content() == "Enregistrer"
    mistaken = visitor.submit(form, "form#contact", {**FULL, "email": "zoe"}, status=422)
    assert mistaken.one("form#contact button").text_content() == "Enregistrer"


def test_correcting_ones_details_keeps_the_project_as_it_was_written(app: Flask, visitor: PageClient) -> None:
    home = f"/diagnostics/{finish_assessment(app)}"
    visitor.submit(visitor.get(f"{home}/contact"), "form#contact", FULL)
    form = visitor.get(f"{home}/contact?pour=candidature")
    assert FULL["projet"] in form.markup
    assert FULL["nom"] not in form.markup
    assert "zoe@" not in form.markup


def test_enough_of_an_address_is_shown_to_see_a_slip(app: Flask, visitor: PageClient) -> None:
    home = f"/diagnostics/{finish_assessment(app)}"
    sent = visitor.submit(visitor.get(f"{home}/contact"), "form#contact", FULL)
    assert "z…@exemple.fr" in sent.markup
    assert "<b>5678</b>" in sent.markup


def test_nothing_is_concluded_from_practices_nobody_knows(app: Flask, visitor: PageClient) -> None:
    unknown = {key: "nsp" for key in ANSWERS if key.startswith(PRACTICES)}
    result = visitor.get(f"/diagnostics/{finish_assessment(app, {**ANSWERS, **unknown})}/resultat")
    assert "Votre profil reste à éclaircir" in result.text
    assert "À éclaircir" in result.text
    assert " sur 6" not in result.one(".practices").text_content()
    assert 'id="company-level" value="outillage"' in result.markup


def test_the_share_of_each_company_comes_as_a_fragment(app: Flask, visitor: PageClient) -> None:
    together = {**ANSWERS, "structure": "collectif", "nombre_entreprises": "8"}
    home = f"/diagnostics/{finish_assessment(app, together)}"
    answer = app.test_client().get(f"{home}/repartition?entreprises=7", headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "7 entreprises" in answer.text
    assert 'id="repartition"' in answer.text
    assert "<html" not in answer.text


def test_an_address_that_a_mail_program_closed_with_a_slash_still_opens(app: Flask, visitor: PageClient) -> None:
    home = f"/diagnostics/{finish_assessment(app)}"
    assert visitor.get(f"{home}/").path == f"{home}/resultat"
    share = visitor.get(f"{home}/resultat").data("share-url").split("/partage/")[1]
    assert "On vous montre un résultat" in visitor.get(f"/partage/{share}/").text
