"""The sites that may show the questionnaire in their own pages, besides those of the service's settings."""

from __future__ import annotations

from flask import Response, current_app, flash, request, url_for

from models.service.frame_hosts import ADDED, read_sites
from models.store import audit
from models.store.database import writing
from models.store.settings import get_setting, set_setting
from views.staff.access import actor, administratrice_only, staff
from views.staff.layout import go, show_page
from views.web.doors import now

LONGEST = 10_000
"""Characters of the list that are read: some three hundred sites."""


@staff.get("/sites")
@administratrice_only
def sites() -> Response:
    """The list, to change."""
    return _show(get_setting(ADDED) or "")


@staff.post("/sites")
@administratrice_only
def sites_change() -> Response:
    """Keep the list; it counts at once."""
    typed = request.form.get("sites", "")[:LONGEST]
    wanted, wrong = read_sites(typed)
    if wrong:
        lines = ", ".join(wrong)
        return _show(typed, f"Écrivez chaque site comme https://www.exemple.fr, sans page derrière\u00a0: {lines}", 422)
    kept = "\n".join(wanted)
    with writing():
        if kept != (get_setting(ADDED) or ""):
            set_setting(ADDED, kept)
            audit.record(actor(), "changer les sites autorisés", now(), detail=", ".join(wanted) or "aucun")
    current_app.extensions["frame_hosts"].read()
    flash("La liste des sites est enregistrée.")
    return go(url_for("staff.sites"))


def _show(typed: str, error: str = "", status: int = 200) -> Response:
    return show_page(
        "staff/sites.html", status=status, typed=typed, error=error, fixed=current_app.config["FRAME_ANCESTORS"]
    )
