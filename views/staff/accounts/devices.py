"""Browsers that have signed in before: a guesser's tries elsewhere, or on the same network, don't slow them down.

The cookie opens nothing: it only says whose wrong passwords are counted together (OWASP's "device cookies").
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from flask import Response, current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer

from models.store.staff import Account
from views.web.throttle import network

KNOWN_FOR = timedelta(days=180)
"""How long after its last sign-in a browser is known."""


def known_device(email: str) -> str | None:
    """The name of this browser, where that account has signed in from it; None otherwise."""
    try:
        device, owner = _signer().loads(request.cookies.get(_name(), ""), max_age=int(KNOWN_FOR.total_seconds()))
    except (BadData, TypeError, ValueError):
        return None
    return str(device) if owner == email.strip().casefold() else None


def whose_tries(email: str) -> str:
    """Under what wrong passwords for that account are counted: the browser where it is known, else the network."""
    device = known_device(email)
    return network() if device is None else f"appareil {device}"


def remember_device(response: Response, account: Account) -> None:
    """Know this browser the next time."""
    owner = account.email.casefold()
    device = known_device(owner) or secrets.token_urlsafe(12)
    response.set_cookie(
        _name(),
        str(_signer().dumps([device, owner])),
        max_age=KNOWN_FOR,
        path="/" if request.is_secure else "/pilotage",
        secure=request.is_secure,
        httponly=True,
        samesite="Strict",
    )


def _name() -> str:
    return "__Host-appareil" if request.is_secure else "appareil"


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="appareil")
