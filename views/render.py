"""The one place that knows a page from a fragment: the same template, whole or only its blocks."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, make_response, render_template
from htmx_flask import request

from views.doors import at_kiosk

SITE_NAME = "Autodiagnostic Innovation sociale"
FRAGMENT_BLOCKS = ("title", "step", "panel")
"""What a swap replaces: the document's title, the step, and out of band the live panel."""


def wants_fragment() -> bool:
    """Whether the browser asks for a part to swap. Going Back restores history: that wants the whole page."""
    return bool(request.htmx) and not request.htmx.history_restore_request


def show(template: str, *, status: int = 200, url: str | None = None, **values: Any) -> Response:
    """The template as a whole page, or as a fragment for htmx.

    `url` is the address of what is shown, pushed into the history on a swap (never on an error). At the kiosk it takes
    the place of the last one: the next visitor finds no history to go back through.
    """
    if wants_fragment():
        response = make_response(_fragment(template, {"fragment": True, **values}), status)
        if url and status == 200:
            response.headers["HX-Replace-Url" if at_kiosk() else "HX-Push-Url"] = url
    else:
        response = make_response(render_template(template, fragment=False, **values), status)
        if url and request.htmx.history_restore_request:
            response.headers["HX-Replace-Url"] = url
    response.vary.update(("HX-Request", "HX-History-Restore-Request"))
    return response


def _fragment(template: str, values: dict[str, Any]) -> str:
    # Jinja's own calls rather than jinja2-fragments': one context for the three blocks instead of one each.
    found = current_app.jinja_env.get_template(template)
    current_app.update_template_context(values)
    context = found.new_context(values)
    title, step, panel = ("".join(found.blocks[block](context)) for block in FRAGMENT_BLOCKS)
    return f"<title>{title} — {SITE_NAME}</title>{step}{panel}"


def go(url: str) -> Response:
    """On to another page, after a post or where this one isn't due: 303."""
    response = make_response("", 303)
    response.headers["Location"] = url
    response.vary.update(("HX-Request", "HX-History-Restore-Request"))
    return response
