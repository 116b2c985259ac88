"""Every form of the back-office alike: a mistake is tied to its field, leads to it, and keeps what was typed."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.page_client import PageClient
from tests.views.staff.conftest import sign_in
from tests.views.staff.dossiers import applied_dossier

LONG = "x" * 6000
ACCOUNTS, EVENTS, FILE = "/pilotage/comptes", "/pilotage/evenements", "/pilotage/dossiers/1"


@pytest.mark.parametrize(
    ("path", "form", "typed"),
    [
        (ACCOUNTS, f"form[action='{ACCOUNTS}']", {"email": "nina@", "role": "chef", "name": LONG}),
        (ACCOUNTS, f"form[action='{ACCOUNTS}/1']", {"name": "a\x00b", "role": ""}),
        (f"{EVENTS}/nouveau", "form#event", {"name": "", "code": LONG, "idle": LONG, "pin": LONG, "ends_on": "jamais"}),
        (
            f"{EVENTS}/nouveau",
            "form#event",
            {"name": LONG, "code": "a b", "idle": "", "place": LONG, "starts_on": LONG},
        ),
        ("/pilotage/compte", "form[action$='mot-de-passe']", {"current": "autre", "password": "court"}),
        ("/pilotage/compte/double-verification", "form[action$='double-verification']", {"code": LONG}),
        ("/pilotage/dossiers?q=x", "form[action*='/vues']", {"name": LONG}),
        ("/pilotage/import", "main form", {}),
        ("/pilotage/contenu", "form#upload", {}),
        (f"{FILE}/coordonnees", "main form", {"email": LONG, "telephone": LONG, "siret": LONG, "kind": LONG}),
        (
            "/pilotage/dossiers/nouveau",
            "main form",
            {"recu_le": LONG, "effectif": LONG, "reference": LONG, "nom": LONG},
        ),
        (FILE, "form[action*='/suivi']", {"etape": LONG, "etape_le": "demain", "raison": LONG}),
        (FILE, "form[action*='/suivi']", {"suivi": LONG, "rappel": LONG}),
        (FILE, "form[action*='/suivi']", {"jours": LONG, "jours_le": "2026-02-31", "jours_raison": LONG}),
        (FILE, "form[action*='/suivi']", {"note": LONG}),
        (FILE, "button[formaction$='/liens']:last-of-type", {"autre": LONG}),
    ],
)
def test_every_mistake_is_tied_to_its_field_and_keeps_what_was_typed(
    app: Flask, administratrice: PageClient, path: str, form: str, typed: dict[str, str]
) -> None:
    applied_dossier(app)
    page = administratrice.submit(administratrice.get(path), form, typed, status=422)
    assert page.title.startswith("Erreur")
    assert page.one("#error-summary").get("role") == "alert"
    targets = [str(link.get("href")).removeprefix("#") for link in page.all("#error-summary a")]
    assert {target.removesuffix("-1") for target in targets} >= set(typed) - {"password"}
    for target in targets:
        field, told = page.one(f"[id='{target}']"), page.one(f"[id='{target}-error']")
        assert field.get("aria-invalid") == "true"
        assert told.get("id") in str(field.get("aria-describedby")).split()
        assert len(told.text_content()) < 400, "what is told doesn't repeat what was typed at length"
        if field.tag == "textarea":
            assert str(field.text_content()).strip() == typed.get(target, "")
        elif field.get("type") in {"text", "email", "tel", "date"}:
            assert field.get("value") == typed.get(str(field.get("name")), "").replace("\x00", "")


def test_a_token_of_another_session_is_refused_by_every_form(app: Flask, administratrice: PageClient) -> None:
    applied_dossier(app)
    page = administratrice.get(FILE)
    elsewhere = sign_in(app, "agathe@aract.example").get("/pilotage/compte")
    token = str(elsewhere.all("input[name=csrf_token]")[0].get("value"))
    for form in page.all("form[method=post]"):
        administratrice.post(str(form.get("action")), {"csrf_token": token}, status=400)
