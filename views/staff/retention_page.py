"""How long data is kept, and the purge: it runs by itself once a day; an administratrice may ask for it at once."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from flask import Response, flash, url_for

from models.french.formats import paris_day
from models.service.housekeeping import LAST_PURGE, days_to_doubt, purge_now
from models.store import audit
from models.store.database import writing
from models.store.settings import get_setting
from views.staff.access import actor, administratrice_only, staff
from views.staff.layout import go, show_page
from views.web.doors import now
from views.web.library import running

COUNTED = {
    "erased_again": "déjà effacés, revenus d’une sauvegarde",
    "unfinished": "questionnaires inachevés, effacés",
    "finished": "résultats sans contact, réduits à des chiffres",
    "applications": "demandes et candidatures, réduites à des chiffres",
    "accompanied": "projets accompagnés, réduits à des chiffres",
    "revisions": "révisions abandonnées, effacées",
    "phone_addresses": "adresses de téléphone jamais ouvertes, effacées",
}
"""What a purge counts, in words."""


@staff.get("/conservation")
@administratrice_only
def retention() -> Response:
    """The delays, and when the last purge ran."""
    last = get_setting(LAST_PURGE)
    return show_page(
        "staff/retention.html",
        retention=running().questionnaire.retention,
        last=datetime.fromisoformat(last) if last else None,
        doubt=days_to_doubt(now()),
        today=paris_day(now()),
    )


@staff.post("/conservation")
@administratrice_only
def purge_on_request() -> Response:
    """Forget at once what is over."""
    counts = {
        COUNTED[name]: count
        for name, count in asdict(purge_now(running().questionnaire.retention, now())).items()
        if count
    }
    told = ", ".join(f"{count}\u00a0{words}" for words, count in counts.items()) or "rien à oublier"
    with writing():
        audit.record(actor(), "purger", now(), detail=told)
    flash(f"La purge est faite\u00a0: {told}.")
    return go(url_for("staff.retention"))
