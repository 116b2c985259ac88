"""In another site's page: whose page it is, the script that puts the frame there, and how to ask for it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, render_template, request

from models.service.frame_hosts import FrameHosts
from models.service.origins import is_among, read_origin
from models.store.visits import Door
from views.web.doors import door, journey, public_url
from views.web.library import running
from views.web.render import show
from views.web.security import REFUSED

embed = Blueprint("embed", __name__)

FRAMES = {"frame", "iframe"}
"""What a browser says it fills, where it is another page's frame."""

SCRIPT = (Path(__file__).parent.parent.parent / "static" / "js" / "integration.js").read_bytes()
SCRIPT_SECONDS = 3600
"""How long a host page may keep the script: an hour, so that a mended one reaches every site the same day."""


def host_origin() -> str:
    """The origin of the page that shows this frame, as its browser said; empty unless it is on the allow-list."""
    return allowed_origin(_said_origin())


def allowed_origin(origin: str) -> str:
    """An origin in its canonical form where it is on the allow-list (FRAME_ANCESTORS and added since), else nothing."""
    return read_origin(origin) if door() == Door.EMBED and is_among(origin, _hosts()) else ""


@journey.before_request
def refuse_stranger() -> Response | None:
    """Another site's frame that isn't allowed shows a sentence and a link, not the browser's grey page.

    Only where the browser says both that it fills a frame and whose; the policy of the pages themselves decides.
    """
    if request.method != "GET" or request.headers.get("Sec-Fetch-Dest") not in FRAMES or door() != Door.EMBED:
        return None
    said = _said_origin()
    own = (request.host_url, public_url(""))
    if said in {"", *(each.rstrip("/") for each in own)} or is_among(said, _hosts()):
        return None
    request.environ[REFUSED] = True
    return show("embed/refused.html", status=403)


def _said_origin() -> str:
    try:
        parts = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def _hosts() -> tuple[str, ...]:
    hosts: FrameHosts = current_app.extensions["frame_hosts"]
    return hosts.all()


@embed.get("/integration")
def how_to() -> str:
    """How to show the questionnaire in one's own site, with a live example."""
    return render_template(
        "embed/integration.html",
        questionnaire=running().questionnaire,
        hosts=_hosts(),
    )


@embed.get("/integration.js")
def script() -> Response:
    """The host page's script, at an address that stays."""
    answer = current_app.make_response(SCRIPT)
    answer.mimetype = "text/javascript"
    answer.headers["Cache-Control"] = f"public, max-age={SCRIPT_SECONDS}"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer.headers["Access-Control-Allow-Origin"] = "*"  # a host may load it as a module
    answer.add_etag()
    answer.make_conditional(request)
    return answer
