"""Two people on one file: what changed meanwhile is told, with what was typed ready to be sent again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask

from models.store.audit import COMMAND_LINE
from models.store.dossier_file import StaleSave, change_stage, follow_up, get_dossier
from models.store.timeline import list_entries
from tests.journeys import ANSWERS, fill
from tests.page_client import Page, PageClient
from tests.views.staff.dossiers import FULL, applied_dossier, newest_id

LIST = "/pilotage/dossiers"
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def applied(app: Flask) -> int:
    return applied_dossier(app)


def save(client: PageClient, page: Page, fields: dict[str, str], status: int = 200) -> Page:
    return client.submit(page, "form#work", fields, status=status)


def field(page: Page, name: str) -> str:
    """What stands in a field."""
    chosen = page.all(f"#{name} option[selected]")
    found = chosen[0] if chosen else page.one(f"#{name}")
    return str(found.get("value") if found.get("value") is not None else found.text_content().strip())


HERS = {
    "etape": {"etape": "contacte", "etape_le": "2026-03-01", "raison": "Appelée lundi."},
    "suivi": {"suivi": "", "rappel": "2026-05-01"},
    "jours": {"jours": "5", "jours_le": "2026-03-01", "jours_raison": "Comité."},
}
MINE = {
    "etape": {"etape": "selectionne", "etape_le": "2026-03-02", "raison": "Retenue en comité."},
    "suivi": {"suivi": "", "rappel": "2026-06-01"},
    "jours": {"jours": "10", "jours_le": "2026-03-02", "jours_raison": "Dix jours valent mieux."},
}
TOLD = {
    "etape": ("Étape · Contacté · le 1er mars 2026, par Agathe Blanc", "Appelée lundi."),
    "suivi": ("Suivi · Suivi par personne, à rappeler le 1er mai 2026, par Agathe Blanc", "1er juin 2026"),
    "jours": ("Jours accordés · 5 jours accordés", "par Agathe Blanc", "Comité."),
}


@pytest.mark.parametrize("name", HERS)
def test_a_refused_save_tells_who_changed_what_and_keeps_all_that_was_typed_ready_to_send_again(
    chargee: PageClient, administratrice: PageClient, applied: int, name: str
) -> None:
    mine, hers = chargee.get(f"{LIST}/{applied}"), administratrice.get(f"{LIST}/{applied}")
    save(administratrice, hers, HERS[name])
    before = get_dossier(applied)
    refused = save(chargee, mine, MINE[name], 409)
    assert get_dossier(applied) == before
    told = " ".join(refused.one("#error-summary").text_content().split())
    assert "Rien n’est enregistré" in told
    for words in TOLD[name]:
        assert words in told, words
    as_it_stands = {each: field(refused, each) for each in MINE[name]}
    assert as_it_stands == MINE[name]
    save(chargee, refused, as_it_stands)
    after = get_dossier(applied)
    assert after != before
    assert MINE[name].get("raison", "") in chargee.get(f"{LIST}/{applied}").one(".timeline").text_content()
    assert after.stage == ("selectionne" if name == "etape" else "candidature")
    assert (after.grant and after.grant.days) == (10 if name == "jours" else None)


def test_different_parts_of_a_file_never_collide(
    chargee: PageClient, administratrice: PageClient, applied: int
) -> None:
    mine, hers = chargee.get(f"{LIST}/{applied}"), administratrice.get(f"{LIST}/{applied}")
    my_details = chargee.get(f"{LIST}/{applied}/coordonnees")
    save(administratrice, hers, HERS["etape"])
    save(administratrice, hers, {"genre": "appel", "note": "Elle rappelle lundi."})
    save(chargee, mine, MINE["suivi"])
    chargee.submit(my_details, "main form", {**FULL, "kind": "rappel", "nom": "Zoé Martin-Roux"})
    dossier = get_dossier(applied)
    assert dossier.application is not None
    assert (dossier.stage, str(dossier.call_back_on), dossier.application.applicant.name) == (
        *("contacte", "2026-06-01", "Zoé Martin-Roux"),
    )
    save(chargee, mine, MINE["etape"], 409)
    assert get_dossier(applied).stage == "contacte"


def test_what_isn_t_valid_any_more_because_of_a_colleague_is_told_with_what_she_did(
    chargee: PageClient, administratrice: PageClient, applied: int
) -> None:
    mine = chargee.get(f"{LIST}/{applied}")
    aside = {"etape": "ecarte", "raison": "Projet abandonné."}
    save(administratrice, administratrice.get(f"{LIST}/{applied}"), aside)
    refused = save(chargee, mine, MINE["jours"], 409)
    told = refused.one("#error-summary").text_content()
    assert "Écarté" in told
    assert "Changez d’abord l’étape" in told
    assert field(refused, "jours_raison") == "Dix jours valent mieux."
    assert get_dossier(applied).grant is None


def test_a_visitor_s_new_request_is_told_where_it_changed_what_is_open(app: Flask, chargee: PageClient) -> None:
    visitor = PageClient(app)
    address = fill(visitor, ANSWERS, finish=True)
    called = {"nom": "Zoé", "telephone": "0612345678"}
    visitor.submit(visitor.get(f"{address}/contact?pour=rappel"), "form#contact", called)
    number = newest_id()
    file, details = chargee.get(f"{LIST}/{number}"), chargee.get(f"{LIST}/{number}/coordonnees")
    visitor.submit(visitor.get(f"{address}/contact?pour=candidature"), "form#contact", FULL)
    refused = chargee.submit(details, "main form", {"nom": "Zoé M.", "kind": "rappel"}, status=409)
    told = " ".join(refused.one("#error-summary").text_content().split())
    assert "Demande · Candidature reçue, par la personne" in told
    assert "L’Établi" in refused.one("#error-summary table").text_content()
    assert field(refused, "nom") == "Zoé M."
    refused = save(chargee, file, {"etape": "contacte"}, 409)
    assert "Étape · Candidature, par la personne" in " ".join(refused.text.split())
    save(chargee, file, {"rappel": "2026-06-01"})
    assert get_dossier(number).stage == "candidature"


def test_somebody_s_first_request_is_not_overwritten_by_details_being_typed(app: Flask, chargee: PageClient) -> None:
    visitor = PageClient(app)
    address = fill(visitor, ANSWERS, finish=True)
    details = chargee.get(f"{LIST}/{newest_id()}/coordonnees")
    visitor.submit(visitor.get(f"{address}/contact?pour=candidature"), "form#contact", FULL)
    chargee.submit(details, "main form", {"nom": "Une autre", "kind": "rappel"}, status=409)
    application = get_dossier(newest_id()).application
    assert application is not None
    assert application.applicant.name == FULL["nom"]


def test_the_store_itself_refuses_the_second_of_two(applied: int) -> None:
    opened = get_dossier(applied).version
    change_stage(applied, opened, "contacte", NOW.date(), "", NOW, COMMAND_LINE, shown="Contacté")
    with pytest.raises(StaleSave) as refused:
        change_stage(applied, opened, "ecarte", NOW.date(), "", NOW, COMMAND_LINE, shown="Écarté")
    assert [change.summary for change in refused.value.changes] == ["Contacté"]
    follow_up(applied, opened, None, NOW.date(), NOW, COMMAND_LINE, shown="Suivi")
    assert {"Suivi", "Contacté"} <= {entry.summary for entry in list_entries(applied)}
