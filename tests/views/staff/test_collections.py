"""What the back-office is told of other views: that they were asked for, and how many answered."""

from __future__ import annotations

import json
import re

import pytest
from flask import Flask

from models.rules.collection import Group
from models.store.tables import Box
from tests.page_client import PageClient
from tests.rows import rows
from tests.views.slips_in_hand import ask, levels, send_slip, slips_of
from tests.views.staff.dossiers import finished_dossier, newest_id

LIST = "/pilotage/dossiers?voir=tout"
CSRF = re.compile(rb'name="csrf_token"[^>]*|csrf_token&#34;[^&]*|ImN[^"]*')


@pytest.fixture
def address(app: Flask) -> str:
    """A dossier that never asked, then one whose direction did; two of the team have answered."""
    finished_dossier(app)
    asked = ask(app, PageClient(app))
    for slip in slips_of(app, asked)[Group.EQUIPE][:2]:
        send_slip(PageClient(app), slip, levels("3"))
    return asked


def told(page: object) -> str:
    return re.sub(r"\s+", " ", str(getattr(page, "text", "")))


def test_the_list_says_how_many_answered(app: Flask, chargee: PageClient, address: str) -> None:
    lines = [told_of for told_of in told(chargee.get(LIST)).split("Choisir") if "Regards" in told_of]
    assert len(lines) == 1
    assert "Regards en cours : 2 sur 14" in lines[0]
    director = PageClient(app)
    director.submit(director.get(f"{address}/regards/cloture"), "form#close")
    assert "Regards recueillis : 2 sur 14" in told(chargee.get(LIST))


def test_the_list_is_narrowed_to_those_who_asked(chargee: PageClient, address: str) -> None:
    page = chargee.get(f"{LIST}&regards=oui")
    assert len(page.all("table.dossiers tbody tr")) == 1
    assert "Regards de l’équipe demandés" in page.text
    assert len(chargee.get(LIST).all("table.dossiers tbody tr")) == 2


def test_usage_counts_them_and_its_number_opens_the_list(chargee: PageClient, address: str) -> None:
    page = chargee.get("/pilotage/usage")
    box = page.one("section[aria-labelledby='other-views']")
    words = " ".join(box.text_content().split())
    assert "2 bulletins utilisés sur 14" in words
    assert "dont 1 en cours" in words
    link = box.cssselect("a")[0]
    assert link.text_content().strip().startswith("1")
    assert len(chargee.get(str(link.get("href"))).all("table.dossiers tbody tr")) == 1


def test_before_it_is_closed_no_page_shows_anything_of_what_is_in_the_boxes(
    app: Flask, chargee: PageClient, address: str
) -> None:
    """Whatever else was in them, each page, document and export would be the same to the letter."""
    dossier, director = newest_id(), PageClient(app)
    shared = director.get(f"{address}/resultat").data("share-url").removeprefix("http://localhost")
    own = [f"{address}/{page}" for page in ("resultat", "regards", "regards/cloture", "estimation.pdf")]
    staff = ["usage", "export.csv?voir=tout", f"dossiers/{dossier}", f"dossiers/{dossier}/entretien"]
    public = dict.fromkeys((*own, shared, f"{shared}/estimation.pdf"), director)
    seen = {**public, LIST: chargee, **{f"/pilotage/{path}": chargee for path in staff}}

    def everything_shown() -> dict[str, bytes]:
        return {path: CSRF.sub(b"", who.client.get(path).data) for path, who in seen.items()}

    before = everything_shown()
    other = {dimension: {"0": 1, "nsp": 1} for dimension in json.loads(rows(Box)[0].contents or "{}")}
    Box.update(contents=json.dumps(other)).execute()
    assert everything_shown() == before
    assert all(len(page) > 1000 for page in before.values())


def test_the_extraction_has_the_days_then_the_figures(app: Flask, chargee: PageClient, address: str) -> None:
    dossier = newest_id()
    page = chargee.get(f"/pilotage/dossiers/{dossier}")

    def extracted(form: str = "") -> str:
        posted = {"csrf_token": str(page.all("input[name=csrf_token]")[0].get("value")), "forme": form}
        return chargee.client.post(f"/pilotage/dossiers/{dossier}/extraction", data=posted).get_data(as_text=True)

    assert "Recueil en cours" in extracted()
    director = PageClient(app)
    for slip in slips_of(app, address)[Group.EQUIPE][2:5]:
        send_slip(PageClient(app), slip, levels("2"))
    director.submit(director.get(f"{address}/regards/cloture"), "form#close")
    document = extracted()
    assert "Recueil clos le" in document
    assert "5 sur 6" in document, "the mean of 6, 6, 4, 4 and 4 is 4,8: to the half point, 5"
    rows = json.loads(extracted("json"))
    assert not {"slip", "box", "attempt"} & set(rows)
    assert json.loads(rows["collection"][0]["counted"])["groups"][1]["answers"] == 5
