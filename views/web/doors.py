"""Three doors to the same pages: the site, the stand's kiosk, the iframe. The address says which one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

from flask import Blueprint, abort, current_app, g, request, url_for

from models.store.events import Event, find_event
from models.store.tokens import Purpose
from models.store.visits import Visit, find_visit
from views.web.throttle import unknown_address

SITE, KIOSK, EMBED = "site", "borne", "integre"
PREFIXES = {SITE: "/", KIOSK: "/borne/<code>", EMBED: "/integre"}

journey = Blueprint("journey", __name__)
"""Every page of the questionnaire; registered once for each door."""

STAND = "stand"
stand = Blueprint(STAND, __name__, url_prefix=PREFIXES[KIOSK])
"""The pages that exist at the kiosk alone: the end of a visit, the QR, the staff's."""


def now() -> datetime:
    """The moment it is, aware and in UTC; tests may give the application another clock."""
    clock = current_app.extensions.get("clock")
    return clock() if clock else datetime.now(UTC)


def door() -> str:
    """The name of the door this page was reached by."""
    blueprint = request.blueprint
    if blueprint == STAND:
        return KIOSK
    if blueprint is None and under_embed(request.path):  # an address that leads nowhere, in a frame
        return EMBED
    return blueprint if blueprint in PREFIXES else SITE


def under_embed(path: str) -> bool:
    """Whether an address is one of those that may be shown in another site's page."""
    return path == PREFIXES[EMBED] or path.startswith(f"{PREFIXES[EMBED]}/")


def at_kiosk() -> bool:
    """Whether we stand at an event's tablet."""
    return door() == KIOSK


@journey.url_value_preprocessor
@stand.url_value_preprocessor
def _take_code(endpoint: str | None, values: dict[str, Any] | None) -> None:
    if values and "code" in values:
        g.code = values.pop("code")


@journey.url_defaults
@stand.url_defaults
def _give_code(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint.startswith((f"{KIOSK}.", f"{STAND}.")) and g.get("code"):
        values.setdefault("code", g.code)


def find_event_here() -> Event | None:
    """The event of this kiosk's address, open or closed; None where no event has that code."""
    if "event" not in g:
        g.event = find_event(g.code)
    return g.event  # type: ignore[no-any-return]


def event_here() -> Event:
    """The event of this kiosk's address; 404 where no event has that code."""
    event = find_event_here()
    if event is None:
        abort(404)
    return event


def visit_here(token: str, moment: datetime) -> Visit:
    """The visit of this address: 404 where the token isn't one of this door, 410 once a kiosk's visit has ended."""
    visit = visit_of_door(token, moment)
    if visit.access_closed:
        abort(410)
    return visit


def visit_of_door(token: str, moment: datetime) -> Visit:
    """The same, but a kiosk's visit that has ended is still found."""
    visit, kiosk = find_visit(token, moment), at_kiosk()
    if visit is None or visit.purpose is Purpose.SHARE or (visit.purpose is Purpose.KIOSK) != kiosk:
        unknown_address()
    if kiosk and visit.event_id != event_here().id:
        unknown_address()
    return visit


def here(page: str, **values: Any) -> str:
    """The address of a page of the questionnaire, by the same door."""
    return url_for(f"{door()}.{page}", **values)


def beside(key: str) -> str:
    """The address of another question of the same visit, where one of them is asked for: as `here` would say it."""
    return f"{request.script_root}{request.path.rpartition('/')[0]}/{key}"


def not_at_kiosk() -> None:
    """Personal details are never typed on the kiosk: those pages don't exist there."""
    if at_kiosk():
        abort(404)


def public_url(path: str) -> str:
    """An address people can take away: on PUBLIC_URL's host, else on the one that this request asked for.

    `path` is what `url_for` gives: it begins with the path that the service is served under.
    """
    return urljoin(current_app.config["PUBLIC_URL"] or request.host_url, "/").rstrip("/") + path
