"""A person's rights, and what is written of who carried what away or closed the scheme."""

from __future__ import annotations

import json

import pytest
from flask import Flask
from lxml import html
from werkzeug.test import TestResponse

from models.store.audit import list_audit
from models.store.settings import scheme_is_open
from models.store.tables import AnswerRow, Application, Assessment, DossierSearch, OutboxMessage, Timeline
from tests.journeys import ANSWERS
from tests.page_client import PageClient
from tests.rows import count
from tests.views.staff.dossiers import applied_dossier
from tests.views.staff.test_file import LIST, last_action, save

CONTENT = "/pilotage/contenu"


@pytest.fixture
def applied(app: Flask) -> int:
    return applied_dossier(app)


def test_extracting_gives_everything_and_no_secret(chargee: PageClient, applied: int) -> None:
    page = chargee.get(f"{LIST}/{applied}")
    save(chargee, page, {"note": "Une note sur elle"})
    response = extraction(chargee, applied, "json")
    assert "attachment" in response.headers["Content-Disposition"]
    extracted = json.loads(response.data)
    assert extracted["application"][0]["email"] == "zoe@exemple.fr"
    assert extracted["timeline"][-1]["text"] == "Une note sur elle"
    assert {row["key"] for row in extracted["answer"]} == set(ANSWERS)
    assert "token_hash" not in response.text
    assert "salt" not in response.text
    assert last_action(applied) == "extraire les données"


def test_the_extraction_reads_without_the_program(chargee: PageClient, applied: int) -> None:
    save(chargee, chargee.get(f"{LIST}/{applied}"), {"note": "Une note <b>sur elle</b>"})
    response = extraction(chargee, applied, "document")
    assert response.headers["Content-Disposition"].endswith('.html"')
    read = html.document_fromstring(response.text)
    for words in (
        "Zoé Martin",
        "zoe@exemple.fr",
        "Une note <b>sur elle</b>",
        "Industrie",
        "24",
        "Ardèche",
        "10\u00a0jours",
    ):
        assert words in str(read.xpath("string()")), words
    assert not read.xpath("//script | //link | //img"), "it is opened from a mail, where nothing else can be fetched"
    assert last_action(applied) == "extraire les données"


def extraction(client: PageClient, dossier_id: int, kind: str) -> TestResponse:
    page = client.get(f"{LIST}/{dossier_id}")
    fields = {"csrf_token": str(page.all("input[name=csrf_token]")[0].get("value")), "forme": kind}
    return client.client.post(f"{LIST}/{dossier_id}/extraction", data=fields)


def test_erasing_asks_first_then_leaves_nothing_but_the_log(chargee: PageClient, applied: int) -> None:
    save(chargee, chargee.get(f"{LIST}/{applied}"), {"note": "Une note sur elle"})
    asked = chargee.get(f"{LIST}/{applied}/effacer")
    assert "Zoé Martin" in asked.text
    assert "autre dossier" not in asked.text
    assert count(Assessment) == 1
    landed = chargee.submit(asked, "main form")
    assert landed.path == LIST
    for table in (Assessment, Application, Timeline, DossierSearch, OutboxMessage, AnswerRow):
        assert count(table) == 0, table
    chargee.get(f"{LIST}/{applied}", status=404)
    entry = list_audit(assessment_id=applied)[0]
    assert entry.action == "effacer un dossier"
    assert "Zoé" not in entry.subject + entry.detail


def test_her_other_dossiers_are_named_before_and_after(app: Flask, chargee: PageClient, applied: int) -> None:
    other = applied_dossier(app, {"entreprise": "L’Atelier d’à côté", "email": "ZOE@exemple.fr"})
    stranger = applied_dossier(
        app, {"entreprise": "Sans rapport", "email": "max@exemple.fr", "telephone": "0478000000"}
    )
    asked = chargee.get(f"{LIST}/{applied}/effacer")
    assert "1\u00a0autre dossier" in asked.text
    assert "L’Atelier d’à côté" in asked.text
    assert "Sans rapport" not in asked.text
    landed = chargee.submit(asked, "main form")
    assert "Cette personne a encore 1\u00a0dossier" in landed.text
    assert {row.id for row in Assessment.select()} == {other, stranger}


@pytest.mark.parametrize(("address", "kind"), [("export.csv", "CSV"), ("export.xlsx", "XLSX")])
def test_an_export_is_in_the_journal_without_what_was_searched(
    chargee: PageClient, administratrice: PageClient, applied: int, address: str, kind: str
) -> None:
    response = chargee.client.get(f"/pilotage/{address}?q=zoe%40exemple.fr&secteur=industrie")
    assert response.status_code == 200
    response.get_data()
    response.close()
    read = administratrice.get("/pilotage/journal").text
    assert "Exporter la liste" in read
    assert kind in read
    assert "1\u00a0dossier, Secteur" in read
    assert "avec une recherche" in read
    assert "zoe@exemple.fr" not in read


def test_the_journal_speaks_french_and_leads_to_the_dossier(
    chargee: PageClient, administratrice: PageClient, applied: int
) -> None:
    save(chargee, chargee.get(f"{LIST}/{applied}"), {"etape": "contacte"})
    read = administratrice.get("/pilotage/journal")
    assert "Changer d’étape" in read.text
    assert "Candidature → Contacté" in read.text
    assert "Chargée de mission" in read.text, "the role of an account that was made"
    assert read.all(f"td a[href='{LIST}/{applied}']")
    chargee.submit(chargee.get(f"{LIST}/{applied}/effacer"), "main form")
    read = administratrice.get("/pilotage/journal")
    assert not read.all(f"td a[href='{LIST}/{applied}']"), "what is gone leads nowhere"


def test_closing_the_scheme_is_the_administratrice_s_and_asks(chargee: PageClient, administratrice: PageClient) -> None:
    page = chargee.get(CONTENT)
    assert "Une administratrice peut les fermer" in page.text
    assert not page.all("a[href$='/dispositif']")
    page = administratrice.get(CONTENT)
    asked = administratrice.get(str(page.one("a[href$='/dispositif']").get("href")))
    assert asked.heading == "Fermer les candidatures ?"
    assert scheme_is_open()
    administratrice.submit(asked, "main form")
    landed = administratrice.submit(asked, "main form")  # a second click changes nothing more
    assert not scheme_is_open()
    assert "Candidatures\u00a0: fermées" in landed.text
    asked = administratrice.get(f"{CONTENT}/dispositif")
    administratrice.submit(asked, "main form")
    assert scheme_is_open()
    assert [entry.action for entry in list_audit()[:2]] == ["ouvrir les candidatures", "fermer les candidatures"]
