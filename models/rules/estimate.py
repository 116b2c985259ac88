"""Offer + tariff → what it costs and who pays what. Integer cents of euros, excluding VAT; never a float."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from models.rules.questionnaire import Offer, Questionnaire, Tariff
from models.rules.result import Estimate, Grant, PhaseCost, Split

DAYS = (5, 10, 15)
"""What can be granted."""

GRANT_STAGES = ("candidature", "selectionne", "accompagne", "termine")
"""The stages of an application at which days can be granted."""


class NoTariff(LookupError):
    """No tariff is valid on that day: the content file has to be completed, nothing may be guessed."""

    def __init__(self, day: date) -> None:
        super().__init__(f"no tariff is valid on {day.isoformat()}")
        self.day = day


def tariff_on(questionnaire: Questionnaire, day: date) -> Tariff:
    """The tariff valid on that day (first and last day included). Raises NoTariff where there is none."""
    for tariff in questionnaire.tariffs:
        if tariff.valid_from <= day and (tariff.valid_to is None or day <= tariff.valid_to):
            return tariff
    raise NoTariff(day)


def estimate_offer(offer: Offer, tariff: Tariff, companies: int | None) -> Estimate:
    """What the offer costs in all, for the company and for the Région; `companies` share the company's part.

    The Région pays the rest of the total, and the phases' parts add up to the company's, whatever the tariff.
    """
    total = offer.days * tariff.day_cents
    company = _share_of(total, tariff.company_share)
    return Estimate(
        stage=offer.id,
        days=offer.days,
        day_cents=tariff.day_cents,
        total_cents=total,
        company_cents=company,
        region_cents=total - company,
        phases=_phase_costs(offer, tariff),
        split=None if companies is None else split_cost(company, companies),
    )


def price_days(questionnaire: Questionnaire, days: int, day: date) -> Grant:
    """So many days granted that day, at its tariff; the Région pays what the company doesn't. Raises NoTariff."""
    tariff = tariff_on(questionnaire, day)
    total = days * tariff.day_cents
    company = _share_of(total, tariff.company_share)
    return Grant(days, day, tariff.day_cents, company, total - company)


def split_cost(company_cents: int, companies: int) -> Split:
    """The company's part split equally, to the cent, all the remainder on one company. Raises ValueError under 1."""
    if companies < 1:
        raise ValueError(f"a cost cannot be split between {companies} companies")
    each = company_cents // companies
    return Split(companies, each, company_cents - each * (companies - 1))


def _phase_costs(offer: Offer, tariff: Tariff) -> tuple[PhaseCost, ...]:
    """Each phase's part, rounded on the running total so that the parts add up."""
    costs = []
    days = charged = 0
    for phase in offer.phases:
        days += phase.days
        due = _share_of(days * tariff.day_cents, tariff.company_share)
        costs.append(PhaseCost(phase.title, phase.days, due - charged))
        charged = due
    return tuple(costs)


def _share_of(cents: int, share: Fraction) -> int:
    """The share of an amount, to the cent, half up."""
    return (2 * cents * share.numerator + share.denominator) // (2 * share.denominator)
