"""For whoever looks after the tablet: counters of the day and a reset behind the event's PIN; how to lock it."""

from __future__ import annotations

import math
from datetime import datetime, time, timedelta

from flask import Response, url_for

from models.french.formats import PARIS, paris_day
from models.store.events import Event, count_visits
from models.store.passwords import verify_password
from models.store.staff_sessions import forget_failures, note_failure, wait_before_trying
from models.store.visits import close_kiosk_visits
from views.web.current_visit import posted
from views.web.doors import event_here, now, stand
from views.web.render import show
from views.web.throttle import network

RESET = "reinitialiser"
WRONG = "Ce code ne correspond pas. Vérifiez-le, puis réessayez."
NO_PIN = "Cet évènement n’a pas de code d’animation. Donnez-lui-en un dans le pilotage."


@stand.get("/animateur")
def ask_for_pin() -> Response:
    """Ask for the event's PIN."""
    event = event_here()
    return _ask(event, error="" if event.pin_hash else NO_PIN)


@stand.post("/animateur")
def staff_page() -> Response:
    """The counters of the day, after a reset where one was asked for. The PIN comes with every request: no session."""
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
    reset = form.get("faire") == RESET
    if reset:
        close_kiosk_visits(event.id, now())
    return show("kiosk/staff.html", event=event, counts=count_visits(event.id, _midnight(now())), reset=reset)


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


def _midnight(moment: datetime) -> datetime:
    """When the day began in Paris."""
    return datetime.combine(paris_day(moment), time.min, PARIS)
