"""What the proxies in front say of a request, and whether it asks for the service by the service's own name."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Flask, Response, request

from views.web.logs import request_id
from views.web.render import show
from views.web.throttle import asked_by_this_machine

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

UNKNOWN = "unknown"
"""The address of a visitor whose proxy names none that can be read: such visitors share their limits."""

FOR_ANY_NAME = {"/sante", "/mesures"}
"""What a load balancer and a monitor ask for by an address of their own."""


LOCAL_ENDINGS = {"local", "lan", "home", "internal", "localdomain"}
"""What the names of a network's own machines end with: nobody can register them."""


def behind_proxies(application: WSGIApplication, hops: int) -> WSGIApplication:
    """The application, told by so many proxies who asks, by which scheme and for which host.

    Each proxy sets X-Forwarded-* or adds to it on the right; what stands further left than all of them was written by
    the visitor. (Werkzeug's ProxyFix reads quotes first: a visitor's `"` would swallow what the proxy adds.)
    """

    def told(environ: WSGIEnvironment, name: str) -> str:
        value: str = environ.get(f"HTTP_X_FORWARDED_{name}", "")
        return value.split(",")[-hops:][0].strip()

    def told_by_proxies(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        visitor, scheme, host = told(environ, "FOR"), told(environ, "PROTO").lower(), told(environ, "HOST")
        if visitor:
            environ["REMOTE_ADDR"] = readable_address(visitor)
        if scheme in {"http", "https"}:
            environ["wsgi.url_scheme"] = scheme
        if host:
            environ["HTTP_HOST"] = host
        return application(environ, start_response)

    return told_by_proxies


def under_prefix(application: WSGIApplication, prefix: str) -> WSGIApplication:
    """The application under a path of its own (`/appui`), whether or not what stands in front takes it off."""

    def told_its_prefix(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if f"{environ['PATH_INFO']}/".startswith(f"{prefix}/"):
            environ["PATH_INFO"] = environ["PATH_INFO"].removeprefix(prefix)
        environ["SCRIPT_NAME"] = prefix
        return application(environ, start_response)

    return told_its_prefix


def readable_address(told: str) -> str:
    """An IP address as a proxy tells it, perhaps with a port or brackets; `unknown` where it is none."""
    bare = told.rpartition(":")[0] if told.count(":") == 1 or "]:" in told else told
    try:
        return str(ipaddress.ip_address(bare.strip("[]")))
    except ValueError:
        return UNKNOWN


def refuse_other_names(app: Flask, public_url: str, hops: int) -> None:
    """Answer 400 to who asks for another host than PUBLIC_URL's, so that no name of a stranger's gets into a page.

    This machine asks by any address that isn't a name of the internet's, and so does a stand's network, which no proxy
    stands in front of.
    """
    own = urlsplit(public_url).hostname
    if not own:
        return

    @app.before_request
    def _by_its_own_name() -> Response | None:
        host = own if request.host == own else _host_name(request.host)
        if host == own or request.path in FOR_ANY_NAME:
            return None
        if not _is_internet_name(host) and (not hops or asked_by_this_machine()):
            return None
        return show(
            "errors/other.html",
            status=400,
            title="Cette adresse n’est pas celle du service",
            remedy=f"Le service se trouve à l’adresse {public_url}. Vérifiez celle que vous avez suivie.",
            request_id=request_id(),
        )


def _host_name(host: str) -> str:
    """A host without its port; empty where it is none."""
    try:
        return (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return ""


def _is_internet_name(host: str) -> bool:
    """Whether a host is a name that anybody can register, rather than an address or a name of a local network."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return "." in host and host.rpartition(".")[2] not in LOCAL_ENDINGS
    return False
