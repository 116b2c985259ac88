"""Dossiers for the back-office's tests: done by visitors through the pages, then asked for through the contact form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Flask

from models.store.tables import Assessment
from tests.journeys import ANSWERS
from tests.page_client import PageClient
from tests.rows import rows
from tests.views.finished import finish_assessment

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
    """The id of a dossier whose visitor applied, with some contact fields or answers changed."""
    visitor = PageClient(app)
    token = finish_assessment(app, {**ANSWERS, **changed})
    page = visitor.get(f"/diagnostics/{token}/contact?pour=candidature")
    visitor.submit(page, "form#contact", {**FULL, **(contact or {})})
    return newest_id()
