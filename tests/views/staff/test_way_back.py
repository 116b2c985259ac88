"""From a list, the day's page or the sample to a dossier, back where one came from, and on to the next."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from models.french.formats import paris_day
from tests.page_client import Page, PageClient
from tests.views.staff.dossiers import applied_dossier

LIST = "/pilotage/dossiers"


@pytest.fixture
def three(app: Flask) -> list[int]:
    return [applied_dossier(app, {"entreprise": name}) for name in ("Atelier du Diois", "Bois du Pilat", "Cuirs")]


def call_back(client: PageClient, dossier: int, day: date) -> None:
    client.submit(client.get(f"{LIST}/{dossier}"), "form[action*='/suivi']", {"suivi": "", "rappel": day.isoformat()})


def walk(client: PageClient, page: Page) -> list[tuple[str, str]]:
    """The dossiers from this one on, each with its place."""
    walked = [(page.heading, page.one("#place").text_content())]
    while following := page.all("a[rel=next]"):
        page = client.get(str(following[0].get("href")))
        walked.append((page.heading, page.one("#place").text_content()))
    return walked


@pytest.mark.parametrize("sort", ["anciens", "entreprise", "effectif", "etape", "suivi", "departement", "resultat"])
def test_from_the_list_one_goes_on_in_its_order_and_back_to_it(
    app: Flask, chargee: PageClient, three: list[int], sort: str
) -> None:
    query = f"verdict=eligible&tri={sort}"
    page = chargee.get(f"{LIST}?{query}")
    names = [cell.text_content() for cell in page.all(".name strong")]
    first = chargee.get(str(page.all(".dossiers tbody th a")[0].get("href")))
    assert walk(chargee, first) == [(name, f"{place} sur 3") for place, name in enumerate(names, 1)]
    second = chargee.get(str(first.one("a[rel=next]").get("href")))
    assert second.one(".back a").get("href") == f"{LIST}?{query}"
    assert chargee.get(str(second.one("a[rel=prev]").get("href"))).heading == names[0]


def test_whom_one_called_leaves_the_list_and_the_next_one_still_follows(
    app: Flask, chargee: PageClient, three: list[int]
) -> None:
    today = paris_day(datetime.now(UTC))
    for days, dossier in enumerate(three):
        call_back(chargee, dossier, today - timedelta(days=3 - days))
    home = chargee.get("/pilotage")
    file = chargee.get(str(home.all("section[aria-labelledby=rappels] .rows a")[0].get("href")))
    assert (file.heading, file.one("#place").text_content()) == ("Atelier du Diois", "1 sur 3")
    later = (today + timedelta(days=30)).isoformat()
    saved = chargee.submit(file, "form[action*='/suivi']", {"suivi": "", "rappel": later})
    assert saved.one("#place").text_content() == "sorti de cette liste, il en reste 2"
    following = chargee.get(str(saved.one("a[rel=next]").get("href")))
    assert (following.heading, following.one("#place").text_content()) == ("Bois du Pilat", "1 sur 2")
    assert not following.all("a[rel=prev]")
    assert following.one(".back a").get("href") == "/pilotage"
    assert "page du jour" in following.one(".back").text_content()


@pytest.mark.parametrize("asked", ["", "ordre=nom"])
def test_from_the_sample_one_goes_on_in_its_order_and_back_to_what_was_ticked(
    app: Flask, chargee: PageClient, three: list[int], asked: str
) -> None:
    query = "&".join(filter(None, (f"demande={three[1]}", asked)))
    sample = chargee.get(f"/pilotage/echantillon?{query}")
    names = [each.text_content() for each in sample.all(".request-head strong")]
    first = chargee.get(str(sample.all(".request-head a")[0].get("href")))
    assert walk(chargee, first) == [(name, f"{place} sur 3") for place, name in enumerate(names, 1)]
    back = str(first.one(".back a").get("href"))
    assert back == f"/pilotage/echantillon?{query}#candidatures"
    assert chargee.get(back).one("input[name=demande][checked]").get("value") == str(three[1])
    noted = chargee.submit(first, "form#work", {"note": "Bonne piste."})
    assert noted.one(".back a").get("href") == back


def test_a_dossier_opened_by_itself_leads_back_to_the_list(app: Flask, chargee: PageClient, three: list[int]) -> None:
    page = chargee.get(f"{LIST}/{three[0]}")
    assert page.one(".back a").get("href") == LIST
    assert not page.all("#place")


def test_any_way_back_is_a_page_of_the_back_office(app: Flask, chargee: PageClient, three: list[int]) -> None:
    for told in (
        "https://ailleurs.example/",
        "//x",
        "ici=~",
        "ici=x~y&depuis=x",
        "tri=x&apres=~~&ici=é~1",
        "%00",
        "é" * 9,
    ):
        page = chargee.get(f"{LIST}/{three[0]}", query_string={"retour": told})
        address = urlsplit(str(page.one(".back a").get("href")))
        assert (address.netloc, address.path) == ("", LIST)
        assert set(parse_qs(address.query)) <= {"demande", "voir"}
