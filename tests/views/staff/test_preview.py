"""A draft previewed: the real pages, in its words, that store nothing."""

from __future__ import annotations

import pytest
from flask import Flask

from models.store.candidates import list_candidates
from tests.page_client import PageClient
from tests.rows import everything
from tests.views.staff.test_content import CONTENT, RIGHT, edited


class TestPreview:
    @pytest.mark.parametrize("screen", ["accueil", "resultat", "guide", "effectif", "nombre_entreprises", "moyens"])
    def test_a_screen_is_the_real_page_marked_brouillon(self, administratrice: PageClient, screen: str) -> None:
        edited(administratrice)
        page = administratrice.get(f"{CONTENT}/preparations/{list_candidates()[0].id}/apercu/{screen}")
        assert page.title.startswith("BROUILLON")
        assert "BROUILLON" in page.one(".draft-banner").text_content()
        assert {form.get("method") for form in page.all("form")} <= {"get"}
        assert not page.all("script")
        assert not page.all("[hx-get], [hx-post]")

    def test_it_shows_the_draft_s_words_and_stores_nothing(self, app: Flask, administratrice: PageClient) -> None:
        edited(administratrice)
        address = f"{CONTENT}/preparations/{list_candidates()[0].id}/apercu"
        before = everything()
        assert administratrice.get(f"{address}/effectif").heading == RIGHT
        for query in ("taille=moins-de-11&offre=parcours", "taille=50-et-plus&offre=deploiement", "taille=x&offre=y"):
            administratrice.get(f"{address}/resultat?{query}")
        assert everything() == before
        visitor = PageClient(app)
        assert visitor.get("/").title

    def test_sizes_have_their_own_words(self, administratrice: PageClient) -> None:
        edited(administratrice)
        address = f"{CONTENT}/preparations/{list_candidates()[0].id}/apercu/dialogue_instances"
        headings = {administratrice.get(f"{address}?taille={size}").heading for size in ("moins-de-11", "50-et-plus")}
        assert len(headings) == 2

    def test_the_result_s_preview_leads_to_each_offer(self, administratrice: PageClient) -> None:
        edited(administratrice)
        address = f"{CONTENT}/preparations/{list_candidates()[0].id}/apercu/resultat"
        days = [
            administratrice.get(f"{address}?offre={offer}").data("offer-days")
            for offer in ("emergence", "parcours", "deploiement")
        ]
        assert days == ["5", "15", "10"]
