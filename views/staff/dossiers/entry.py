"""Enter by hand an application that came by telephone or at a stand."""

from __future__ import annotations

from flask import Response, flash

from models.french.formats import paris_day
from models.store.by_hand import attach_applicant, enter_dossier
from views.staff.access import actor, staff
from views.staff.dossiers.entry_form import EntryForm
from views.staff.dossiers.file import file_url
from views.staff.layout import go, show_page
from views.web.doors import now
from views.web.library import running


@staff.route("/dossiers/nouveau", methods=["GET", "POST"])
def by_hand() -> Response:
    """A new dossier; or, with a stand's reference, the person and company of the assessment done there."""
    form = EntryForm(running().questionnaire, paris_day(now()))
    if not form.validate_on_submit():
        return show_page("staff/by_hand.html", form=form)
    if form.joined:
        attach_applicant(form.joined, form.entered(), now(), actor())
        flash("Les coordonnées sont ajoutées au dossier du stand.")
        return go(file_url(form.joined))
    made = enter_dossier(form.entered(), now(), actor())
    flash("Le dossier est créé.")
    return go(file_url(made))
