"""Under a path of its own (`/appui`): no page, by any door, leads out of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from models.service.probe import run_probe
from tests.journeys import ANSWERS, begin, walk_journey
from tests.page_client import Page, PageClient
from tests.server import Server
from tests.views.everywhere import EVENT, SHORT, open_event
from tests.views.staff.conftest import PASSWORD, make_account

PREFIX = "/appui"
ADDRESSES = ("href", "src", "action", "hx-get", "hx-post", "data-start", "data-presence")
DOORS = {"": ANSWERS, "/integre": ANSWERS, f"/borne/{EVENT}": SHORT}


class Inside(PageClient):
    """A visitor who notices whatever leads out of the prefix."""

    prefix = PREFIX

    def _fetch(self, method: str, path: str, **arguments: Any) -> Page:
        page = super()._fetch(method, path, **arguments)
        named = [str(element.get(name)) for name in ADDRESSES for element in page.all(f"[{name}]")]
        pushed = [page.response.headers.get(name, page.path) for name in ("HX-Push-Url", "HX-Replace-Url")]
        for address in [page.path, *pushed, *named]:
            parts = urlsplit(urljoin(page.path, address))
            ours = parts.scheme in {"", "http"} and parts.netloc in {"", "localhost"}
            assert not ours or f"{parts.path}/".startswith(f"{PREFIX}/"), f"{page.path} leads to {address}"
        return page


@pytest.fixture(params=["PUBLIC_URL", "SCRIPT_NAME"])
def app(request: pytest.FixtureRequest, app_with: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch) -> Flask:
    """Served under the path of PUBLIC_URL, or mounted there by another program."""
    if request.param == "PUBLIC_URL":
        return app_with(public_url=f"http://localhost{PREFIX}")
    app = app_with()
    monkeypatch.setattr(app, "wsgi_app", DispatcherMiddleware(app.wsgi_app, {PREFIX: app.wsgi_app}))
    return app


@pytest.mark.parametrize("door", DOORS)
def test_a_journey_stays_under_the_prefix_with_and_without_scripts(app: Flask, door: str) -> None:
    open_event(app)
    visitor, answers = Inside(app), DOORS[door]
    walk = walk_journey(visitor, answers, door=PREFIX + door)
    assert walk.page.path == f"{PREFIX}{door}/diagnostics/{walk.token}/resultat"
    assert visitor.get(f"{PREFIX}{door}/diagnostics/{walk.token}").path == walk.page.path
    page = begin(visitor, PREFIX + door)
    while page.question:
        page = visitor.answer(page, answers[page.question], htmx=True)
    assert page.all("form#finish") or page.data("offer-days")


def test_what_is_taken_away_and_the_static_files_stand_under_it(app: Flask) -> None:
    visitor = Inside(app)
    result = walk_journey(visitor, door=PREFIX).page
    root = f"http://localhost{PREFIX}/diagnostics/"
    assert result.data("resume-url").startswith(root)
    sheet = str(result.one("link[rel=stylesheet]").get("href"))
    assert sheet.startswith(f"{PREFIX}/static/")
    with visitor.client.get(sheet) as response:
        assert response.status_code == 200


def test_the_back_office_leads_back_to_the_page_asked_for(app: Flask) -> None:
    make_account("camille@aract.example")
    colleague = Inside(app)
    wanted = f"{PREFIX}/pilotage/dossiers?tri=effectif"
    page = colleague.get(wanted)
    page = colleague.submit(page, "form#login", {"email": "camille@aract.example", "password": PASSWORD})
    assert page.path == f"{PREFIX}/pilotage/dossiers"
    gone = colleague.client.post(f"{PREFIX}/pilotage/evenements/nouveau", headers={"HX-Request": "true"})
    assert gone.status_code == 400  # signed in, but without the form's token


@pytest.mark.slow
def test_the_probe_finds_it_there(tmp_path: Path) -> None:
    server = Server(tmp_path, {"PUBLIC_URL": f"http://127.0.0.1{PREFIX}"}).start()
    assert run_probe(server.url + PREFIX) == len(ANSWERS)
    assert server.stop() == 0
