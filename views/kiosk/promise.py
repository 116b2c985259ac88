"""What the scheme brings, in three figures: days of a consultant, the share paid for you, what is left to pay."""

from __future__ import annotations

from dataclasses import dataclass

from models.french.formats import paris_day
from models.rules.estimate import NoTariff, estimate_offer, tariff_on
from views.web.doors import now
from views.web.library import running


@dataclass(frozen=True, slots=True)
class Promise:
    """The shortest and the longest offer in days, the Région's share in per cent, the least a company pays in cents."""

    fewest_days: int
    most_days: int
    region_percent: int
    least_cents: int


def promise_today() -> Promise | None:
    """What the running content's offers come to at today's tariff; None where there is no tariff for today."""
    questionnaire = running().questionnaire
    try:
        tariff = tariff_on(questionnaire, paris_day(now()))
    except NoTariff:
        return None
    estimates = [estimate_offer(offer, tariff, None) for offer in questionnaire.offers]
    days = [estimate.days for estimate in estimates]
    return Promise(
        fewest_days=min(days),
        most_days=max(days),
        region_percent=estimates[0].region_cents * 100 // estimates[0].total_cents,
        least_cents=min(estimate.company_cents for estimate in estimates),
    )
