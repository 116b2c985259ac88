"""Accounts, managed by an administratrice: made, changed, disabled, helped with a lost password or phone."""

from __future__ import annotations

from flask import Response, abort, flash, url_for

from models.french.formats import of
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
from views.forms.typed_fields import ChoiceField, EmailField, ReadField
from views.staff.access import actor, administratrice_only, me, staff
from views.staff.layout import go, show_page
from views.staff.staff_form import StaffForm
from views.web.doors import now

LAST = "C’est la dernière administratrice en activité\u00a0: donnez d’abord ce rôle à quelqu’un d’autre."


class AccountForm(StaffForm):
    """Somebody's name and role."""

    name = ReadField("Prénom et nom")
    role = ChoiceField(
        "Rôle",
        ROLES,
        missing="Choisissez un rôle.",
        hint="Une consultante ne voit que les entreprises qu’elle accompagne. Une administratrice gère aussi les"
        " comptes, publie le contenu et purge.",
    )


class NewAccountForm(AccountForm):
    """The same, and the address that she signs in with."""

    email = EmailField("Adresse e-mail", missing="Écrivez l’adresse e-mail avec laquelle elle se connectera.")


@staff.route("/comptes", methods=["GET", "POST"])
@administratrice_only
def accounts() -> Response:
    """Every account, and a form for a new one, whose provisional password is shown once."""
    form = NewAccountForm(role=Role.CHARGEE)
    if form.validate_on_submit():
        email, role, password = form.email.data, Role(form.role.data), pronounceable()
        try:
            account = create_account(email, form.name.data or email, role, password, now(), actor(), provisional=True)
        except AccountExists:
            form.refuse("email", "Il existe déjà un compte à cette adresse.")
        else:
            return show_page("staff/provisional_password.html", account=account, password=password)
    return _show(form)


@staff.post("/comptes/<id:account_id>")
@administratrice_only
def account_change(account_id: int) -> Response:
    """Another name or role."""
    account = _account(account_id)
    form = AccountForm(suffix=account.id)
    if not form.validate():
        return _show(form, account)
    name = form.name.data or account.email
    try:
        change_account(account, name, Role(form.role.data), now(), actor())
    except LastAdministratrice:
        return _show(error=LAST)
    flash(f"Le compte {of(name)} est modifié.")
    return go(url_for("staff.accounts"))


@staff.post("/comptes/<id:account_id>/acces")
@administratrice_only
def account_access(account_id: int) -> Response:
    """Disable the account, or enable it again."""
    account = _account(account_id)
    if account.disabled_at is not None:
        enable_account(account, now(), actor())
        flash(f"Le compte {of(account.name)} est réactivé.")
        return go(url_for("staff.accounts"))
    if account.id == me().id:
        return _show(error="Vous ne pouvez pas désactiver votre propre compte\u00a0: demandez à une collègue.")
    try:
        disable_account(account, now(), actor())
    except LastAdministratrice:
        return _show(error=LAST)
    flash(f"Le compte {of(account.name)} est désactivé et ses sessions sont terminées.")
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


def _show(form: AccountForm | None = None, changed: Account | None = None, *, error: str = "") -> Response:
    """The accounts, with the form that was sent: a new account's, or that of `changed`."""
    listed = list_accounts()
    forms = {one.id: AccountForm(None, suffix=one.id, name=one.name, role=one.role) for one in listed}
    if form and changed:
        forms[changed.id] = form
    return show_page(
        "staff/accounts.html",
        status=409 if error else 200,
        form=form,
        new=form if isinstance(form, NewAccountForm) else NewAccountForm(None, role=Role.CHARGEE),
        forms=forms,
        accounts=listed,
        error=error,
        me=me(),
    )
