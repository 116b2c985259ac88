"""In another site's page: whose page it is, the script that puts the frame there, and how to ask for it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, render_template, request

from models.service.origins import is_among, read_origin
from models.store.visits import Door
from views.web.doors import door
from views.web.library import running

embed = Blueprint("embed", __name__)

SCRIPT = (Path(__file__).parent.parent.parent / "static" / "js" / "integration.js").read_bytes()
SCRIPT_SECONDS = 3600
"""How long a host page may keep the script: an hour, so that a mended one reaches every site the same day."""


def host_origin() -> str:
    """The origin of the page that shows this frame, as its browser said; empty unless it is on the allow-list."""
    try:
        parts = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return ""
    return allowed_origin(f"{parts.scheme}://{parts.netloc}")


def allowed_origin(origin: str) -> str:
    """An origin in its canonical form where it is on the allow-list (FRAME_ANCESTORS), else nothing."""
    allowed: tuple[str, ...] = current_app.config["FRAME_ANCESTORS"]
    return read_origin(origin) if door() == Door.EMBED and is_among(origin, allowed) else ""


@embed.get("/integration")
def how_to() -> str:
    """How to show the questionnaire in one's own site, with a live example."""
    return render_template(
        "embed/integration.html",
        questionnaire=running().questionnaire,
        hosts=current_app.config["FRAME_ANCESTORS"],
    )


@embed.get("/integration.js")
def script() -> Response:
    """The host page's script, at an address that stays."""
    answer = current_app.make_response(SCRIPT)
    answer.mimetype = "text/javascript"
    answer.headers["Cache-Control"] = f"public, max-age={SCRIPT_SECONDS}"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer.add_etag()
    answer.make_conditional(request)
    return answer
