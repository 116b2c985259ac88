"""The day's page: whom to call back, which dossiers nobody follows, which mail failed."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response

from models.french.formats import paris_day
from models.store.dossiers import DossierRow, Sort, count_dossiers, list_dossiers
from models.store.filters import Filters
from views.staff.access import me, staff
from views.staff.dossiers.list_query import STATES, list_url
from views.staff.layout import show_page
from views.web.doors import now

SHOWN = 8
OPEN_STAGES = ("nouveau", "contacte", "candidature")
"""Where somebody waits for the Aract."""


@dataclass(frozen=True, slots=True)
class Pile:
    """Something to do today: how many, the first of them, and the list they come from."""

    id: str
    title: str
    nothing: str
    total: int
    rows: list[DossierRow]
    url: str


@staff.get("", strict_slashes=False)
def home() -> Response:
    """The day at a glance."""
    today = paris_day(now())
    due = Filters(call_back_by=today)
    orphans = Filters(stages=OPEN_STAGES, unassigned=True)
    mine = Filters(stages=(*OPEN_STAGES, "selectionne", "accompagne"), assigned_to=(me().id,))
    return show_page(
        "staff/home.html",
        today=today,
        states=STATES,
        piles=[
            _pile(
                "rappels",
                "À rappeler aujourd’hui ou en retard",
                "Personne à rappeler aujourd’hui.",
                due,
                Sort.CALL_BACK,
            ),
            _pile("sans-suivi", "Demandes que personne ne suit", "Chaque demande est suivie.", orphans, Sort.OLDEST),
            _pile("mails", "Mails non partis", "Tous les mails sont partis.", Filters(mail_failed=True)),
            _pile("a-moi", "Mes dossiers en cours", "Aucun dossier en cours ne vous est confié.", mine),
        ],
    )


def _pile(name: str, title: str, nothing: str, filters: Filters, sort: Sort = Sort.NEWEST) -> Pile:
    rows = list_dossiers(filters, sort, size=SHOWN).rows
    return Pile(name, title, nothing, count_dossiers(filters), rows, list_url(filters, sort))
