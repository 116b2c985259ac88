"""Pages that tell: the legal pages, the service's own health and measures."""

from __future__ import annotations

import hmac

from flask import Blueprint, Response, abort, current_app, jsonify, render_template, request, url_for

from models.store.database import StoreUnavailable
from models.store.health import probe
from views.web.doors import now
from views.web.library import running
from views.web.render import go

pages = Blueprint("pages", __name__)


@pages.get("/salon/<code>")
def from_poster(code: str) -> Response:
    """From an event's poster to the start page, on one's own phone; what follows counts among the event's visits."""
    return go(url_for("site.start", evenement=code))


@pages.get("/accessibilite")
def accessibility() -> str:
    """What was checked of accessibility, and whom to tell of a difficulty."""
    return render_template("pages/accessibilite.html", operator=current_app.config["OPERATOR"])


@pages.get("/donnees-personnelles")
def privacy() -> str:
    """What is kept, why, how long, and one's rights."""
    return render_template(
        "pages/donnees-personnelles.html",
        operator=current_app.config["OPERATOR"],
        retention=running().questionnaire.retention,
    )


@pages.get("/mentions-legales")
def legal() -> str:
    """Who publishes and hosts the service."""
    return render_template("pages/mentions-legales.html", operator=current_app.config["OPERATOR"])


@pages.get("/sante")
def health() -> Response | tuple[Response, int]:
    """Whether to send visitors here: the database answers and takes a write, and the end wasn't asked for."""
    ending = current_app.extensions.get("ending")
    if ending is not None and ending.since is not None:
        return jsonify(status="draining"), 503
    try:
        return jsonify(status="ok", content=running().questionnaire.version, **probe(now()))
    except StoreUnavailable:
        return jsonify(status="unavailable"), 503


@pages.get("/mesures")
def measures() -> Response:
    """Counters for a monitor that shows METRICS_TOKEN, in the OpenMetrics form; 404 where that isn't set."""
    found, token = current_app.extensions.get("measures"), current_app.config["SETTINGS"].metrics_token
    if found is None:
        abort(404)
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not hmac.compare_digest(shown.encode("utf-8", "surrogateescape"), token.encode()):
        return Response("Il faut le jeton de METRICS_TOKEN.\n", 401, {"WWW-Authenticate": "Bearer"}, "text/plain")
    return Response(found.text(), headers={"Cache-Control": "no-store"}, content_type=found.content_type)
