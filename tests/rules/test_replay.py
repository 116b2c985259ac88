"""Past answers under another content: the offers before and after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from models.rules.conclusion import conclude
from models.rules.question import Answer
from models.rules.questionnaire import OfferKey, Questionnaire, Requirements, Verdict
from models.rules.replay import ASKED_AGAIN, NO_OFFER, Outcome, Past, outcome, replay
from tests.rules.sample import PRACTICE_KEYS, PROJECT, SAMPLE
from tests.store.making import ANSWERS, NOW

RIPE = {**ANSWERS, **dict.fromkeys(PROJECT, "3")}
OUTSIDE = {**ANSWERS, "territoire": "hors"}


def visit(answers: Mapping[str, Answer], *, short: bool = False) -> Past:
    return Past(1, "S26-001", answers, short)


def demanding(score: Fraction) -> Questionnaire:
    """The sample with another threshold for ten days."""
    ten_days = replace(SAMPLE.requirements[OfferKey.DEPLOIEMENT], project_score=score)
    return replace(SAMPLE, requirements={**SAMPLE.requirements, OfferKey.DEPLOIEMENT: ten_days})


def test_an_outcome_is_what_the_whole_result_says() -> None:
    for answers in (ANSWERS, RIPE, OUTSIDE):
        result = conclude(SAMPLE, answers, NOW.date(), short=False)
        found = outcome(SAMPLE, answers, short=False)
        assert found.verdict is result.eligibility.verdict
        assert found.stage == (result.recommendation.stage if result.recommendation else None)


def test_the_same_content_moves_nobody() -> None:
    done = replay(SAMPLE, SAMPLE, [visit(ANSWERS), visit(RIPE), visit(OUTSIDE)])
    assert done.moved == ()
    assert done.total == 3
    assert {before == after for before, after in done.counts} == {True}


def test_a_higher_threshold_is_seen_offer_by_offer() -> None:
    done = replay(SAMPLE, demanding(Fraction(5, 6)), [visit(ANSWERS), visit(RIPE), visit(OUTSIDE)])
    assert done.counts["deploiement", "deploiement"] == 1
    assert done.counts[NO_OFFER, NO_OFFER] == 1
    (moved,) = done.moved
    assert (moved.before.stage, moved.past.answers) == (OfferKey.DEPLOIEMENT, ANSWERS)
    assert moved.after.stage is not OfferKey.DEPLOIEMENT


def test_an_answer_that_no_longer_fits_is_told_as_asked_again() -> None:
    narrower = tuple(
        replace(question, maximum=20) if question.key == "effectif" else question for question in SAMPLE.questions
    )
    done = replay(SAMPLE, replace(SAMPLE, questions=narrower), [visit(ANSWERS)])
    assert list(done.counts) == [("deploiement", ASKED_AGAIN)]
    assert done.moved[0].after.asked_again == "effectif"


def test_a_short_visit_is_replayed_on_its_short_path() -> None:
    short = {key: answer for key, answer in ANSWERS.items() if key not in PRACTICE_KEYS[1::2]}
    assert outcome(SAMPLE, short, short=True).verdict is Verdict.ELIGIBLE
    assert outcome(SAMPLE, short, short=False).asked_again
    done = replay(SAMPLE, demanding(Fraction(5, 6)), [visit(short, short=True)])
    assert list(done.counts) == [("deploiement", "emergence")]


def test_a_short_visit_that_lacks_an_answer_is_asked_for_what_is_on_its_path() -> None:
    lacking = {key: answer for key, answer in ANSWERS.items() if key not in PRACTICE_KEYS[1:]}
    assert outcome(SAMPLE, lacking, short=True) == Outcome(None, None, "dialogue_instances")
    assert outcome(SAMPLE, lacking, short=False) == Outcome(None, None, "management_feedback")
    done = replay(SAMPLE, SAMPLE, [visit(lacking, short=True)])
    assert (done.moved, list(done.counts)) == ((), [(ASKED_AGAIN, ASKED_AGAIN)])


def test_requirements_can_be_bare() -> None:
    anybody = replace(SAMPLE, requirements={**SAMPLE.requirements, OfferKey.DEPLOIEMENT: Requirements({})})
    assert outcome(anybody, {**ANSWERS, **dict.fromkeys(PROJECT, "0")}, short=False).stage is OfferKey.DEPLOIEMENT
