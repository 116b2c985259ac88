"""The reason of an offer: the 4 096 sets of project answers beside companies just below and at the threshold.

What each offer asks for is written out here as the domain document has it: 10 days, 11 points of 18, `portage` and
`moyens` from 1; 15 days, the four floors and 10 points of 30 for the practices.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import product

import pytest

from models.rules.conclusion import conclude
from models.rules.maturity import measure_maturity
from models.rules.question import Answer
from models.rules.questionnaire import OfferKey, Questionnaire, Requirements
from models.rules.reason import Demand, Reason, reason_of
from models.rules.recommendation import recommend
from models.rules.result import Result, Score
from tests.reach import some_of
from tests.rules import oracle
from tests.rules.sample import LEVELS, PROJECT, SAMPLE
from tests.rules.test_conclusion import SCOP
from tests.rules.test_recommendation import company_of

TODAY = date(2026, 11, 23)
COMPANIES = (9, 10)
FLOORS = {
    "deploiement": {"portage": 1, "moyens": 1},
    "parcours": {"besoin": 1, "objectifs": 1, "portage": 2, "moyens": 2},
}


class Kept:
    """Concluded results that differ by their project and practices only, made without looking for levers each time."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self.first = conclude(questionnaire, SCOP, TODAY, short=False)
        self.practices = {points: company_of(points) for points in range(31)}
        self.maturity = {
            points: measure_maturity(questionnaire, practices, self.first.size, short=False)
            for points, practices in self.practices.items()
        }

    def result(self, levels: Iterable[str], company: int) -> Result:
        """The result of these project answers, with so many points of practices."""
        answers = {**dict(zip(PROJECT, levels, strict=True)), **self.practices[company]}
        points = sum(oracle.level(answers[key]) for key in PROJECT)
        maturity = replace(self.maturity[company], project=Score(points, 18))
        recommendation = recommend(self.questionnaire, answers, maturity)
        return replace(self.first, answers=answers, maturity=maturity, recommendation=recommendation)


def _reason(levels: str, company: int) -> Reason:
    found = reason_of(SAMPLE, Kept(SAMPLE).result(levels.split(), company))
    assert found is not None
    return found


class Proof:
    """One concluded result with its reason, beside what the domain document says of its answers."""

    def __init__(self, reason: Reason | None, answers: dict[str, Answer]) -> None:
        assert reason is not None
        self.reason, self.answers = reason, answers
        self.level = {key: oracle.level(answers[key]) for key in PROJECT}
        self.points, self.company = oracle.project_points(answers), oracle.company_points(answers)

    def check(self) -> None:
        reason = self.reason
        assert (reason.stage, reason.project.points) == (oracle.stage(self.answers), self.points)
        assert {demand.stage.value for demand in reason.demands} == set(FLOORS)
        for demand in reason.demands:
            self.check_demand(demand)
        self.check_told()
        self.check_tip()

    def check_demand(self, demand: Demand) -> None:
        """The exact thresholds, and never a lack that is met."""
        floors = FLOORS[demand.stage.value]
        assert {floor.question: (floor.least, floor.level) for floor in demand.floors} == {
            key: (least, self.level[key]) for key, least in floors.items()
        }
        lacking = {key: least - self.level[key] for key, least in floors.items() if self.level[key] < least}
        assert {floor.question: floor.missing for floor in demand.lacking} == lacking
        if demand.stage is OfferKey.DEPLOIEMENT:
            assert demand.project is not None
            assert demand.company is None
            assert (demand.project.least, demand.project.missing) == (11, max(0, 11 - self.points))
            met = not lacking and self.points >= 11
        else:
            assert demand.project is None
            assert demand.company is not None
            assert (demand.company.least, demand.company.missing) == (10, max(0, 10 - self.company))
            met = not lacking and self.company >= 10
        assert met == (demand.effort == 0)

    def check_told(self) -> None:
        """The one told is riper than the offer and lacks something; at the top, it lacks nothing."""
        told, stage = self.reason.told, oracle.stage(self.answers)
        if stage == "deploiement":
            assert told.stage == "deploiement"
            assert told.effort == 0
        else:
            assert oracle.ORDER.index(told.stage.value) > oracle.ORDER.index(stage)
            assert told.effort > 0
            assert all(floor.missing for floor in told.lacking)
        riper = [each for each in self.reason.demands if oracle.ORDER.index(each.stage) > oracle.ORDER.index(stage)]
        assert all(told.effort <= each.effort for each in riper)
        assert {floor.question for floor in told.lacking} <= set(self.reason.deciding) or stage == "deploiement"

    def check_tip(self) -> None:
        """A close result tips by exactly the answers that, one level away, lead elsewhere, and they are those marked;
        no other result tips."""
        tip = self.reason.tip
        if oracle.close_question(self.answers) is None:
            assert tip is None
            return
        assert tip is not None
        step = 1 if self.points == 10 else -1
        expected = []
        for key, level in self.level.items():
            if 0 <= level + step <= 3:
                moved = oracle.stage({**self.answers, key: str(level + step)})
                expected += [(key, moved)] if moved != oracle.stage(self.answers) else []
        assert (tip.upward, list(tip.answers)) == (step == 1, expected)
        assert list(self.reason.deciding) == [key for key, _ in expected]
        assert len(expected) > 1, "at this threshold no answer decides alone"


def test_all_project_answers_have_the_exact_reason(questionnaire: Questionnaire) -> None:
    kept = Kept(questionnaire)
    for company, levels in some_of(product(COMPANIES, product(LEVELS, repeat=6))):
        result = kept.result(levels, company)
        Proof(reason_of(questionnaire, result), result.answers).check()


@pytest.mark.parametrize(
    ("levels", "company", "told", "missing", "lacking"),
    [
        ("2 2 1 2 0 2", 30, "deploiement", 2, "moyens"),
        ("3 3 0 3 3 3", 30, "deploiement", 0, "portage"),
        ("0 0 0 0 0 0", 0, "deploiement", 11, "portage moyens"),
        ("1 1 2 0 1 0", 30, "parcours", 0, "moyens"),
        ("1 1 2 0 2 0", 0, "deploiement", 5, ""),
        ("1 1 2 0 2 0", 10, "deploiement", 5, ""),
        ("3 2 1 2 1 2", 0, "deploiement", 0, ""),
    ],
)
def test_the_nearest_offer_is_told_by_hand(levels: str, company: int, told: str, missing: int, lacking: str) -> None:
    reason = _reason(levels, company)
    assert reason.told.stage == told
    assert (reason.told.project.missing if reason.told.project else 0) == missing
    assert [floor.question for floor in reason.told.lacking] == lacking.split()


@pytest.mark.parametrize(
    ("levels", "company", "deciding"),
    [
        ("3 3 0 3 3 3", 30, "portage"),
        ("2 2 1 2 0 2", 30, "portage moyens"),
        ("2 2 1 2 1 2", 30, "besoin objectifs portage participation moyens calendrier"),
        ("1 2 1 2 1 2", 30, "besoin portage moyens"),
        ("1 0 1 3 1 0", 0, "objectifs calendrier"),
        ("3 0 1 3 1 3", 0, "besoin portage participation moyens calendrier"),
        ("3 3 0 3 0 0", 30, "portage moyens"),  # to meet both floors gives the two points that are missing
        ("3 3 3 0 3 3", 30, "besoin objectifs portage moyens"),  # what carries it, once nothing is missing
    ],
)
def test_answers_that_decide_by_hand(levels: str, company: int, deciding: str) -> None:
    assert list(_reason(levels, company).deciding) == deciding.split()


def test_a_close_result_tells_each_offer_it_could_tip_to() -> None:
    """Eleven points: one less of `portage` or `moyens` loses the 15 days' floors too, one less of another doesn't."""
    tip = _reason("2 2 2 2 2 1", 30).tip
    assert tip is not None
    assert not tip.upward
    assert dict(tip.answers) == {
        "besoin": "parcours",
        "objectifs": "parcours",
        "portage": "emergence",
        "participation": "parcours",
        "moyens": "emergence",
        "calendrier": "parcours",
    }
    assert tip.stages == (OfferKey.PARCOURS, OfferKey.EMERGENCE)


def test_what_nobody_knows_is_told_as_unknown() -> None:
    floors = {floor.question: floor for floor in _reason("3 3 1 3 nsp 1", 0).told.floors}
    assert (floors["moyens"].unknown, floors["moyens"].missing) == (True, 1)
    assert not floors["portage"].unknown


def test_thresholds_come_from_the_content_of_the_result() -> None:
    """The same answers under another content: its floors and its points, and nothing written twice."""
    other = replace(
        SAMPLE,
        requirements={
            OfferKey.DEPLOIEMENT: Requirements({"calendrier": 2}, project_score=Fraction(2, 3)),
            OfferKey.PARCOURS: Requirements({}, project_score=Fraction(1, 2), company_score=Fraction(1, 2)),
        },
    )
    reason = reason_of(other, Kept(other).result(["2", "2", "2", "2", "0", "0"], 12))
    assert reason is not None
    roll_out, ripen = reason.demands
    assert (roll_out.project and roll_out.project.least, ripen.project and ripen.project.least) == (12, 9)
    assert (roll_out.company, ripen.company and ripen.company.least) == (None, 15)
    assert [(floor.question, floor.least) for floor in roll_out.floors] == [("calendrier", 2)]
    assert ripen.floors == ()


def test_without_an_offer_there_is_no_reason() -> None:
    assert reason_of(SAMPLE, conclude(SAMPLE, {**SCOP, "territoire": "hors"}, TODAY, short=False)) is None
