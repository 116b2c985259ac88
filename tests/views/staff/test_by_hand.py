"""Dossiers entered by staff one by one, at a stand's reference too; what may be there already is shown first."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from models.rules.result import Grant
from models.store.dossier_file import get_dossier
from models.store.events import create_event
from models.store.tables import Assessment
from tests.journeys import COMPANY, PROGRESS, PROJECT, fill
from tests.page_client import PageClient
from tests.rows import count, values
from tests.views.staff.conftest import NOW
from tests.views.staff.dossiers import applied_dossier, newest_id

NEW = "/pilotage/dossiers/nouveau"
FIELDS = {
    "entreprise": "Fonderie du Forez",
    "siret": "552100554",
    "nom": "Jérôme Faure",
    "telephone": "04 77 10 20 30",
    "kind": "candidature",
    "recu_le": "2025-03-15",
    "etape": "accompagne",
    "jours_accordes": "10",
    "territoire": "42",
    "structure": "scop",
    "secteur": "industrie",
    "effectif": "1 200",
    "themes": ["qvct", "participation"],
}


def test_a_dossier_by_telephone_is_dated_of_the_day_it_came(chargee: PageClient) -> None:
    page = chargee.submit(chargee.get(NEW), "main form", FIELDS)
    dossier = get_dossier(newest_id())
    assert page.heading == "Fonderie du Forez"
    assert (dossier.door, dossier.stage) == ("manuel", "accompagne")
    assert dossier.grant == Grant(10, date(2025, 3, 15), 100_000, 200_000, 800_000)
    assert dossier.reference.startswith("S25-")
    assert dossier.created_at.date().isoformat() == "2025-03-15"
    facts = values(Assessment, "department", "structure", "sector", "headcount", "size", "themes")
    assert facts == [("42", "scop", "industrie", 1200, "50-et-plus", "|qvct|participation|")]
    assert "Loire" in chargee.get("/pilotage/dossiers?departement=42&theme=qvct&porte=manuel").text


def test_what_was_granted_and_the_stage_have_days_of_their_own(chargee: PageClient) -> None:
    days = {"etape_le": "2025-06-02", "accorde_le": "15/05/2025"}
    page = chargee.submit(chargee.get(NEW), "main form", {**FIELDS, **days})
    dossier = get_dossier(newest_id())
    assert dossier.grant is not None
    assert dossier.grant.on == date(2025, 5, 15)
    history = page.one(".timeline").text_content()
    assert "le 2\u00a0juin 2025" in history
    assert "10\u00a0jours accordés à 1\u202f000\u202f€ par jour" in history
    assert "le 15\u00a0mai 2025" in history


def test_a_likely_duplicate_is_shown_before_anything_is_kept(app: Flask, chargee: PageClient) -> None:
    known = applied_dossier(app, {"entreprise": "L’Établi & Cie", "email": "zoe@exemple.fr"})
    typed = {**FIELDS, "email": "ZOE@exemple.fr", "projet": "Revoir les horaires"}
    page = chargee.submit(chargee.get(NEW), "main form", typed, status=409)
    assert count(Assessment) == 1
    notice = page.one("#doublons")
    assert "Même adresse e-mail" in notice.text_content()
    assert [link.get("href") for link in page.all("#doublons a")] == [f"/pilotage/dossiers/{known}"]
    assert page.one("#entreprise").get("value") == "Fonderie du Forez"
    assert page.one("#projet").text_content().strip() == "Revoir les horaires"
    assert [box.get("value") for box in page.all("#themes input[checked]")] == ["qvct", "participation"]
    other = applied_dossier(app, {"entreprise": "fonderie du forez", "email": "b@exemple.fr", "siret": "552100554"})
    seen = {**typed, "vus": page.one("#doublons button").get("value")}
    page = chargee.submit(page, "form#entry", seen, status=409)
    assert len(page.all("#doublons .kin")) == 2, "one more came meanwhile: it is shown too"
    kept = chargee.submit(page, "form#entry", {**typed, "vus": page.one("#doublons button").get("value")})
    assert kept.heading == "Fonderie du Forez"
    assert {link.get("href") for link in kept.all("#doublons a")} == {
        f"/pilotage/dossiers/{each}" for each in (known, other)
    }


def test_a_name_is_enough(chargee: PageClient) -> None:
    chargee.submit(chargee.get(NEW), "main form", {"nom": "Inès", "kind": "rappel", "etape": "nouveau"})
    assert get_dossier(newest_id()).stage == "nouveau"


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("entreprise", ""),
        ("siret", "123"),
        ("recu_le", "2999-01-01"),
        ("effectif", "beaucoup"),
        ("effectif", "999999999"),
        ("territoire", "75"),
        ("etape", "gagne"),
        ("jours_accordes", "99"),
        ("jours_accordes", "7"),
        ("etape_le", "2999-01-01"),
        ("accorde_le", "2999-01-01"),
        ("reference", "S99-999"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(chargee: PageClient, field: str, typed: str) -> None:
    fields = {**FIELDS, "nom": "", field: typed} if field == "entreprise" else {**FIELDS, field: typed}
    page = chargee.submit(chargee.get(NEW), "main form", fields, status=422)
    assert page.one(f"#{field}-error").text_content().strip()
    assert count(Assessment) == 0


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"etape": "contacte"}, "de la candidature à la fin de l’accompagnement"),
        ({"etape": "ecarte"}, "de la candidature à la fin de l’accompagnement"),
        ({"recu_le": "2016-03-15"}, "pas de tarif pour le 15\u00a0mars 2016"),
    ],
)
def test_days_are_granted_from_the_application_on_at_the_tariff_of_their_day(
    chargee: PageClient, changed: dict[str, str], told: str
) -> None:
    page = chargee.submit(chargee.get(NEW), "main form", {**FIELDS, **changed}, status=422)
    assert told in page.one("#jours_accordes-error").text_content()
    assert count(Assessment) == 0


def test_a_stand_s_reference_joins_its_result(app: Flask, chargee: PageClient) -> None:
    create_event("Salon", "salon", NOW)
    openings = ("management_autonomie", "dialogue_instances", "qvct_conditions")
    answers = {**COMPANY, **PROJECT, **PROGRESS, **dict.fromkeys(openings, "1")}
    answers |= dict.fromkeys(("gouvernance_decisions", "ecosysteme_achats"), "1")
    fill(PageClient(app), answers, door="/borne/salon")
    reference = get_dossier(newest_id()).reference
    page = chargee.submit(chargee.get(NEW), "main form", {**FIELDS, "reference": reference.lower(), "recu_le": ""})
    assert count(Assessment) == 1
    assert page.heading == "Fonderie du Forez"
    assert page.data("eligibility") == "eligible"
    again = chargee.submit(chargee.get(NEW), "main form", {**FIELDS, "reference": reference}, status=422)
    assert "déjà ses coordonnées" in again.one("#reference-error").text_content()
