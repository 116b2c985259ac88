"""What people see when something can't be done: in words, as a page or a fragment, with a way on."""

from __future__ import annotations

import logging
from http import HTTPStatus

from flask import Flask, Response, current_app, request
from flask.globals import request_ctx
from werkzeug.exceptions import HTTPException

from models.rules.estimate import NoTariff
from models.store.database import StoreUnavailable, close_database
from models.store.visits import VisitGone
from views.web.doors import at_kiosk, here
from views.web.logs import request_id
from views.web.render import show

WITH_A_PAGE = {404, 409, 410, 429, 500, 503}
"""Errors with a template of their own; the others share one that tells them apart by its words."""

BACK_TO_START = 20
"""Seconds a kiosk shows that a visit is over before it is the start page again."""

WORDS = {
    400: ("Cette demande n’a pas pu être lue", "Revenez à la page précédente et réessayez."),
    403: ("Cette page ne vous est pas ouverte", "Votre compte ne permet pas cette action."),
    405: ("Cette action n’existe pas ici", "Revenez à la page précédente et réessayez."),
    413: ("C’est trop long pour être envoyé", "Raccourcissez votre texte, puis envoyez-le de nouveau."),
    414: ("Cette adresse est trop longue", "Vérifiez que vous l’avez bien copiée."),
    415: ("Cet envoi ne vient pas de notre formulaire", "Revenez à la page précédente et répondez dans le formulaire."),
    422: ("Cette réponse n’a pas pu être lue", "Revenez à la page précédente et réessayez."),
    431: ("Cette demande est trop longue", "Revenez à la page précédente et réessayez."),
}


NOT_STORED = (
    "Le service ne peut pas enregistrer pour l’instant. Ce que vous avez écrit est toujours là : "
    "réessayez dans une minute."
)
"""Beside what was typed, where the store takes no writes."""


def note_unavailable(reason: StoreUnavailable) -> None:
    """Tell the log why the store can't be read or written, and have this thread open it anew the next time.

    A connection opened on a read-only file stays read-only for ever.
    """
    logging.getLogger("store").error("id=%s unavailable: %s", request_id(), reason)
    close_database()


def show_error(status: int) -> Response:
    """The page or fragment of an error; statuses without words of their own borrow those of 400."""
    if request_ctx.url_adapter is None:  # the Host header is no host: the page's links need one
        request_ctx.url_adapter = current_app.url_map.bind("localhost")
    if status in WITH_A_PAGE:
        unread = status == HTTPStatus.SERVICE_UNAVAILABLE and request.method == "GET"  # nothing was sent, nothing lost
        template = "errors/unread.html" if unread else f"errors/{status}.html"
        response = show(template, status=status, request_id=request_id())
        if status == HTTPStatus.GONE and at_kiosk():  # a tablet without scripts finds its way back to the next visitor
            response.headers["Refresh"] = f"{BACK_TO_START}; url={here('start')}"
        return response
    title, remedy = WORDS.get(status, WORDS[400])
    return show("errors/other.html", status=status, title=title, remedy=remedy, request_id=request_id())


def handle_errors(app: Flask) -> None:
    """Every error that leaves a handler becomes a page in French."""

    @app.errorhandler(HTTPException)
    def _show_refusal(error: HTTPException) -> Response:
        if error.response is not None or error.code is None or error.code < HTTPStatus.BAD_REQUEST:
            return error.get_response()  # type: ignore[return-value]
        response = show_error(error.code)
        for name, value in error.get_headers():
            if name in {"Allow", "Retry-After"}:
                response.headers[name] = value
        return response

    @app.errorhandler(VisitGone)
    def _gone(error: VisitGone) -> Response:
        return show_error(404)

    @app.errorhandler(NoTariff)
    def _no_tariff(error: NoTariff) -> Response:
        logging.getLogger("diagnostic").error("the running content has no tariff for today: publish one that has")
        return show_error(503)

    @app.errorhandler(StoreUnavailable)
    def _no_store(error: StoreUnavailable) -> Response:
        note_unavailable(error)
        return show_error(503)

    @app.errorhandler(Exception)
    def _unforeseen(error: Exception) -> Response:
        logging.getLogger("request").error("id=%s unforeseen", request_id(), exc_info=error)
        return show_error(500)
