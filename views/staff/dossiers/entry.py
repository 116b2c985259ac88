"""Enter by hand an application that came by telephone or at a stand."""

from __future__ import annotations

from flask import Response, flash

from models.french.formats import paris_day
from models.french.staff_words import STAGES
from models.store.by_hand import attach_applicant, enter_dossier
from models.store.dossier_links import list_alike
from views.staff.access import actor, staff
from views.staff.dossiers.entry_form import EntryForm
from views.staff.dossiers.file import file_url
from views.staff.layout import go, show_page
from views.web.doors import now
from views.web.library import running


@staff.route("/dossiers/nouveau", methods=["GET", "POST"])
def by_hand() -> Response:
    """A new dossier; or, with a stand's reference, the person and company of the assessment done there.

    Where other dossiers may be the same company's, they are shown first: it is kept once they were seen.
    """
    form = EntryForm(running().questionnaire, paris_day(now()))
    if not form.validate_on_submit():
        return show_page("staff/by_hand.html", form=form, alike=[], stages=STAGES)
    alike = list_alike(form.applicant(), but=[form.joined])
    if not form.has_seen(alike):
        return show_page("staff/by_hand.html", status=409, form=form, alike=alike, stages=STAGES)
    if form.joined:
        attach_applicant(form.joined, form.entered(), now(), actor())
        flash("Les coordonnées sont ajoutées au dossier du stand.")
        return go(file_url(form.joined))
    made = enter_dossier(form.entered(), now(), actor())
    flash("Le dossier est créé.")
    return go(file_url(made))
