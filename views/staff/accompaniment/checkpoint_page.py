"""The point d'étape of a long grant: to go on or to stop, and why."""

from __future__ import annotations

from flask import Response, abort, flash

from models.french.accompaniment_words import checkpoint_in_words
from models.store.accompaniments import allowance_of, find_accompaniment, record_checkpoint
from models.store.dossier_file import get_dossier
from views.staff.access import actor, consultantes_too, staff
from views.staff.accompaniment.company_page import company_url
from views.staff.accompaniment.visit_forms import CheckpointForm
from views.staff.dossiers.file import KINDS, dossier_here
from views.staff.dossiers.work import save
from views.staff.layout import go, show_page
from views.web.doors import now


@staff.route("/accompagnements/<id:dossier_id>/point-d-etape", methods=["GET", "POST"])
@consultantes_too
def checkpoint(dossier_id: int) -> Response:
    """Record what the point d'étape decided, or correct it; 409 before its time."""
    file = dossier_here(dossier_id)
    form = CheckpointForm(file)
    if allowance_of(file.id).is_open and not allowance_of(file.id).may_check:
        abort(409)

    def change() -> None:
        if form.is_so:
            return
        version, words = get_dossier(file.id).version, checkpoint_in_words(form.decision.data)
        told = (form.decision.data, form.le.data, form.raison.data)
        record_checkpoint(file.id, version, *told, now(), actor(), shown=words)

    if not form.is_submitted() or not save([form], change):
        return show_page(
            "staff/checkpoint.html",
            status=409 if form.stale else 200,
            form=form,
            file=form.file,
            allowance=allowance_of(file.id),
            former=find_accompaniment(file.id).checkpoint,
            back=company_url(file.id),
            kinds=KINDS,
        )
    flash(f"Le point d’étape est enregistré\u00a0: {checkpoint_in_words(form.decision.data)}.")
    return go(company_url(file.id))
