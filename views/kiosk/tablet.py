"""At an event's tablet: the attract screen, the end of a visit, its sign of life, the QR to take away."""

from __future__ import annotations

import json
from dataclasses import dataclass

from flask import Flask, Response, current_app, g, render_template, request, url_for

from models.store.visits import (
    KIOSK_COUNTDOWN_SECONDS,
    KIOSK_RESULT_SECONDS,
    Visit,
    close_kiosk_visit,
    find_visit,
    phone_token,
    sign_of_life,
)
from views.kiosk.promise import promise_today
from views.kiosk.qr import qr_svg
from views.web.current_visit import CurrentVisit, current_visit, posted
from views.web.doors import SITE, event_here, find_event_here, here, now, public_url, stand, visit_here, visit_of_door
from views.web.render import go, show, wants_fragment

SPRUCE = "#0f3f37"
"""The ground of the attract screen, which a tablet shows while it opens the kiosk."""


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


def on_their_phone(current: CurrentVisit) -> bool:
    """Whether the visitor's phone has opened the address that the QR holds."""
    mine = find_visit(phone_token(current.visit, current.token), now())
    return mine is not None and mine.phone_opened


def attract() -> Response:
    """The screen that waits for a visitor; where the event is unknown or closed, it says so."""
    event = find_event_here()
    if event is None:
        return show("kiosk/no_event.html", status=404, code=g.code)
    if not event.is_open:
        return show("kiosk/closed.html", event=event)
    return show("kiosk/start.html", event=event, promise=promise_today())


@stand.get("/manifest.webmanifest")
def manifest() -> Response:
    """What makes of the kiosk an application of its own on a tablet: its name, its start, no browser around it."""
    event, start = event_here(), here("start")
    icon = {"src": current_app.jinja_env.globals["asset"]("img/stand-512.png"), "sizes": "512x512", "type": "image/png"}  # type: ignore[operator]
    described = {
        "name": f"Borne · {event.name}",
        "short_name": "Borne Aract",
        "lang": "fr",
        "id": start,
        "start_url": start,
        "scope": start,
        "display": "fullscreen",
        "background_color": SPRUCE,
        "theme_color": SPRUCE,
        "icons": [icon | {"purpose": purpose} for purpose in ("any", "maskable")],
    }
    return Response(json.dumps(described, ensure_ascii=False), mimetype="application/manifest+json")


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


@stand.get("/diagnostics/<token>/telephone")
def phone(token: str) -> str:
    """What the result's screen says of the phone: where to point it, or that it has the result."""
    return render_template("kiosk/phone.html", current=current_visit(token))


def add_kiosk(app: Flask) -> None:
    """What the kiosk's templates call."""
    app.jinja_env.globals.update(
        on_their_phone=on_their_phone, patience=patience, qr_svg=qr_svg, takeaway_url=takeaway_url
    )
    app.register_blueprint(stand)
