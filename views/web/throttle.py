"""How often one address may try what costs or annoys. What succeeds for one visitor never stands in another's way.

An address of this machine has no limit: it is a tool, or a proxy that TRUSTED_PROXIES doesn't let say who is behind.
"""

from __future__ import annotations

import ipaddress
import threading
import time
from dataclasses import dataclass, field
from math import ceil
from typing import NoReturn

from flask import abort, g, request
from werkzeug.exceptions import TooManyRequests

PUBLIC_BODY, STAFF_BODY = 64 * 1024, 1024 * 1024
"""Bytes of the largest body read of a visitor's request, and of one of somebody signed in (a content file)."""

LONGEST_ADDRESS = 8 * 1024
"""Bytes of the longest path or query answered: the whole list of filters fits in it."""

LONGEST_TYPE = 400
"""Characters of the longest Content-Type: a form's boundary has 70 at most (RFC 2046)."""

FORWARDED = "HTTP_X_FORWARDED_FOR"
"""Who asks, as proxies tell it; not there unless TRUSTED_PROXIES says that they stand in front."""

MOST_KEYS = 20_000
"""Addresses remembered at once: the oldest go first, so that inventing addresses fills no memory."""


@dataclass(slots=True)
class Throttle:
    """So many tries in so many seconds, for each address on its own."""

    most: int
    seconds: int
    _spent: dict[str, tuple[float, int]] = field(default_factory=dict, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)

    def wait(self, who: str, at: float) -> int:
        """Spend one try at that moment (seconds); 0, or how long to wait where none is left (seconds)."""
        with self._lock:
            since, spent = self._spent.get(who, (at, 0))
            if not since <= at < since + self.seconds:
                since, spent = at, 0
            self._spent[who] = (since, spent + 1)
            if len(self._spent) > MOST_KEYS:
                del self._spent[next(iter(self._spent))]
        return 0 if spent < self.most else ceil(since + self.seconds - at)


STARTS = Throttle(2000, 600)
STARTS_AT_STAND = Throttle(20_000, 600)
"""A stand's tablets share one address: counted there by the event's code, forty tablets at full speed included. Whoever
knows the code from elsewhere spends starts of his own."""

GUESSES = Throttle(300, 600)
"""Unknown addresses only: a right one is answered whatever the others behind the same address have tried."""

GUESSES_AT_STAND = Throttle(3000, 600)
LETTERS = Throttle(30, 3600)
"""Messages sent because somebody asked, to whatever addresses and for whatever assessments."""


def client() -> str:
    """Whose tries are counted together: `network()`; empty for this machine, whose tries aren't counted."""
    return "" if asked_by_this_machine() else network()


def network() -> str:
    """The visitor's address, a network of 64 bits where it is IPv6 (one subscriber has them all)."""
    told = request.remote_addr or ""
    try:
        address = ipaddress.ip_address(told)
    except ValueError:
        return told
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    return str(address.ipv4_mapped or ipaddress.ip_network((address, 64), strict=False))


def asked_by_this_machine() -> bool:
    """Whether a tool of this machine asks by itself: its address, and no proxy between."""
    try:
        return ipaddress.ip_address(request.remote_addr or "").is_loopback and FORWARDED not in request.environ
    except ValueError:
        return False


def refuse_long_heads() -> None:
    """414 before anything reads a path or a query that no link of ours has; 415 for a type with an endless boundary."""
    environ = request.environ
    if len(environ.get("CONTENT_TYPE", "")) > LONGEST_TYPE:
        abort(415)
    if len(environ.get("QUERY_STRING", "")) > LONGEST_ADDRESS or len(environ["PATH_INFO"]) > LONGEST_ADDRESS:
        abort(414)


def read_staff_bodies() -> None:
    """Read this request's body up to what the staff may send."""
    request.max_content_length = request.max_form_memory_size = STAFF_BODY


def spend(allowance: Throttle, who: str | None = None) -> None:
    """Spend one try of this visitor's (or of `who`); 429 with the time to wait where none is left."""
    machine = client()
    wait = allowance.wait(who or machine, time.monotonic()) if machine else 0
    if wait:
        raise TooManyRequests(retry_after=wait)


def spend_start() -> None:
    """Count the beginning of an assessment by address, at a stand more generously."""
    _spend_here(STARTS, STARTS_AT_STAND)


def spend_guess() -> None:
    """Count an address that leads nowhere: 429 once there were too many from here."""
    _spend_here(GUESSES, GUESSES_AT_STAND)


def unknown_address() -> NoReturn:
    """404, counted."""
    spend_guess()
    abort(404)


def _spend_here(elsewhere: Throttle, at_stand: Throttle) -> None:
    code = g.get("code")
    if code:
        spend(at_stand, f"borne {code} {client()}")
    else:
        spend(elsewhere)
