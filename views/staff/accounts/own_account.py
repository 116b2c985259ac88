"""One's own account: password, second factor, where one is signed in."""

from __future__ import annotations

import segno
from flask import Response, abort, flash, session, url_for
from markupsafe import Markup
from wtforms import ValidationError

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
from views.forms.typed_fields import CodeField, HiddenField, SecretField
from views.staff.access import actor, also_with_provisional_password, consultantes_too, me, session_token, staff
from views.staff.layout import go, show_page
from views.staff.staff_form import StaffForm
from views.web.doors import now

NOT_YOURS = "Ce n’est pas votre mot de passe actuel."
"""Said by every form that asks for it again."""

NOT_THE_CODE = "Ce code ne correspond pas. Attendez le suivant, puis réessayez."


class PasswordForm(StaffForm):
    """One's present password, asked again before something grave."""

    current = SecretField("Mot de passe actuel", missing=NOT_YOURS, autocomplete="current-password")

    def validate_current(self, field: SecretField) -> None:
        """It is the present one."""
        if not verify_password(me().password_hash, field.data):
            raise ValidationError(NOT_YOURS)


class FactorOffForm(PasswordForm):
    """The same, to turn the second factor off."""


class NewPasswordForm(PasswordForm):
    """The present password and the wanted one."""

    password = SecretField(
        "Nouveau mot de passe",
        optional=False,
        hint=f"Au moins {SHORTEST} caractères, {ADVISED} de préférence. "
        "Quatre mots sans rapport font très bien l’affaire.",
        autocomplete="new-password",
    )

    def validate_password(self, field: SecretField) -> None:
        """It is another one."""
        if field.data == self.current.data and not self.current.errors:
            raise ValidationError("C’est déjà votre mot de passe\u00a0: choisissez-en un autre.")


class SecondFactorForm(PasswordForm):
    """One's password, and a code that proves that the telephone has the secret."""

    secret = HiddenField()
    code = CodeField("Code à six chiffres", missing=NOT_THE_CODE, inputmode="numeric")

    def validate_code(self, field: CodeField) -> None:
        """It is the code of the moment."""
        step = matching_step(self.secret.data, field.data, now())
        if step is None:
            raise ValidationError(NOT_THE_CODE)
        self.step = step


@staff.get("/compte")
@also_with_provisional_password
def own_account() -> Response:
    """Password, second factor, sessions."""
    return _show()


@staff.post("/compte/mot-de-passe")
@also_with_provisional_password
def own_password() -> Response:
    """Change one's password; the other browsers are signed out."""
    form = NewPasswordForm()
    if not form.validate():
        return _show(form)
    try:
        change_password(me(), form.password.data, now(), actor(), keep=token_hash(session_token() or ""))
    except WeakPassword as reason:
        form.refuse("password", str(reason))
        return _show(form)
    flash("Votre mot de passe est changé. Vos autres appareils sont déconnectés.")
    return go(url_for("staff.own_account"))


@staff.route("/compte/double-verification", methods=["GET", "POST"])
@consultantes_too
def second_factor() -> Response:
    """Set the second factor up: a QR code, then one's password and a code to prove it works; shows the recovery codes.

    The other browsers are signed out.
    """
    if me().totp_secret is not None:
        return go(url_for("staff.own_account"))
    form = SecondFactorForm(secret=new_secret())
    if not is_secret(form.secret.data or ""):
        abort(400)
    if form.validate_on_submit():
        codes = turn_on(me(), form.secret.data, form.step, now(), actor(), keep=token_hash(session_token() or ""))
        return show_page("staff/recovery_codes.html", codes=codes)
    drawn = segno.make(setup_address(me(), form.secret.data), error="m")
    svg = drawn.svg_inline(scale=5, border=4, dark="#000", light="#fff")
    named = svg.replace("<svg ", '<svg role="img" aria-label="QR code à photographier" ', 1)
    return show_page("staff/second_factor.html", form=form, qr=Markup(named))  # noqa: S704  (drawn from our own address)


@staff.post("/compte/double-verification/retirer")
@consultantes_too
def second_factor_off() -> Response:
    """Turn the second factor off, with one's password."""
    form = FactorOffForm(suffix="factor")
    if not form.validate():
        return _show(form)
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


def _show(refused: PasswordForm | None = None) -> Response:
    return show_page(
        "staff/own_account.html",
        form=refused,
        new_password=refused if isinstance(refused, NewPasswordForm) else NewPasswordForm(None),
        factor=refused if isinstance(refused, FactorOffForm) else FactorOffForm(None, suffix="factor"),
        account=me(),
        sessions=[(one, in_words(one.browser)) for one in list_sessions(me(), now())],
        this_session=token_hash(session_token() or ""),
        codes_left=recovery_codes_left(me()),
    )
