"""The whole result: what it holds, what it depends on, and the estimate shown before the end."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.conclusion import Incomplete, conclude, estimate_so_far
from models.rules.eligibility import assess_eligibility
from models.rules.estimate import NoTariff
from models.rules.path import walk
from models.rules.question import Answer, Size
from models.rules.questionnaire import OfferKey, Questionnaire
from models.rules.result import Estimate, Result, Split
from tests.rules import oracle
from tests.rules.sample import OPENINGS, PRACTICE_KEYS, PROJECT, SAMPLE
from tests.rules.strategies import eligible, messy, partial, whole
from tests.rules.test_recommendation import company_of

TODAY = date(2026, 11, 23)
SCOP: dict[str, Answer] = {
    "territoire": "38",
    "structure": "scop",
    "effectif": 35,
    "secteur": "services",
    "ambition": "innover",
    "themes": ("partage-valeur",),
    "nouveaute": "entreprise",
    "pratiques": "oui",
    "parties_prenantes": ("salaries",),
    "besoin": "1",
    "objectifs": "1",
    "portage": "2",
    "participation": "nsp",
    "moyens": "2",
    "calendrier": "1",
    **company_of(12),
}


@given(whole, st.booleans())
def test_result_agrees_with_the_domain_document(answers: dict[str, Answer], short: bool) -> None:
    result = conclude(SAMPLE, answers, TODAY, short=short)
    known = oracle.counted(answers, short=short)
    verdict = oracle.worst(oracle.verdicts(known))
    assert result.answers == known
    assert result.eligibility.verdict == verdict
    assert result.eligibility.complete
    assert (result.content_version, result.concluded_on, result.short) == ("essai", TODAY, short)
    assert result.valid_until == TODAY + timedelta(days=90)
    assert result.to_clear_up == tuple(key for key in PROJECT + PRACTICE_KEYS if known.get(key) == "nsp")
    if verdict == "non-eligible":
        assert result.recommendation is None
        assert result.estimate is None
        assert result.other_estimates == ()
        assert result.levers == ()
        return
    assert result.recommendation is not None
    assert result.estimate is not None
    assert result.recommendation.stage == oracle.stage(known) == result.estimate.stage
    close = result.recommendation.close
    assert (close.question if close else None) == oracle.close_question(known)
    stages = [estimate.stage for estimate in (result.estimate, *result.other_estimates)]
    assert sorted(stages) == sorted(OfferKey)
    companies = known.get("nombre_entreprises")
    for estimate in (result.estimate, *result.other_estimates):
        assert estimate.company_cents + estimate.region_cents == estimate.total_cents
        assert (estimate.split.companies if estimate.split else None) == companies


@given(whole, st.booleans())
def test_result_depends_only_on_the_path(answers: dict[str, Answer], short: bool) -> None:
    """Whatever was answered on abandoned branches, or never, the result is the same, to the last word."""
    result = conclude(SAMPLE, answers, TODAY, short=short)
    assert conclude(SAMPLE, result.answers, TODAY, short=short) == result
    leftovers = {key: answer for key, answer in answers.items() if key not in result.answers}
    for key in leftovers:
        assert conclude(SAMPLE, {**answers, key: "absurde"}, TODAY, short=short) == result


@given(messy, st.booleans())
def test_what_is_unanswered_stops_the_conclusion(answers: dict[str, Answer], short: bool) -> None:
    path = walk(SAMPLE, answers, short=short)
    if path.next is None:
        assert conclude(SAMPLE, answers, TODAY, short=short).answers == path.answers
        return
    with pytest.raises(Incomplete, match=path.next.key) as raised:
        conclude(SAMPLE, answers, TODAY, short=short)
    assert raised.value.question == path.next


def estimate_beside_the_question(
    questionnaire: Questionnaire, answers: dict[str, Answer], on: date, *, short: bool
) -> Estimate | None:
    path = walk(questionnaire, answers, short=short)
    return estimate_so_far(questionnaire, path, assess_eligibility(questionnaire, path.answers), on)


@given(partial, st.booleans())
def test_provisional_estimate_counts_what_is_unanswered_as_nothing(answers: dict[str, Answer], short: bool) -> None:
    known = oracle.counted(answers, short=short)
    estimate = estimate_beside_the_question(SAMPLE, answers, TODAY, short=short)
    shown = set(PROJECT) <= set(known) and oracle.worst(oracle.verdicts(known)) != "non-eligible"
    assert (estimate is not None) is shown
    if estimate is not None:
        assert estimate.stage == oracle.stage(known)
        assert (estimate.split.companies if estimate.split else None) == known.get("nombre_entreprises")


def test_provisional_estimate_comes_with_the_last_answer_on_the_project() -> None:
    asked = {key: answer for key, answer in SCOP.items() if key not in PRACTICE_KEYS}
    assert estimate_beside_the_question(SAMPLE, asked, TODAY, short=False) is not None
    for missing in PROJECT:
        known = {key: answer for key, answer in SCOP.items() if key != missing}
        assert estimate_beside_the_question(SAMPLE, known, TODAY, short=False) is None


@given(eligible, st.booleans())
def test_provisional_estimate_ends_as_the_one_of_the_result(answers: dict[str, Answer], short: bool) -> None:
    concluded = conclude(SAMPLE, answers, TODAY, short=short)
    assert estimate_beside_the_question(SAMPLE, answers, TODAY, short=short) == concluded.estimate


def test_a_whole_result(questionnaire: Questionnaire) -> None:
    result = conclude(questionnaire, SCOP, TODAY, short=False)
    assert result.content_version == questionnaire.version
    assert result.size is Size.FROM_11_TO_49
    assert result.recommendation is not None
    assert result.recommendation.stage is OfferKey.PARCOURS
    assert result.estimate is not None
    assert (result.estimate.days, result.estimate.company_cents, result.estimate.split) == (15, 300_000, None)
    assert [estimate.stage for estimate in result.other_estimates] == [OfferKey.EMERGENCE, OfferKey.DEPLOIEMENT]
    assert result.ambition_gap == 1
    assert result.to_clear_up == ("participation",)
    assert result.story in {story.id for story in questionnaire.stories}
    assert "partage-valeur" in next(story.themes for story in questionnaire.stories if story.id == result.story)
    assert len(result.maturity.dimensions) == 5
    assert all(measured.meaning and measured.next_step for measured in result.maturity.dimensions)


def test_a_group_shares_the_cost_of_every_offer(questionnaire: Questionnaire) -> None:
    answers = SCOP | {"structure": "groupe", "nombre_entreprises": 7, "effectif": 420}
    result = conclude(questionnaire, answers, TODAY, short=False)
    assert result.estimate is not None
    assert result.estimate.split == Split(7, 42_857, 42_858)
    assert all(estimate.split is not None for estimate in result.other_estimates)


def test_a_no_keeps_the_profile_and_only_that(questionnaire: Questionnaire) -> None:
    eligible_result = conclude(questionnaire, SCOP, TODAY, short=False)
    refused = conclude(questionnaire, SCOP | {"territoire": "hors"}, TODAY, short=False)
    kept_apart = {"answers", "eligibility", "recommendation", "estimate", "other_estimates", "levers"}
    for field in fields(Result):
        same = getattr(refused, field.name) == getattr(eligible_result, field.name)
        assert same is (field.name not in kept_apart), field.name


def test_the_kiosk_s_result_is_a_floor(questionnaire: Questionnaire) -> None:
    at_stand = conclude(questionnaire, SCOP, TODAY, short=True)
    assert at_stand.short
    assert at_stand.maturity.floor
    assert at_stand.maturity.company.points == sum(int(str(SCOP[key])) for key in OPENINGS)
    assert not set(at_stand.answers) - {question.key for question in walk(questionnaire, SCOP, short=True).questions}


def test_the_tariff_is_that_of_the_day_of_conclusion() -> None:
    ending = replace(SAMPLE, tariffs=(replace(SAMPLE.tariffs[0], valid_to=TODAY),))
    tomorrow = TODAY + timedelta(days=1)
    assert conclude(ending, SCOP, TODAY, short=False).estimate is not None
    with pytest.raises(NoTariff):
        conclude(ending, SCOP, tomorrow, short=False)
    # Neither a profile alone nor a panel beside a question needs a tariff.
    assert conclude(ending, SCOP | {"territoire": "hors"}, tomorrow, short=False).estimate is None
    assert estimate_beside_the_question(ending, SCOP, tomorrow, short=False) is None
