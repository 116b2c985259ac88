"""The next visit, said by itself."""

from __future__ import annotations

from flask import Response, flash

from models.french.accompaniment_words import next_visit_in_words
from models.french.formats import in_sentence
from models.store.accompaniments import plan_next_visit
from models.store.dossier_file import get_dossier
from views.staff.access import actor, consultantes_too, staff
from views.staff.accompaniment.company_page import company_url, show_company
from views.staff.accompaniment.visit_forms import NextVisitForm
from views.staff.dossiers.file import dossier_here
from views.staff.dossiers.work import save
from views.staff.layout import go
from views.web.doors import now


@staff.post("/accompagnements/<id:dossier_id>/prochaine-visite")
@consultantes_too
def next_visit(dossier_id: int) -> Response:
    """Say when the next visit is, or that none is planned."""
    file = dossier_here(dossier_id)
    form = NextVisitForm(file)

    def change() -> None:
        day, version = form.prochaine.data, get_dossier(file.id).version
        plan_next_visit(file.id, version, day, now(), actor(), shown=next_visit_in_words(day))

    if not save([form], change):
        return show_company(form.file, form, status=409 if form.stale else 422)
    flash(f"C’est noté\u00a0: {in_sentence(next_visit_in_words(form.prochaine.data))}.")
    return go(company_url(file.id))
