"""Below the threshold nothing of a group but its count is on any page, document or export."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

import pytest
from flask import Flask

from models.store import tables
from tests.page_client import PageClient
from tests.views.collected import collect
from tests.views.test_other_views import ELECTED, TEAM, pdf_words, plain, shared_address, views_there


def everywhere(app: Flask, token: str, staff: PageClient) -> Iterator[str]:
    """What comes out of every page, fragment, PDF and export about that assessment."""
    visitor = app.test_client()
    shared = shared_address(app, token)
    for address in (f"/diagnostics/{token}/resultat", f"/diagnostics/{token}/resultat/reunion", shared):
        yield visitor.get(address, follow_redirects=True).get_data(as_text=True)
        yield visitor.get(address, headers={"HX-Request": "true"}).get_data(as_text=True)
    for address in (f"/diagnostics/{token}", shared):
        yield pdf_words(app, address)
    for page in ("dossiers", "dossiers/1", "dossiers/1/entretien", "usage"):
        yield staff.get(f"/pilotage/{page}").markup
    exported = staff.client.get("/pilotage/export.csv")
    assert exported.status_code == 200
    yield exported.get_data(as_text=True)
    file = staff.get("/pilotage/dossiers/1")
    csrf = file.all("input[name='csrf_token']")[0].get("value")
    for form in ("json", "html"):
        extracted = staff.client.post(
            "/pilotage/dossiers/1/extraction", data={"csrf_token": csrf, "forme": form}, follow_redirects=True
        )
        assert extracted.status_code == 200
        yield extracted.get_data(as_text=True)


def unlike(text: str) -> str:
    """The text without what differs from one request to the next."""
    text = re.sub(r'"(?:id|collection|collection_id)": \d+', "…", text)
    text = re.sub(r"[0-9a-f]{32,}|(?<=value=\")[\w.-]{40,}(?=\")|nonce-[\w-]+", "…", text)
    return re.sub(r"\d{2}\u00a0h\u00a0\d{2}|\d+:\d+:\d+(?:\.\d+)?", "…", text)


def test_from_the_threshold_on_these_outputs_do_differ(app: Flask, token: str, staff: PageClient) -> None:
    """Or the next test would prove nothing."""
    collect(app, token, {TEAM: [(0,) * 5] * 4})
    low = list(map(unlike, everywhere(app, token, staff)))
    with app.app_context():
        tables.Box.delete().execute()
        tables.Collection.delete().execute()
    collect(app, token, {TEAM: [(6,) * 5] * 4})
    high = list(map(unlike, everywhere(app, token, staff)))
    assert sum(before != after for before, after in zip(low, high, strict=True)) >= 9


def test_below_the_threshold_nothing_but_the_count_comes_out_anywhere(
    app: Flask, token: str, staff: PageClient
) -> None:
    """Three people who say all 0, all 6 or that they don't know: every output is the same, whatever they said."""
    said: set[tuple[str, ...]] = set()
    for levels in ((0, 0, 0), (6, 6, 6), (0, 6, None), (None, None, None)):
        with app.app_context():
            tables.Box.delete().execute()
            tables.Collection.delete().execute()
        collect(app, token, {TEAM: [(level,) * 5 for level in levels], ELECTED: []})
        said.add(tuple(map(unlike, everywhere(app, token, staff))))
    assert len(said) == 1
    out = said.pop()
    assert "3 réponses de l’équipe. Il en faut 4" in plain(out[0])
    assert "3 réponses de l’équipe. Il en faut 4" in plain(out[6])
    assert not [text for text in out if "voit moins" in text or "ne savent pas" in text]


@pytest.mark.parametrize("answers", range(13))
def test_what_is_shown_by_number_of_answers(app: Flask, token: str, answers: int) -> None:
    collect(app, token, {TEAM: [(1, 1, 1, 1, 1)] * answers})
    section = views_there(app, token)
    words = plain(section.text_content())
    assert ("que vous" in words) == (answers >= 4)
    assert bool(section.xpath(".//*[local-name()='svg']")) == (answers >= 4)
    count = "Aucune réponse" if answers == 0 else f"{answers} réponse{'s' if answers > 1 else ''}"
    assert f"{count} de l’équipe" in words


@pytest.mark.parametrize(("first", "second"), list(product([0, 3], [0, 1, 2])))
def test_representatives_are_shown_from_one_answer(app: Flask, token: str, first: int, second: int) -> None:
    collect(app, token, {TEAM: [(4,) * 5] * first, ELECTED: [(1,) * 5] * second})
    words = plain(views_there(app, token).text_content())
    assert ("Les représentants voient moins" in words) == (second > 0)
    assert ["Aucune réponse de représentants", "1 réponse d’un représentant", "2 réponses de représentants"][
        second
    ] in words
