"""The day's page: whom to call, what is new, who waits for an answer, which mail didn't leave."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from flask import Response

from models.french.formats import long_date, paris_day
from models.rules.working_days import newest_overdue
from models.store.audit import done_before
from models.store.dossiers import DossierRow, count_dossiers, list_dossiers
from models.store.filters import Filters
from models.store.list_order import Sort
from views.staff.access import actor, consultantes_too, me, staff
from views.staff.accompaniment.companies import show_companies
from views.staff.dossiers.list_query import STATES, list_url
from views.staff.dossiers.list_views import OPEN_STAGES, UNFOLLOWED, to_call_back
from views.staff.dossiers.way_back import HOME, trail_to
from views.staff.layout import show_page
from views.web.doors import now
from views.web.mailing import mail_leaves

SHOWN = 8
PROMISED = 10
"""The working days within which the Aract says that it answers."""

NEWEST_ENTRIES = 5000
"""How far back in the journal one's former visit is looked for."""


@dataclass(frozen=True, slots=True)
class Pile:
    """Something to do today: how many, the first of them, and the list they come from."""

    id: str
    title: str
    nothing: str
    total: int
    rows: list[DossierRow]
    filters: Filters
    sort: Sort

    @property
    def url(self) -> str:
        """The whole of it, as a list."""
        return list_url(self.filters, self.sort)

    def link(self, row: DossierRow) -> str:
        """One of its dossiers, from where one goes back here, and on to the next."""
        return trail_to(row.id, row.place, self.filters, self.sort, origin=HOME)


@staff.get("", strict_slashes=False)
@consultantes_too
def home() -> Response:
    """The day at a glance; a consultant's own companies where she is one."""
    if me().is_consultante:
        return show_companies()
    today = paris_day(now())
    due, orphans = to_call_back(today), UNFOLLOWED
    last = done_before(actor(), "se connecter", NEWEST_ENTRIES)
    since = paris_day(last) if last else today - timedelta(days=7)
    mine = Filters(stages=(*OPEN_STAGES, "selectionne", "accompagne"), assigned_to=(me().id,))
    return show_page(
        "staff/home.html",
        today=today,
        states=STATES,
        piles=[
            _pile(
                "mes-appels",
                "Mes appels du jour",
                "Personne à appeler aujourd’hui.",
                replace(due.filters, assigned_to=(me().id,)),
                due.sort,
            ),
            _pile(
                "nouvelles",
                f"Demandes reçues depuis ma dernière visite, le {long_date(since)}"
                if last
                else "Demandes des sept derniers jours",
                "Aucune demande nouvelle.",
                Filters(contacted=True, requested_since=since),
            ),
            _pile(
                "retards",
                "Demandes sans réponse après dix jours ouvrés",
                "Chaque demande a eu sa réponse à temps.",
                Filters(unanswered_by=newest_overdue(today, PROMISED)),
                Sort.OLDEST,
            ),
            _pile("rappels", "Tous les rappels du jour, ou en retard", "Personne à rappeler.", due.filters, due.sort),
            _pile(
                "sans-suivi",
                "Demandes que personne ne suit",
                "Chaque demande est suivie.",
                orphans.filters,
                orphans.sort,
            ),
            _mails(),
            _pile("a-moi", "Mes dossiers en cours", "Aucun dossier en cours ne vous est confié.", mine),
        ],
    )


def _mails() -> Pile:
    """Those that failed; all that wait, where nothing can leave."""
    if not mail_leaves():
        title = "Mails en attente\u00a0: aucun serveur d’envoi n’est réglé"
        return _pile("mails", title, "Aucun mail n’attend.", Filters(mail_waiting=True))
    return _pile("mails", "Mails non partis", "Tous les mails sont partis.", Filters(mail_failed=True))


def _pile(name: str, title: str, nothing: str, filters: Filters, sort: Sort = Sort.NEWEST) -> Pile:
    rows = list_dossiers(filters, sort, size=SHOWN).rows
    return Pile(name, title, nothing, count_dossiers(filters), rows, filters, sort)
