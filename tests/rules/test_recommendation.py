"""The recommendation: all 4 096 sets of project answers on both sides of the company threshold, and the close calls."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.condition import level_of
from models.rules.maturity import measure_maturity
from models.rules.path import walk
from models.rules.question import Answer, size_of
from models.rules.questionnaire import OfferKey, Questionnaire
from models.rules.recommendation import close_call, least_points, recommend, ripeness, stage_reached
from models.rules.result import Recommendation, Score
from tests.rules import oracle
from tests.rules.sample import LADDERS, LEVELS, PRACTICE_KEYS, PROJECT, SAMPLE
from tests.rules.strategies import whole

COMPANIES = (0, 9, 10, 30)
"""Company points below and at the threshold of 1/3, and at both ends."""


def _projects(values: list[str]) -> Iterator[dict[str, Answer]]:
    for combination in product(values, repeat=6):
        yield dict(zip(PROJECT, combination, strict=True))


def company_of(points: int) -> dict[str, Answer]:
    """Practices that add up to so many points (0 to 30), opening before deepening, as they are asked."""
    answers: dict[str, Answer] = {}
    for opening, deepening in LADDERS.values():
        for key in (opening, deepening) if points else (opening,):
            answers[key] = str(min(points, 3))
            points -= min(points, 3)
    return answers


def _recommend(questionnaire: Questionnaire, answers: dict[str, Answer], *, short: bool = False) -> Recommendation:
    known = walk(questionnaire, answers, short=short).answers
    return recommend(questionnaire, known, measure_maturity(questionnaire, known, size_of(known), short=short))


def test_all_project_answers(questionnaire: Questionnaire) -> None:
    proved = 0
    for project in _projects(LEVELS):
        points = sum(level_of(answer) for answer in project.values())
        for company in COMPANIES:
            answers = {**project, **company_of(company)}
            stage = stage_reached(questionnaire, answers, Score(points, 18), Score(company, 30))
            assert stage == oracle.stage(answers), answers
            proved += 1
    assert proved == 4**6 * len(COMPANIES)


def test_raising_any_project_answer_never_lowers_the_stage() -> None:
    proved = 0
    for company in (9, 10):
        stages = {
            tuple(project.values()): ripeness(
                stage_reached(
                    SAMPLE,
                    project,
                    Score(sum(level_of(answer) for answer in project.values()), 18),
                    Score(company, 30),
                )
            )
            for project in _projects(LEVELS)
        }
        for levels, stage in stages.items():
            for place, level in enumerate(levels):
                if level != "3":
                    raised = (*levels[:place], str(level_of(level) + 1), *levels[place + 1 :])
                    assert stages[raised] >= stage
                    proved += 1
    assert proved == 2 * 6 * 3 * 4**5


@given(whole, st.sampled_from(PROJECT + PRACTICE_KEYS), st.sampled_from("123"), st.booleans())
def test_raising_any_answer_never_lowers_the_stage(
    answers: dict[str, Answer], key: str, value: str, short: bool
) -> None:
    if level_of(answers[key]) < level_of(value):
        before = _recommend(SAMPLE, answers, short=short).stage
        assert ripeness(_recommend(SAMPLE, {**answers, key: value}, short=short).stage) >= ripeness(before)


def test_all_close_calls_unknown_answers_included(questionnaire: Questionnaire) -> None:
    """5^6 projects, `nsp` being a fifth answer: close where the document says so, and on the question it names."""
    close = 0
    for project in _projects([*LEVELS, "nsp"]):
        points = sum(level_of(answer) for answer in project.values())
        found = close_call(questionnaire, project, Score(points, 18))
        expected = oracle.close_question(project)
        assert (found.question if found else None) == expected, project
        close += expected is not None
    assert close > 1_000


BY_HAND = [
    # besoin, objectifs, portage, participation, moyens, calendrier: the question that would decide
    ("2 2 2 2 2 0", "calendrier", "one point short: the lowest"),
    ("2 2 2 1 2 1", "participation", "one point short: the first of two equal ones"),
    ("3 3 1 nsp 3 0", "participation", "one point short: an unknown one before a zero"),
    ("3 nsp 1 3 3 nsp", "objectifs", "one point short: the first unknown one"),
    ("2 2 2 2 2 1", "calendrier", "just there: the lowest"),
    ("3 3 1 0 3 1", "portage", "just there: the lowest of 1 or more, a zero can't fall"),
    ("3 3 1 nsp 3 1", "portage", "just there: an unknown one can't fall either"),
    ("2 2 2 2 2 2", None, "a point to spare"),
    ("2 2 2 2 1 0", None, "two points short"),
    ("3 3 0 3 1 0", None, "nobody carries it"),
    ("3 3 3 1 nsp 1", None, "nothing in hand"),
]


@pytest.mark.parametrize(("levels", "question", "why"), BY_HAND)
def test_close_calls_by_hand(questionnaire: Questionnaire, levels: str, question: str | None, why: str) -> None:
    answers: dict[str, Answer] = dict(zip(PROJECT, levels.split(), strict=True))
    close = _recommend(questionnaire, answers).close
    assert (close.question if close else None) == question, why


def test_because_names_answers_that_decide() -> None:
    """Never empty, never twice the same; those under a riper stage's floor where there is one."""
    floors = {"portage": 2, "moyens": 2, "besoin": 1, "objectifs": 1}
    for number, project in enumerate(_projects(LEVELS)):
        answers = {**project, **company_of(COMPANIES[number % 4])}
        found = _recommend(SAMPLE, answers)
        assert found.because
        assert len(set(found.because)) == len(found.because)
        assert set(found.because) <= set(answers)
        if found.stage is OfferKey.EMERGENCE:
            missing = {key for key, least in floors.items() if level_of(answers[key]) < least}
            assert not missing or set(found.because) == missing


@pytest.mark.parametrize(
    ("levels", "company", "stage", "because"),
    [
        ("0 0 0 0 0 0", 30, "emergence", "portage moyens besoin objectifs"),
        ("3 3 0 3 3 3", 30, "emergence", "portage"),
        ("3 3 1 3 0 0", 30, "emergence", "portage moyens"),
        # Every floor is met: what falls short are the scores, of the company then of the project.
        ("1 1 2 0 2 1", 0, "emergence", " ".join([*(opening for opening, _ in LADDERS.values()), "participation"])),
        # Floors first, then the practices that make up the ten points.
        (
            "1 1 2 0 2 1",
            10,
            "parcours",
            "portage moyens besoin objectifs "
            "management_autonomie management_feedback dialogue_instances dialogue_accords",
        ),
        # Floors first, then the highest answers, until the eleven points are there.
        ("3 0 1 3 1 3", 0, "deploiement", "portage moyens besoin participation calendrier"),
        ("3 3 3 3 3 3", 30, "deploiement", "portage moyens besoin objectifs"),
    ],
)
def test_because_by_hand(levels: str, company: int, stage: str, because: str) -> None:
    answers: dict[str, Answer] = dict(zip(PROJECT, levels.split(), strict=True))
    found = _recommend(SAMPLE, {**answers, **company_of(company)})
    assert found.stage == stage
    assert list(found.because) == because.split()


@pytest.mark.parametrize(("share", "least"), [("3/5", 11), ("2/3", 12), ("0", 0), ("1", 18), ("1/18", 1)])
def test_least_points_that_reach_a_share(share: str, least: int) -> None:
    assert least_points(Fraction(share), 18) == least
