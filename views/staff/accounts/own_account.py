"""One's own account: password, second factor, where one is signed in."""

from __future__ import annotations

import segno
from flask import Response, abort, flash, request, session, url_for
from markupsafe import Markup

from models.store.passwords import ADVISED, SHORTEST, WeakPassword, verify_password
from models.store.second_factor import (
    is_secret,
    matching_step,
    new_secret,
    recovery_codes_left,
    setup_address,
    turn_off,
    turn_on,
)
from models.store.staff import change_password
from models.store.staff_sessions import end_all_sessions, list_sessions
from models.store.tokens import token_hash
from views.staff.access import actor, also_with_provisional_password, me, session_token, staff
from views.staff.layout import go, show_page
from views.web.doors import now

NOT_YOURS = "Ce n’est pas votre mot de passe actuel."
"""Said by every form that asks for it again."""


@staff.get("/compte")
@also_with_provisional_password
def own_account() -> Response:
    """Password, second factor, sessions."""
    return _show()


@staff.post("/compte/mot-de-passe")
@also_with_provisional_password
def own_password() -> Response:
    """Change one's password; the other browsers are signed out."""
    current, wanted = request.form.get("current", ""), request.form.get("password", "")
    if not verify_password(me().password_hash, current):
        return _show(status=422, current_error=NOT_YOURS)
    if wanted == current:
        return _show(status=422, wanted_error="C’est déjà votre mot de passe\u00a0: choisissez-en un autre.")
    try:
        change_password(me(), wanted, now(), actor(), keep=token_hash(session_token() or ""))
    except WeakPassword as reason:
        return _show(status=422, wanted_error=str(reason))
    flash("Votre mot de passe est changé. Vos autres appareils sont déconnectés.")
    return go(url_for("staff.own_account"))


@staff.get("/compte/double-verification")
def second_factor() -> Response:
    """Set the second factor up: a QR code, then a code to prove it works."""
    return _show_set_up(new_secret()) if me().totp_secret is None else go(url_for("staff.own_account"))


@staff.post("/compte/double-verification")
def second_factor_on() -> Response:
    """Turn the second factor on, with one's password and a code from it; shows the recovery codes.

    The other browsers are signed out.
    """
    if me().totp_secret is not None:
        abort(409)
    secret = request.form.get("secret", "")
    if not is_secret(secret):
        abort(400)
    if not verify_password(me().password_hash, request.form.get("current", "")):
        return _show_set_up(secret, status=422, current_error=NOT_YOURS)
    step = matching_step(secret, request.form.get("code", ""), now())
    if step is None:
        return _show_set_up(secret, status=422, error="Ce code ne correspond pas. Attendez le suivant, puis réessayez.")
    codes = turn_on(me(), secret, step, now(), actor(), keep=token_hash(session_token() or ""))
    return show_page("staff/recovery_codes.html", codes=codes)


@staff.post("/compte/double-verification/retirer")
def second_factor_off() -> Response:
    """Turn the second factor off, with one's password."""
    if not verify_password(me().password_hash, request.form.get("current", "")):
        return _show(status=422, factor_error=NOT_YOURS)
    turn_off(me(), now(), actor())
    flash("La double vérification est retirée.")
    return go(url_for("staff.own_account"))


@staff.post("/compte/deconnexion")
@also_with_provisional_password
def sign_out_everywhere() -> Response:
    """End every session of one's account, this one included."""
    end_all_sessions(me(), now())
    session.clear()
    flash("Tous vos appareils sont déconnectés.")
    return go(url_for("staff.sign_in"))


BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    *(("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad")),
    *(("Mac OS", "Mac"), ("Linux", "Linux")),
)
"""What a browser's own description holds, the more telling first, and its name."""


def in_words(browser: str) -> str:
    """« Firefox, Windows » from a browser's description of itself."""
    found = [next((name for mark, name in marks if mark in browser), "") for marks in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, found)) or "Navigateur inconnu"


def _show(status: int = 200, current_error: str = "", wanted_error: str = "", factor_error: str = "") -> Response:
    return show_page(
        "staff/own_account.html",
        status=status,
        account=me(),
        sessions=[(one, in_words(one.browser)) for one in list_sessions(me(), now())],
        this_session=token_hash(session_token() or ""),
        codes_left=recovery_codes_left(me()),
        shortest=SHORTEST,
        advised=ADVISED,
        current_error=current_error,
        wanted_error=wanted_error,
        factor_error=factor_error,
    )


def _show_set_up(secret: str, *, status: int = 200, error: str = "", current_error: str = "") -> Response:
    drawn = segno.make(setup_address(me(), secret), error="m").svg_inline(scale=5, border=4, dark="#000", light="#fff")
    named = drawn.replace("<svg ", '<svg role="img" aria-label="QR code à photographier" ', 1)
    return show_page(
        "staff/second_factor.html",
        status=status,
        error=error,
        current_error=current_error,
        secret=secret,
        qr=Markup(named),  # noqa: S704  (drawn by segno from our own address)
    )
