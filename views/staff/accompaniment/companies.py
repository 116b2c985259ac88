"""A consultant's home: her companies, the days used and left of each, the next visit, what is due."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response

from models.french.accompaniment_words import due_in_words
from models.french.formats import paris_day
from models.rules.accompaniment import read_until
from models.store.accompaniments import Company, list_companies
from models.store.interventions import list_interventions
from views.staff.access import me
from views.staff.layout import show_page
from views.web.doors import now


@dataclass(frozen=True, slots=True)
class Card:
    """One company: how it stands, and what waits."""

    company: Company
    due: list[str]


def show_companies() -> Response:
    """Her companies, those under way first, each by its next visit."""
    today = paris_day(now())

    def card(company: Company) -> Card:
        planned = company.next_visit_on
        visited = [each.told.day for each in list_interventions(company.id)]
        return Card(company, [due_in_words(each, planned) for each in company.allowance.due(planned, visited, today)])

    return show_page(
        "staff/companies.html",
        cards=[card(each) for each in list_companies(me().id, today)],
        today=today,
        read_until=read_until,
        protected=me().totp_secret is not None,
    )
