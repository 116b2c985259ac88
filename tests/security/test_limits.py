"""Limits on guessing and on spam, which lock nobody out and don't hurt a stand."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Any

import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException

from tests.journeys import ANSWERS, COMPANY, fill
from tests.page_client import PageClient
from tests.views.everywhere import EVENT, open_event
from views.web.throttle import (
    GUESSES,
    GUESSES_AT_STAND,
    LETTERS,
    MOST_KEYS,
    STAFF_BODY,
    STARTS,
    STARTS_AT_STAND,
    Throttle,
    asked_by_this_machine,
    network,
    refuse_long_heads,
)

NUMBERS = count(1)
AS_SET = [(each.most, each.seconds) for each in (STARTS, STARTS_AT_STAND, GUESSES, GUESSES_AT_STAND, LETTERS)]
"""Before the tests make them smaller."""


@pytest.fixture(autouse=True)
def _smaller(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limits are generous; here they are soon reached."""
    monkeypatch.setattr(STARTS, "most", 30)
    monkeypatch.setattr(GUESSES, "most", 20)


def someone_at(app: Flask) -> PageClient:
    """A visitor whose address on the network nobody else has."""
    number = next(NUMBERS)
    return PageClient(app, environ_overrides={"REMOTE_ADDR": f"203.0.{113 + number // 250}.{number % 250}"})


def unknown(number: int) -> str:
    """An address that leads to no assessment."""
    return f"/diagnostics/{number:022}"


def test_guessing_addresses_ends_in_429_with_a_time_to_wait(app: Flask) -> None:
    guesser = someone_at(app)
    for number in range(GUESSES.most):
        assert guesser.client.get(unknown(number), **guesser.environ).status_code == 404
    page = guesser.get(unknown(0), status=429)
    assert 0 < int(page.response.headers["Retry-After"]) <= GUESSES.seconds
    fragment = guesser.get("/partage/0000000000000000000000", status=429, htmx=True)
    assert "Trop d’essais" in fragment.text


def test_one_who_guesses_locks_out_nobody_behind_the_same_address(app: Flask) -> None:
    neighbours = someone_at(app)
    own = fill(neighbours, COMPANY)
    for number in range(GUESSES.most + 5):
        neighbours.client.get(unknown(number), **neighbours.environ)
    assert neighbours.get(own).question == "ambition"
    assert fill(neighbours, COMPANY)
    someone_at(app).get(unknown(0), status=404)


def test_unknown_stays_like_deleted_once_throttled(app: Flask) -> None:
    guesser = someone_at(app)
    erased = fill(guesser, COMPANY)
    guesser.post(f"{erased}/supprimer", {})
    guesser.get(erased, status=404)
    for number in range(GUESSES.most):
        guesser.client.get(unknown(number), **guesser.environ)
    assert (
        guesser.get(erased, status=429).text.split("repère")[0]
        == (guesser.get(unknown(1), status=429).text.split("repère")[0])
    )


def test_forty_tablets_behind_one_address_are_not_slowed_down(app: Flask) -> None:
    open_event(app)
    tablets = someone_at(app)
    for _ in range(STARTS.most + 20):
        started = tablets.client.post(f"/borne/{EVENT}/diagnostics", **tablets.environ)
        assert started.status_code == 303


def test_who_knows_a_stand_s_code_uses_up_none_of_its_starts(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(STARTS_AT_STAND, "most", 20)
    open_event(app)
    tablets, stranger = someone_at(app), someone_at(app)
    begun = [stranger.client.post(f"/borne/{EVENT}/diagnostics", **stranger.environ).status_code for _ in range(25)]
    assert begun == [303] * 20 + [429] * 5
    for _ in range(20):
        assert tablets.client.post(f"/borne/{EVENT}/diagnostics", **tablets.environ).status_code == 303


def test_a_crowd_of_assessments_from_one_address_is_refused_in_words(app: Flask) -> None:
    spammer = someone_at(app)
    for _ in range(STARTS.most):
        assert spammer.client.post("/diagnostics", **spammer.environ).status_code == 303
    assert "Attendez quelques minutes" in spammer.post("/diagnostics", {}, status=429).text
    assert someone_at(app).post("/diagnostics", {}).question == "territoire"


def test_letters_to_strangers_are_counted_over_all_assessments(app: Flask) -> None:
    spammer = someone_at(app)
    sent = 0
    while sent < LETTERS.most:
        address = fill(spammer, ANSWERS, finish=True)
        for number in range(5):
            spammer.post(f"{address}/reprendre", {"email": f"victime{number}@exemple.fr"})
            sent += 1
    address = fill(spammer, ANSWERS, finish=True)
    spammer.post(f"{address}/reprendre", {"email": "victime@exemple.fr"}, status=429)
    spammer.post(f"{address}/contact", {"nom": "Zoé", "email": "zoe@exemple.fr", "pour": "rappel"}, status=429)


def test_a_subscriber_s_ipv6_addresses_count_together_and_the_neighbour_s_don_t(app: Flask) -> None:
    def at(address: str) -> PageClient:
        return PageClient(app, environ_overrides={"REMOTE_ADDR": address})

    operator = f"2001:db8:{next(NUMBERS):x}"
    for number in range(GUESSES.most):
        at(f"{operator}:1::{number:x}").get(unknown(number), status=404)
    at(f"{operator}:1:aaaa::1").get(unknown(0), status=429)
    at(f"{operator}:2::1").get(unknown(0), status=404)


def test_a_tool_on_this_machine_has_no_limit(visitor: PageClient) -> None:
    for number in range(GUESSES.most + 5):
        assert visitor.client.get(unknown(number)).status_code == 404


def test_an_allowance_renews_itself_even_when_the_clock_goes_back() -> None:
    allowance = Throttle(2, 60)
    assert [allowance.wait("a", at) for at in (100, 130, 140)] == [0, 0, 20]
    assert allowance.wait("b", 140) == 0
    assert allowance.wait("a", 160) == 0
    assert allowance.wait("a", 10) == 0


def test_inventing_addresses_fills_no_memory_and_many_threads_count_right() -> None:
    allowance = Throttle(1000, 60)
    for number in range(MOST_KEYS + 100):
        allowance.wait(str(number), 0)
    assert len(allowance._spent) == MOST_KEYS
    shared = Throttle(1000, 60)
    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(lambda _: shared.wait("a", 0), range(1200)))
    assert sum(wait == 0 for wait in waits) == 1000


def test_the_limits_are_those_that_were_decided(app: Flask) -> None:
    assert AS_SET == [(2000, 600), (20_000, 600), (300, 600), (3000, 600), (30, 3600)]
    assert (MOST_KEYS, STAFF_BODY) == (20_000, 1_048_576)
    assert app.config["MAX_CONTENT_LENGTH"] == app.config["MAX_FORM_MEMORY_SIZE"] == 65_536


def test_an_allowance_is_whole_again_once_its_time_is_over_and_no_sooner() -> None:
    allowance = Throttle(2, 60)
    assert [allowance.wait("a", at) for at in (0, 1, 59, 60, 61, 62)] == [0, 0, 1, 0, 0, 58]


@pytest.mark.parametrize(
    ("address", "counted_as"),
    [
        ("203.0.113.5", "203.0.113.5"),
        ("::ffff:203.0.113.5", "203.0.113.5"),
        ("2001:db8:0:1:2:3:4:5", "2001:db8:0:1::/64"),
        ("a socket", "a socket"),
        ("", ""),
    ],
)
def test_an_address_is_counted_by_whose_it_is(app: Flask, address: str, counted_as: str) -> None:
    with app.test_request_context("/", environ_overrides={"REMOTE_ADDR": address}):
        assert network() == counted_as


@pytest.mark.parametrize(
    ("address", "headers", "is_this_machine"),
    [
        ("127.0.0.1", {}, True),
        ("::1", {}, True),
        ("127.0.0.1", {"X-Forwarded-For": "203.0.113.5"}, False),
        ("203.0.113.5", {}, False),
        ("a socket", {}, False),
    ],
)
def test_this_machine_is_a_tool_of_its_own_and_no_proxy(
    app: Flask, address: str, headers: dict[str, str], is_this_machine: bool
) -> None:
    with app.test_request_context("/", headers=headers, environ_overrides={"REMOTE_ADDR": address}):
        assert asked_by_this_machine() is is_this_machine


@pytest.mark.parametrize(
    ("longest", "refusal", "asked"),
    [
        (8192, 414, lambda length: {"path": "/" + "a" * (length - 1)}),
        (8192, 414, lambda length: {"query_string": "q" * length}),
        (400, 415, lambda length: {"headers": {"Content-Type": "t" * length}}),
    ],
    ids=["path", "query", "type"],
)
def test_heads_are_read_up_to_their_limit_and_no_further(
    app: Flask, longest: int, refusal: int, asked: Callable[[int], dict[str, Any]]
) -> None:
    with app.test_request_context(**asked(longest)):
        refuse_long_heads()
    with app.test_request_context(**asked(longest + 1)), pytest.raises(HTTPException) as refused:
        refuse_long_heads()
    assert refused.value.code == refusal
