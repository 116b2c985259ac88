"""A dossier as whoever accompanies the company sees it: the days, the visits, and what the company said."""

from __future__ import annotations

from flask import Response, url_for

from models.french.accompaniment_words import due_in_words
from models.french.formats import paris_day
from models.french.staff_words import LEVELS, OFFERS, STAGES, VERDICTS
from models.rules.accompaniment import CHECKED_GRANT
from models.store.accompaniments import allowance_of, find_accompaniment
from models.store.dossier_file import Dossier, list_revisions
from models.store.interventions import list_interventions
from models.store.visits import newest_result
from views.staff.access import consultantes_too, staff
from views.staff.accompaniment.visit_forms import NextVisitForm
from views.staff.dossiers.file import KINDS, answers_of, dossier_here, see
from views.staff.layout import show_page
from views.web.doors import now


@staff.get("/accompagnements/<id:dossier_id>")
@consultantes_too
def company(dossier_id: int) -> Response:
    """A dossier as its consultant sees it: result, answers, contact, grant, visits, and nothing of the team's own."""
    file = dossier_here(dossier_id)
    return show_company(file, NextVisitForm(file, None))


def company_url(dossier_id: int, anchor: str | None = None) -> str:
    """Its address."""
    return url_for("staff.company", dossier_id=dossier_id, _anchor=anchor)


def show_company(file: Dossier, form: NextVisitForm, *, status: int = 200) -> Response:
    """The page, with the form of the next visit as it was sent."""
    kept, allowance, revisions = find_accompaniment(file.id), allowance_of(file.id), list_revisions(file.id)
    visits, today = list_interventions(file.id, withdrawn=True), paris_day(now())
    standing = [each.told.day for each in visits if not each.withdrawn]
    return show_page(
        "staff/company.html",
        status=status,
        form=form if form.refused else None,
        next_visit=form,
        file=file,
        kept=kept,
        allowance=allowance,
        due=[due_in_words(each, kept.next_visit_on) for each in allowance.due(kept.next_visit_on, standing, today)],
        visits=visits,
        checked=(file.grant is not None and file.grant.days >= CHECKED_GRANT) or kept.checkpoint is not None,
        seen=see(newest_result(file.id), file),
        answers=answers_of(revisions[0]) if revisions else None,
        revisions=[],
        verdicts=VERDICTS,
        offers=OFFERS,
        levels=LEVELS,
        stages=STAGES,
        kinds=KINDS,
        today=today,
    )
