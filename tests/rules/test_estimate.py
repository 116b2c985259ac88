"""The estimate: exact to the cent, for every offer, every number of companies, every tariff."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.estimate import DAYS, NoTariff, estimate_offer, price_days, split_cost, tariff_on
from models.rules.questionnaire import Offer, OfferKey, Phase, Questionnaire, Tariff
from models.rules.result import Grant, PhaseCost, Split
from tests.rules.sample import SAMPLE

FACTS = [
    # stage, days, total, company, Région (euros): the article of 2017
    (OfferKey.EMERGENCE, 5, 5_000, 1_000, 4_000),
    (OfferKey.DEPLOIEMENT, 10, 10_000, 2_000, 8_000),
    (OfferKey.PARCOURS, 15, 15_000, 3_000, 12_000),
]
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(("stage", "days", "total", "company", "region"), FACTS)
def test_amounts_of_the_article(
    questionnaire: Questionnaire, stage: OfferKey, days: int, total: int, company: int, region: int
) -> None:
    estimate = estimate_offer(questionnaire.offer(stage), tariff_on(questionnaire, TODAY), None)
    assert (estimate.stage, estimate.days, estimate.day_cents) == (stage, days, 100_000)
    assert estimate.total_cents == total * 100
    assert estimate.company_cents == company * 100
    assert estimate.region_cents == region * 100
    assert estimate.split is None
    assert sum(phase.days for phase in estimate.phases) in (0, days)
    assert sum(phase.company_cents for phase in estimate.phases) in (0, company * 100)


def test_the_longest_offer_is_told_as_its_two_legs(questionnaire: Questionnaire) -> None:
    estimate = estimate_offer(questionnaire.offer(OfferKey.PARCOURS), tariff_on(questionnaire, TODAY), 3)
    assert [(phase.days, phase.company_cents) for phase in estimate.phases] == [(5, 100_000), (10, 200_000)]
    assert estimate.split == Split(3, 100_000, 100_000)


def test_shares_add_up_for_all_offers_and_numbers_of_companies(questionnaire: Questionnaire) -> None:
    tariff = tariff_on(questionnaire, TODAY)
    proved = 0
    for offer in questionnaire.offers:
        for companies in range(2, 51):
            estimate = estimate_offer(offer, tariff, companies)
            assert estimate.split is not None
            each, last = estimate.split.each_cents, estimate.split.last_cents
            assert estimate.split.companies == companies
            assert each * (companies - 1) + last == estimate.company_cents
            assert 0 <= last - each < companies
            assert estimate.company_cents + estimate.region_cents == estimate.total_cents
            proved += 1
    assert proved == 3 * 49


@pytest.mark.parametrize(
    ("cents", "companies", "each", "last"),
    [(200_000, 3, 66_666, 66_668), (100_000, 8, 12_500, 12_500), (300_000, 7, 42_857, 42_858), (1, 2, 0, 1)],
)
def test_the_remainder_falls_on_one_company(cents: int, companies: int, each: int, last: int) -> None:
    assert split_cost(cents, companies) == Split(companies, each, last)


def test_a_cost_is_not_split_between_nobody() -> None:
    with pytest.raises(ValueError, match="0 companies"):
        split_cost(100_000, 0)


@given(
    st.lists(st.integers(1, 20), min_size=1, max_size=4),
    st.integers(1, 500_000),
    st.fractions(0, 1, max_denominator=1_000),
    st.none() | st.integers(1, 50),
)
def test_everything_adds_up_at_any_tariff(
    days: list[int], day_cents: int, share: Fraction, companies: int | None
) -> None:
    phases = tuple(Phase(number, f"Étape de {number} jours") for number in days)
    offer = replace(SAMPLE.offer(OfferKey.PARCOURS), days=sum(days), phases=phases)
    estimate = estimate_offer(offer, Tariff(TODAY, None, day_cents, share), companies)
    assert estimate.total_cents == sum(days) * day_cents
    assert estimate.company_cents + estimate.region_cents == estimate.total_cents
    assert sum(phase.company_cents for phase in estimate.phases) == estimate.company_cents
    assert abs(estimate.company_cents - estimate.total_cents * share) <= Fraction(1, 2)
    if estimate.split is not None:
        split = estimate.split
        assert split.each_cents * (split.companies - 1) + split.last_cents == estimate.company_cents


def test_half_a_cent_is_rounded_up() -> None:
    offer = Offer(OfferKey.EMERGENCE, 1, "", "", "", (), (Phase(1, "Un jour"),))
    estimate = estimate_offer(offer, Tariff(TODAY, None, 5, Fraction(1, 2)), None)
    assert (estimate.company_cents, estimate.region_cents) == (3, 2)
    assert estimate.phases == (PhaseCost("Un jour", 1, 3),)


DATED = replace(
    SAMPLE,
    tariffs=(
        Tariff(date(2017, 1, 1), date(2025, 12, 31), 100_000, Fraction(1, 5)),
        Tariff(date(2026, 1, 1), date(2026, 6, 30), 110_000, Fraction(1, 4)),
        Tariff(date(2026, 8, 1), None, 120_000, Fraction(1, 4)),
    ),
)


@pytest.mark.parametrize(
    ("day", "day_cents"),
    [
        (date(2017, 1, 1), 100_000),
        (date(2025, 12, 31), 100_000),
        (date(2026, 1, 1), 110_000),
        (date(2026, 6, 30), 110_000),
        (date(2026, 8, 1), 120_000),
        (date(2050, 1, 1), 120_000),
    ],
)
def test_the_tariff_is_the_one_of_the_day_ends_included(day: date, day_cents: int) -> None:
    assert tariff_on(DATED, day).day_cents == day_cents


@pytest.mark.parametrize("day", [date(2016, 12, 31), date(2026, 7, 1), date(2026, 7, 31)])
def test_a_day_without_a_tariff_is_an_error_not_a_guess(day: date) -> None:
    with pytest.raises(NoTariff, match=day.isoformat()) as raised:
        tariff_on(DATED, day)
    assert raised.value.day == day


@pytest.mark.parametrize("days", DAYS)
@pytest.mark.parametrize("day", [date(2017, 1, 1), date(2026, 1, 1), date(2026, 8, 1)])
def test_days_granted_cost_what_the_offer_of_as_many_days_does_on_that_day(days: int, day: date) -> None:
    grant = price_days(DATED, days, day)
    offer = next(each for each in DATED.offers if each.days == days)
    estimate = estimate_offer(offer, tariff_on(DATED, day), None)
    assert (grant.days, grant.on, grant.day_cents) == (days, day, estimate.day_cents)
    assert (grant.company_cents, grant.region_cents) == (estimate.company_cents, estimate.region_cents)
    assert grant.total_cents == estimate.total_cents


def test_days_that_can_be_granted_are_the_offers() -> None:
    assert DAYS == (5, 10, 15)


def test_what_a_grant_costs_in_all_is_known_where_both_shares_are() -> None:
    day = date(2026, 1, 1)
    assert Grant(5, day, 100, 100, 400).total_cents == 500
    assert Grant(5, day, None, 100, None).total_cents is None
    assert Grant(5, day, None, None, 400).total_cents is None
