"""After the result: what changes on it once somebody wrote to the Aract, and what it says where little is known."""

from __future__ import annotations

from flask import Flask

from tests.journeys import ANSWERS
from tests.page_client import PageClient
from tests.views.finished import finish_assessment
from tests.views.test_contact import FULL

PRACTICES = ("management", "dialogue", "qvct", "gouvernance", "ecosysteme")


def test_a_request_already_sent_is_told_on_the_result(app: Flask, visitor: PageClient) -> None:
    home = f"/diagnostics/{finish_assessment(app)}"
    assert "Déposer ma candidature" in visitor.get(f"{home}/resultat").text
    visitor.submit(visitor.get(f"{home}/contact"), "form#contact", FULL)
    result = visitor.get(f"{home}/resultat").text
    assert "Candidature envoyée le" in result
    assert "Voir ma demande" in result
    assert "Déposer ma candidature" not in result


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
    assert "Vous êtes ici" not in result.text
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
