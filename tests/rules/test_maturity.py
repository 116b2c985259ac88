"""Maturity: all ladders of all dimensions, all company scores, exact everywhere."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.condition import level_of
from models.rules.maturity import company_questions, level_reached, measure_maturity, reaches, score
from models.rules.path import walk
from models.rules.question import Answer, Size, size_of
from models.rules.questionnaire import Level, Questionnaire
from models.rules.result import DimensionScore, Maturity, Score
from tests.rules import oracle
from tests.rules.sample import LADDERS, PRACTICE_KEYS, PROJECT, SAMPLE
from tests.rules.strategies import messy, whole

STEPS = ("0", "1", "2", "3", "nsp", None)


def _measure(questionnaire: Questionnaire, answers: dict[str, Answer], *, short: bool = False) -> Maturity:
    known = walk(questionnaire, answers, short=short).answers
    return measure_maturity(questionnaire, known, size_of(known), short=short)


def _dimension(maturity: Maturity, dimension: str) -> DimensionScore:
    return next(measured for measured in maturity.dimensions if measured.dimension == dimension)


@pytest.mark.parametrize("short", [False, True])
@pytest.mark.parametrize("dimension", LADDERS)
def test_all_ladders(questionnaire: Questionnaire, dimension: str, short: bool) -> None:
    opening, deepening = LADDERS[dimension]
    described = next(one for one in questionnaire.dimensions if one.id == dimension)
    for first, second in product(STEPS, STEPS):
        answers: dict[str, Answer] = {"effectif": 12}
        answers |= {key: value for key, value in ((opening, first), (deepening, second)) if value is not None}
        opened = first in ("1", "2", "3") and not short
        points = level_of(first) + (level_of(second) if opened else 0)
        measured = _dimension(_measure(questionnaire, answers, short=short), dimension)

        assert measured.score == Score(points, 6)
        assert measured.level == oracle.dimension_level(points)
        assert measured.unknown is (first == "nsp")
        assert measured.meaning == (described.unknown if first == "nsp" else described.meanings[measured.level])
        exact = first == "0" or (opened and second not in ("nsp", None))
        assert measured.floor is not exact
        assert measured.next_step == _expected_step(questionnaire, dimension, first, second if opened else None, short)


def _expected_step(
    questionnaire: Questionnaire, dimension: str, first: str | None, second: str | None, short: bool
) -> str:
    """The work that leads just above the visitor's own practice: on the opening ladder, then on the deepening one."""
    opening, deepening = LADDERS[dimension]
    if level_of(first) < 3:
        key, level = opening, level_of(first) + 1
    elif not short and level_of(second) < 3:
        key, level = deepening, level_of(second) + 1
    else:
        return next(one.summit for one in questionnaire.dimensions if one.id == dimension)
    work = questionnaire.question(key).choice(str(level)).work
    assert work is not None
    return work.at(Size.FROM_11_TO_49)


@pytest.mark.parametrize(
    ("headcount", "words"),
    [(None, "petite"), (0, "petite"), (10, "petite"), (11, "moyenne"), (49, "moyenne"), (50, "grande")],
)
def test_next_step_is_worded_for_the_size_of_the_company(headcount: int | None, words: str) -> None:
    answers: dict[str, Answer] = {"management_autonomie": "1"}
    if headcount is not None:
        answers |= {"effectif": headcount}
    measured = _dimension(_measure(SAMPLE, answers), "management")
    assert measured.next_step == f"Travail management_autonomie 2, {words}"


def test_company_level_at_every_sum(questionnaire: Questionnaire) -> None:
    for points in range(31):
        assert level_reached(questionnaire, Score(points, 30)) == oracle.company_level(points)
    for points in range(7):
        assert level_reached(questionnaire, Score(points, 6)) == oracle.dimension_level(points)


def test_all_sums_of_the_five_ladders() -> None:
    """Every combination of the seven sums a ladder can have: 16 807 companies."""
    questions = company_questions(SAMPLE)
    ladders = [("0", None)] + [(str(min(total, 3)), str(max(total - 3, 0))) for total in range(1, 7)]
    proved = 0
    for combination in product(ladders, repeat=5):
        answers: dict[str, Answer] = {}
        for (opening, deepening), (first, second) in zip(LADDERS.values(), combination, strict=True):
            answers[opening] = first
            if second is not None:
                answers[deepening] = second
        points = sum(level_of(answer) for answer in answers.values())
        company = score(questions, answers)
        assert company == Score(points, 30)
        assert level_reached(SAMPLE, company) == oracle.company_level(points)
        proved += 1
    assert proved == 7**5


@given(messy, st.booleans())
def test_scores_are_those_of_the_domain_document(answers: dict[str, Answer], short: bool) -> None:
    maturity = _measure(SAMPLE, answers, short=short)
    known = walk(SAMPLE, answers, short=short).answers
    assert maturity.company == Score(oracle.company_points(known), 30)
    assert maturity.project == Score(oracle.project_points(known), 18)
    assert maturity.level == oracle.company_level(oracle.company_points(known))
    assert maturity.company.points == sum(measured.score.points for measured in maturity.dimensions)
    assert maturity.floor is short


@given(whole)
def test_going_on_at_home_only_raises_the_kiosk_s_floor(answers: dict[str, Answer]) -> None:
    at_stand, at_home = _measure(SAMPLE, answers, short=True), _measure(SAMPLE, answers)
    levels = tuple(Level)
    assert at_home.company.points >= at_stand.company.points
    assert levels.index(at_home.level) >= levels.index(at_stand.level)
    for floor, measured in zip(at_stand.dimensions, at_home.dimensions, strict=True):
        assert measured.score.points >= floor.score.points
        assert floor.floor or measured.score == floor.score


@given(whole, st.sampled_from(PROJECT + PRACTICE_KEYS), st.sampled_from("123"), st.booleans())
def test_raising_an_answer_lowers_no_score_and_no_level(
    answers: dict[str, Answer], key: str, value: str, short: bool
) -> None:
    if level_of(answers[key]) >= level_of(value):
        return
    levels = tuple(Level)
    before, after = _measure(SAMPLE, answers, short=short), _measure(SAMPLE, {**answers, key: value}, short=short)
    assert after.company.points >= before.company.points
    assert after.project.points >= before.project.points
    assert levels.index(after.level) >= levels.index(before.level)
    for old, new in zip(before.dimensions, after.dimensions, strict=True):
        assert new.score.points >= old.score.points
        assert levels.index(new.level) >= levels.index(old.level)


@pytest.mark.parametrize(
    ("points", "maximum", "percent"), [(0, 18, 0), (11, 18, 61), (1, 8, 13), (3, 8, 38), (6, 6, 100)]
)
def test_percent_is_rounded_half_up_for_display_only(points: int, maximum: int, percent: int) -> None:
    assert Score(points, maximum).percent == percent
    assert Score(points, maximum).share == Fraction(points, maximum)


@given(st.integers(0, 18), st.fractions(0, 1, max_denominator=20))
def test_thresholds_are_compared_exactly(points: int, share: Fraction) -> None:
    assert reaches(Score(points, 18), share) is (Fraction(points, 18) >= share)
