"""Dossiers for the back-office's tests: what the visitors' pages keep, kept without the pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Flask
from werkzeug.datastructures import MultiDict

from models.store.applications import submit_application
from models.store.tables import Assessment
from tests.journeys import ANSWERS
from tests.page_client import PageClient
from tests.rows import rows
from tests.views.finished import finish_assessment
from views.forms.contact_form import APPLY, contact_form
from views.journey.letters import receipt
from views.web.doors import now
from views.web.library import running

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
}


def newest_id() -> int:
    return int(rows(Assessment)[-1].id)


def finished_dossier(app: Flask, **changed: str | Sequence[str]) -> int:
    """The id of a dossier that a visitor finished, with some answers changed."""
    finish_assessment(app, {**ANSWERS, **changed})
    return newest_id()


def applied_dossier(app: Flask, contact: Mapping[str, str] | None = None, **changed: str | Sequence[str]) -> int:
    """The id of a dossier whose visitor applied and has her receipt, with some contact fields or answers changed."""
    number = finished_dossier(app, **changed)
    form = contact_form(APPLY, MultiDict({**FULL, **(contact or {})}))
    assert form.validate(), form.mistakes
    applicant, reference = form.applicant(), str(Assessment.get_by_id(number).reference)
    with app.test_request_context():
        letter = receipt(applicant, reference, running().questionnaire.wording)
        submit_application(number, applicant, [letter], now())
    return number


def applied_by_the_pages(app: Flask, contact: Mapping[str, str]) -> int:
    """The same, the visitor filling in the form: with its letters to the Aract, and each page checked."""
    visitor = PageClient(app)
    token = finish_assessment(app)
    page = visitor.get(f"/diagnostics/{token}/contact?pour=candidature")
    visitor.submit(page, "form#contact", contact)
    return newest_id()
