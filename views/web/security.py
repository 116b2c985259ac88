"""The fixed headers of every answer, built once; which set applies is read from the address."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from flask import Flask

from models.service.frame_hosts import FrameHosts
from views.web.doors import EMBED, KIOSK, SITE, STAND, under_embed

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "font-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-src {frames}; "
    "frame-ancestors {ancestors}"
)
FIXED = (
    ("X-Content-Type-Options", "nosniff"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"),
)
HSTS = ("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
NO_STORE = ("Cache-Control", "no-store")
OWN_WINDOW = ("Cross-Origin-Opener-Policy", "same-origin")
NOT_FRAMED = ("X-Frame-Options", "DENY")
ANSWERS_SHOWN = {SITE, KIOSK, STAND, EMBED, "shared", "agreement", "slips", "staff"}
"""Blueprints whose pages show answers or personal details: never kept by a browser or a proxy."""

REFUSED = "aract.refused"
"""In the request's environment where a frame of another site is shown a sentence: any site may show that."""

HeaderSet = tuple[tuple[str, str], ...]


def fixed_headers(*, frames: str = "'none'", ancestors: str = "'none'", referrer: str = "no-referrer") -> HeaderSet:
    """The headers of a kind of page: what it may frame, who may frame it, and what a link from it tells."""
    policy = ("Content-Security-Policy", CSP.format(frames=frames, ancestors=ancestors))
    also = (NOT_FRAMED,) if ancestors == "'none'" else ()
    return (*FIXED, policy, ("Referrer-Policy", referrer), *also)


def set_headers(app: Flask) -> None:
    """Give every answer its security headers; who may embed comes from the list of allowed sites."""
    own = fixed_headers()
    hosts: FrameHosts = app.extensions["frame_hosts"]
    how_to_embed = fixed_headers(frames="'self'")
    # Flask-WTF wants a Referer under HTTPS, from the back-office's own pages.
    staff = (*fixed_headers(referrer="same-origin"), OWN_WINDOW)

    def headers_for(path: str) -> HeaderSet:
        if under_embed(path):
            return _embedded(hosts.all())
        if path == "/integration":
            return how_to_embed
        return staff if path == "/pilotage" or path.startswith("/pilotage/") else own

    app.wsgi_app = _with_headers(app.wsgi_app, headers_for)  # type: ignore[assignment, method-assign]


@lru_cache(maxsize=4)
def _embedded(hosts: tuple[str, ...]) -> HeaderSet:
    return fixed_headers(ancestors=" ".join(("'self'", *hosts)))


def _with_headers(application: WSGIApplication, headers_for: Callable[[str], HeaderSet]) -> WSGIApplication:
    """The application with the fixed headers on every answer: as plain tuples, they cost next to nothing a step."""

    refused = fixed_headers(ancestors="*")

    def with_headers(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        usual = headers_for(environ["PATH_INFO"])

        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Callable[[bytes], object]:
            fixed = refused if REFUSED in environ else usual
            if environ["wsgi.url_scheme"] == "https":
                fixed = (*fixed, HSTS)
            kept = () if _may_be_kept(environ, status, headers) else (NO_STORE,)
            return start_response(status, [*headers, *kept, *fixed], *error)

        return application(environ, start)

    return with_headers


def _may_be_kept(environ: WSGIEnvironment, status: str, headers: list[tuple[str, str]]) -> bool:
    """Whether browsers and proxies may keep an answer: it shows nobody's, or it says by itself what may be done."""
    asked = environ.get("werkzeug.request")
    blueprint = asked.blueprint if asked else None
    if blueprint is not None and blueprint not in ANSWERS_SHOWN and status < "400":
        return True
    return any(name == NO_STORE[0] for name, _ in headers)
