"""Signing in by a second factor: a code that serves once, after the password."""

from __future__ import annotations

from datetime import timedelta

import pyotp
from flask import Flask

from tests.clock import Clock
from tests.page_client import PageClient
from tests.views.staff.conftest import PASSWORD, make_account, sign_in
from tests.views.staff.test_sign_in import EMAIL, is_signed_in, try_to_sign_in


def turn_on_second_factor(client: PageClient, clock: Clock) -> tuple[str, list[str]]:
    page = client.get("/pilotage/compte/double-verification")
    secret = page.one("input[name=secret]").get("value")
    code = pyotp.TOTP(secret).at(clock.moment)
    sent = {"code": code, "current": PASSWORD}
    shown = client.submit(page, "form[action='/pilotage/compte/double-verification']", sent)
    return secret, [code.text_content() for code in shown.all(".codes code")]


def test_the_second_factor_asks_for_a_code_that_serves_once(app: Flask, clock: Clock) -> None:
    make_account(EMAIL)
    secret, spare = turn_on_second_factor(sign_in(app, EMAIL), clock)
    assert len(spare) == 10
    clock.moment += timedelta(seconds=60)
    code = pyotp.TOTP(secret).at(clock.moment)
    for expected in (200, 422):
        client = PageClient(app)
        asked = try_to_sign_in(client)
        assert asked.heading == "Code de vérification"
        assert not is_signed_in(client), "the password alone opens nothing"
        asked = try_to_sign_in(client)
        client.submit(asked, "form#login-code", {"code": code}, status=expected)
    clock.moment += timedelta(minutes=1)
    for expected in (200, 422):
        client = PageClient(app)
        client.submit(try_to_sign_in(client), "form#login-code", {"code": spare[0].upper()}, status=expected)


def test_the_second_factor_wants_the_password_and_signs_the_other_browsers_out(app: Flask, clock: Clock) -> None:
    make_account(EMAIL)
    client, other = sign_in(app, EMAIL), sign_in(app, EMAIL)
    page = client.get("/pilotage/compte/double-verification")
    code = pyotp.TOTP(page.one("input[name=secret]").get("value")).at(clock.moment)
    sent = {"code": code, "current": "autre chose que le mien"}
    told = client.submit(page, "form[action='/pilotage/compte/double-verification']", sent, status=422)
    assert "pas votre mot de passe" in told.one("#current-error").text_content()
    assert is_signed_in(other)
    turn_on_second_factor(client, clock)
    assert is_signed_in(client)
    assert not is_signed_in(other)


def test_the_second_step_doesn_t_wait_for_ever(app: Flask, clock: Clock) -> None:
    make_account(EMAIL)
    secret, _ = turn_on_second_factor(sign_in(app, EMAIL), clock)
    client = PageClient(app)
    asked = try_to_sign_in(client)
    clock.moment += timedelta(minutes=6)
    late = client.submit(asked, "form#login-code", {"code": pyotp.TOTP(secret).at(clock.moment)}, status=422)
    assert "délai" in late.text


def test_a_wrong_code_counts_as_a_wrong_password_does(app: Flask, clock: Clock) -> None:
    make_account(EMAIL)
    turn_on_second_factor(sign_in(app, EMAIL), clock)
    client = PageClient(app)
    asked = try_to_sign_in(client)
    for _ in range(4):
        asked = client.submit(asked, "form#login-code", {"code": "000000"}, status=422)
    client.submit(asked, "form#login-code", {"code": "000000"}, status=429)
