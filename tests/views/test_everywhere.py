"""What holds at every address: headers, no error of ours, GET that changes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask

from tests.page_client import PageClient
from tests.rows import everything
from tests.views.everywhere import EVENT, Place, open_event, places, tokens

END_OF_A_VISIT = re.compile(rf"fin=1; Expires=[^;]*; Max-Age=1; Secure; HttpOnly; Path=/borne/{EVENT}; SameSite=Strict")
"""At a stand's end a cookie that says nothing lives a second: its change makes the browser drop the pages behind."""

HTTPS = {"wsgi.url_scheme": "https"}


def shows_somebody(place: Place) -> bool:
    return "<token>" in place.rule.rule or place.path.startswith("/pilotage")


@pytest.fixture(params=[False, True], ids=["half answered", "concluded"])
def standing(request: pytest.FixtureRequest, app: Flask, visitor: PageClient) -> dict[str, str]:
    open_event(app)
    return tokens(visitor, concluded=request.param)


def test_get_changes_nothing_anywhere(app: Flask, visitor: PageClient, standing: dict[str, str]) -> None:
    before = everything()
    assert len(before) > 5
    changed = []
    for place in places(app, standing):
        if place.method != "GET":
            continue
        for headers in ({}, {"HX-Request": "true"}):
            with visitor.client.get(place.path, headers=headers) as response:
                assert response.status_code < 500, f"{place}: {response.status_code}"
            after = everything()
            changed += [f"{place} changed {name}" for name in after if after[name] != before[name]]
            before = after
    assert changed == []


def test_an_empty_post_is_never_an_error_of_ours(app: Flask, visitor: PageClient, standing: dict[str, str]) -> None:
    for place in places(app, standing):
        if place.method == "GET":
            continue
        for headers in ({}, {"HX-Request": "true"}):
            with visitor.client.open(place.path, method=place.method, headers=headers) as response:
                assert response.status_code < 500, f"{place}: {response.status_code}"


def test_every_answer_has_its_safety_headers(app: Flask, visitor: PageClient, standing: dict[str, str]) -> None:
    lacking = []
    for place in [*places(app, standing)]:
        with visitor.client.open(place.path, method=place.method, environ_overrides=HTTPS) as response:
            headers = response.headers
        policy = headers.get("Content-Security-Policy", "")
        embedded = place.path == "/integre" or place.path.startswith("/integre/")
        expected = {
            "default-src 'none'": policy.startswith("default-src 'none';"),
            "no unsafe": "unsafe" not in policy,
            "frame-ancestors": ("frame-ancestors 'none'" in policy) != embedded,
            "nosniff": headers.get("X-Content-Type-Options") == "nosniff",
            "permissions": "camera=()" in headers.get("Permissions-Policy", ""),
            "referrer": headers.get("Referrer-Policy") in {"no-referrer", "same-origin"},
            "HSTS": headers.get("Strict-Transport-Security") == "max-age=31536000; includeSubDomains",
            "no-store": not shows_somebody(place) or "no-store" in headers.get("Cache-Control", ""),
            "no cookie": place.path.startswith("/pilotage")
            or all(map(END_OF_A_VISIT.fullmatch, headers.getlist("Set-Cookie"))),
            "one of each": all(len(headers.getlist(name)) == 1 for name in {name for name, _ in headers} - {"Vary"}),
        }
        lacking += [f"{place}: {name}" for name, there in expected.items() if not there]
    assert lacking == []


def test_hsts_is_for_https_alone(visitor: PageClient) -> None:
    assert "Strict-Transport-Security" not in visitor.get("/").response.headers


def test_a_proxy_is_believed_only_where_it_is_trusted(app_with: Callable[..., Flask]) -> None:
    told = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9", "X-Forwarded-Host": "evil.example"}
    assert "Strict-Transport-Security" not in app_with().test_client().get("/", headers=told).headers
    assert "Strict-Transport-Security" in app_with(trusted_proxies=1).test_client().get("/", headers=told).headers


def test_the_allow_list_is_what_the_frame_policy_says(app_with: Callable[..., Flask]) -> None:
    client = app_with(frame_ancestors=("https://aract.fr", "https://*.region.fr")).test_client()
    ancestors = client.get("/integre").headers["Content-Security-Policy"].split("frame-ancestors ")[1]
    assert ancestors == "'self' https://aract.fr https://*.region.fr"
    assert "frame-ancestors 'none'" in client.get("/").headers["Content-Security-Policy"]


# Mozilla's HTTP Observatory, the tests that our headers decide: what each outcome adds to 100. Only preloading in
# browsers (5) is out of a program's reach.
def observatory_score(headers: dict[str, str]) -> int:
    """The score of a page by the Observatory's published table; bonuses count from 90 on."""
    policy = {words[0]: words[1:] for words in (part.split() for part in headers["Content-Security-Policy"].split(";"))}
    scripts, styles = policy["script-src"], policy["style-src"]
    loose = {"'unsafe-inline'", "'unsafe-eval'", "data:", "http:", "https:", "*"}
    penalties = -20 * bool(loose & {*scripts}) - 20 * ("http:" in policy["img-src"])
    penalties += -20 * (int(headers["Strict-Transport-Security"].split("max-age=")[1].split(";")[0]) < 15768000)
    penalties += -5 * (headers["X-Content-Type-Options"] != "nosniff") - 20 * ("frame-ancestors" not in policy)
    bonuses = 10 * (policy["default-src"] == ["'none'"] and not loose & {*scripts, *styles})
    bonuses += 5 * (headers["Referrer-Policy"] in {"no-referrer", "same-origin", "strict-origin"})
    bonuses += 5 * (policy["frame-ancestors"] != ["*"])
    cookie = headers.get("Set-Cookie")
    if cookie:
        kept = all(word in cookie for word in ("Secure", "HttpOnly", "SameSite"))
        bonuses += 5 * kept
        penalties -= 40 * (not kept)
    score = 100 + penalties
    return score + bonuses if score >= 90 else score


@pytest.mark.parametrize("path", ["/", "/guide", "/integre", "/integration", "/pilotage/connexion", "/inconnue"])
def test_the_observatory_would_give_at_least_120(visitor: PageClient, path: str) -> None:
    headers = visitor.client.get(path, environ_overrides=HTTPS).headers
    assert observatory_score(dict(headers)) >= 120
    spoilt = headers["Content-Security-Policy"].replace("script-src 'self'", "script-src 'self' 'unsafe-inline'")
    assert observatory_score({**dict(headers), "Content-Security-Policy": spoilt}) < 90
