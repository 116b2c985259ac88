"""What the scheme commits, as the budget and the report tell it: granted, and in view."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from models.rules.accompaniment import HALVES
from models.rules.estimate import NoTariff, price_days
from models.rules.questionnaire import OfferKey, Questionnaire
from models.store.figures import InView, days_granted, offers_in_view
from models.store.filters import STAGES, Filters

OPEN_STAGES = tuple(stage for stage in STAGES if stage not in {"termine", "ecarte"})
"""Stages in which something may still be in view."""

GRANTED = Filters(stages=STAGES, granted=True)
IN_VIEW = Filters(stages=OPEN_STAGES, offers=tuple(OfferKey), ungranted=True)


@dataclass(frozen=True, slots=True)
class Commitment:
    """So many dossiers, with so many days, what visits took of them and both shares (cents); `unpriced` ones have no
    amount."""

    dossiers: int = 0
    days: int = 0
    half_days_used: int = 0
    region_cents: int = 0
    company_cents: int = 0
    unpriced: int = 0
    url: str = ""

    @property
    def half_days_left(self) -> int:
        """What visits didn't take."""
        return self.days * HALVES - self.half_days_used

    def plus(self, other: Commitment) -> Commitment:
        """Both together, at this one's address."""
        return replace(
            self,
            dossiers=self.dossiers + other.dossiers,
            days=self.days + other.days,
            half_days_used=self.half_days_used + other.half_days_used,
            region_cents=self.region_cents + other.region_cents,
            company_cents=self.company_cents + other.company_cents,
            unpriced=self.unpriced + other.unpriced,
        )


def granted(by: object, filters: Filters = GRANTED) -> dict[str | None, Commitment]:
    """What was granted to the dossiers that the filters keep, told by stage, department or year."""
    return {
        each.key: Commitment(
            *(each.dossiers, each.days, each.half_days_used, each.region_cents, each.company_cents, each.unpriced)
        )
        for each in days_granted(filters, by)
    }


def in_view(by: object, questionnaire: Questionnaire, today: date) -> dict[str | None, Commitment]:
    """What open requests would ask for if the recommended offers were followed, at the tariff of that day."""
    found: dict[str | None, Commitment] = {}
    for offer in offers_in_view(IN_VIEW, by):
        found[offer.key] = found.get(offer.key, Commitment()).plus(_cost(questionnaire, offer, today))
    return found


def _cost(questionnaire: Questionnaire, each: InView, today: date) -> Commitment:
    """Dossiers, days, and what each side would pay of them at today's tariff, where there is one."""
    days = questionnaire.offer(OfferKey(each.offer)).days
    try:
        price = price_days(questionnaire, days, today)
    except NoTariff:
        return Commitment(each.dossiers, each.dossiers * days, unpriced=each.dossiers)
    region, company = (each.dossiers * (cents or 0) for cents in (price.region_cents, price.company_cents))
    return Commitment(each.dossiers, each.dossiers * days, region_cents=region, company_cents=company)
