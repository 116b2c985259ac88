"""Who may open what: every address of the back-office, found in the URL map, as a visitor and as each role."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator

import pytest
from flask import Flask

from tests.page_client import HTMX, PageClient
from tests.views.staff.conftest import make_account

OPEN_TO_VISITORS = {"staff.sign_in", "staff.enter", "staff.enter_code"}
UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}


def staff_routes(app: Flask) -> Iterator[tuple[str, str, str]]:
    for rule in app.url_map.iter_rules():
        if rule.rule == "/pilotage" or rule.rule.startswith("/pilotage/"):
            address = re.sub(r"<(?:int|path):[^>]+>|<[^>]+>", "1", rule.rule)
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield method, address, rule.endpoint


def test_every_address_under_the_prefix_is_the_guarded_blueprint_s(app: Flask) -> None:
    assert {endpoint.partition(".")[0] for _, _, endpoint in staff_routes(app)} == {"staff"}


def test_a_visitor_is_led_to_the_sign_in_page_everywhere(app: Flask) -> None:
    client = app.test_client()
    opened = set()
    for method, address, endpoint in staff_routes(app):
        response = client.open(address, method=method)
        if endpoint in OPEN_TO_VISITORS:
            opened.add(endpoint)
            assert response.status_code != 303
        else:
            assert response.status_code == 303, (method, address)
            assert response.headers["Location"].startswith("/pilotage/connexion"), address
    assert opened == OPEN_TO_VISITORS


def test_a_visitor_s_fragment_is_401_everywhere_and_leads_to_the_sign_in_page(app: Flask) -> None:
    client = app.test_client()
    for method, address, endpoint in staff_routes(app):
        if endpoint not in OPEN_TO_VISITORS:
            response = client.open(address, method=method, headers=HTMX)
            assert response.status_code == 401, (method, address)
            assert response.headers["HX-Redirect"].startswith("/pilotage/connexion"), address
            assert response.data == b""


def test_an_invented_session_opens_nothing(app: Flask) -> None:
    client = app.test_client()
    with client.session_transaction("/pilotage") as session:
        session["token"], session["seen"] = "invented", 2**40
    assert client.get("/pilotage/compte").status_code == 303


@pytest.mark.parametrize("role", ["chargee", "administratrice"])
def test_each_role_opens_what_is_hers_and_no_more(app: Flask, role: str, request: pytest.FixtureRequest) -> None:
    member: PageClient = request.getfixturevalue(role)
    for method, address, endpoint in staff_routes(app):
        view = app.view_functions[endpoint]
        reserved = getattr(view, "administratrice_only", False)
        with member.client.open(address, method=method) as response:
            status = response.status_code
        if reserved and role == "chargee":
            assert status == 403, (method, address)
        else:
            assert status not in {401, 403}, (method, address, status)
            assert status < 500, (method, address, status)


def test_no_unsafe_address_takes_a_form_without_its_token_fragments_included(
    app: Flask, administratrice: PageClient
) -> None:
    tried = 0
    for method, address, _ in staff_routes(app):
        if method in UNSAFE:
            for headers in ({}, HTMX):
                response = administratrice.client.open(
                    address, method=method, data={"csrf_token": "x"}, headers=headers
                )
                assert response.status_code == 400, (method, address)
                tried += 1
    assert tried


def test_get_writes_nothing_anywhere(app: Flask, administratrice: PageClient) -> None:
    from models.store.database import database

    before = list(sqlite3.connect(str(database.database)).iterdump())
    for method, address, _ in staff_routes(app):
        if method == "GET":
            administratrice.client.get(address).close()
    assert list(sqlite3.connect(str(database.database)).iterdump()) == before


def test_the_prefix_alone_never_leads_elsewhere_after_signing_in(app: Flask) -> None:
    make_account("lou@aract.example")
    visitor = PageClient(app)
    page = visitor.get("/pilotage/connexion?suite=https://pirate.example/pilotage")
    landed = visitor.submit(
        page, "form#login", {"email": "lou@aract.example", "password": "cheval agrafe pile correcte"}
    )
    assert landed.path == "/pilotage"
