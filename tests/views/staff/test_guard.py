"""The guard to the minute and to the character: how long a session lasts, where signing in leads back to, what is read
of whom."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from werkzeug.exceptions import NotFound
from werkzeug.test import TestResponse

from tests.clock import Clock
from tests.page_client import PageClient
from tests.views.staff.conftest import PASSWORD, make_account, sign_in
from views.staff.access import safe_return

EMAIL = "camille@aract.example"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def client(app: Flask, clock: Clock) -> PageClient:
    make_account(EMAIL)
    return sign_in(app, EMAIL)


def led_back_to(location: str) -> str:
    """Where the sign-in page of that address leads to; empty where it says nothing of it."""
    parts = urlsplit(location)
    assert parts.path == "/pilotage/connexion"
    return "".join(parse_qs(parts.query).get("suite", []))


def test_an_idle_session_lasts_two_hours_to_the_second(client: PageClient, clock: Clock) -> None:
    def opens() -> bool:
        return (
            client.client.get("/pilotage/evenements/1/compteurs").status_code != 303
        )  # an address that keeps nobody in

    clock.moment += timedelta(hours=2)
    assert opens()
    clock.moment += timedelta(seconds=1)
    assert not opens()


def test_being_seen_is_noted_once_a_minute_and_never_for_what_a_page_asks_by_itself(
    client: PageClient, clock: Clock
) -> None:
    def noted(path: str) -> bool:
        return "Set-Cookie" in client.client.get(path).headers

    clock.moment += timedelta(seconds=59)
    assert not noted("/pilotage/compte")
    clock.moment += timedelta(seconds=1)
    assert not noted("/pilotage/evenements/1/compteurs")
    assert noted("/pilotage/compte")
    assert not noted("/pilotage/compte")


def test_nobody_is_seen_where_nobody_is_signed_in(app: Flask) -> None:
    client = app.test_client()
    with client.session_transaction("/pilotage") as session:
        session["seen"] = 0
    assert client.get("/pilotage/connexion").status_code == 200
    with client.session_transaction("/pilotage") as session:
        assert session["seen"] == 0


@pytest.mark.parametrize("held", [{"token": "x"}, {"token": 1, "seen": 2}, {"seen": 3}, {"token": "x", "seen": "4"}])
def test_half_a_session_is_none(app: Flask, held: dict[str, object]) -> None:
    client = app.test_client()
    with client.session_transaction("/pilotage") as session:
        session.update(held)
    assert client.get("/pilotage/compte").status_code == 303


def test_signing_in_drops_all_that_the_browser_held(app: Flask) -> None:
    make_account(EMAIL)
    client = PageClient(app)
    page = client.get("/pilotage/connexion")
    with client.client.session_transaction("/pilotage") as session:
        session["planted"] = "before"
    client.submit(page, "form#login", {"email": EMAIL, "password": PASSWORD})
    with client.client.session_transaction("/pilotage") as session:
        assert "planted" not in session
        assert "token" in session


def test_an_id_is_as_large_as_a_database_and_a_browser_hold_exactly(app: Flask) -> None:
    addresses = app.url_map.bind("localhost")
    assert addresses.match(f"/pilotage/dossiers/{2**53}")[1] == {"dossier_id": 2**53}
    with pytest.raises(NotFound):
        addresses.match(f"/pilotage/dossiers/{2**53 + 1}")


class TestReturn:
    """Where signing in leads back to."""

    @pytest.mark.parametrize(
        ("asked", "leads_to"),
        [
            ("/pilotage/dossiers?q=a&page=2", "/pilotage/dossiers?q=a&page=2"),
            ("/pilotage", "/pilotage"),
            ("/pilotage/" + "a" * 1990, "/pilotage/" + "a" * 1990),
            ("/pilotage/" + "a" * 1991, "/pilotage"),
            ("/pilotageur", "/pilotage"),
            ("/diagnostics", "/pilotage"),
            ("https://pirate.example/pilotage/x", "/pilotage"),
            ("//pirate.example/pilotage/x", "/pilotage"),
            ("javascript:/pilotage/x", "/pilotage"),
            ("/pilotage/\\pirate.example", "/pilotage"),
            ("/pilotage/a\nb", "/pilotage"),
            ("http://[", "/pilotage"),
            ("", "/pilotage"),
            (None, "/pilotage"),
        ],
    )
    def test_it_is_a_page_of_the_back_office(self, app: Flask, asked: str | None, leads_to: str) -> None:
        with app.test_request_context("/pilotage/connexion"):
            assert safe_return(asked) == leads_to

    def test_under_a_prefix_it_stays_there(self, app: Flask) -> None:
        with app.test_request_context("/pilotage/connexion", base_url="http://localhost/appui"):
            assert safe_return("/appui/pilotage/dossiers") == "/appui/pilotage/dossiers"
            assert safe_return("/pilotage/dossiers") == "/appui/pilotage"
            assert safe_return("/appui/guide") == "/appui/pilotage"

    def test_a_page_asked_for_comes_back_and_the_first_one_needs_no_word(self, app: Flask) -> None:
        visitor = app.test_client()

        def turned_away(answer: TestResponse) -> str:
            assert answer.status_code == 303
            return led_back_to(answer.headers["Location"])

        assert turned_away(visitor.get("/pilotage/dossiers?q=zoé")) == "/pilotage/dossiers?q=zoé"
        assert turned_away(visitor.get("/pilotage/dossiers")) == "/pilotage/dossiers"
        assert visitor.get("/pilotage").headers["Location"] == "/pilotage/connexion"

    def test_after_a_form_it_is_the_page_the_form_stood_on(self, app: Flask) -> None:
        visitor = app.test_client()

        def turned_away(referrer: str) -> str:
            answer = visitor.post("/pilotage/compte/deconnexion", headers={"Referer": referrer})
            return led_back_to(answer.headers["Location"])

        assert turned_away("http://localhost/pilotage/dossiers/7") == "/pilotage/dossiers/7"
        assert turned_away("http://[") == ""

    @pytest.mark.parametrize(
        ("shown", "leads_to"),
        [
            ("http://localhost/pilotage/dossiers?q=a", "/pilotage/dossiers?q=a"),
            ("http://localhost/pilotage/dossiers", "/pilotage/dossiers"),
            ("http://localhost/guide", "/pilotage/journal"),
            ("http://[", "/pilotage/journal"),
        ],
    )
    def test_a_fragment_leads_back_to_the_page_it_was_for(self, app: Flask, shown: str, leads_to: str) -> None:
        answer = app.test_client().get("/pilotage/journal", headers={**HTMX, "HX-Current-URL": shown})
        assert (answer.status_code, answer.data) == (401, b"")
        assert led_back_to(answer.headers["HX-Redirect"]) == leads_to


def test_only_who_is_signed_in_sends_more_than_visitors_may(app: Flask, client: PageClient) -> None:
    long = {"email": "x" * 100_000}
    assert app.test_client().post("/pilotage/connexion", data=long).status_code == 413
    assert client.client.post("/pilotage/connexion", data=long).status_code == 400, (
        "read whole: what lacks is its token"
    )
