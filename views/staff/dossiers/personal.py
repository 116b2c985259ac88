"""What a person may ask for: a fresh address, everything about her, or its erasure."""

from __future__ import annotations

import json
from datetime import timedelta

from flask import Response, abort, current_app, flash, make_response, url_for

from models.store import audit
from models.store.database import writing
from models.store.dossier_file import Dossier
from models.store.lifetimes import lifetime
from models.store.outbox import MailKind, count_letters, write_letter
from models.store.personal_data import erase_dossier, extract_dossier
from models.store.timeline import EntryKind, add_entry
from models.store.visits import renew_address_of
from views.journey.letters import address_letter
from views.journey.take_away import until_in_words
from views.staff.access import actor, staff
from views.staff.dossiers.file import dossier_here, file_url
from views.staff.layout import go, show_page
from views.web.doors import now
from views.web.library import running
from views.web.mailing import wake_post_office

MOST_ADDRESSES = 5
"""Fresh addresses a day for one dossier: a mistake can be mended, and nobody is flooded with mail."""


@staff.post("/dossiers/<id:dossier_id>/adresse")
def send_fresh_address(dossier_id: int) -> Response:
    """A new personal address, sent to the person; the former ones stop working at once."""
    file = dossier_here(dossier_id)
    email = file.application.applicant.email if file.application else ""
    if file.anonymised or not email:
        abort(409)
    if count_letters(file.id, MailKind.ADDRESS, now() - timedelta(days=1)) >= MOST_ADDRESSES:
        flash("Cinq adresses sont déjà parties aujourd’hui pour ce dossier\u00a0: attendez demain.")
        return go(file_url(file.id))
    life = lifetime(file.id, running().questionnaire.retention)
    with writing():
        token = renew_address_of(file.id, now())
        write_letter(address_letter(email, token, until_in_words(life)), now(), file.id)
        add_entry(file.id, EntryKind.ADDRESS, now(), actor(), summary="Nouvelle adresse personnelle envoyée")
        audit.record(actor(), "envoyer une nouvelle adresse", now(), subject=file.name, assessment_id=file.id)
    wake_post_office(current_app)
    flash("Une nouvelle adresse part par mail. L’ancienne ne fonctionne plus.")
    return go(file_url(file.id, "historique"))


@staff.post("/dossiers/<id:dossier_id>/extraction")
def extract(dossier_id: int) -> Response:
    """Everything kept about this dossier, as a JSON file to hand over."""
    file = dossier_here(dossier_id)
    extracted = extract_dossier(file.id, now(), actor())
    response = make_response(json.dumps(extracted, ensure_ascii=False, indent=2))
    response.mimetype = "application/json"
    name = file.reference or str(file.id)
    response.headers["Content-Disposition"] = f'attachment; filename="donnees-{name}.json"'
    return response


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
    erase_dossier(file.id, now(), actor())
    flash(f"Le dossier {file.name} est effacé, avec tout ce qui s’y rattachait.")
    return go(url_for("staff.dossiers"))


def _ask(file: Dossier, *, status: int = 200) -> Response:
    return show_page(
        "staff/erase.html", status=status, file=file, accountable=_accountable(file), back=file_url(file.id)
    )


def _accountable(file: Dossier) -> bool:
    if file.anonymised:
        return False
    return lifetime(file.id, running().questionnaire.retention).accountable
