"""A visit to tell, then to correct, to withdraw or to put back; the history keeps the former versions."""

from __future__ import annotations

import uuid

from flask import Response, abort, flash

from models.french.accompaniment_words import (
    left_in_words,
    next_visit_in_words,
    refusal_in_words,
    told_in_full,
    visit_in_words,
)
from models.french.formats import long_date
from models.store.accompaniments import allowance_of, set_next_visit
from models.store.dossier_file import Dossier, get_dossier
from models.store.interventions import (
    KeptIntervention,
    Shown,
    correct_intervention,
    find_intervention,
    record_intervention,
    withdraw_intervention,
)
from views.staff.access import actor, consultantes_too, staff
from views.staff.accompaniment.company_page import company_url
from views.staff.accompaniment.visit_forms import VisitForm
from views.staff.dossiers.file import KINDS, dossier_here
from views.staff.dossiers.work import save
from views.staff.layout import go, show_page
from views.web.doors import now


@staff.route("/accompagnements/<id:dossier_id>/visites/nouvelle", methods=["GET", "POST"])
@consultantes_too
def visit_new(dossier_id: int) -> Response:
    """Tell a visit; sent twice it is one, and sent again otherwise it meets what was kept."""
    file = dossier_here(dossier_id)
    form = VisitForm(file)
    if not form.is_submitted() or not save([form], lambda: _keep(form)):
        return _show(form)
    return _done(form, "enregistrée")


@staff.route("/accompagnements/<id:dossier_id>/visites/<id:intervention_id>", methods=["GET", "POST"])
@consultantes_too
def visit(dossier_id: int, intervention_id: int) -> Response:
    """A visit to correct, to withdraw or to put back, until the company answers its review."""
    file = dossier_here(dossier_id)
    form = VisitForm(file, visit_here(file, intervention_id))
    restored = form.found is not None and form.found.withdrawn
    if not form.is_submitted() or not save([form], lambda: _keep(form)):
        return _show(form)
    return _done(form, "retirée" if form.withdraws else "rétablie" if restored else "corrigée")


def visit_here(file: Dossier, intervention_id: int) -> KeptIntervention:
    """The visit of an address, or 404."""
    try:
        return find_intervention(file.id, intervention_id)
    except KeyError:
        abort(404)


def _keep(form: VisitForm) -> None:
    dossier_id, told = form.file.id, form.as_told
    version = get_dossier(dossier_id).version
    if form.withdraws and form.found:
        withdraw_intervention(dossier_id, version, form.found.id, now(), actor())
        return
    words = Shown(visit_in_words(told.half_days, told.participants), told_in_full(told.done, told.next_steps))
    if form.is_so:
        pass  # sent twice, or nothing but the next visit's day was changed
    elif form.found:
        correct_intervention(dossier_id, version, form.found.id, told, now(), actor(), shown=words)
    else:
        record_intervention(dossier_id, form.nom.data or str(uuid.uuid4()), told, now(), actor(), shown=words)
    if form.plans:
        day = form.prochaine.data
        set_next_visit(dossier_id, day, now(), actor(), shown=next_visit_in_words(day))


def _show(form: VisitForm) -> Response:
    allowance = allowance_of(form.file.id)
    closed = allowance.closed(corrects=form.found is not None)
    return show_page(
        "staff/visit.html",
        status=409 if form.stale else 200,
        form=form,
        file=form.file,
        found=form.found,
        allowance=allowance,
        closed=refusal_in_words(closed, allowance, 0) if closed and not form.refused else "",
        back=company_url(form.file.id, "visites"),
        kinds=KINDS,
    )


def _done(form: VisitForm, verb: str) -> Response:
    day = form.found.told.day if form.found and form.withdraws else form.jour.data
    flash(f"La visite du {long_date(day)} est {verb}. {left_in_words(allowance_of(form.file.id))}.")
    return go(company_url(form.file.id, "visites"))
