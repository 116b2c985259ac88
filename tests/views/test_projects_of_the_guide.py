"""The guide's published projects: listed, narrowed, each on its page, near a result, and gone once withdrawn."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from flask import Flask

from models.rules.sheet import Progress
from models.store.audit import COMMAND_LINE
from models.store.sheets.publishing import published_of, withdraw
from models.store.visits import renew_address_of
from tests.journeys import ANSWERS
from tests.page_client import PageClient
from tests.views.finished import finish_assessment
from tests.views.told import NOW, published


def titles(visitor: PageClient, query: str = "") -> list[str]:
    return [each.text_content() for each in visitor.get(f"/guide{query}").all("#projects h3")]


def near(app: Flask, visitor: PageClient, **answers: object) -> str:
    """What a result says of the project that is near."""
    token = finish_assessment(app, {**ANSWERS, **answers})  # type: ignore[dict-item]
    return str(visitor.get(f"/diagnostics/{token}/resultat").one("#story").text_content())


def take_out(dossier_id: int) -> None:
    shown = published_of(dossier_id)
    assert shown is not None
    withdraw(shown.id, NOW, COMMAND_LINE)


def test_without_any_the_guide_keeps_the_three_of_2017(visitor: PageClient) -> None:
    page = visitor.get("/guide")
    assert len(page.all(".story-card")) == 3
    assert page.all("#projects") == []


def test_it_lists_them_beside_the_three_the_newest_first(app: Flask, visitor: PageClient) -> None:
    published(app, title="Le premier")
    published(app, title="Le deuxième", company="L’Établi du Vivarais")
    page = visitor.get("/guide")
    assert [each.text_content() for each in page.all("#projects h3")] == ["Le deuxième", "Le premier"]
    assert len(page.all(".story-card")) == 5
    assert "L’Établi du Vivarais" in page.one("#projects").text_content()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?theme=participation", ["Horaires"]),
        ("?secteur=services", ["Achats"]),
        ("?taille=de-11-a-49", ["Achats", "Horaires"]),
        ("?taille=de-11-a-49&secteur=industrie", ["Horaires"]),
        ("?theme=participation&secteur=services", []),
        ("?theme=inconnu&secteur=%27", ["Achats", "Horaires"]),
        ("?theme=autre", ["Achats", "Horaires"]),
    ],
)
def test_an_address_narrows_the_list_by_theme_sector_and_size(
    app: Flask, visitor: PageClient, query: str, found: list[str]
) -> None:
    published(app, title="Horaires")
    published(app, title="Achats", sector="services", themes=("achats-responsables", "autre"))  # type: ignore[arg-type]
    assert titles(visitor, query) == found


def test_where_nothing_fits_it_says_so_with_a_way_on(app: Flask, visitor: PageClient) -> None:
    published(app)
    page = visitor.get("/guide?theme=achats-responsables")
    empty = page.one("#projects").text_content()
    assert "Aucun projet publié ne réunit ces choix" in empty
    assert "Acheter en respectant mieux ses sous-traitants" in empty, "the article's, on that theme"
    assert page.one("#filter-theme option[selected]").get("value") == "achats-responsables"


def test_a_fragment_is_the_list_with_its_address_and_says_how_many(app: Flask, visitor: PageClient) -> None:
    published(app)
    page = visitor.get("/guide?theme=participation&secteur=&taille=", htmx=True)
    assert page.response.headers["HX-Push-Url"] == "/guide?theme=participation"
    assert page.one("#status").text_content() == "1\u00a0projet trouvé"
    assert page.all("#projects") == []
    whole = visitor.get("/guide?theme=participation").one("#projects").text_content()
    assert page.one(".project-card").text_content().strip() in whole


def test_a_project_has_a_page_with_its_figures_drawn(app: Flask, visitor: PageClient) -> None:
    shown = (Progress("management", 2, 5, 6), Progress("qvct", 3, 3, 6), Progress("dialogue", 4, 3, 6))
    _, _, slug = published(app, progress=shown)  # type: ignore[arg-type]
    page = visitor.get(f"/guide/projets/{slug}")
    assert page.one("h1").text_content() == "Choisir ses horaires en équipe"
    assert [each.text_content() for each in page.all(".project-body h2")] == [
        "Le besoin",
        "Ce qui a été fait",
        "Ce qui a changé",
    ]
    rows = [re.sub(r"\s+", " ", each.text_content()).strip() for each in page.all(".before-after tbody tr")]
    assert rows[0] == "Pratiques managériales De 2 à 5 sur 6"
    assert "Toujours 3 sur 6" in rows[1]
    bars = [[each.get("class") for each in row.iter("rect")] for row in page.all(".before-after tbody tr")]
    assert bars[0] == ["held"] * 2 + ["gained"] * 3 + ["open"]
    assert bars[1] == ["held"] * 3 + ["open"] * 3
    assert bars[2] == ["held"] * 3 + ["lost"] + ["open"] * 2


def test_without_a_second_result_there_is_no_picture(app: Flask, visitor: PageClient) -> None:
    _, _, slug = published(app)
    assert visitor.get(f"/guide/projets/{slug}").all(".before-after") == []


def test_an_unknown_and_a_withdrawn_project_get_one_and_the_same_page(app: Flask, visitor: PageClient) -> None:
    dossier_id, _, slug = published(app)
    take_out(dossier_id)
    gone, unknown = (visitor.get(f"/guide/projets/{each}", status=404) for each in (slug, "inconnu"))
    assert gone.markup == unknown.markup


class TestCaches:
    def test_a_kept_page_is_asked_about_each_time_so_that_a_withdrawal_counts_at_once(
        self, app: Flask, visitor: PageClient
    ) -> None:
        dossier_id, _, slug = published(app)
        for path in ("/guide", f"/guide/projets/{slug}", "/sitemap.xml"):
            first = visitor.client.get(path)
            assert first.headers["Cache-Control"] == "no-cache"
            again = {"If-None-Match": first.headers["ETag"]}
            assert visitor.client.get(path, headers=again).status_code == 304
            packed = {"Accept-Encoding": "br"}
            first = visitor.client.get(path, headers=packed)
            again = {"If-None-Match": first.headers["ETag"], **packed}
            assert visitor.client.get(path, headers=again).status_code == 304
        kept = {"If-None-Match": visitor.client.get("/guide").headers["ETag"]}
        take_out(dossier_id)
        assert visitor.client.get("/guide", headers=kept).status_code == 200
        assert visitor.client.get(f"/guide/projets/{slug}").status_code == 404

    def test_a_page_that_is_gone_is_kept_by_nobody(self, visitor: PageClient) -> None:
        assert visitor.client.get("/guide/projets/inconnu").headers["Cache-Control"] == "no-store"


def test_the_sitemap_names_public_pages_and_published_projects_alone(app: Flask, visitor: PageClient) -> None:
    _, _, slug = published(app)
    gone, _, other = published(app)
    take_out(gone)
    response = visitor.client.get("/sitemap.xml")
    assert response.mimetype == "application/xml"
    found = [each.text for each in ET.fromstring(response.data).iter() if each.tag.endswith("loc")]  # noqa: S314
    assert f"http://localhost/guide/projets/{slug}" in found
    assert f"http://localhost/guide/projets/{other}" not in found
    assert {"http://localhost/", "http://localhost/guide"} <= set(found)
    assert not [each for each in found if each and "pilotage" in each]


class TestNearAResult:
    def test_the_nearest_is_shown_with_why_and_a_way_to_its_page(self, app: Flask, visitor: PageClient) -> None:
        published(app, title="Un seul sujet", themes=("qvct",), size="", sector="")  # type: ignore[arg-type]
        _, _, slug = published(app)
        token = finish_assessment(app, {**ANSWERS, "themes": ["participation", "qvct"]})
        page = visitor.get(f"/diagnostics/{token}/resultat")
        said = page.one("#story").text_content()
        assert "Comme vous\u00a0: décider avec l’équipe, de 11 à 49\u00a0salariés, industrie." in said
        assert page.one("#story a").get("href") == f"/guide/projets/{slug}"
        shared = visitor.get(str(page.one("data#share-url").get("value")).removeprefix("http://localhost"))
        assert "Comme vous" in shared.one("#story").text_content()

    def test_without_a_common_theme_it_is_one_of_2017(self, app: Flask, visitor: PageClient) -> None:
        published(app, themes=("territoire",))  # type: ignore[arg-type]
        said = near(app, visitor, themes=["achats-responsables"])
        assert "2017" in said
        assert "Comme vous" not in said

    def test_a_company_is_never_shown_its_own(self, app: Flask, visitor: PageClient) -> None:
        dossier_id, _, _ = published(app)
        token = renew_address_of(dossier_id, NOW)
        assert "Comme vous" not in visitor.get(f"/diagnostics/{token}/resultat").one("#story").text_content()

    def test_it_is_gone_with_the_sheet(self, app: Flask, visitor: PageClient) -> None:
        dossier_id, _, _ = published(app)
        assert "Comme vous" in near(app, visitor)
        take_out(dossier_id)
        assert "Comme vous" not in near(app, visitor)

    def test_in_a_frame_it_opens_in_a_window_of_its_own(self, app: Flask, visitor: PageClient) -> None:
        _, _, slug = published(app)
        token = finish_assessment(app, door="integre")
        link = visitor.get(f"/integre/diagnostics/{token}/resultat").one("#story a")
        assert (link.get("href"), link.get("target")) == (f"/guide/projets/{slug}", "_blank")


def test_what_was_typed_is_never_read_as_markup(app: Flask, visitor: PageClient) -> None:
    evil = "<script>alert(1)</script>"
    _, _, slug = published(app, title=f"Titre {evil}", need=evil, quote=evil, company=evil)
    for path in ("/guide", f"/guide/projets/{slug}"):
        assert "<script>alert" not in visitor.client.get(path).get_data(as_text=True)
