"""Accounts, managed by an administratrice: made, changed, disabled, helped with a lost password or phone."""

from __future__ import annotations

from flask import Response, abort, flash, request, url_for

from models.contact.email import read_email
from models.contact.text import EntryError, read_line
from models.french.staff_words import ROLES
from models.service.provisional_password import pronounceable
from models.store.second_factor import turn_off
from models.store.staff import (
    Account,
    AccountExists,
    LastAdministratrice,
    Role,
    change_account,
    change_password,
    create_account,
    disable_account,
    enable_account,
    get_account,
    list_accounts,
)
from views.staff.access import actor, administratrice_only, me, staff
from views.staff.layout import go, show_page
from views.web.doors import now

LAST = "C’est la dernière administratrice en activité\u00a0: donnez d’abord ce rôle à quelqu’un d’autre."


@staff.get("/comptes")
@administratrice_only
def accounts() -> Response:
    """Every account, and a form for a new one."""
    return _show()


@staff.post("/comptes")
@administratrice_only
def account_create() -> Response:
    """A new account with a provisional password, shown this once."""
    typed = {name: request.form.get(name, "") for name in ("email", "name", "role")}
    try:
        email, name = read_email(typed["email"]), read_line(typed["name"])
        role = Role(typed["role"])
        password = pronounceable()
        account = create_account(email, name or email, role, password, now(), actor(), provisional=True)
    except EntryError as reason:
        return _show(status=422, typed=typed, error=str(reason))
    except AccountExists:
        return _show(status=422, typed=typed, error="Il existe déjà un compte à cette adresse.")
    except ValueError:
        return _show(status=422, typed=typed, error="Choisissez un rôle.")
    return show_page("staff/provisional_password.html", account=account, password=password)


@staff.post("/comptes/<id:account_id>")
@administratrice_only
def account_change(account_id: int) -> Response:
    """Another name or role."""
    account = _account(account_id)
    try:
        name, role = read_line(request.form.get("name", "")), Role(request.form.get("role", ""))
        change_account(account, name or account.email, role, now(), actor())
    except EntryError as reason:
        return _show(status=422, error=str(reason))
    except ValueError:
        return _show(status=422, error="Choisissez un rôle.")
    except LastAdministratrice:
        return _show(status=409, error=LAST)
    flash(f"Le compte de {name or account.email} est modifié.")
    return go(url_for("staff.accounts"))


@staff.post("/comptes/<id:account_id>/acces")
@administratrice_only
def account_access(account_id: int) -> Response:
    """Disable the account, or enable it again."""
    account = _account(account_id)
    if account.disabled_at is not None:
        enable_account(account, now(), actor())
        flash(f"Le compte de {account.name} est réactivé.")
        return go(url_for("staff.accounts"))
    if account.id == me().id:
        return _show(
            status=409, error="Vous ne pouvez pas désactiver votre propre compte\u00a0: demandez à une collègue."
        )
    try:
        disable_account(account, now(), actor())
    except LastAdministratrice:
        return _show(status=409, error=LAST)
    flash(f"Le compte de {account.name} est désactivé et ses sessions sont terminées.")
    return go(url_for("staff.accounts"))


@staff.post("/comptes/<id:account_id>/secours")
@administratrice_only
def account_rescue(account_id: int) -> Response:
    """A lost password or phone: a provisional password shown this once, no second factor, every session ended."""
    account = _account(account_id)
    password = pronounceable()
    change_password(account, password, now(), actor(), provisional=True)
    if account.totp_secret is not None:
        turn_off(account, now(), actor())
    return show_page("staff/provisional_password.html", account=account, password=password)


def _account(account_id: int) -> Account:
    try:
        return get_account(account_id)
    except KeyError:
        abort(404)


def _show(*, status: int = 200, typed: dict[str, str] | None = None, error: str = "") -> Response:
    empty = {"email": "", "name": "", "role": Role.CHARGEE}
    return show_page(
        "staff/accounts.html",
        status=status,
        accounts=list_accounts(),
        roles=ROLES,
        typed=typed or empty,
        error=error,
        me=me(),
    )
