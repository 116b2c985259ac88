"""At an event's tablet: the attract screen, the end of a visit, its sign of life, the QR to take away."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, Response, g, request, url_for

from models.store.visits import (
    KIOSK_COUNTDOWN_SECONDS,
    KIOSK_RESULT_SECONDS,
    Visit,
    close_kiosk_visit,
    phone_token,
    sign_of_life,
)
from views.kiosk.qr import qr_svg
from views.web.current_visit import CurrentVisit, current_visit, posted
from views.web.doors import SITE, event_here, find_event_here, here, now, public_url, stand, visit_here, visit_of_door
from views.web.render import go, show, wants_fragment


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a screen of a visit waits for its visitor before it asks, then before it erases (seconds)."""

    idle: int
    countdown: int

    @property
    def whole(self) -> int:
        """Until the visit is over without a sign of life: the moment the server ends it by itself."""
        return self.idle + self.countdown


def patience(current: CurrentVisit | None) -> Patience:
    """The patience of this screen. A result is read longer than a question; the server judges by the same rule."""
    idle = event_here().idle_seconds
    on_result = current is not None and current.concluded
    return Patience(max(idle, KIOSK_RESULT_SECONDS) if on_result else idle, KIOSK_COUNTDOWN_SECONDS)


def takeaway_url(visit: Visit, token: str) -> str:
    """The address of the phone that follows from this kiosk's visit: under PUBLIC_URL, by the site's door."""
    return public_url(url_for(f"{SITE}.resume", token=phone_token(visit, token)))


def attract() -> Response:
    """The screen that waits for a visitor; where the event is unknown or closed, it says so."""
    event = find_event_here()
    if event is None:
        return show("kiosk/no_event.html", status=404, code=g.code)
    if not event.is_open:
        return show("kiosk/closed.html", event=event)
    return show("kiosk/start.html", event=event)


@stand.post("/diagnostics/<token>/fin")
def end(token: str) -> Response:
    """« Terminer »: the visit's addresses are closed for good. A second time leads to the start as well."""
    visit = visit_of_door(token, now())
    posted()
    close_kiosk_visit(visit, now())
    response = go(here("start"))
    if not wants_fragment():
        # Without scripts the browser would show the visit's last page again from its back/forward cache, no-store or
        # not. A cookie that changes is what makes Chromium drop it: this one says nothing and lives a second.
        path, secure = here("start"), request.is_secure
        response.set_cookie("fin", "1", max_age=1, path=path, secure=secure, httponly=True, samesite="Strict")
    return response


@stand.post("/diagnostics/<token>/presence")
def presence(token: str) -> Response:
    """Somebody is at the tablet; 410 once the visit is over."""
    visit = visit_here(token, now())
    posted()
    sign_of_life(visit, now())
    return Response(status=204)


@stand.get("/diagnostics/<token>/emporter")
def take_away(token: str) -> Response:
    """The QR over the whole screen; before there is a result, on to the next step."""
    current = current_visit(token)
    if not current.visit.has_result:
        return current.go_on()
    return show(
        "kiosk/take_away.html",
        url=url_for("stand.take_away", token=token),
        current=current,
        takeaway_url=takeaway_url(current.visit, token),
    )


def add_kiosk(app: Flask) -> None:
    """What the kiosk's templates call."""
    app.jinja_env.globals.update(patience=patience, qr_svg=qr_svg, takeaway_url=takeaway_url)
    app.register_blueprint(stand)
