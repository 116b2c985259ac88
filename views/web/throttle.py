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
"""A stand's tablets share one address: its starts are counted by its code, forty tablets at full speed included."""

GUESSES = Throttle(300, 600)
"""Unknown addresses only: a right one is answered whatever the others behind the same address have tried."""

GUESSES_AT_STAND = Throttle(3000, 600)
LETTERS = Throttle(30, 3600)
"""Messages sent because somebody asked, to whatever addresses and for whatever assessments."""


def client() -> str:
    """Whose tries are counted together: `network()`; empty for this machine, whose tries aren't counted."""
    return "" if is_this_machine(request.remote_addr or "") else network()


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


def is_this_machine(told: str) -> bool:
    """Whether an address is one of this machine's own."""
    try:
        return ipaddress.ip_address(told).is_loopback
    except ValueError:
        return False


def spend(allowance: Throttle, who: str | None = None) -> None:
    """Spend one try of this visitor's (or of `who`); 429 with the time to wait where none is left."""
    machine = client()
    wait = allowance.wait(who or machine, time.monotonic()) if machine else 0
    if wait:
        raise TooManyRequests(retry_after=wait)


def spend_start() -> None:
    """Count the beginning of an assessment: by the event's code at a stand, by address elsewhere."""
    _spend_here(STARTS, STARTS_AT_STAND)


def unknown_address() -> NoReturn:
    """404, counted: 429 once there were too many from here."""
    _spend_here(GUESSES, GUESSES_AT_STAND)
    abort(404)


def _spend_here(elsewhere: Throttle, at_stand: Throttle) -> None:
    code = g.get("code")
    if code:
        spend(at_stand, f"borne {code}")
    else:
        spend(elsewhere)
