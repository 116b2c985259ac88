"""Signing in, with a second factor where the account has one, and signing out."""

from __future__ import annotations

import math
from datetime import timedelta

from flask import Response, g, request, session, url_for

from models.french.formats import plural
from models.store.passwords import verify_password
from models.store.second_factor import accept_code
from models.store.staff import Account, find_account, get_account, no_account_yet
from models.store.staff_sessions import (
    end_session,
    forget_failures,
    note_refusal,
    open_session,
    wait_before_trying,
)
from views.forms.typed_fields import CodeField, EmailField, HiddenField, SecretField
from views.staff.access import (
    also_with_provisional_password,
    open_to_visitors,
    remember_session,
    safe_return,
    session_token,
    staff,
)
from views.staff.accounts.devices import known_device, remember_device, whose_tries
from views.staff.layout import go, show_page
from views.staff.staff_form import StaffForm
from views.web.doors import now

CODE_WITHIN = timedelta(minutes=5)
"""How long the second step may take after the password."""

WRONG = "L’adresse e-mail ou le mot de passe ne correspond pas. Vérifiez les deux, puis réessayez."
EXPIRED = "Ce mot de passe provisoire a expiré. Demandez-en un autre à une administratrice."
WRONG_CODE = "Ce code ne correspond pas, ou il a déjà servi. Attendez le suivant, puis réessayez."


class SignInForm(StaffForm):
    """Who one is; an address is only looked up, so whatever stands in its field is merely wrong."""

    suite = HiddenField()
    email = EmailField("Adresse e-mail", str.strip, optional=False, autocomplete="username")
    password = SecretField("Mot de passe", optional=False, autocomplete="current-password")


class CodeForm(StaffForm):
    """The second step."""

    code = CodeField("Code à six chiffres de votre application", hint="Sans votre téléphone, tapez un code de secours.")


@staff.route("/connexion", methods=["GET", "POST"])
@open_to_visitors
def sign_in() -> Response:
    """The sign-in form. Its refusal never tells what was wrong, nor whether the account exists."""
    form = SignInForm(suite=request.args.get("suite", ""))
    if not form.validate_on_submit():
        return _show(form)
    email = form.email.data
    address, wait = whose_tries(email), _wait(email)
    if wait:
        return _too_many(form, wait)
    account = find_account(email)
    known = verify_password(account.password_hash if account else None, form.password.data)
    if account is None or not known or account.disabled_at is not None:
        note_refusal(address, email, account, "compte désactivé" if known else "mot de passe", now())
        return _show(form, WRONG)
    if account.has_expired(now()):
        note_refusal(address, email, account, "mot de passe provisoire expiré", now())
        return _show(form, EXPIRED)
    if account.totp_secret is not None:
        session.clear()
        g.pop("csrf_token", None)  # the next form's token is the new session's
        session["awaiting_code"] = [account.id, math.floor(now().timestamp())]
        session["suite"] = safe_return(form.suite.data)
        return show_page("staff/sign_in_code.html", form=CodeForm(None))
    return _welcome(account, safe_return(form.suite.data))


@staff.post("/connexion/code")
@open_to_visitors
def enter_code() -> Response:
    """The second step: a code of the moment, or a recovery code."""
    account, form = _awaiting_code(), CodeForm()
    if account is None:
        return _show(SignInForm(None), "Le délai est passé. Recommencez avec votre mot de passe.")
    address, wait = whose_tries(account.email), _wait(account.email)
    if wait:
        return _too_many(SignInForm(None, email=account.email), wait)
    if not form.validate() or not accept_code(account, form.code.data, now()):
        note_refusal(address, account.email, account, "code de vérification", now())
        form.refuse("", WRONG_CODE)
        return show_page("staff/sign_in_code.html", form=form)
    return _welcome(account, safe_return(session.get("suite")))


@staff.post("/deconnexion")
@also_with_provisional_password
def sign_out() -> Response:
    """Sign this browser out."""
    token = session_token()
    if token:
        end_session(token)
    session.clear()
    return go(url_for("staff.sign_in"))


def _welcome(account: Account, suite: str) -> Response:
    forget_failures(whose_tries(account.email), account.email)
    former = session_token()
    if former:
        end_session(former)
    remember_session(open_session(account, now(), request.user_agent.string))
    response = go(suite)
    remember_device(response, account)
    return response


def _wait(email: str) -> timedelta:
    stranger = known_device(email) is None
    return wait_before_trying(whose_tries(email), email, now(), by_others_too=stranger)


def _awaiting_code() -> Account | None:
    awaiting = session.get("awaiting_code")
    if not awaiting or abs(now().timestamp() - awaiting[1]) > CODE_WITHIN.total_seconds():
        return None
    try:
        account = get_account(awaiting[0])
    except KeyError:
        return None
    return account if account.disabled_at is None else None


def _show(form: SignInForm, error: str = "", *, status: int = 200) -> Response:
    if error:
        form.refuse("", error)
    return show_page("staff/sign_in.html", status=status, form=form, no_account_yet=no_account_yet())


def _too_many(form: SignInForm, wait: timedelta) -> Response:
    seconds = math.ceil(wait.total_seconds())
    told = plural(seconds, "seconde") if seconds < 120 else plural(math.ceil(seconds / 60), "minute")
    response = _show(form, f"Trop d’essais de suite. Réessayez dans {told}.", status=429)
    response.headers["Retry-After"] = str(seconds)
    return response
