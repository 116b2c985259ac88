"""Who may open what: every address of the URL map, as nobody and as each role, compared with docs/routes.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from models.store.audit import COMMAND_LINE
from models.store.staff import Role, create_account
from tests.page_client import HTMX, PageClient
from tests.route_table import who_may_ask, written_roles
from tests.rows import everything
from tests.views.staff.conftest import make_account, sign_in

UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}
PROVISIONAL = "provisoire en attendant"
OPEN_TO = {
    "nobody": {"everyone"},
    "provisional": {"everyone", "provisional"},
    "consultante": {"everyone", "provisional", "consultante"},
    "chargee": {"everyone", "provisional", "consultante", "chargée"},
    "administratrice": {"everyone", "provisional", "consultante", "chargée", "administratrice"},
}
"""What each may ask for, in the words of docs/routes.md."""
TURNED_AWAY = {
    "nobody": "sign in",
    "provisional": "change the password",
    "consultante": "refused",
    "chargee": "refused",
}


def routes(app: Flask) -> Iterator[tuple[str, str, Rule]]:
    for rule in app.url_map.iter_rules():
        address = re.sub(r"<[^>]+>", "1", rule.rule)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield method, address, rule


def staff_routes(app: Flask) -> Iterator[tuple[str, str, str]]:
    for method, address, rule in routes(app):
        if address == "/pilotage" or address.startswith("/pilotage/"):
            yield method, address, rule.endpoint


def what_came(response: TestResponse) -> str:
    """In a word, what came of asking."""
    led_to = response.headers.get("Location", "")
    if led_to.startswith("/pilotage/connexion"):
        return "sign in"
    if led_to == "/pilotage/compte":
        return "change the password"
    if response.status_code in {401, 403}:
        return "refused"
    return "open" if response.status_code < 500 else "broken"


@pytest.fixture
def nobody(app: Flask) -> PageClient:
    return PageClient(app)


@pytest.fixture
def provisional(app: Flask) -> PageClient:
    """A chargée who was given a password for her first day, and hasn't changed it."""
    now = datetime.now(UTC)  # it opens the door for three days
    create_account("nina@aract.example", "Nina Petit", Role.CHARGEE, PROVISIONAL, now, COMMAND_LINE, provisional=True)
    return sign_in(app, "nina@aract.example", PROVISIONAL)


@pytest.mark.parametrize("role", OPEN_TO)
def test_every_address_opens_to_those_whom_the_document_says(
    app: Flask, role: str, request: pytest.FixtureRequest
) -> None:
    """By every method. The document is written by hand; nothing here reads the marks on the views."""
    who = request.getfixturevalue(role)
    expected, found = {}, {}
    for method, address, rule in routes(app):
        opens = who_may_ask(rule) in OPEN_TO[role]
        expected[method, rule.rule] = "open" if opens else TURNED_AWAY[role]
        with who.client.open(address, method=method) as response:
            found[method, rule.rule] = what_came(response)
    assert found == expected


def test_somebody_said_who_may_ask_for_each_address() -> None:
    assert set(written_roles().values()) == OPEN_TO["administratrice"]


def test_every_address_under_the_prefix_is_the_guarded_blueprint_s(app: Flask) -> None:
    assert {endpoint.partition(".")[0] for _, _, endpoint in staff_routes(app)} == {"staff"}


def test_a_visitor_s_fragment_is_401_everywhere_and_leads_to_the_sign_in_page(app: Flask) -> None:
    client = app.test_client()
    for method, address, rule in routes(app):
        if who_may_ask(rule) != "everyone":
            response = client.open(address, method=method, headers=HTMX)
            assert response.status_code == 401, (method, address)
            assert response.headers["HX-Redirect"].startswith("/pilotage/connexion"), address
            assert response.data == b""


def test_every_page_has_a_window_that_no_other_site_s_page_can_reach_into(chargee: PageClient) -> None:
    for path in ("/pilotage", "/pilotage/connexion", "/pilotage/dossiers", "/pilotage/dossiers/999"):
        assert chargee.client.get(path).headers["Cross-Origin-Opener-Policy"] == "same-origin", path


def test_an_invented_session_opens_nothing(app: Flask) -> None:
    client = app.test_client()
    with client.session_transaction("/pilotage") as session:
        session["token"], session["seen"] = "invented", 2**40
    assert client.get("/pilotage/compte").status_code == 303


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


def test_get_writes_nothing_anywhere_but_that_a_list_was_carried_away(app: Flask, administratrice: PageClient) -> None:
    before = everything()
    for method, address, _ in staff_routes(app):
        if method == "GET" and address not in {"/pilotage/export.csv", "/pilotage/export.xlsx"}:
            administratrice.client.get(address).close()
    assert everything() == before


def test_the_prefix_alone_never_leads_elsewhere_after_signing_in(app: Flask) -> None:
    make_account("lou@aract.example")
    visitor = PageClient(app)
    page = visitor.get("/pilotage/connexion?suite=https://pirate.example/pilotage")
    landed = visitor.submit(
        page, "form#login", {"email": "lou@aract.example", "password": "cheval agrafe pile correcte"}
    )
    assert landed.path == "/pilotage"
