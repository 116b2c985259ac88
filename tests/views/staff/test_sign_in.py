"""Signing in: one generic error, a delay that grows, sessions that end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from models.store.audit import COMMAND_LINE, list_audit
from models.store.staff import Role, disable_account, find_account
from tests.clock import Clock
from tests.page_client import Page, PageClient
from tests.views.staff.conftest import NOW, PASSWORD, make_account, sign_in

EMAIL = "camille@aract.example"


def try_to_sign_in(client: PageClient, email: str = EMAIL, password: str = PASSWORD, status: int = 200) -> Page:
    page = client.get("/pilotage/connexion")
    return client.submit(page, "form#login", {"email": email, "password": password}, status=status)


def is_signed_in(client: PageClient) -> bool:
    return client.get("/pilotage/compte", follow=True).path == "/pilotage/compte"


def test_before_the_first_account_the_page_says_how_to_make_one(visitor: PageClient) -> None:
    assert "flask --app app staff create" in visitor.get("/pilotage").markup
    make_account(EMAIL)
    assert "staff create" not in visitor.get("/pilotage").markup


def test_after_signing_in_one_lands_where_one_wanted_to_go(app: Flask) -> None:
    make_account(EMAIL)
    client = PageClient(app)
    page = client.get("/pilotage/compte")
    assert page.heading == "Connexion"
    assert client.submit(page, "form#login", {"email": EMAIL.upper(), "password": PASSWORD}).path == "/pilotage/compte"


@pytest.mark.parametrize("suite", ["/pilotage\n", "/pilotage/dossiers\r\nX-Autre: 1", "/pilotage/" + "a" * 3000, "//x"])
def test_where_one_wanted_to_go_is_an_address_or_nothing(app: Flask, suite: str) -> None:
    make_account(EMAIL)
    client = PageClient(app)
    page = client.get("/pilotage/connexion")
    entered = client.submit(page, "form#login", {"email": EMAIL, "password": PASSWORD, "suite": suite})
    assert (entered.path, is_signed_in(client)) == ("/pilotage", True)


@pytest.mark.parametrize("secret", ["1" * 32, "é" * 32, "a" * 32, "", "A" * 31])
def test_a_secret_that_is_none_of_ours_is_refused_in_words(app: Flask, secret: str) -> None:
    make_account(EMAIL)
    client = sign_in(app, EMAIL)
    page = client.get("/pilotage/compte/double-verification")
    sent = {"secret": secret, "code": "123456"}
    assert client.submit(page, "form[action='/pilotage/compte/double-verification']", sent, status=400).heading


def test_the_error_never_tells_whether_the_account_exists(app: Flask, visitor: PageClient) -> None:
    account = make_account(EMAIL)
    make_account("agathe@aract.example", Role.ADMINISTRATRICE)
    said = {
        try_to_sign_in(visitor, EMAIL, "wrong", 422).one(".problem").text_content(),
        try_to_sign_in(visitor, "nobody@aract.example", "wrong", 422).one(".problem").text_content(),
    }
    disable_account(account, NOW, COMMAND_LINE)
    said.add(try_to_sign_in(visitor, EMAIL, PASSWORD, 422).one(".problem").text_content())
    assert len(said) == 1


def test_the_delay_grows_from_one_address_and_locks_nobody_else_out(app: Flask, clock: Clock) -> None:
    make_account(EMAIL)
    guesser = PageClient(app, environ_base={"REMOTE_ADDR": "203.0.113.9"})
    token = guesser.get("/pilotage/connexion").one("form#login input[name=csrf_token]").get("value")
    waits, statuses = [], []
    for _ in range(20):
        fields = {"csrf_token": token, "email": EMAIL, "password": "wrong"}
        response = guesser.client.post("/pilotage/connexion", data=fields, environ_base={"REMOTE_ADDR": "203.0.113.9"})
        statuses.append(response.status_code)
        if response.status_code == 429:
            assert "Réessayez dans" in response.get_data(as_text=True)
            waits.append(int(response.headers["Retry-After"]))
            clock.moment += timedelta(seconds=waits[-1])
    assert statuses[:5] == [422, 422, 422, 422, 429], "four slips cost nothing, the fifth waits"
    assert waits[0] == 2
    assert waits == sorted(waits)
    assert waits[-1] > 4 * waits[0]
    assert is_signed_in(sign_in(app, EMAIL, environ_base={"REMOTE_ADDR": "198.51.100.7"}))
    clock.moment += timedelta(minutes=15)
    assert is_signed_in(sign_in(app, EMAIL, environ_base={"REMOTE_ADDR": "203.0.113.9"})), "once the delay is over"


def test_who_tries_many_accounts_waits_for_each_of_them(app: Flask, clock: Clock) -> None:
    make_account(EMAIL)
    spray = PageClient(app, environ_base={"REMOTE_ADDR": "203.0.113.9"})
    for number in range(30):
        try_to_sign_in(spray, f"somebody{number}@aract.example", "wrong", 422)
    refused = try_to_sign_in(spray, EMAIL, PASSWORD, 429)
    assert int(refused.response.headers["Retry-After"]) == 2
    assert is_signed_in(sign_in(app, EMAIL, environ_base={"REMOTE_ADDR": "198.51.100.7"}))


def test_the_right_password_makes_the_slips_before_it_forgotten(app: Flask, clock: Clock) -> None:
    make_account(EMAIL)
    for _ in range(3):
        for _ in range(3):
            try_to_sign_in(PageClient(app), EMAIL, "wrong", 422)
        assert is_signed_in(sign_in(app, EMAIL))


def test_a_session_ends_when_idle_and_with_the_working_day(app: Flask, clock: Clock) -> None:
    make_account(EMAIL)
    client = sign_in(app, EMAIL)
    clock.moment += timedelta(hours=1, minutes=59)
    assert is_signed_in(client)
    clock.moment += timedelta(hours=1, minutes=59)
    assert is_signed_in(client), "using it keeps it alive"
    clock.moment += timedelta(hours=2, minutes=1)
    assert not is_signed_in(client)
    client = sign_in(app, EMAIL)
    for _ in range(11):
        clock.moment += timedelta(hours=1)
        assert is_signed_in(client)
    clock.moment += timedelta(hours=1, minutes=1)
    assert not is_signed_in(client), "twelve hours, whatever is done meanwhile"


def test_signing_in_makes_a_new_session_and_signing_out_ends_it(app: Flask) -> None:
    make_account(EMAIL)
    client = PageClient(app)
    client.get("/pilotage/connexion")
    before = client.client.get_cookie("pilotage")
    client = sign_in(app, EMAIL)
    stolen = client.client.get_cookie("pilotage")
    assert before is not None
    assert stolen is not None
    assert before.value != stolen.value
    page = client.get("/pilotage/compte")
    client.submit(page, ".who form")
    thief = app.test_client()
    thief.set_cookie("pilotage", stolen.value)
    assert thief.get("/pilotage/compte").status_code == 303


def test_signing_in_again_ends_the_session_this_browser_held(app: Flask) -> None:
    make_account(EMAIL)
    client = sign_in(app, EMAIL)
    former = client.client.get_cookie("pilotage")
    assert former is not None
    try_to_sign_in(client)
    assert is_signed_in(client)
    whoever_kept_it = app.test_client()
    whoever_kept_it.set_cookie("pilotage", former.value)
    assert whoever_kept_it.get("/pilotage/compte").status_code == 303


def test_disabling_an_account_ends_its_sessions(app: Flask, administratrice: PageClient) -> None:
    account = make_account(EMAIL)
    client = sign_in(app, EMAIL)
    assert is_signed_in(client)
    page = administratrice.get("/pilotage/comptes")
    administratrice.submit(page, f"form[action='/pilotage/comptes/{account.id}/acces']")
    assert not is_signed_in(client)
    assert any(entry.action == "désactiver un compte" for entry in list_audit())


def test_signing_out_everywhere_ends_the_other_browsers_too(app: Flask) -> None:
    make_account(EMAIL)
    here, elsewhere = sign_in(app, EMAIL), sign_in(app, EMAIL)
    here.submit(here.get("/pilotage/compte"), "form[action='/pilotage/compte/deconnexion']")
    assert not is_signed_in(here)
    assert not is_signed_in(elsewhere)


def test_under_https_the_cookie_is_bound_to_the_host_and_secure(app: Flask) -> None:
    make_account(EMAIL)
    client = app.test_client()
    page = client.get("/pilotage/connexion", base_url="https://localhost")
    set_cookie = page.headers["Set-Cookie"]
    assert set_cookie.startswith("__Host-pilotage=")
    for attribute in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert attribute in set_cookie
    assert "Domain" not in set_cookie


def test_the_public_side_never_sets_nor_reads_the_cookie(app: Flask, chargee: PageClient) -> None:
    assert "Set-Cookie" not in chargee.get("/guide").response.headers
    assert "Cookie" not in chargee.get("/guide").response.headers.get("Vary", "")


def test_a_changed_password_ends_the_other_sessions_and_keeps_this_one(app: Flask) -> None:
    make_account(EMAIL)
    here, elsewhere = sign_in(app, EMAIL), sign_in(app, EMAIL)
    change = "form[action='/pilotage/compte/mot-de-passe']"
    page = here.get("/pilotage/compte")
    refused = here.submit(page, change, {"current": "wrong", "password": "un autre mot de passe"}, status=422)
    assert "actuel" in refused.one("#current-error").text_content()
    refused = here.submit(page, change, {"current": PASSWORD, "password": "azertyuiop123"}, status=422)
    assert "premiers que l’on essaie" in refused.one("#password-error").text_content()
    here.submit(page, change, {"current": PASSWORD, "password": "violon brique sel orage"})
    assert is_signed_in(here)
    assert not is_signed_in(elsewhere)


def test_a_provisional_password_must_be_changed_first(app: Flask, administratrice: PageClient) -> None:
    form = administratrice.get("/pilotage/comptes")
    made = administratrice.submit(
        form,
        "form[action='/pilotage/comptes']",
        {"email": "nina@aract.example", "name": "Nina Petit", "role": "chargee"},
    )
    provisional = made.one(".provisional").text_content()
    nina = PageClient(app)
    landed = nina.submit(
        nina.get("/pilotage/connexion"), "form#login", {"email": "nina@aract.example", "password": provisional}
    )
    assert landed.path == "/pilotage/compte"
    assert nina.get("/pilotage").path == "/pilotage/compte"
    nina.submit(
        landed,
        "form[action='/pilotage/compte/mot-de-passe']",
        {"current": provisional, "password": "violon brique sel orage"},
    )
    assert nina.get("/pilotage").path == "/pilotage"


def test_the_last_administratrice_stays(administratrice: PageClient) -> None:
    account = find_account("agathe@aract.example")
    assert account is not None
    page = administratrice.get("/pilotage/comptes")
    refused = administratrice.submit(
        page,
        f"form[action='/pilotage/comptes/{account.id}']",
        {"name": "Agathe", "role": "chargee"},
        status=409,
    )
    assert "dernière administratrice" in refused.text


def test_a_provisional_password_that_expired_opens_nothing_and_is_in_the_log(
    app: Flask, administratrice: PageClient, clock: Clock
) -> None:
    sent = {"email": EMAIL, "name": "Camille", "role": "chargee"}
    made = administratrice.submit(administratrice.get("/pilotage/comptes"), "form[action='/pilotage/comptes']", sent)
    password = made.one(".provisional code").text_content()
    assert "trois jours" in made.text
    clock.moment += timedelta(days=3)
    client = PageClient(app)
    assert "a expiré" in try_to_sign_in(client, password=password, status=422).text
    assert not is_signed_in(client)
    assert (list_audit()[0].action, list_audit()[0].subject) == ("refuser une connexion", EMAIL)
