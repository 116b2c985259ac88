"""For whoever looks after the tablet: the day and a reset behind the event's PIN; how to lock it.

The PIN is typed once and answered by a redirect, so that no Back sends it again. What follows is a pass in the page's
own addresses and forms: signed, of this event and this PIN, good for two minutes. There is no cookie.
"""

from __future__ import annotations

import hashlib
import math
from datetime import timedelta

from flask import Response, current_app, request, url_for
from itsdangerous import BadSignature, URLSafeSerializer

from models.french.formats import paris_day
from models.store.dossiers import list_dossiers
from models.store.events import Event, count_visits
from models.store.filters import Filters
from models.store.list_order import Sort
from models.store.passwords import verify_password
from models.store.staff_sessions import forget_failures, note_failure, wait_before_trying
from models.store.visits import close_kiosk_visits
from views.web.current_visit import posted
from views.web.doors import event_here, now, stand
from views.web.render import go, show
from views.web.throttle import network

PASS_SECONDS = 120
"""How long a pass opens the staff's pages; each page shown renews it, and goes back to the start after one minute."""

WRONG = "Ce code ne correspond pas. Vérifiez-le, puis réessayez."
NO_PIN = "Cet événement n’a pas de code d’animation. Donnez-lui-en un dans le pilotage."


@stand.get("/animateur")
def ask_for_pin() -> Response:
    """Ask for the event's PIN."""
    event = event_here()
    return _ask(event, error="" if event.pin_hash else NO_PIN)


@stand.post("/animateur")
def staff_in() -> Response:
    """The right PIN leads to the day's page, which Back can ask for again but the PIN not."""
    event, form = event_here(), posted()
    if event.pin_hash is None:
        return _ask(event, error=NO_PIN, status=422)
    address, subject = network(), f"borne {event.uid}"
    wait = wait_before_trying(address, subject, now())
    if wait:
        return _too_many(event, wait)
    if not verify_password(event.pin_hash, form.get("code_animateur", "").strip()):
        note_failure(address, subject, now())
        return _ask(event, error=WRONG, status=422)
    forget_failures(address, subject)
    return go(url_for("stand.staff_page", passe=_new_pass(event)))


@stand.get("/animateur/journee")
def staff_page() -> Response:
    """The day's counters and references."""
    event = event_here()
    if not _may_pass(event, request.args.get("passe", "")):
        return go(url_for("stand.ask_for_pin"))
    day = paris_day(now())
    rehearsing = event.starts_on is not None and day < event.starts_on
    today = Filters(events=(event.id,), since=day, finished=True, rehearsals=rehearsing)
    return show(
        "kiosk/staff.html",
        url=url_for("stand.staff_page", passe=_new_pass(event)),
        event=event,
        rehearsing=rehearsing,
        counts=count_visits(event.id, day, rehearsals=rehearsing),
        references=list_dossiers(today, Sort.NEWEST).rows,
        closed=request.args.get("closes", type=int),
        staff_pass=_new_pass(event),
    )


@stand.get("/animateur/reinitialisation")
def ask_reset() -> Response:
    """Ask before the visits under way are closed, and say on which tablets: all of the event's."""
    event = event_here()
    if not _may_pass(event, request.args.get("passe", "")):
        return go(url_for("stand.ask_for_pin"))
    staff_pass = _new_pass(event)
    address = url_for("stand.ask_reset", passe=staff_pass)
    return show("kiosk/staff_reset.html", url=address, event=event, staff_pass=staff_pass)


@stand.post("/animateur/reinitialisation")
def reset() -> Response:
    """Close the visits under way on every tablet of the event; the answers given stay."""
    event = event_here()
    if not _may_pass(event, posted().get("passe", "")):
        return go(url_for("stand.ask_for_pin"))
    closed = close_kiosk_visits(event.id, now())
    return go(url_for("stand.staff_page", passe=_new_pass(event), closes=closed))


@stand.get("/animateur/tablette")
def tablet() -> Response:
    """How to lock the tablet, and what needs HTTPS."""
    return show("kiosk/tablet.html", event=event_here(), address=url_for("borne.start", _external=True))


def _ask(event: Event, *, error: str = "", status: int = 200) -> Response:
    return show("kiosk/pin.html", status=status, event=event, error=error)


def _too_many(event: Event, wait: timedelta) -> Response:
    seconds = math.ceil(wait.total_seconds())
    words = f"{seconds}\u00a0secondes" if seconds < 100 else f"{math.ceil(seconds / 60)}\u00a0minutes"
    response = _ask(event, error=f"Trop d’essais. Attendez {words}, puis réessayez.", status=429)
    response.headers["Retry-After"] = str(seconds)
    return response


def _new_pass(event: Event) -> str:
    until = now() + timedelta(seconds=PASS_SECONDS)
    return _signer().dumps([event.uid, _pin_trace(event), math.ceil(until.timestamp())])


def _may_pass(event: Event, staff_pass: str) -> bool:
    try:
        uid, trace, until = _signer().loads(staff_pass)
    except BadSignature:
        return False
    return (uid, trace) == (event.uid, _pin_trace(event)) and bool(now().timestamp() <= until)


def _pin_trace(event: Event) -> str:
    """What changes with the PIN, so that a new one ends the passes of the old one."""
    return hashlib.sha256((event.pin_hash or "").encode()).hexdigest()[:16]


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="animateur")
