"""Sheets in the back-office: written with what is known, asked about by letter, published by one role alone."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask import Flask

from models.store.audit import list_audit
from models.store.bulk import add_later_result
from models.store.encoding import encode_result
from models.store.sheets.agreeing import ask_change, find_offered, take_back
from models.store.sheets.publishing import find_published, list_published, published_of
from models.store.sheets.versions import Standing, list_versions, newest_version
from models.store.tables import Application, Assessment, OutboxMessage, PublishedSheet, Revision, SheetVersion
from models.store.visits import newest_result
from tests.page_client import Page, PageClient
from tests.rows import count, only, rows
from tests.views.staff.dossiers import FULL, applied_dossier
from tests.views.told import NOW, TEXT, agreed, asked, finished, published, write

WRITTEN = {
    "titre": "Choisir ses horaires en équipe",
    "besoin": "Les horaires ne convenaient plus.",
    "fait": "Deux réunions par équipe.",
    "change": "Une grille choisie ensemble.",
    "citation": "On en parle, maintenant.",
    "sujets": "temps-de-travail",
    "secteur": "industrie",
    "taille": "de-11-a-49",
    "territoire": "07",
    "entreprise": FULL["entreprise"],
}


def at(dossier_id: int) -> str:
    return f"/pilotage/dossiers/{dossier_id}/fiche"


def standing(dossier_id: int) -> Standing:
    version = newest_version(dossier_id)
    assert version is not None
    return version.standing


def value(page: Page, name: str) -> str:
    field = page.one(f"[name={name}]:not([type=hidden])")
    return str(field.text_content().strip() if field.tag == "textarea" else field.get("value") or "")


class TestWriting:
    def test_it_opens_with_what_the_dossier_knows(self, app: Flask, chargee: PageClient) -> None:
        dossier_id = finished(app)
        page = chargee.get(f"/pilotage/dossiers/{dossier_id}")
        assert page.one(f"a[href='{at(dossier_id)}']").text_content() == "Fiche projet"
        page = chargee.get(at(dossier_id))
        assert value(page, "besoin") == "Mieux répartir le temps de travail,\navec l’équipe."
        assert value(page, "entreprise") == FULL["entreprise"]
        assert [each.get("value") for each in page.all("[name=sujets][checked]")] == ["qvct", "participation"]
        assert page.one("[name=territoire] [selected]").get("value") == "07"
        assert page.all("[name=nommee][checked]") == []
        assert "l’entreprise aura refait le point" in page.one("#fiche").text_content()

    @pytest.mark.parametrize("stage", ["candidature", "accompagne"])
    def test_before_the_end_it_says_why_not_yet(self, app: Flask, chargee: PageClient, stage: str) -> None:
        dossier_id = applied_dossier(app)
        Assessment.update(application_stage=stage).where(Assessment.id == dossier_id).execute()
        assert chargee.get(f"/pilotage/dossiers/{dossier_id}").all(f"a[href='{at(dossier_id)}']") == []
        for page in (chargee.get(at(dossier_id), status=409), chargee.get(f"{at(dossier_id)}/accord", status=409)):
            assert "Terminé" in page.one("main").text_content()

    def test_a_save_is_a_version_shown_as_it_would_be_published(self, app: Flask, chargee: PageClient) -> None:
        dossier_id = finished(app)
        page = chargee.submit(chargee.get(at(dossier_id)), "form#fiche", WRITTEN)
        assert "pas encore envoyée" in page.one("#standing-title + .current").text_content()
        page = chargee.get(f"{at(dossier_id)}/versions/1")
        assert page.one("h1").text_content() == WRITTEN["titre"]
        assert "APERÇU" in page.one(".draft-banner").text_content()
        assert page.response.headers["Cache-Control"] == "no-store"
        chargee.get(f"{at(dossier_id)}/versions/2", status=404)
        journal = list_audit(assessment_id=dossier_id)[0]
        assert (journal.action, journal.actor, journal.detail) == (
            "écrire une fiche",
            "camille@aract.example",
            "version 1",
        )

    @pytest.mark.parametrize(
        ("typed", "field", "said"),
        [
            ({"titre": " "}, "titre", "Donnez un titre"),
            ({"titre": "x" * 121}, "titre", "gardez-en 120"),
            ({"besoin": "x" * 4001}, "besoin", "gardez-en 4\u202f000"),
            ({"citation": "x" * 301}, "citation", "gardez-en 300"),
            ({"secteur": "piraterie"}, "secteur", "n’est pas un choix connu"),
            ({"nommee": "y", "entreprise": ""}, "entreprise", "ou ne la nommez pas"),
        ],
    )
    def test_bad_input_is_told_at_its_field_and_nothing_typed_is_lost(
        self, app: Flask, chargee: PageClient, typed: dict[str, str], field: str, said: str
    ) -> None:
        page = chargee.submit(chargee.get(at(finished(app))), "form#fiche", {**WRITTEN, **typed}, status=422)
        assert said in page.one(f"#{field}-error").text_content()
        assert value(page, "fait") == WRITTEN["fait"]
        assert count(SheetVersion) == 0

    def test_a_stale_save_is_refused_showing_both(self, app: Flask, chargee: PageClient) -> None:
        dossier_id = finished(app)
        opened = chargee.get(at(dossier_id))
        write(dossier_id, replace(TEXT, title="Le titre de ma collègue"))
        page = chargee.submit(opened, "form#fiche", WRITTEN, status=409)
        told = page.one(".stale").text_content()
        assert "Le titre de ma collègue" in told
        assert WRITTEN["titre"] in told
        assert value(page, "titre") == WRITTEN["titre"]
        assert len(list_versions(dossier_id)) == 1
        chargee.submit(page, "form#fiche", WRITTEN)
        assert [each.text.title for each in list_versions(dossier_id)] == [WRITTEN["titre"], "Le titre de ma collègue"]

    def test_what_the_company_did_meanwhile_is_told_too(self, app: Flask, chargee: PageClient) -> None:
        dossier_id = finished(app)
        _, token = asked(dossier_id)
        opened = chargee.get(at(dossier_id))
        ask_change(token, 1, "Retirez le chiffre.", NOW)
        page = chargee.submit(opened, "form#fiche", WRITTEN, status=409)
        assert "Retirez le chiffre." in page.one(".stale").text_content()

    def test_before_and_after_are_shown_or_not_as_one_chooses(self, app: Flask, chargee: PageClient) -> None:
        dossier_id = finished(app)
        kept = newest_result(dossier_id)
        assert kept is not None
        first = replace(kept.result, concluded_on=kept.result.concluded_on.replace(year=2024))
        later = kept.concluded_at
        Revision.update(result=encode_result(first)).where(Revision.assessment == dossier_id).execute()
        add_later_result(dossier_id, kept.result, kept.content_id, later)
        page = chargee.submit(chargee.get(at(dossier_id)), "form#fiche", {**WRITTEN, "chiffres": "y"})
        assert len(chargee.get(f"{at(dossier_id)}/versions/1").all(".before-after tbody tr")) == 5
        chargee.submit(page, "form#fiche", WRITTEN)
        assert chargee.get(f"{at(dossier_id)}/versions/2").all(".before-after") == []


class TestNotGuessed:
    def test_the_only_company_of_its_kind_is_warned_about_and_facts_can_be_left_out(
        self, app: Flask, chargee: PageClient
    ) -> None:
        for _ in range(3):
            applied_dossier(app, secteur="services")
        dossier_id = finished(app)
        Application.update(siren="").execute()  # four companies, not one
        page = chargee.submit(chargee.get(at(dossier_id)), "form#fiche", WRITTEN)
        warned = page.one("[aria-labelledby=standing-title]").text_content()
        assert "On pourrait deviner l’entreprise" in warned
        button = page.one("button[name=taire][value=sector]")
        assert "Taire le secteur\u00a0: 4 entreprises semblables" in re.sub(r"\s*\n\s*", " ", button.text_content())
        page = chargee.submit(page, "button[name=taire][value=sector]", WRITTEN)
        version = newest_version(dossier_id)
        assert version is not None
        assert (version.text.sector, version.text.department, version.text.title) == ("", "07", WRITTEN["titre"])
        assert "deviner" not in page.one("[aria-labelledby=standing-title]").text_content()

    def test_a_named_company_is_no_secret(self, app: Flask, chargee: PageClient) -> None:
        page = chargee.submit(chargee.get(at(finished(app))), "form#fiche", {**WRITTEN, "nommee": "y"})
        assert "deviner" not in page.one("main").text_content()

    def test_its_name_in_the_words_is_pointed_at(self, app: Flask, chargee: PageClient) -> None:
        fields = {**WRITTEN, "fait": "L’etabli et cie a réuni ses équipes.", "citation": "Signé Zoe Martin"}
        page = chargee.submit(chargee.get(at(finished(app))), "form#fiche", fields)
        told = page.one("main").text_content()
        assert "ses mots contiennent" in told
        assert "Zoé Martin" in told


class TestAsking:
    def test_the_letter_is_read_before_it_leaves_with_an_address_of_its_own(
        self, app: Flask, chargee: PageClient
    ) -> None:
        dossier_id = finished(app)
        write(dossier_id)
        page = chargee.get(f"{at(dossier_id)}/accord")
        assert "Bonjour Zoé Martin," in value(page, "texte")
        fields = {"objet": value(page, "objet"), "texte": value(page, "texte")}
        page = chargee.submit(page, "form.slab", {**fields, "pas": "relire"})
        assert "une adresse propre à cette entreprise" in page.one(".letter-as-sent").text_content()
        assert standing(dossier_id) is Standing.WRITTEN
        read = page
        for _ in range(2):  # a double click sends it once
            page = chargee.submit(read, "main form", {"pas": "envoyer"})
        assert standing(dossier_id) is Standing.ASKED
        letters = [each for each in rows(OutboxMessage) if each.kind == "lettre"]
        assert len(letters) == 1
        found = re.search(r"http://localhost/fiches/(\S+)", letters[0].plain)
        assert found
        offered = find_offered(found[1])
        assert offered is not None
        assert offered.dossier_id == dossier_id
        assert "Votre projet raconté" in letters[0].subject

    def test_another_version_written_meanwhile_is_not_sent_in_its_place(self, app: Flask, chargee: PageClient) -> None:
        dossier_id = finished(app)
        write(dossier_id)
        page = chargee.get(f"{at(dossier_id)}/accord")
        fields = {"objet": value(page, "objet"), "texte": value(page, "texte")}
        page = chargee.submit(page, "form.slab", {**fields, "pas": "relire"})
        write(dossier_id, replace(TEXT, title="Autre"))
        chargee.submit(page, "main form", {"pas": "envoyer"}, status=409)
        assert [each for each in rows(OutboxMessage) if each.kind == "lettre"] == []
        assert standing(dossier_id) is Standing.WRITTEN

    def test_where_too_many_letters_left_no_address_is_changed(self, app: Flask, chargee: PageClient) -> None:
        dossier_id = finished(app)
        _, token = asked(dossier_id)
        told: list[int] = []
        for _ in range(12):
            page = chargee.get(f"{at(dossier_id)}/accord")
            fields = {"objet": "Votre fiche", "texte": "Bonjour,", "pas": "relire"}
            page = chargee.submit(page, "form.slab", fields)
            hidden = {
                str(each.get("name")): str(each.get("value")) for each in page.all("main form input[type=hidden]")
            }
            response = chargee.client.post(f"{at(dossier_id)}/accord", data={**hidden, "pas": "envoyer"})
            told.append(response.status_code)
        assert told[-1] == 422
        assert 303 in told
        addresses = len([each for each in rows(OutboxMessage) if each.kind == "lettre"])
        assert addresses == told.count(303)
        assert find_offered(token) is None

    def test_an_unfinished_text_is_not_asked_about(self, app: Flask, chargee: PageClient) -> None:
        dossier_id = finished(app)
        write(dossier_id, replace(TEXT, done="", themes=()))
        page = chargee.get(f"{at(dossier_id)}/accord", status=409)
        assert "ce qui a été fait, un sujet" in page.one("main").text_content()
        assert "écrivez encore" in chargee.get(at(dossier_id)).one("main").text_content()


class TestPublishing:
    def test_the_administratrice_publishes_what_was_agreed_to(self, app: Flask, administratrice: PageClient) -> None:
        dossier_id = finished(app)
        number, _ = agreed(dossier_id)
        page = administratrice.get("/pilotage/fiches")
        assert TEXT.title in page.one("[aria-labelledby=a-publier]").text_content()
        page = administratrice.get(at(dossier_id))
        page = administratrice.submit(page, f"form[action='{at(dossier_id)}/publier']")
        shown = published_of(dossier_id)
        assert shown is not None
        assert (shown.number, shown.published_by) == (number, "Agathe Blanc")
        assert administratrice.get(f"/guide/projets/{shown.slug}").one("h1").text_content() == TEXT.title
        assert TEXT.title in administratrice.get("/pilotage/fiches").one("[aria-labelledby=publiees]").text_content()
        assert list_audit(assessment_id=dossier_id)[0].action == "publier une fiche"
        assert page.all(f"form[action='{at(dossier_id)}/publier']") == []

    def test_a_chargee_doesn_t(self, app: Flask, chargee: PageClient) -> None:
        dossier_id = finished(app)
        agreed(dossier_id)
        page = chargee.get(at(dossier_id))
        assert page.all(f"form[action='{at(dossier_id)}/publier']") == []
        assert "Une administratrice peut maintenant la publier" in page.one("main").text_content()
        token = str(page.all("input[name=csrf_token]")[0].get("value"))
        chargee.post(f"{at(dossier_id)}/publier", {"csrf_token": token, "numero": "1"}, status=403)
        assert list_published() == []

    @pytest.mark.parametrize("how", ["not agreed", "taken back", "another written"])
    def test_nothing_else_is_published(self, app: Flask, administratrice: PageClient, how: str) -> None:
        dossier_id = finished(app)
        number, token = agreed(dossier_id)
        page = administratrice.get(at(dossier_id))
        if how == "another written":
            write(dossier_id, replace(TEXT, title="Autre"))
        elif how == "taken back":
            take_back(token, NOW)
        else:
            ask_change(token, number, "Retirez le chiffre.", NOW)
        form = f"form[action='{at(dossier_id)}/publier']"
        refused = administratrice.submit(page, form, status=409)
        assert "La fiche a changé entre-temps" in refused.one("h1").text_content()
        assert list_published() == []

    def test_a_chargee_withdraws_at_once(self, app: Flask, chargee: PageClient) -> None:
        dossier_id, _, slug = published(app)
        withdraw = f"form[action='/pilotage/fiches/{only(PublishedSheet).id}/retirer']"
        page = chargee.submit(chargee.get(at(dossier_id)), withdraw)
        assert page.path == at(dossier_id)
        assert "Retirée du guide" in page.one("main").text_content()
        assert find_published(slug) is None
        chargee.get(f"/guide/projets/{slug}", status=404)
        assert list_audit(assessment_id=dossier_id)[0].action == "retirer une fiche"
        token = str(page.all("input[name=csrf_token]")[0].get("value"))
        chargee.post("/pilotage/fiches/999/retirer", {"csrf_token": token}, status=404)

    def test_without_any_the_page_says_how_to_begin(self, chargee: PageClient) -> None:
        assert "Aucune fiche n’est encore écrite" in chargee.get("/pilotage/fiches").one(".empty").text_content()
