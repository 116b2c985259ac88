"""Every route, method, header and field: never a 500, never a traceback, never another visitor's data, never an element
that somebody typed. `FUZZ_REQUESTS` says how many requests are sent (4 000, a million by `make fuzz`).
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from math import ceil

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from models.store.tables import Application
from tests.fuzz.strategies import composers, rules_of
from tests.fuzz.world import PAYLOAD, SECRET, Received, Sent, World, send
from tests.rows import values

REQUESTS = int(os.environ.get("FUZZ_REQUESTS", "4000"))
AT_ONCE = 50
"""Requests in a row, on the same visits: what one leaves, the next meets."""

LEAKS = (b"Traceback (most recent", b"sqlite3.", b"peewee", b"werkzeug", b"/site-packages/", b"jinja2")


def storms(share: Fraction) -> settings:
    """So many rows of requests as make up that share of them all."""
    return settings(
        max_examples=ceil(REQUESTS * share / AT_ONCE),
        derandomize="FUZZ_REQUESTS" not in os.environ,
        deadline=None,
        database=None,
        phases=[Phase.generate],  # what came before a request matters: a shrunk row of them proves something else
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )


pytestmark = pytest.mark.fuzz


def faults(received: Received, secrets: Sequence[str], *, html: bool = True) -> list[str]:
    """What is wrong with an answer, whatever was asked."""
    found = []
    if received.status >= 500:
        found.append(f"status {received.status}")
    if "X-Injected" in received.headers:
        found.append("a header that somebody typed")
    kind = received.headers.get("Content-Type", "")
    if received.headers.get("Content-Encoding") or not kind.startswith("text/"):
        return found
    found += [f"shows {leak!r}" for leak in LEAKS if leak in received.body]
    if html and kind.startswith("text/html") and PAYLOAD.encode() in received.body:
        found.append("an element that somebody typed")
    found += [f"another's {secret}" for secret in secrets if secret.encode() in received.body]
    if secrets and any(secret in str(received.headers) for secret in secrets):
        found.append("another's secret in a header")
    told = "HX-Redirect" in received.headers or any(
        words in received.body for words in (b"<h1", b'aria-invalid="true"', b'id="error-summary"')
    )
    if received.status >= 400 and kind.startswith("text/html") and not told:
        found.append("an error without words")
    return found


def check(app: Flask, sent: Sent, secrets: Sequence[str]) -> None:
    received = send(app, sent)
    if sent.method == "HEAD":
        return
    wrong = faults(received, secrets)
    assert not wrong, f"{wrong}\n{sent}"


@pytest.fixture
def world(app: Flask) -> World:
    return World(app)


def test_a_visitor_may_send_anything(world: World) -> None:
    rules = rules_of(world.app, staff=False)
    secrets = (SECRET, world.victim)

    @storms(Fraction(3, 5))
    @given(st.data())
    def storm(data: st.DataObject) -> None:
        world.refresh()
        composer = data.draw(composers(rules, world.all_own()))
        for _ in range(AT_ONCE):
            check(world.app, composer.request(), secrets)

    storm()
    assert SECRET.split()[0] in str(values(Application, "name")), "the victim is still there to be found"


def test_staff_may_send_anything_too_and_a_visitor_gets_nowhere(world: World) -> None:
    rules = rules_of(world.app, staff=True)

    @storms(Fraction(2, 5))
    @given(st.data())
    def storm(data: st.DataObject) -> None:
        world.sign_in()
        composer = data.draw(composers(rules, ("1",), world.csrf))
        for place in range(AT_ONCE):
            sent = composer.request()
            if place % 5 == 0:  # nobody: whatever is sent, nothing of the back-office comes out
                check(world.app, sent, (SECRET, world.victim))
            else:
                check(world.app, replace(sent, headers={**sent.headers, **world.session}), ())

    storm()
