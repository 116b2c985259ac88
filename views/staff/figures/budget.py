"""What the scheme commits: advisory days and the Région's share, granted and in view, by stage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.french.staff_words import STAGES as STAGE_WORDS
from models.rules.estimate import region_share, tariff_on
from models.rules.questionnaire import OfferKey, Questionnaire
from models.store.figures import Days, days_granted, offers_in_view
from models.store.filters import STAGES, Filters
from views.staff.dossiers.list_query import list_url

SET_ASIDE = ("termine", "ecarte")
"""Stages in which nothing is in view any more."""


@dataclass(frozen=True, slots=True)
class Commitment:
    """So many dossiers, with so many days and the Région's share of them (cents)."""

    dossiers: int = 0
    days: int = 0
    region_cents: int = 0
    url: str = ""

    def plus(self, dossiers: int, days: int, region_cents: int) -> Commitment:
        """With these dossiers, days and cents added."""
        return Commitment(self.dossiers + dossiers, self.days + days, self.region_cents + region_cents, self.url)


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """One stage: what was granted, and what the recommended offers would ask for where nothing was."""

    stage: str
    granted: Commitment
    in_view: Commitment


def budget(questionnaire: Questionnaire, today: date) -> list[BudgetLine]:
    """The stages that commit or may commit something, in order, then the total.

    Days granted cost what the tariff of their day says; those in view, today's.
    """
    everything = Filters(stages=STAGES)
    granted = {stage: Commitment(url=list_url(Filters(stages=(stage,), granted=True))) for stage in STAGES}
    in_view = {stage: Commitment(url=_in_view_url((stage,))) for stage in STAGES}
    for each in days_granted(everything):
        granted[each.stage] = granted[each.stage].plus(*_cost(questionnaire, each, each.days, today))
    for each in offers_in_view(everything):
        if each.stage not in SET_ASIDE:
            days = each.dossiers * questionnaire.offer(OfferKey(each.offer)).days
            in_view[each.stage] = in_view[each.stage].plus(*_cost(questionnaire, each, days, today))
    lines = [BudgetLine(STAGE_WORDS[stage], granted[stage], in_view[stage]) for stage in STAGES]
    shown = [line for line in lines if line.granted.dossiers or line.in_view.dossiers]
    return [*shown, _total(lines)]


def _cost(questionnaire: Questionnaire, each: Days, days: int, today: date) -> tuple[int, int, int]:
    tariff = tariff_on(questionnaire, each.day or today)
    return each.dossiers, days, region_share(days, tariff)


def _in_view_url(stages: tuple[str, ...]) -> str:
    return list_url(Filters(stages=stages, offers=tuple(OfferKey), ungranted=True))


def _total(lines: list[BudgetLine]) -> BudgetLine:
    still = tuple(stage for stage in STAGES if stage not in SET_ASIDE)
    granted = Commitment(url=list_url(Filters(stages=STAGES, granted=True)))
    in_view = Commitment(url=_in_view_url(still))
    for line in lines:
        granted = granted.plus(line.granted.dossiers, line.granted.days, line.granted.region_cents)
        in_view = in_view.plus(line.in_view.dossiers, line.in_view.days, line.in_view.region_cents)
    return BudgetLine("Total", granted, in_view)
