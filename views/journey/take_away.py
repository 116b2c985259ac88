"""Take it with you: the personal address to come back by, the read-only one to show, the PDF, and erasing it all."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, abort, current_app, request, url_for

from models.contact.email import read_email
from models.contact.text import EntryError
from models.french.formats import long_date
from models.store.collections import counted_collections
from models.store.erasure import delete_assessment
from models.store.letter_caps import write_if_few
from models.store.lifetimes import Lifetime, lifetime
from models.store.settings import scheme_is_open
from models.store.sheets.parting import stays_published
from models.store.visits import SharedResult, find_shared, newest_result, renew_address, revoke_share, share_token
from views.journey.letters import address_letter, breaks, personal_url
from views.journey.near_project import near_project
from views.journey.pdf import send_pdf
from views.journey.result_page import ResultView, view_result
from views.kiosk.qr import qr_svg
from views.web.current_visit import CurrentVisit, current_visit, posted
from views.web.doors import at_kiosk, here, journey, not_at_kiosk, now, public_url
from views.web.mailing import mail_leaves, wake_post_office
from views.web.render import go, show
from views.web.throttle import LETTERS, spend, unknown_address

shared = Blueprint("shared", __name__)
"""The read-only address: a result, and nothing else."""

EMAIL_MISSING = "Écrivez l’adresse e-mail où envoyer le lien."
TOO_MANY = (
    "Trop de messages ont déjà été demandés aujourd’hui. Copiez l’adresse ci-dessus, ou demandez un envoi demain."
)


def add_take_away(app: Flask) -> None:
    """The read-only address, and what the templates of this floor need."""
    app.register_blueprint(shared)
    app.jinja_env.globals.update(qr_svg=qr_svg, share_url=share_url, personal_url=personal_url)
    app.jinja_env.filters["breaks"] = breaks


def share_url(token: str) -> str:
    """The read-only address to show around, from its token."""
    return public_url(url_for("shared.show_shared", token=token))


@journey.get("/diagnostics/<token>/reprendre")
def come_back(token: str) -> Response:
    """The personal address: to copy, to scan, to have sent."""
    not_at_kiosk()
    return _show_address(current_visit(token))


@journey.post("/diagnostics/<token>/reprendre")
def send_address(token: str) -> Response:
    """Have the personal address sent by e-mail: used for that one message, erased once sent."""
    not_at_kiosk()
    current, typed = current_visit(token), posted().get("email", "")
    assessment_id = current.visit.assessment_id
    if not typed.strip():
        return _show_address(current, typed=typed, error=EMAIL_MISSING)
    try:
        recipient = read_email(typed)
    except EntryError as refusal:
        return _show_address(current, typed=typed, error=str(refusal))
    spend(LETTERS)
    letter = address_letter(recipient, token, until_in_words(_lifetime(current)))
    if not write_if_few(letter, now(), assessment_id):
        return _show_address(current, typed=typed, error=TOO_MANY)
    wake_post_office(current_app)
    return go(current.url("come_back", fait="envoi"))


@journey.post("/diagnostics/<token>/nouvelle-adresse")
def renew(token: str) -> Response:
    """A new personal address; the old one stops working at once."""
    not_at_kiosk()
    current = current_visit(token)
    posted()
    return go(here("come_back", token=renew_address(current.visit, now()), fait="nouvelle-adresse"))


@journey.post("/diagnostics/<token>/nouveau-partage")
def renew_share(token: str) -> Response:
    """Kill the read-only addresses given so far; another takes their place."""
    not_at_kiosk()
    current = current_visit(token)
    posted()
    revoke_share(current.visit, token, now())
    return go(current.url("come_back", fait="nouveau-partage"))


@journey.get("/diagnostics/<token>/supprimer")
def confirm_deletion(token: str) -> Response:
    """Ask before everything is erased."""
    not_at_kiosk()
    return _show_deletion(current_visit(token))


@journey.post("/diagnostics/<token>/supprimer")
def delete(token: str) -> Response:
    """Erase everything of this assessment, for good; a project that received public aid stays accountable."""
    not_at_kiosk()
    current = current_visit(token)
    posted()
    if _lifetime(current).accountable:
        return _show_deletion(current, status=409)
    delete_assessment(current.visit.assessment_id, now(), keep_sheet="fiche" not in request.form)
    return show("take_away/deleted.html")


@journey.get("/diagnostics/<token>/estimation.pdf")
def estimate_pdf(token: str) -> Response:
    """The last concluded result as a PDF; with the read-only address on it if asked for. 404 before conclusion."""
    current = current_visit(token)
    kept = newest_result(current.visit.assessment_id)
    if kept is None:
        abort(404)
    wanted = "partage" in request.args and not at_kiosk()
    address = share_url(share_token(current.visit, token)) if wanted else None
    collections = () if at_kiosk() else counted_collections(current.visit.assessment_id)
    return send_pdf(view_result(kept, current.visit.reference, collections), address)


@shared.get("/partage/<token>", strict_slashes=False)
def show_shared(token: str) -> Response:
    """A result to read: no answers to change, no contact details."""
    found = _found(token)
    return show(
        "journey/result.html",
        seen=_view(found),
        near=near_project(found.kept.result, found.assessment_id),
        current=None,
        split=None,
        share_token=token,
        application=None,
        scheme_open=scheme_is_open(),
        asks_views=False,
        read_only=True,
    )


@shared.get("/partage/<token>/estimation.pdf")
def shared_pdf(token: str) -> Response:
    """The shared result as a PDF, with its read-only address on it."""
    found = _found(token)
    return send_pdf(_view(found), share_url(token))


def _found(token: str) -> SharedResult:
    found = find_shared(token)
    if found is None:
        unknown_address()
    return found


def _view(found: SharedResult) -> ResultView:
    return view_result(found.kept, found.reference, counted_collections(found.assessment_id))


def until_in_words(life: Lifetime) -> str:
    """Until when an address works, as things stand."""
    renewal = "chaque échange avec l’Aract" if life.exchange else "chaque réponse que vous donnez ou changez"
    return f"Cette adresse fonctionne jusqu’au {long_date(life.until)}. Ce délai recommence à {renewal}."


def _lifetime(current: CurrentVisit) -> Lifetime:
    return lifetime(current.visit.assessment_id, current.edition.questionnaire.retention)


def _show_address(current: CurrentVisit, *, typed: str = "", error: str = "") -> Response:
    return show(
        "take_away/address.html",
        status=422 if error else 200,
        url=current.url("come_back"),
        current=current,
        until=until_in_words(_lifetime(current)),
        share_token=share_token(current.visit, current.token) if current.visit.has_result else None,
        typed=typed,
        error=error,
        done=request.args.get("fait", ""),
        mail_leaves=mail_leaves(),
    )


def _show_deletion(current: CurrentVisit, *, status: int = 200) -> Response:
    return show(
        "take_away/delete.html",
        status=status,
        url=current.url("confirm_deletion"),
        current=current,
        life=_lifetime(current),
        sheet_stays=stays_published(current.visit.assessment_id),
        operator=current_app.config["OPERATOR"],
    )
