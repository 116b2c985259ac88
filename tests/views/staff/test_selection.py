"""Several dossiers at once: each change is told in its own history, and none is made over a colleague's."""

from __future__ import annotations

import csv
import io
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from models.store.audit import list_audit
from models.store.dossier_file import get_dossier
from models.store.timeline import EntryKind, list_entries
from tests.page_client import Page, PageClient
from tests.views.staff.conftest import make_account
from tests.views.staff.dossiers import applied_dossier

LIST = "/pilotage/dossiers"
ALL = f"{LIST}?demande=oui&tri=anciens"


def ticks(page: Page, *dossiers: int) -> list[str]:
    values = [str(box.get("value")) for box in page.all("input[name=dossier]")]
    return [value for value in values if int(value.partition("~")[0]) in dossiers]


def follow(client: PageClient, dossier: int, who: int) -> None:
    client.submit(client.get(f"{LIST}/{dossier}"), "form[action*='/suivi']", {"suivi": str(who), "rappel": ""})


@pytest.fixture
def three(app: Flask) -> list[int]:
    return [applied_dossier(app, {"entreprise": name}) for name in ("Atelier du Diois", "Bois du Pilat", "Cuirs")]


def test_several_are_given_to_a_colleague_with_a_note(app: Flask, chargee: PageClient, three: list[int]) -> None:
    nadia = make_account("nadia@aract.example", name="Nadia Ferrand").id
    page = chargee.get(ALL)
    asked = {"dossier": ticks(page, *three), "confier": str(nadia), "note": "Vus au salon.", "faire": "enregistrer"}
    after = chargee.submit(page, "form.selection", asked)
    assert after.one("#status").text_content().split("\n")[0] == (
        "3\u00a0dossiers confiés à Nadia Ferrand.La note est ajoutée à 3\u00a0dossiers."
    )
    assert [cell.text_content() for cell in after.all(".colleague")] == ["Nadia Ferrand"] * 3
    for dossier in three:
        assert get_dossier(dossier).assigned_to == nadia
        note, followed, *_ = list_entries(dossier)
        assert (note.kind, note.text, note.author) == (EntryKind.NOTE, "Vus au salon.", "Camille Roux")
        assert followed.summary.startswith("Suivi par Nadia Ferrand")
    assert [entry.action for entry in list_audit()][:6] == ["écrire une note"] * 3 + ["changer le suivi"] * 3


def test_a_call_back_day_stays_and_what_is_so_already_is_said(
    app: Flask, chargee: PageClient, three: list[int]
) -> None:
    nadia = make_account("nadia@aract.example", name="Nadia Ferrand").id
    first = chargee.get(f"{LIST}/{three[0]}")
    chargee.submit(first, "form[action*='/suivi']", {"suivi": str(nadia), "rappel": "2027-01-15"})
    entries = len(list_entries(three[0]))
    page = chargee.get(ALL)
    after = chargee.submit(page, "form.selection", {"dossier": ticks(page, *three[:2]), "confier": str(nadia)})
    assert "1\u00a0dossier confié à Nadia Ferrand. 1 l’était déjà." in after.one("#status").text_content()
    assert len(list_entries(three[0])) == entries
    after = chargee.submit(after, "form.selection", {"dossier": ticks(after, *three[:2]), "confier": "0"})
    assert "2\u00a0dossiers ne sont plus suivis par personne." in after.one("#status").text_content()
    assert (get_dossier(three[0]).assigned_to, str(get_dossier(three[0]).call_back_on)) == (None, "2027-01-15")


def test_what_a_colleague_changed_meanwhile_is_told_by_name_and_left_alone(
    app: Flask, chargee: PageClient, administratrice: PageClient, three: list[int]
) -> None:
    nadia, ines = (make_account(f"{name}@aract.example", name=name).id for name in ("Nadia", "Inès"))
    page = chargee.get(ALL)
    follow(administratrice, three[1], ines)
    asked = {"dossier": ticks(page, *three), "confier": str(nadia), "note": "Vus au salon."}
    refused = chargee.submit(page, "form.selection", asked, status=409)
    told = refused.one("#error-summary").text_content()
    assert "1\u00a0dossier a changé" in told
    assert "Bois du Pilat" in told
    assert "suivi par Inès" in told
    assert "2\u00a0dossiers confiés à Nadia." in refused.one("#status").text_content()
    assert [get_dossier(each).assigned_to for each in three] == [nadia, ines, nadia]
    assert len([entry for entry in list_entries(three[1]) if entry.kind is EntryKind.NOTE]) == 1

    ticked = [str(box.get("value")) for box in refused.all("input[name=dossier]") if box.get("checked") is not None]
    assert [value.partition("~")[0] for value in ticked] == [str(three[1])]
    assert refused.one("#confier option[selected]").get("value") == str(nadia)
    assert not refused.one("#note").get("value")
    chargee.submit(refused, "form.selection", {"dossier": ticked, "confier": str(nadia)})
    assert get_dossier(three[1]).assigned_to == nadia


def test_what_cant_be_done_is_said_and_nothing_typed_is_lost(app: Flask, chargee: PageClient, three: list[int]) -> None:
    page = chargee.get(ALL)
    every, me = ticks(page, *three), str(chargee.get(f"{LIST}?voir=tout").all("#confier option")[1].get("value"))
    many = [f"{number}~0" for number in range(1, 52)]
    for asked, words in (
        ({"note": "Vus au salon.", "confier": me}, "Rien n’est coché"),
        ({"note": "Vus au salon.", "dossier": ["x", "1~", "~", "1~2~3", "²~1"]}, "Rien n’est coché"),
        ({"dossier": every}, "Choisissez à qui confier ces dossiers"),
        ({"dossier": every, "note": "Vus au salon.", "faire": "exporter"}, "Rien n’est exporté"),
        ({"dossier": many, "note": "Vus au salon."}, "50 dossiers au plus"),
        ({"dossier": every, "confier": "99", "note": "Vus au salon."}, "n’est pas un choix connu"),
    ):
        refused = chargee.submit(page, "form.selection", asked, status=422)
        assert words in refused.one("#error-summary").text_content().replace("\u00a0", " ")
        assert refused.one("#note").get("value", "") == asked.get("note", "")
        kept = [box for box in refused.all("input[name=dossier]") if box.get("checked") is not None]
        assert len(kept) == (3 if asked.get("dossier") in (every, many) else 0)
    assert all(get_dossier(dossier).assigned_to is None for dossier in three)


def test_a_dossier_erased_meanwhile_stops_nobody(app: Flask, chargee: PageClient, three: list[int]) -> None:
    page = chargee.get(ALL)
    chargee.submit(chargee.get(f"{LIST}/{three[0]}/effacer"), "form[action*='/effacer']")
    after = chargee.submit(page, "form.selection", {"dossier": ticks(page, *three), "note": "Vus au salon."})
    assert "La note est ajoutée à 2\u00a0dossiers." in after.one("#status").text_content()
    assert "1\u00a0dossier n’existe plus" in after.one("#status").text_content()


def test_a_selection_is_exported_and_it_alone(app: Flask, chargee: PageClient, three: list[int]) -> None:
    page = chargee.get(ALL)
    offered = chargee.submit(page, "form.selection", {"dossier": ticks(page, three[0], three[2]), "faire": "exporter"})
    assert "2\u00a0dossiers choisis" in offered.text
    table = next(str(link.get("href")) for link in offered.all("a") if "CSV" in link.text_content())
    assert parse_qs(urlsplit(table).query)["dossier"] == [str(three[0]), str(three[2])]
    rows = csv.DictReader(io.StringIO(chargee.client.get(table).get_data(as_text=True).lstrip("\ufeff")), delimiter=";")
    assert [row["entreprise"] for row in rows] == ["Atelier du Diois", "Cuirs"]
    listed = chargee.get(f"{LIST}?dossier={three[0]}&dossier={three[2]}")
    assert (
        listed.one(".chip:not(.all)").text_content().replace("\u00a0", " ") == "Retirer le filtre 2 dossiers choisis×"
    )
