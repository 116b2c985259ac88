"""Who may enter the back-office: nobody, unless signed in; and each view asks for a role, a chargée's at least.

The blueprint refuses by default. A view that a visitor may open says `@open_to_visitors`; one that asks for a wider
role says `@administratrice_only`, one that a consultante may open too `@consultantes_too` (all go below the route's
decorator). Where such a view is about a dossier, named `dossier_id` in its address, the guard looks whether it is one
that she accompanies: any other is 404 to her, as if it weren't there.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from urllib.parse import SplitResult, urlsplit

from flask import Blueprint, Flask, Response, abort, current_app, g, make_response, redirect, request, session, url_for
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask.wrappers import Request
from flask_wtf.csrf import CSRFProtect
from werkzeug.routing import IntegerConverter, Map

from models.french.formats import paris_day
from models.store.accompaniments import reads_dossier
from models.store.audit import Actor
from models.store.staff import Account, Role
from models.store.staff_sessions import find_session_account
from views.web.doors import now
from views.web.render import wants_fragment
from views.web.throttle import read_staff_bodies

PREFIX = "/pilotage"
IDLE_LIMIT = timedelta(hours=2)
"""A session nobody uses ends after that; one in use ends with the working day (`LASTS_AT_MOST`)."""

LONGEST_RETURN = 2000
"""Characters of the longest address that signing in leads back to."""

_SEEN_AGAIN_AFTER = 60
_SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}

staff = Blueprint("staff", __name__, url_prefix=PREFIX)
csrf = CSRFProtect()

View = TypeVar("View", bound=Callable[..., Any])


def open_to_visitors(view: View) -> View:
    """Mark a view that needs no session: the sign-in pages."""
    view.open_to_visitors = True  # type: ignore[attr-defined]
    return view


def administratrice_only(view: View) -> View:
    """Mark a view that asks for the role of administratrice; others get 403."""
    view.asks_for = Role.ADMINISTRATRICE  # type: ignore[attr-defined]
    return view


def consultantes_too(view: View) -> View:
    """Mark a view that a consultante may open as well: her own account, her companies, a dossier of hers."""
    view.asks_for = Role.CONSULTANTE  # type: ignore[attr-defined]
    return view


def role_of(view: Any) -> Role:
    """The least role that may open a view."""
    role: Role = getattr(view, "asks_for", Role.CHARGEE)
    return role


def also_with_provisional_password(view: View) -> View:
    """Mark a view of one's own account, whoever one is: it opens before a provisional password was changed."""
    view.also_with_provisional_password = True  # type: ignore[attr-defined]
    return consultantes_too(view)


def unattended(view: View) -> View:
    """Mark a view that a page asks for by itself, again and again: it doesn't keep an idle session alive."""
    view.unattended = True  # type: ignore[attr-defined]
    return view


def me() -> Account:
    """The account that is signed in; only where the guard let someone through."""
    account: Account | None = g.get("account")
    assert account is not None, "the guard lets nobody through without an account"
    return account


def actor() -> Actor:
    """The one who acts, for the audit log."""
    return me().actor


class Id(IntegerConverter):
    """A row's id in an address: no larger than what a database and a browser both hold exactly; 404 beyond."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=2**53)


class StaffCookie(SecureCookieSessionInterface):
    """A cookie for the back-office alone: read and written under its prefix, `__Host-` and Secure under HTTPS."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """The session of a back-office page; on the public side none, where Flask refuses to write one."""
        return super().open_session(app, request) if _is_ours(request.path) else None

    def get_cookie_name(self, app: Flask) -> str:
        """`__Host-` binds the cookie to this host; browsers accept it only under HTTPS."""
        return "__Host-pilotage" if request.is_secure else "pilotage"

    def get_cookie_secure(self, app: Flask) -> bool:
        """Never sent in clear once HTTPS was used."""
        return request.is_secure

    def get_cookie_samesite(self, app: Flask) -> str:
        """Lax: a link in a colleague's mail opens signed in, a form on another site sends nothing."""
        return "Lax"


def _is_ours(path: str) -> bool:
    return path == PREFIX or path.startswith(PREFIX + "/")


def _leads_to_ours(path: str) -> bool:
    """The same for the path of a link, which begins with the one that the service is served under."""
    return path.startswith(request.script_root) and _is_ours(path.removeprefix(request.script_root))


def remember_session(token: str) -> None:
    """Make this browser the holder of a session: everything it held before is dropped first."""
    session.clear()
    session["token"] = token
    session["seen"] = _seconds(now())


def session_token() -> str | None:
    """The token of the session this browser holds, unless it was idle for too long."""
    token, seen = session.get("token"), session.get("seen")
    if not isinstance(token, str) or not isinstance(seen, int):
        return None
    if abs(_seconds(now()) - seen) > IDLE_LIMIT.total_seconds():  # or seen by a clock that was ahead
        return None
    return token


def _parts(address: str | None) -> SplitResult:
    """The parts of an address that somebody sent; none where it is no address at all (`http://[`)."""
    try:
        return urlsplit(address or "")
    except ValueError:
        return urlsplit("")


def safe_return(address: str | None) -> str:
    """Where to go after signing in: a page of the back-office, never another site."""
    parts, address = _parts(address), address or ""
    plain = address.isprintable() and "\\" not in address and len(address) <= LONGEST_RETURN
    if parts.scheme or parts.netloc or not _leads_to_ours(parts.path) or not plain:
        return url_for("staff.home")
    return address


@staff.before_request
def _guard() -> Response | None:
    view = current_app.view_functions[request.endpoint or ""]
    token = session_token()
    g.account = find_session_account(token, now()) if token else None
    if not getattr(view, "open_to_visitors", False):
        if g.account is None:
            return _ask_to_sign_in()
        if g.account.must_change_password and not getattr(view, "also_with_provisional_password", False):
            return make_response(redirect(url_for("staff.own_account"), 303))
        _guard_role(g.account, view)
    if request.method not in _SAFE_METHODS:
        if g.account is not None:
            read_staff_bodies()
        csrf.protect()
    attended = not getattr(view, "unattended", False)
    if g.account is not None and attended and _seconds(now()) - session["seen"] >= _SEEN_AGAIN_AFTER:
        session["seen"] = _seconds(now())
    return None


def _guard_role(account: Account, view: Any) -> None:
    """403 for a room that isn't hers, then 404 for a dossier that isn't."""
    if not account.may(role_of(view)):
        abort(403)
    dossier_id = (request.view_args or {}).get("dossier_id")
    if not account.is_consultante or dossier_id is None:
        return
    if not reads_dossier(account.id, dossier_id, paris_day(now())):
        abort(404)


def _ask_to_sign_in() -> Response:
    asked = request.script_root + request.full_path.rstrip("?")
    came_from = asked if request.method in _SAFE_METHODS else _parts(request.referrer).path
    suite = None if safe_return(came_from) == url_for("staff.home") else came_from
    sign_in = url_for("staff.sign_in", suite=suite)
    if wants_fragment():
        # The browser leaves the page for the sign-in form: a form swapped into a list would be a dead end.
        current = _parts(request.headers.get("HX-Current-URL"))
        back = f"{current.path}?{current.query}" if current.query else current.path
        suite = back if _leads_to_ours(current.path) else suite
        response = make_response("", 401)
        response.headers["HX-Redirect"] = url_for("staff.sign_in", suite=suite)
        return response
    return make_response(redirect(sign_in, 303))


def _seconds(moment: datetime) -> int:
    return math.floor(moment.astimezone(UTC).timestamp())
