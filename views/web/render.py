"""The one place that knows a page from a fragment: the same template, whole or only its blocks."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from flask import Response, render_template
from htmx_flask import request
from jinja2_fragments.flask import render_block

from views.web.doors import at_kiosk

SITE_NAME = "Autodiagnostic Innovation sociale"
VARY = "HX-Request, HX-History-Restore-Request, Accept-Encoding"
STEP_BLOCKS = ("title", "step")
SWAPPED_BLOCKS = (*STEP_BLOCKS, "panel")
"""What a swap replaces: the document's title, the step, and out of band the live panel."""


def wants_fragment() -> bool:
    """Whether the browser asks for a part to swap. Going Back restores history: that wants the whole page."""
    htmx = request.htmx
    return bool(htmx) and not htmx.history_restore_request


def show(template: str, *, status: int = 200, url: str | None = None, **values: Any) -> Response:
    """The template as a whole page, or as a fragment for htmx.

    `url` is the address of what is shown, pushed into the history on a swap (never on an error). At the kiosk it takes
    the place of the last one: the next visitor finds no history to go back through.
    """
    if wants_fragment():
        response = swap(blocks(template, SWAPPED_BLOCKS, **values), url if status == 200 else None, status)
    else:
        response = Response(render_template(template, fragment=False, **values), status, {"Vary": VARY})
        if url and request.htmx.history_restore_request:
            response.headers["HX-Replace-Url"] = url
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = "30"
    return response


def swap(words: str, url: str | None, status: int = 200) -> Response:
    """A fragment that is in HTML already; `url` as for `show`."""
    headers = {"Vary": VARY}
    if url:
        headers["HX-Replace-Url" if at_kiosk() else "HX-Push-Url"] = url
    return Response(words, status, headers)


def blocks(template: str, names: tuple[str, ...], **values: Any) -> str:
    """Some blocks of the template for a fragment; the document's title comes as its element."""
    words = {name: render_block(template, name, fragment=True, **values) for name in names}
    if "title" in words:
        words["title"] = f"<title>{words['title']} — {SITE_NAME}</title>"
    return "".join(words.values())


def go(url: str) -> Response:
    """On to another page, after a post or where this one isn't due: 303."""
    return Response(status=303, headers={"Location": url, "Vary": VARY})
