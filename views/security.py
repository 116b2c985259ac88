"""The fixed headers of every answer, built once; which set applies is read from the endpoint's blueprint."""

from __future__ import annotations

from flask import Flask, Response, request

from views.doors import EMBED, KIOSK, SITE, STAND

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-src {frames}; frame-ancestors {ancestors}"
)
FIXED = (
    ("X-Content-Type-Options", "nosniff"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
)
HSTS = ("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
NO_STORE = ("Cache-Control", "no-store")
ANSWERS_SHOWN = {SITE, KIOSK, STAND, EMBED, "shared", "staff"}
"""Blueprints whose pages show answers or personal details: never kept by a browser or a proxy."""


def set_headers(app: Flask) -> None:
    """Give every answer its security headers; who may embed comes from FRAME_ANCESTORS."""
    ancestors = " ".join(("'self'", *app.config["FRAME_ANCESTORS"]))
    own = (*FIXED, ("Content-Security-Policy", CSP.format(frames="'none'", ancestors="'none'")))
    embedded = (*FIXED, ("Content-Security-Policy", CSP.format(frames="'none'", ancestors=ancestors)))
    how_to_embed = (*FIXED, ("Content-Security-Policy", CSP.format(frames="'self'", ancestors="'none'")))

    @app.after_request
    def _add(response: Response) -> Response:
        blueprint = (request.blueprint or "").split(".")[0]
        if request.path == "/integre" or request.path.startswith("/integre/"):
            response.headers.extend(embedded)
        elif request.path == "/integration":
            response.headers.extend(how_to_embed)
        else:
            response.headers.extend(own)
            response.headers["X-Frame-Options"] = "DENY"
        response.headers["Referrer-Policy"] = "same-origin" if blueprint == "staff" else "no-referrer"
        if request.is_secure:
            response.headers.add(*HSTS)
        if blueprint in ANSWERS_SHOWN or response.status_code >= 400 or not blueprint:
            response.headers.setdefault(*NO_STORE)
        return response
