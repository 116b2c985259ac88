"""Browsers that have signed in before: neither a crowd nor a stranger on the same network locks them out."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from tests.clock import Clock
from tests.page_client import PageClient
from tests.views.staff.conftest import PASSWORD, make_account, sign_in
from tests.views.staff.test_sign_in import EMAIL, is_signed_in, try_to_sign_in


def guess(app: Flask, address: str, times: int) -> list[int]:
    """Somebody there types so many wrong passwords; the statuses."""
    guesser = PageClient(app, environ_base={"REMOTE_ADDR": address})
    token = guesser.get("/pilotage/connexion").one("form#login input[name=csrf_token]").get("value")
    fields = {"csrf_token": token, "email": EMAIL, "password": "wrong"}
    post = guesser.client.post
    return [post("/pilotage/connexion", data=fields, **guesser.environ).status_code for _ in range(times)]


def test_a_stranger_on_the_same_network_does_not_lock_out_who_has_signed_in_before(app: Flask) -> None:
    make_account(EMAIL)
    camille = sign_in(app, EMAIL, environ_base={"REMOTE_ADDR": "203.0.113.9"})
    camille.submit(camille.get("/pilotage/compte"), ".who form")
    assert guess(app, "203.0.113.9", 5) == [422] * 4 + [429]
    try_to_sign_in(camille)
    assert is_signed_in(camille)
    assert [try_to_sign_in(camille, password="wrong", status=status) for status in [422] * 4 + [429]]


def test_a_crowd_of_addresses_is_slowed_down_and_who_has_signed_in_before_is_not(app: Flask) -> None:
    clock = app.extensions["clock"] = Clock()
    make_account(EMAIL)
    camille = sign_in(app, EMAIL)
    camille.submit(camille.get("/pilotage/compte"), ".who form")
    for network in range(13):
        guess(app, f"2001:db8:0:{network:x}::1", 4)
    assert guess(app, "2001:db8:1::1", 1) == [429]
    try_to_sign_in(camille)
    assert is_signed_in(camille)
    clock.moment += timedelta(seconds=30)
    assert is_signed_in(sign_in(app, EMAIL, environ_base={"REMOTE_ADDR": "198.51.100.7"})), "half a minute is the most"


def test_the_cookie_of_a_device_opens_nothing_and_is_the_host_s(app: Flask) -> None:
    make_account(EMAIL)
    client = app.test_client()
    page = client.get("/pilotage/connexion", base_url="https://localhost").get_data(as_text=True)
    token = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    fields = {"csrf_token": token, "email": EMAIL, "password": PASSWORD}
    headers = {"Referer": "https://localhost/pilotage/connexion"}
    entered = client.post("/pilotage/connexion", data=fields, base_url="https://localhost", headers=headers)
    kept = next(line for line in entered.headers.getlist("Set-Cookie") if line.startswith("__Host-appareil="))
    for attribute in ("Secure", "HttpOnly", "SameSite=Strict", "Path=/"):
        assert attribute in kept
    thief = app.test_client()
    thief.set_cookie("__Host-appareil", kept.split("=", 1)[1].split(";")[0], secure=True)
    assert thief.get("/pilotage/compte", base_url="https://localhost").status_code == 303
