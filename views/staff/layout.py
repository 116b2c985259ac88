"""How a back-office page is shown: whole, or the blocks that htmx swaps; and its errors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Response, make_response, redirect, render_template
from flask_wtf.csrf import CSRFError
from jinja2_fragments.flask import render_blocks
from werkzeug.exceptions import HTTPException

from views.staff.access import staff
from views.web.error_pages import WORDS
from views.web.logs import request_id
from views.web.render import wants_fragment

VARY = ("HX-Request", "HX-History-Restore-Request")
REFUSED = {409, 422}
ERROR_WORDS = WORDS | {
    400: ("Cette demande n’a pas pu être lue", "Revenez à la page précédente et réessayez."),
    404: ("Il n’y a rien à cette adresse", "Le dossier a peut-être été effacé, ou l’adresse est incomplète."),
    409: ("Cette action n’est plus possible", "Le dossier a changé entre-temps\u00a0: rouvrez-le, puis réessayez."),
    429: ("Trop d’essais", "Attendez un peu, puis réessayez."),
}
STALE_FORM = (
    "Cette page était ouverte depuis trop longtemps",
    "Rien n’a été enregistré. Revenez à la page précédente, rechargez-la, puis réessayez.",
)


def show_page(template: str, *, status: int = 200, blocks: Sequence[str] = (), **values: Any) -> Response:
    """A back-office template; where htmx asks for a part, only the named blocks of it (`title` comes by itself).

    A page whose `form` was refused is a 422, unless told otherwise. `unsaved` says that it shows or carries along what
    was typed and is not kept yet, as any refusal does.
    """
    form = values.setdefault("form", None)
    if status == 200 and form is not None and form.errors:
        status = 422
    values.setdefault("unsaved", status in REFUSED)
    if blocks and wants_fragment():
        response = make_response(render_blocks(template, ["title", *blocks], fragment=True, **values), status)
    else:
        response = make_response(render_template(template, fragment=False, **values), status)
    response.vary.update(VARY)
    return response


def go(url: str) -> Response:
    """On to another page after a post: 303."""
    return make_response(redirect(url, 303))


@staff.errorhandler(CSRFError)
def _stale_form(error: CSRFError) -> Response:
    return refuse(400, *STALE_FORM)


@staff.errorhandler(HTTPException)
def _show_refusal(error: HTTPException) -> Response:
    code = error.code or 500
    if error.response is not None or code < 400 or code >= 500:
        return error.get_response()  # type: ignore[return-value]
    return refuse(code, *ERROR_WORDS.get(code, ERROR_WORDS[400]))


def refuse(status: int, title: str, remedy: str) -> Response:
    """What can't be done, and what to do instead, as a page or a fragment."""
    return show_page(
        "staff/error.html", status=status, blocks=["content"], error_title=title, remedy=remedy, request_id=request_id()
    )
