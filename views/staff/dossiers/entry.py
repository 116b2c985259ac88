"""Enter by hand an application that came by telephone or at a stand."""

from __future__ import annotations

from flask import Response, flash, request

from models.french.formats import paris_day
from models.french.staff_words import STAGES, short_labels
from models.store.applications import find_application
from models.store.by_hand import attach_applicant, enter_dossier
from models.store.dossier_file import get_dossier
from models.store.visits import find_by_reference
from views.staff.access import actor, staff
from views.staff.dossiers.applicant import KINDS
from views.staff.dossiers.entry_form import FACTS, EntryForm, entry_form
from views.staff.dossiers.file import file_url
from views.staff.layout import go, show_page
from views.web.doors import now
from views.web.library import running


@staff.get("/dossiers/nouveau")
def by_hand() -> Response:
    """An empty form."""
    return _show(entry_form(None, running().questionnaire, paris_day(now())))


@staff.post("/dossiers/nouveau")
def by_hand_save() -> Response:
    """A new dossier; or, with a stand's reference, the person and company of the assessment done there."""
    form = entry_form(request.form, running().questionnaire, paris_day(now()))
    valid, reference = form.validate(), request.form.get("reference", "").strip()
    found, refusal = _find(reference)
    if not valid or refusal:
        return _show(form, reference=reference, refusal=refusal, status=422)
    if found is None:
        found = enter_dossier(form.entered(), now(), actor())
        flash("Le dossier est créé.")
    else:
        attach_applicant(found, form.entered(), now(), actor())
        flash("Les coordonnées sont ajoutées au dossier du stand.")
    return go(file_url(found))


def _find(reference: str) -> tuple[int | None, str]:
    """The assessment of a stand's reference, or why it can't be used."""
    if not reference:
        return None, ""
    ids = find_by_reference(reference)
    if not ids:
        return None, "Aucun dossier n’a cette référence. Vérifiez-la, ou laissez vide pour créer un dossier."
    if find_application(ids[0]) or get_dossier(ids[0]).anonymised:
        return None, "Ce dossier a déjà ses coordonnées\u00a0: ouvrez-le pour les modifier."
    return ids[0], ""


def _show(form: EntryForm, *, reference: str = "", refusal: str = "", status: int = 200) -> Response:
    questionnaire = running().questionnaire
    mistakes = form.mistakes | ({"reference": refusal} if refusal else {})
    return show_page(
        "staff/by_hand.html",
        status=status,
        form=form,
        mistakes=mistakes,
        reference=reference,
        kinds=KINDS,
        stages=STAGES,
        facts={key: (label, short_labels(questionnaire, key)) for key, label in FACTS.items()},
        today=paris_day(now()),
    )
