"""A file's one form: a call with all that follows from it in one save, and nothing typed lost to another button."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from models.french.formats import long_date, paris_day
from models.store.dossier_file import get_dossier
from models.store.staff import find_account
from models.store.timeline import EntryKind, list_entries
from tests.page_client import Page, PageClient
from tests.views.staff.conftest import make_account
from tests.views.staff.dossiers import applied_dossier, finished_dossier

LIST = "/pilotage/dossiers"


@pytest.fixture
def applied(app: Flask) -> int:
    return applied_dossier(app)


def colleague() -> str:
    make_account("nadia@aract.example", name="Nadia Ferrand")
    account = find_account("nadia@aract.example")
    assert account is not None
    return str(account.id)


def written(dossier_id: int) -> list[EntryKind]:
    """What staff wrote, the latest first."""
    return [entry.kind for entry in list_entries(dossier_id) if entry.author != "la personne"]


def standing(page: Page) -> dict[str, str]:
    """What stands in the fields of the form, as a browser would send it."""
    form = page.one("form#work")
    fields = {
        str(each.get("name")): str(each.get("value") or "")
        for each in form.cssselect("input:not([type=radio]):not([type=hidden])")
    }
    fields |= {str(each.get("name")): each.text_content().strip("\n") for each in form.cssselect("textarea")}
    for each in form.cssselect("select"):
        chosen = each.cssselect("option[selected]") or each.cssselect("option")
        fields[str(each.get("name"))] = str(chosen[0].get("value"))
    return fields | {str(each.get("name")): str(each.get("value")) for each in form.cssselect("input[checked]")}


def test_a_call_of_yesterday_with_all_that_follows_is_one_save(chargee: PageClient, applied: int) -> None:
    nadia = colleague()
    today = paris_day(datetime.now(UTC))
    yesterday, next_week = today - timedelta(days=1), today + timedelta(days=7)
    page = chargee.get(f"{LIST}/{applied}")
    call = {"genre": "appel", "qui": nadia, "le": yesterday.isoformat(), "note": "Elle veut avancer."}
    follows = {"rappel": next_week.isoformat(), "suivi": nadia, "etape": "contacte"}
    page = chargee.submit(page, "form#work", {**standing(page), **call, **follows})
    dossier = get_dossier(applied)
    assert (dossier.stage, dossier.assigned_name, dossier.call_back_on) == ("contacte", "Nadia Ferrand", next_week)
    assert sorted(written(applied)) == sorted([EntryKind.CALL, EntryKind.FOLLOW_UP, EntryKind.STAGE])
    told = {entry.kind: entry for entry in list_entries(applied) if entry.author == "Camille Roux"}
    assert (told[EntryKind.CALL].summary, told[EntryKind.CALL].happened_on) == ("Par Nadia Ferrand", yesterday)
    assert told[EntryKind.STAGE].happened_on == yesterday
    status = page.one("#status").text_content()
    assert all(words in status for words in ("L’appel est noté", "Le suivi est enregistré", "L’étape est enregistrée"))
    since = " ".join(f"Contacté depuis le {long_date(yesterday)}".split())
    assert since in " ".join(page.text.split())


def test_only_what_was_touched_is_written(chargee: PageClient, applied: int) -> None:
    page = chargee.get(f"{LIST}/{applied}")
    page = chargee.submit(page, "form#work", {**standing(page), "note": "Message laissé."})
    assert written(applied) == [EntryKind.CALL]
    page = chargee.submit(page, "form#work", {**standing(page), "genre": "note", "note": "Relire le projet."})
    assert written(applied) == [EntryKind.NOTE, EntryKind.CALL]
    chargee.submit(page, "form#work", standing(page), status=422)
    assert written(applied) == [EntryKind.NOTE, EntryKind.CALL]


def test_it_is_all_or_nothing_and_everything_typed_stays(chargee: PageClient, applied: int) -> None:
    page = chargee.get(f"{LIST}/{applied}")
    typed = {**standing(page), "note": "Elle renonce.", "rappel": "2027-01-04", "etape": "ecarte"}
    refused = chargee.submit(page, "form#work", typed, status=422)
    assert "pourquoi" in refused.one("#raison-error").text_content()
    assert written(applied) == []
    assert standing(refused) == typed
    chargee.submit(refused, "form#work", {**standing(refused), "raison": "Projet abandonné."})
    assert (get_dossier(applied).stage, str(get_dossier(applied).call_back_on)) == ("ecarte", "2027-01-04")


def test_an_application_and_its_days_are_one_save_too(chargee: PageClient, applied: int) -> None:
    page = chargee.get(f"{LIST}/{applied}")
    page = chargee.submit(page, "form#work", {**standing(page), "etape": "contacte"})
    chargee.submit(page, "form#work", {"etape": "selectionne", "jours": "10", "jours_le": "2026-03-01"})
    dossier = get_dossier(applied)
    assert (dossier.stage, dossier.grant and dossier.grant.region_cents) == ("selectionne", 800_000)


class TestAnotherButton:
    TYPED = "Elle rappelle lundi, après son conseil."

    @pytest.mark.parametrize("button", ["liens", "mails", "adresse"])
    def test_what_was_typed_of_the_call_stays_and_can_be_saved(
        self, app: Flask, chargee: PageClient, applied: int, button: str
    ) -> None:
        applied_dossier(app, {"siret": "732829320", "entreprise": "Établi (Lyon)"})
        page = chargee.get(f"{LIST}/{applied}")
        typed = {**standing(page), "note": self.TYPED, "rappel": "2027-01-04"}
        selector = {"liens": ".kin button"}.get(button, f"button[formaction*='/{button}']")
        pressed = chargee.submit(page, selector, typed)
        if button == "adresse":  # it asks first
            pressed = chargee.submit(pressed, "form#fresh-address", {"confirme": "oui"})
        assert pressed.one("#status").text_content().strip()
        kept = standing(pressed)
        assert (kept["note"].strip(), kept["rappel"]) == (self.TYPED, "2027-01-04")
        assert EntryKind.CALL not in written(applied)
        chargee.submit(pressed, "form#work", kept)
        assert EntryKind.CALL in written(applied)
        assert str(get_dossier(applied).call_back_on) == "2027-01-04"

    def test_another_dossier_s_reference_that_isn_t_one_loses_nothing_either(
        self, chargee: PageClient, applied: int
    ) -> None:
        page = chargee.get(f"{LIST}/{applied}")
        typed = {**standing(page), "note": self.TYPED, "autre": "S99-999"}
        refused = chargee.submit(page, "button[formaction*='/liens']", typed, status=422)
        assert refused.one("#autre-error").text_content()
        assert standing(refused)["note"].strip() == self.TYPED

    def test_enter_in_the_reference_links(self, app: Flask, chargee: PageClient, applied: int) -> None:
        other = get_dossier(applied_dossier(app)).reference
        page = chargee.get(f"{LIST}/{applied}")
        page = chargee.submit(page, "form#work", {**standing(page), "autre": other})
        assert "liés" in page.one("#status").text_content()


def test_the_number_to_dial_and_the_preferred_moment_come_first(chargee: PageClient, applied: int) -> None:
    page = chargee.get(f"{LIST}/{applied}")
    first = page.one(".file > :first-child")
    (dial,) = first.cssselect("a[href^='tel:']")
    assert dial.get("href") == "tel:+33612345678"
    assert "le mardi matin" in first.text_content()


def test_a_dossier_without_a_request_gets_no_stage_from_a_note(app: Flask, chargee: PageClient) -> None:
    number = finished_dossier(app)
    page = chargee.get(f"{LIST}/{number}")
    chargee.submit(page, "form#work", {**standing(page), "genre": "note", "note": "Rencontrée au salon."})
    assert get_dossier(number).stage is None


def test_a_call_can_t_be_of_tomorrow(chargee: PageClient, applied: int) -> None:
    page = chargee.get(f"{LIST}/{applied}")
    tomorrow = (paris_day(datetime.now(UTC)) + timedelta(days=1)).isoformat()
    refused = chargee.submit(page, "form#work", {**standing(page), "le": tomorrow, "note": "Appelée."}, status=422)
    assert refused.one("#le-error").text_content()
    assert standing(refused)["note"].strip() == "Appelée."


@pytest.mark.parametrize(
    ("suite", "landed"),
    [
        ("/pilotage/usage?du=2026-01-01", "/pilotage/usage"),
        ("https://ailleurs.example/pilotage", "/pilotage"),
        ("//ailleurs.example", "/pilotage"),
    ],
)
def test_what_is_saved_on_the_way_elsewhere_leads_there_and_nowhere_outside(
    chargee: PageClient, applied: int, suite: str, landed: str
) -> None:
    page = chargee.get(f"{LIST}/{applied}")
    there = chargee.submit(page, "form#work", {**standing(page), "note": "Elle veut avancer.", "suite": suite})
    assert there.path.partition("?")[0] == landed
    assert there.one("#status").text_content() == "L’Établi & Cie\u00a0: L’appel est noté."
    assert written(applied)[0] is EntryKind.CALL


def test_a_refused_save_leads_nowhere_and_says_that_the_page_is_unsaved(chargee: PageClient, applied: int) -> None:
    page = chargee.get(f"{LIST}/{applied}")
    assert page.one("main").get("data-unsaved") is None
    typed = {**standing(page), "note": "Elle veut avancer.", "le": "2999-01-01", "suite": "/pilotage/usage"}
    refused = chargee.submit(page, "form#work", typed, status=422)
    assert refused.one("main").get("data-unsaved") is not None
    assert refused.one("#note").text_content().strip() == "Elle veut avancer."
