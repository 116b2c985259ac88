"""What becomes of a sheet when its dossier is erased, and what is handed over of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from models.store.sheets.publishing import list_published
from models.store.tables import Assessment, SheetVersion
from models.store.visits import renew_address_of
from tests.page_client import PageClient
from tests.rows import count
from tests.views.told import NOW, TEXT, published


class TestErasing:
    """A project that received aid stays: these were finished by mistake, and set aside since."""

    def set_aside(self, dossier_id: int) -> str:
        Assessment.update(application_stage="ecarte").where(Assessment.id == dossier_id).execute()
        return f"/pilotage/dossiers/{dossier_id}/effacer"

    @pytest.mark.parametrize(("answer", "left"), [("garder", 1), ("retirer", 0)])
    def test_it_asks_what_becomes_of_the_sheet(self, app: Flask, chargee: PageClient, answer: str, left: int) -> None:
        dossier_id, _, slug = published(app)
        page = chargee.get(self.set_aside(dossier_id))
        assert [each.get("value") for each in page.all("[name=fiche]")] == ["garder", "retirer"]
        chargee.submit(page, "main form", {"fiche": answer})
        assert len(list_published()) == left
        assert count(SheetVersion) == 0
        page = chargee.get("/pilotage/fiches")
        assert len(page.all("[aria-labelledby=sans-dossier]")) == left
        if left:
            chargee.submit(page, "[aria-labelledby=sans-dossier] form")
            chargee.get(f"/guide/projets/{slug}", status=404)

    def test_one_that_names_the_company_goes_along_and_it_says_so(self, app: Flask, chargee: PageClient) -> None:
        dossier_id, _, _ = published(app, replace(TEXT, company="L’Établi"), outlives=False)
        page = chargee.get(self.set_aside(dossier_id))
        assert page.all("[name=fiche]") == []
        assert "quitte le guide avec le dossier" in page.one("main").text_content()
        chargee.submit(page, "main form")
        assert list_published() == []

    @pytest.mark.parametrize(("ticked", "left"), [({}, 1), ({"fiche": "retirer"}, 0)])
    def test_the_person_decides_too(self, app: Flask, visitor: PageClient, ticked: dict[str, str], left: int) -> None:
        dossier_id, _, _ = published(app)
        self.set_aside(dossier_id)
        token = renew_address_of(dossier_id, NOW)
        visitor.submit(visitor.get(f"/diagnostics/{token}/supprimer"), "form#delete", ticked)
        assert len(list_published()) == left


def test_what_is_handed_over_tells_the_sheet_and_its_agreement(app: Flask, chargee: PageClient) -> None:
    dossier_id, _, slug = published(app)
    page = chargee.get(f"/pilotage/dossiers/{dossier_id}")
    fields = {"csrf_token": str(page.all("input[name=csrf_token]")[0].get("value"))}
    extraction = f"/pilotage/dossiers/{dossier_id}/extraction"
    document = chargee.client.post(extraction, data=fields).get_data(as_text=True)
    told = (TEXT.title, "Nous acceptons.", "Zoé Martin, gérante", "La version 1 est dans le guide")
    for words in (*told, "Adresse de la fiche projet"):
        assert words in document, words
    data = chargee.client.post(extraction, data={**fields, "forme": "json"}).get_json()
    assert [row["slug"] for row in data["published_sheet"]] == [slug]
    assert len(data["sheet_version"]) == 1
    assert "token_hash" not in data["published_sheet"][0]
