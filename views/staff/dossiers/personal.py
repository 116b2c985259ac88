"""What a person may ask for: a fresh address, or the erasure of everything about her."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Response, current_app, flash, request, url_for

from models.french.formats import plural
from models.french.staff_words import STAGES
from models.store import audit
from models.store.database import writing
from models.store.dossier_file import Dossier
from models.store.dossier_links import Kin, list_of_person
from models.store.lifetimes import lifetime
from models.store.outbox import MailKind, count_letters, write_letter
from models.store.personal_data import erase_dossier
from models.store.sheets.parting import stays_published
from models.store.timeline import EntryKind, add_entry
from models.store.visits import renew_address_of
from views.journey.letters import address_letter
from views.journey.take_away import until_in_words
from views.staff.access import actor, staff
from views.staff.dossiers.file import back_to_file, dossier_here, file_url, reachable
from views.staff.dossiers.file_forms import typed_beside
from views.staff.layout import go, show_page
from views.web.doors import now
from views.web.library import running
from views.web.mailing import mail_leaves, wake_post_office

MOST_ADDRESSES = 5
"""Fresh addresses a day for one dossier: a mistake can be mended, and nobody is flooded with mail."""


@staff.post("/dossiers/<id:dossier_id>/adresse")
def send_fresh_address(dossier_id: int) -> Response:
    """A new personal address, sent to the person once that was confirmed; the former ones stop working at once."""
    file = dossier_here(dossier_id)
    email, confirmed = reachable(file).email, request.form.get("confirme", "")
    if confirmed == "non":
        return back_to_file(file.id)
    if confirmed != "oui":
        typed = [each for each in request.form.items(multi=True) if each[0] not in {"csrf_token", "confirme"}]
        asked: dict[str, Any] = {"file": file, "email": email, "leaves": mail_leaves(), "typed": typed}
        return show_page("staff/fresh_address.html", unsaved=typed_beside(file), **asked)
    if count_letters(file.id, MailKind.ADDRESS, now() - timedelta(days=1)) >= MOST_ADDRESSES:
        flash("Cinq adresses sont déjà parties aujourd’hui pour ce dossier\u00a0: attendez demain.")
        return back_to_file(file.id)
    life = lifetime(file.id, running().questionnaire.retention)
    with writing():
        token = renew_address_of(file.id, now())
        write_letter(address_letter(email, token, until_in_words(life)), now(), file.id)
        add_entry(file.id, EntryKind.ADDRESS, now(), actor(), summary="Nouvelle adresse personnelle envoyée")
        audit.record(actor(), "envoyer une nouvelle adresse", now(), subject=file.name, assessment_id=file.id)
    wake_post_office(current_app)
    flash(f"Une nouvelle adresse part à {email}. L’ancienne ne fonctionne plus.")
    return back_to_file(file.id, "historique")


@staff.get("/dossiers/<id:dossier_id>/effacer")
def erase_confirm(dossier_id: int) -> Response:
    """Ask before everything is erased."""
    return _ask(dossier_here(dossier_id))


@staff.post("/dossiers/<id:dossier_id>/effacer")
def erase(dossier_id: int) -> Response:
    """Erase the dossier for good; a project that received public aid stays accountable."""
    file = dossier_here(dossier_id)
    if _accountable(file):
        return _ask(file, status=409)
    others = list_of_person(file.id)
    erase_dossier(file.id, now(), actor(), keep_sheet=request.form.get("fiche") != "retirer")
    flash(f"Le dossier {file.name} est effacé, avec tout ce qui s’y rattachait.")
    if others:
        flash(f"Cette personne a encore {plural(len(others), 'dossier')}\u00a0: {_named(others)}.")
    return go(url_for("staff.dossiers"))


def _ask(file: Dossier, *, status: int = 200) -> Response:
    return show_page(
        "staff/erase.html",
        status=status,
        file=file,
        accountable=_accountable(file),
        others=list_of_person(file.id),
        sheet_stays=stays_published(file.id),
        stages=STAGES,
        back=file_url(file.id),
    )


def _named(dossiers: list[Kin]) -> str:
    return ", ".join(each.reference or str(each.id) for each in dossiers)


def _accountable(file: Dossier) -> bool:
    if file.anonymised:
        return False
    return lifetime(file.id, running().questionnaire.retention).accountable
