"""Events: made, changed, closed, made again, counted, and their poster."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from models.french.formats import paris_day
from models.store.audit import list_audit
from models.store.events import Event, find_event, save_event
from models.store.passwords import verify_password
from models.store.tables import Assessment
from tests.page_client import Page, PageClient
from tests.rows import only
from tests.views.staff.conftest import NOW
from tests.views.staff.dossiers import finished_dossier

EVENTS = "/pilotage/evenements"
PROMISED = ["5 à 15 jours", "80\u202f%", "à partir de 1\u202f000\u202f€"]
SALON = {"name": "Salon des coopératives", "code": "salon-2027", "place": "Lyon", "idle": "60", "pin": "2468"}


def create(client: PageClient, status: int = 200, **changed: str) -> Page:
    page = client.get(f"{EVENTS}/nouveau")
    return client.submit(page, "form#event", {**SALON, **changed}, status=status)


def kept(code: str = "salon-2027") -> Event:
    event = find_event(code)
    assert event is not None
    return event


def test_without_events_the_page_says_what_one_is_for(chargee: PageClient) -> None:
    assert "Un événement donne une borne" in chargee.get(EVENTS).text


def test_a_new_event_opens_a_kiosk(app: Flask, chargee: PageClient) -> None:
    page = create(chargee, starts_on="2027-03-01", ends_on="2027-03-02")
    assert page.path == EVENTS
    assert "http://localhost/borne/salon-2027" in page.text
    assert "du 1er\u00a0mars 2027 au 2\u00a0mars 2027" in page.text
    event = kept()
    assert (event.name, event.place, event.idle_seconds, event.is_open) == ("Salon des coopératives", "Lyon", 60, True)
    assert verify_password(event.pin_hash, "2468")
    assert PageClient(app).get("/borne/salon-2027").one("form#start") is not None
    assert (list_audit()[0].action, list_audit()[0].actor) == ("créer un événement", "camille@aract.example")


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("name", " ", "Donnez un nom"),
        ("code", "Salon Été", "minuscules"),
        ("code", "", "minuscules"),
        ("idle", "5", "entre 20 et"),
        ("idle", "soixante", "entre 20 et"),
        ("pin", "12", "de 4 à 12 chiffres"),
        ("starts_on", "demain", "comme 2026-11-23"),
        ("ends_on", "2020-01-01", "vient avant"),
    ],
)
def test_a_mistake_keeps_what_was_typed_and_makes_nothing(
    chargee: PageClient, field: str, typed: str, told: str
) -> None:
    page = create(chargee, 422, **{"starts_on": "2027-03-01", field: typed})
    assert told in page.one(f"#{field}-error").text_content()
    assert page.one("#place").get("value") == "Lyon"
    assert find_event("salon-2027") is None


def test_a_code_that_another_event_has_is_refused(chargee: PageClient) -> None:
    create(chargee)
    assert "déjà ce code" in create(chargee, 422).one("#code-error").text_content()


def test_an_event_is_changed_and_keeps_its_pin(chargee: PageClient) -> None:
    create(chargee)
    event = kept()
    page = chargee.get(f"{EVENTS}/{event.id}")
    assert page.one("#pin").get("value") == ""
    chargee.submit(page, "form#event", {**SALON, "pin": "", "name": "Autre salon", "printer": "oui"})
    assert (kept().name, kept().has_printer, kept().pin_hash) == ("Autre salon", True, event.pin_hash)
    chargee.submit(page, "form#event", {**SALON, "pin": "", "no_pin": "oui"})
    assert kept().pin_hash is None
    chargee.submit(page, "form#event", {**SALON, "code": "Non"}, status=422)


def test_closing_and_opening_again_says_which_so_that_a_double_click_does_no_harm(
    app: Flask, chargee: PageClient
) -> None:
    page = create(chargee)
    event = kept()
    switch = f"form[action='{EVENTS}/{event.id}/ouverture']"
    for _ in range(2):
        chargee.submit(page, switch, {"ouvert": "non"})
    assert not kept().is_open
    assert not PageClient(app).get("/borne/salon-2027").all("form#start")
    assert [entry.detail for entry in list_audit()][:1] == ["fermé"]
    chargee.submit(page, switch, {"ouvert": "oui"})
    assert kept().is_open


def test_an_event_made_again_has_a_free_code_and_no_days(chargee: PageClient) -> None:
    create(chargee, starts_on="2027-03-01")
    page = chargee.get(f"{EVENTS}/nouveau?copie={kept().id}")
    assert page.one("#name").get("value") == SALON["name"]
    assert page.one("#code").get("value") == "salon-2027-2"
    assert page.one("#starts_on").get("value") == ""
    chargee.submit(page, "form#event", {**SALON, "code": "salon-2027-2"})
    again = chargee.get(f"{EVENTS}/nouveau?copie={kept('salon-2027-2').id}")
    assert again.one("#code").get("value") == "salon-2027-3"
    assert chargee.get(f"{EVENTS}/nouveau?copie=99").one("#name").get("value") == ""


def test_the_counters_follow_the_kiosk_and_come_alone_to_htmx(app: Flask, chargee: PageClient) -> None:
    create(chargee)
    visitor = PageClient(app)
    visitor.submit(visitor.get("/borne/salon-2027"), "form#start")
    address = f"{EVENTS}/{kept().id}/compteurs"
    assert [each.text_content().split()[0] for each in chargee.get(EVENTS).all(".counts dd")] == ["1", "0", "0"]
    fragment = chargee.get(address, htmx=True)
    assert fragment.all(".counts dd")
    assert fragment.markup.strip().startswith("<dl")
    polled = chargee.get(EVENTS).one("[hx-get]")
    assert (polled.get("hx-get"), polled.get("hx-trigger")) == (address, "every 10s")
    assert not chargee.get(f"{EVENTS}?direct=non").all("[hx-get]")


def test_who_comes_by_the_poster_counts_among_the_events_visits(app: Flask, chargee: PageClient) -> None:
    create(chargee)
    visitor = PageClient(app)
    start = visitor.get("/salon/salon-2027")
    assert start.one("form#start input[name=evenement]").get("value") == "salon-2027"
    question = visitor.submit(start, "form#start")
    assert question.path.startswith("/diagnostics/"), "the site's own journey, with every question"
    assert [each.text_content().split()[0] for each in chargee.get(EVENTS).all(".counts dd")] == ["1", "0", "0"]
    assert only(Assessment).door == "site"


@pytest.mark.parametrize("code", ["inconnu", "salon-2027"])
def test_a_poster_that_is_over_leads_to_the_start_page_all_the_same(app: Flask, chargee: PageClient, code: str) -> None:
    create(chargee)
    save_event(replace(kept(), is_open=False), NOW)
    visitor = PageClient(app)
    visitor.submit(visitor.get(f"/salon/{code}"), "form#start")
    assert only(Assessment).event_id is None


def test_rehearsals_before_the_first_day_do_not_count(app: Flask, chargee: PageClient) -> None:
    tomorrow = paris_day(datetime.now(UTC)) + timedelta(days=1)
    create(chargee, starts_on=tomorrow.isoformat(), ends_on=tomorrow.isoformat())
    visitor = PageClient(app)
    visitor.submit(visitor.get("/borne/salon-2027"), "form#start")
    finished_dossier(app)
    page = chargee.get(EVENTS)
    assert [each.text_content().split()[0] for each in page.all(".counts dd")] == ["0", "0", "0"]
    (link,) = [link for link in page.all(".event-links a") if "Voir les dossiers" in link.text_content()]
    told = "1\u00a0essai avant l’ouverture d’un événement, non compté."
    for address, total in (
        (str(link.get("href")), "0"),
        ("/pilotage/dossiers?voir=tout", "1"),
        ("/pilotage/exports?voir=tout", "1"),
        ("/pilotage/usage?du=2017-01-01", "1"),
        (EVENTS, "0"),
    ):
        page = chargee.get(address)
        assert page.one(".rehearsed").text_content() == told, address
        shown = page.all("#total, #started, main h1, .counts dd")
        assert any(each.text_content().removeprefix("Exporter ").startswith(total) for each in shown), address
    rehearsals = chargee.get(str(page.one(".rehearsed a").get("href")))
    assert rehearsals.one("#total").text_content().startswith("1")
    assert not rehearsals.all(".rehearsed")
    assert "Essai avant l’ouverture d’un événement" in rehearsals.one(".chips").text_content()
    row = only(Assessment, Assessment.door == "borne")
    assert "non compté" in chargee.get(f"/pilotage/dossiers/{row.id}").one(".under-title").text_content()
    assert "/export.csv" in chargee.get("/pilotage/exports?voir=tout").markup
    rows = chargee.client.get("/pilotage/export.csv?voir=tout").text.splitlines()
    assert len(rows) == 1 + 1


def test_the_poster_says_what_the_scheme_brings_and_the_teams_sheet_opens_the_kiosk(chargee: PageClient) -> None:
    create(chargee)
    poster = chargee.get(f"{EVENTS}/{kept().id}/affiche")
    assert [each.text_content() for each in poster.all(".promise b")] == PROMISED
    assert [svg.get("aria-label") for svg in poster.all(".poster svg")] == ["Ouvrir http://localhost/salon/salon-2027"]
    assert "/borne/" not in poster.one(".poster").text_content()
    sheet = chargee.get(str(poster.one("a[href$=feuille-equipe]").get("href")))
    assert sheet.one(".poster svg").get("aria-label") == "Ouvrir http://localhost/borne/salon-2027"
    assert "http://localhost/borne/salon-2027" in sheet.one(".poster").text_content()
    assert "2468" not in poster.markup + sheet.markup


def test_an_unknown_event_is_404(chargee: PageClient) -> None:
    for address in (
        f"{EVENTS}/99",
        f"{EVENTS}/99/affiche",
        f"{EVENTS}/99/feuille-equipe",
        f"{EVENTS}/99/compteurs",
        f"{EVENTS}/{10**30}",
    ):
        chargee.get(address, status=404)
