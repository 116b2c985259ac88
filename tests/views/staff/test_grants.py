"""What the Aract grants: from the application on, never in the future, and frozen in cents whatever comes after."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from functools import cache

import pytest
from flask import Flask

from models.content.loader import FIRST_CONTENT
from models.content.writer import read_values, rewrite
from models.rules.result import Grant
from models.store.audit import list_audit
from models.store.dossier_file import get_dossier
from models.store.tables import Assessment
from tests.page_client import Page, PageClient
from tests.rows import change
from tests.views.staff.dossiers import applied_dossier
from tests.views.staff.test_content import upload

LIST = "/pilotage/dossiers"
BUDGET = "/pilotage/budget"


@pytest.fixture
def applied(app: Flask) -> int:
    return applied_dossier(app)


def send(client: PageClient, dossier_id: int, fields: dict[str, str], status: int = 200) -> Page:
    return client.submit(client.get(f"{LIST}/{dossier_id}"), "form#work", fields, status=status)


def granted(client: PageClient, dossier_id: int, days: str = "10", on: str = "2026-03-01") -> Page:
    return send(client, dossier_id, {"jours": days, "jours_le": on})


@cache
def priced(price: str, version: str) -> bytes:
    """A content with another tariff in the place of the former."""
    values = read_values(FIRST_CONTENT.read_bytes())
    values["version"], values["tarifs"][0]["prix_du_jour"] = version, price
    return rewrite(FIRST_CONTENT.read_bytes(), values)


def publish_price(client: PageClient, price: str, version: str) -> None:
    """That content, published as the administratrice does."""
    client.submit(upload(client, priced(price, version)), "form#publish-form")


def budget(client: PageClient) -> list[str]:
    """The last line's cells: dossiers, days and the Région's share, granted then in view."""
    cells = client.get(BUDGET).all(".total-line")[0].xpath("td")
    told = [re.sub(r"\D", "", cell.text_content()) for cell in cells]
    return [*told[:2], told[4], *told[6:9]]


def exported(client: PageClient) -> list[dict[str, str]]:
    source = client.client.get("/pilotage/export.csv").data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(source), delimiter=";"))


def test_another_tariff_changes_nothing_that_was_granted(app: Flask, administratrice: PageClient) -> None:
    """It had raised 68 000 € to 74 800 €: eight times ten days and one of five, at 1 100 € in place of 1 000 €."""
    dossiers = [applied_dossier(app, {"entreprise": f"Atelier {place}"}) for place in range(9)]
    in_view = applied_dossier(app, {"entreprise": "Atelier en vue"})
    for place, number in enumerate(dossiers):
        granted(administratrice, number, "10" if place < 8 else "5")
    assert budget(administratrice) == ["9", "85", "68000", "1", "10", "8000"]
    publish_price(administratrice, "1100.00", "2027.1")
    assert budget(administratrice) == ["9", "85", "68000", "1", "10", "8800"]
    page = administratrice.get(f"{LIST}/{dossiers[0]}")
    assert (page.data("granted-region"), page.data("granted-company")) == ("8000.00", "2000.00")
    rows = {row["entreprise"]: row for row in exported(administratrice)}
    told = [rows["Atelier 0"][name] for name in ("jours_accordes", "accorde_le", "prix_du_jour_accorde")]
    shares = [rows["Atelier 0"][name] for name in ("part_region_accordee", "part_entreprise_accordee")]
    assert (told, shares) == (["10", "2026-03-01", "1000"], ["8000", "2000"])
    assert rows["Atelier en vue"]["part_region_accordee"] == ""
    granted(administratrice, in_view, "10", "2026-03-02")
    assert budget(administratrice) == ["10", "95", "76800", "0", "0", "0"]


def test_the_same_decision_noted_again_keeps_its_amounts(administratrice: PageClient, applied: int) -> None:
    granted(administratrice, applied)
    publish_price(administratrice, "1100.00", "2027.1")
    granted(administratrice, applied)
    assert get_dossier(applied).grant == Grant(10, date(2026, 3, 1), 100_000, 200_000, 800_000)


def test_a_change_is_a_new_decision_and_the_history_keeps_both_with_their_amounts(
    chargee: PageClient, applied: int
) -> None:
    granted(chargee, applied, "5", "2026-03-01")
    page = send(chargee, applied, {"jours": "15", "jours_le": "2026-04-02", "jours_raison": "Point d’étape"})
    assert (page.data("days-granted"), page.data("granted-region")) == ("15", "12000.00")
    entries = [item.text_content() for item in page.all(".timeline li") if "Jours accordés" in item.text_content()]
    assert len(entries) == 2
    assert "15\u00a0jours accordés à 1\u202f000\u202f€ par jour" in entries[0]
    assert "Avant\u00a0: 5\u00a0jours accordés" in entries[0]
    assert "le 2\u00a0avril 2026" in entries[0]
    assert "Point d’étape" in entries[0]
    assert "4\u202f000\u202f€ pour la Région, 1\u202f000\u202f€ pour l’entreprise" in entries[1]
    assert "le 1er\u00a0mars 2026" in entries[1]
    assert [entry.detail for entry in list_audit(assessment_id=applied)[:2]] == ["5 → 15", "0 → 5"]


def test_taking_back_counts_nowhere_and_stays_in_the_history(chargee: PageClient, applied: int) -> None:
    granted(chargee, applied)
    page = send(chargee, applied, {"jours": ""})
    assert page.data("days-granted") == ""
    assert get_dossier(applied).grant is None
    told = page.one(".timeline").text_content()
    assert "Attribution retirée (10\u00a0jours accordés" in told
    assert "10\u00a0jours accordés à 1\u202f000\u202f€ par jour\u00a0: 8\u202f000\u202f€ pour la Région" in told
    assert budget(chargee)[:3] == ["0", "0", "0"]


@pytest.mark.parametrize("stage", ["nouveau", "contacte", "ecarte"])
def test_nothing_is_granted_before_the_application_nor_once_set_aside(
    chargee: PageClient, applied: int, stage: str
) -> None:
    page = chargee.get(f"{LIST}/{applied}")
    change(Assessment, application_stage=stage)
    refused = chargee.submit(page, "form[action*='/suivi']", {"jours": "10"}, status=422)
    assert refused.all("#error-summary")
    assert "Changez d’abord l’étape" in refused.text
    assert get_dossier(applied).grant is None
    shown = chargee.get(f"{LIST}/{applied}")
    assert not shown.all("#jours")
    assert "à partir de l’étape «\u00a0Candidature\u00a0»" in shown.text


SET_ASIDE = {"etape": "ecarte", "etape_le": "2026-05-04", "raison": "Projet abandonné."}


class TestSetAside:
    def test_it_asks_what_becomes_of_the_grant_and_loses_nothing_typed(self, chargee: PageClient, applied: int) -> None:
        granted(chargee, applied)
        page = send(chargee, applied, SET_ASIDE, 422)
        assert "restent, ou s’ils sont retirés" in page.one("#attribution-error").text_content()
        assert page.one("#raison").text_content().strip() == "Projet abandonné." or (
            page.one("#raison").get("value") == "Projet abandonné."
        )
        assert get_dossier(applied).stage == "candidature"

    def test_kept_it_counts_on(self, chargee: PageClient, applied: int) -> None:
        granted(chargee, applied)
        send(chargee, applied, {**SET_ASIDE, "attribution": "garder"})
        dossier = get_dossier(applied)
        assert (dossier.stage, dossier.grant and dossier.grant.days) == ("ecarte", 10)
        assert budget(chargee)[:3] == ["1", "10", "8000"]
        send(chargee, applied, {"jours": ""})
        assert get_dossier(applied).grant is None

    def test_withdrawn_it_is_told_in_the_same_step(self, chargee: PageClient, applied: int) -> None:
        granted(chargee, applied)
        page = send(chargee, applied, {**SET_ASIDE, "attribution": "retirer"})
        assert (get_dossier(applied).stage, get_dossier(applied).grant) == ("ecarte", None)
        assert "Attribution retirée (10\u00a0jours accordés" in page.one(".timeline").text_content()
        assert budget(chargee)[:3] == ["0", "0", "0"]

    def test_before_the_application_nothing_stays_granted(self, chargee: PageClient, applied: int) -> None:
        granted(chargee, applied)
        page = send(chargee, applied, {"etape": "contacte", "attribution": "garder"}, 422)
        assert "retirez-les" in page.one("#attribution-error").text_content()
        send(chargee, applied, {"etape": "contacte", "attribution": "retirer"})
        assert (get_dossier(applied).stage, get_dossier(applied).grant) == ("contacte", None)

    def test_without_a_grant_nothing_is_asked(self, chargee: PageClient, applied: int) -> None:
        assert not chargee.get(f"{LIST}/{applied}").all("#attribution")
        send(chargee, applied, SET_ASIDE)
        assert get_dossier(applied).stage == "ecarte"


def test_a_stage_keeps_its_own_day_beside_the_day_it_was_noted(chargee: PageClient, applied: int) -> None:
    page = send(chargee, applied, {"etape": "selectionne", "etape_le": "2026-03-01"})
    assert "Sélectionné depuis le 1er mars 2026" in " ".join(page.text.split())
    entry = next(item.text_content() for item in page.all(".timeline li") if "Sélectionné" in item.text_content())
    assert "le 1er\u00a0mars 2026" in entry
    assert re.search(r"\d{4} à \d+\u00a0h\u00a0\d\d, Camille Roux", entry)


def test_days_of_before_the_bounds_stay_as_they_were_decided(chargee: PageClient, applied: int) -> None:
    change(Assessment, days_granted=7, granted_on=date(2026, 3, 1), granted_day_cents=100_000)
    page = chargee.get(f"{LIST}/{applied}")
    assert page.one("#jours option[selected]").get("value") == "7"
