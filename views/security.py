"""The fixed headers of every answer, built once; which set applies is read from the address and its blueprint."""

from __future__ import annotations

from flask import Flask, Response, request

from views.doors import EMBED, KIOSK, SITE, STAND, under_embed

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-src {frames}; frame-ancestors {ancestors}"
)
FIXED = (
    ("X-Content-Type-Options", "nosniff"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"),
)
HSTS = ("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
NO_STORE = ("Cache-Control", "no-store")
OWN_WINDOW = ("Cross-Origin-Opener-Policy", "same-origin")
NOT_FRAMED = ("X-Frame-Options", "DENY")
ANSWERS_SHOWN = {SITE, KIOSK, STAND, EMBED, "shared", "staff"}
"""Blueprints whose pages show answers or personal details: never kept by a browser or a proxy."""

HeaderSet = tuple[tuple[str, str], ...]


def fixed_headers(*, frames: str = "'none'", ancestors: str = "'none'", referrer: str = "no-referrer") -> HeaderSet:
    """The headers of a kind of page: what it may frame, who may frame it, and what a link from it tells."""
    policy = ("Content-Security-Policy", CSP.format(frames=frames, ancestors=ancestors))
    also = (NOT_FRAMED,) if ancestors == "'none'" else ()
    return (*FIXED, policy, ("Referrer-Policy", referrer), *also)


def set_headers(app: Flask) -> None:
    """Give every answer its security headers; who may embed comes from FRAME_ANCESTORS."""
    own = fixed_headers()
    embedded = fixed_headers(ancestors=" ".join(("'self'", *app.config["FRAME_ANCESTORS"])))
    how_to_embed = fixed_headers(frames="'self'")
    # Flask-WTF wants a Referer under HTTPS, from the back-office's own pages.
    # Not on public pages: a browser refuses to open a page of that policy in a tab from a sandboxed frame.
    staff = (*fixed_headers(referrer="same-origin"), OWN_WINDOW)

    def set_for(path: str, blueprint: str) -> HeaderSet:
        if under_embed(path):
            return embedded
        if path == "/integration":
            return how_to_embed
        return staff if blueprint == "staff" else own

    @app.after_request
    def _add(response: Response) -> Response:
        blueprint = (request.blueprint or "").partition(".")[0]
        response.headers.extend(set_for(request.path, blueprint))
        if request.is_secure:
            response.headers.add(*HSTS)
        if blueprint in ANSWERS_SHOWN or response.status_code >= 400 or not blueprint:
            response.headers.setdefault(*NO_STORE)
        return response
