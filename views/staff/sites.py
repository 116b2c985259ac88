"""The sites that may show the questionnaire in their own pages, besides those of the service's settings."""

from __future__ import annotations

from flask import Response, current_app, flash, url_for

from models.service.frame_hosts import ADDED, read_sites
from models.store import audit
from models.store.database import writing
from models.store.settings import get_setting, set_setting
from views.forms.typed_fields import ParagraphsField
from views.staff.access import actor, administratrice_only, staff
from views.staff.layout import go, show_page
from views.staff.staff_form import StaffForm
from views.web.doors import now

LONGEST = 10_000
"""Characters of the list: some three hundred sites."""


def read_list(typed: str) -> str:
    """The sites, a line each; raises ValueError with those that aren't."""
    wanted, wrong = read_sites(typed)
    if wrong:
        lines = ", ".join(wrong)
        raise ValueError(f"Écrivez chaque site comme https://www.exemple.fr, sans page derrière\u00a0: {lines}")
    return "\n".join(wanted)


class SitesForm(StaffForm):
    """The list, a site a line."""

    sites = ParagraphsField(
        "Les sites autorisés",
        read_list,
        longest=LONGEST,
        rows="8",
        hint="Un par ligne, comme https://www.exemple.fr. L’adresse avec ou sans «\u00a0www.\u00a0» vaut pour les deux"
        "\u202f; https://*.exemple.fr vaut pour tous ses sous-domaines.",
    )


@staff.route("/sites", methods=["GET", "POST"])
@administratrice_only
def sites() -> Response:
    """The list, to change; it counts at once."""
    known = get_setting(ADDED) or ""
    form = SitesForm(sites=known)
    if not form.validate_on_submit():
        return show_page("staff/sites.html", form=form, fixed=current_app.config["FRAME_ANCESTORS"])
    wanted = form.sites.data
    if wanted != known:
        with writing():
            set_setting(ADDED, wanted)
            audit.record(actor(), "changer les sites autorisés", now(), detail=wanted.replace("\n", ", ") or "aucun")
    current_app.extensions["frame_hosts"].read()
    flash("La liste des sites est enregistrée.")
    return go(url_for("staff.sites"))
