"""The explanation: the smallest changes against a brute-force search, and the words they are told in."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.condition import level_of
from models.rules.explanation import find_levers
from models.rules.path import walk
from models.rules.question import Answer, Condition
from models.rules.questionnaire import Case, Criterion, OfferKey, Questionnaire, Verdict
from models.rules.result import Lever
from tests.reach import some_of
from tests.rules import oracle
from tests.rules.sample import (
    AMBITIONS,
    LEVELS,
    NOVELTIES,
    OPENINGS,
    PRACTICE_KEYS,
    PRACTICES,
    PROJECT,
    SAMPLE,
)
from tests.rules.strategies import eligible, messy, whole
from tests.rules.test_recommendation import company_of

COMPANY: dict[str, Answer] = {
    "territoire": "69",
    "structure": "scop",
    "effectif": 35,
    "secteur": "services",
    "ambition": "innover",
    "themes": ("qvct",),
    "nouveaute": "entreprise",
    "pratiques": "oui",
    "parties_prenantes": ("salaries",),
}
CLOSED: dict[str, Answer] = dict.fromkeys(OPENINGS, "0")
LADDER_SHAPES: list[dict[str, Answer]] = [
    company_of(10),
    company_of(9),
    company_of(8),
    {**company_of(7), "qvct_conditions": "nsp"},
    {**dict.fromkeys(PRACTICE_KEYS, "1"), "ecosysteme_achats": "0"},
]
"""Companies on both sides of the threshold of 10 points, within reach of one change, of two, of none."""

Levers = set[tuple[oracle.Changes, str | None, str | None]]


def _levers(questionnaire: Questionnaire, answers: dict[str, Answer], *, short: bool = False) -> tuple[Lever, ...]:
    return find_levers(questionnaire, walk(questionnaire, answers, short=short).answers, short=short)


def _as_sets(levers: tuple[Lever, ...]) -> Levers:
    found = {
        (
            frozenset((change.question, change.value) for change in lever.changes),
            lever.stage.value if lever.stage else None,
            lever.criterion,
        )
        for lever in levers
    }
    assert len(found) == len(levers)
    return found


@pytest.mark.slow
def test_smallest_changes_of_all_projects_against_brute_force() -> None:
    """The 4 096 projects, each with one of five companies in turn, on the full path."""
    for number, combination in some_of(enumerate(product(LEVELS, repeat=6))):
        answers = COMPANY | dict(zip(PROJECT, combination, strict=True)) | LADDER_SHAPES[number % len(LADDER_SHAPES)]
        assert _as_sets(_levers(SAMPLE, answers)) == oracle.smallest_changes(answers, short=False), answers


def test_smallest_changes_around_the_thresholds_against_brute_force(questionnaire: Questionnaire) -> None:
    """Each company with projects one answer, two answers and further away from a riper stage, on both paths."""
    projects = [
        "2 2 2 2 2 0",
        "2 2 2 1 1 1",
        "1 1 1 1 1 1",
        "0 0 0 0 0 0",
        "0 1 2 0 1 0",
        "1 nsp 2 0 2 0",
        "3 3 0 3 0 3",
    ]
    for levels, company, short in product(projects, LADDER_SHAPES, (False, True)):
        answers = COMPANY | dict(zip(PROJECT, levels.split(), strict=True)) | company
        expected = oracle.smallest_changes(answers, short=short)
        assert _as_sets(_levers(questionnaire, answers, short=short)) == expected, answers


@given(whole | eligible, st.booleans())
def test_smallest_changes_of_any_answers_against_brute_force(answers: dict[str, Answer], short: bool) -> None:
    assert _as_sets(_levers(SAMPLE, answers, short=short)) == oracle.smallest_changes(answers, short=short)


def test_smallest_changes_that_lift_a_criterion_against_brute_force(questionnaire: Questionnaire) -> None:
    ripe: dict[str, Answer] = dict.fromkeys(PROJECT, "3") | CLOSED
    for novelty, practices, stakeholders, ambition in product(
        NOVELTIES, PRACTICES, (("aucune",), ("clients", "salaries")), AMBITIONS
    ):
        answers = (
            COMPANY
            | ripe
            | {"nouveaute": novelty, "pratiques": practices, "parties_prenantes": stakeholders, "ambition": ambition}
        )
        assert _as_sets(_levers(questionnaire, answers)) == oracle.smallest_changes(answers, short=False), answers


@given(eligible, st.booleans())
def test_changes_go_upwards_and_are_worded_as_work(answers: dict[str, Answer], short: bool) -> None:
    known = walk(SAMPLE, answers, short=short).answers
    for lever in find_levers(SAMPLE, known, short=short):
        assert 1 <= len(lever.changes) <= 2
        assert (lever.stage is None) is not (lever.criterion is None)
        for change in lever.changes:
            assert change.work.startswith(f"Travail {change.question}")
            if SAMPLE.question(change.question).scored:
                assert level_of(change.value) > level_of(known.get(change.question))
            else:
                assert change.question in ("nouveaute", "pratiques", "parties_prenantes")


@given(messy)
def test_any_answers_get_an_explanation_without_failing(answers: dict[str, Answer]) -> None:
    known = walk(SAMPLE, answers).answers
    levers = find_levers(SAMPLE, known, short=False)
    if oracle.worst(oracle.verdicts(known)) == "non-eligible":
        assert levers == ()


def _project(levels: str) -> dict[str, Answer]:
    return dict(zip(PROJECT, levels.split(), strict=True))


def _told(levers: tuple[Lever, ...]) -> list[str]:
    return [
        " + ".join(f"{change.question}={change.value}" for change in lever.changes)
        + f" → {lever.stage.value if lever.stage else lever.criterion}"
        for lever in levers
    ]


BY_HAND = [
    ("one answer, the least level that suffices", "3 3 3 3 0 1", company_of(0), ["moyens=1 → deploiement"]),
    ("the least level of the one that suffices", "1 1 2 1 1 1", company_of(10), ["moyens=2 → parcours"]),
    ("two answers where one doesn't suffice", "0 0 2 0 2 0", company_of(10), ["besoin=1 + objectifs=1 → parcours"]),
    (
        "a deepening question that this opens is a second change",
        "1 1 2 0 2 0",
        {**CLOSED, "management_autonomie": "3", "management_feedback": "3", "dialogue_instances": "nsp"},
        None,
    ),
    ("out of reach of two changes", "0 0 0 0 0 0", company_of(30), []),
    ("the ripest already", "3 3 3 3 3 3", company_of(30), []),
]


@pytest.mark.parametrize(("why", "levels", "company", "told"), BY_HAND)
def test_levers_by_hand(
    questionnaire: Questionnaire, why: str, levels: str, company: dict[str, Answer], told: list[str] | None
) -> None:
    found = _told(_levers(questionnaire, COMPANY | _project(levels) | company))
    if told is None:
        assert "dialogue_instances=3 + dialogue_accords=1 → parcours" in found, why
        assert "dialogue_instances=1 + dialogue_accords=3 → parcours" in found, why
        assert not any("+" not in lever for lever in found), why
    else:
        assert found == told, why


def test_trade_offs_between_two_answers_are_all_told_and_no_more() -> None:
    """Three points short, two at most from one answer: 2 + 1 and 1 + 2, never 2 + 2."""
    found = _told(_levers(SAMPLE, COMPANY | _project("1 1 1 3 1 1") | company_of(0)))
    assert [lever for lever in found if "besoin=" in lever and "objectifs=" in lever] == [
        "besoin=2 + objectifs=3 → deploiement",
        "besoin=3 + objectifs=2 → deploiement",
    ]


def test_least_effort_comes_first_even_where_it_is_asked_last() -> None:
    answers = COMPANY | _project("1 1 2 1 2 2") | company_of(9)
    levers = _levers(SAMPLE, answers)
    efforts = [level_of(lever.changes[0].value) - level_of(answers.get(lever.changes[0].question)) for lever in levers]
    assert efforts == sorted(efforts)
    assert set(efforts) == {1, 2}
    assert levers[0].changes[0].question in PRACTICE_KEYS
    assert levers[-1].changes[0].question in PROJECT


def test_an_answer_left_behind_counts_for_nothing() -> None:
    """The deepening answer given before the opening one went back to 0 doesn't come back by itself."""
    company = company_of(9) | {"gouvernance_decisions": "0", "gouvernance_partage": "3"}
    answers = COMPANY | _project("1 1 2 0 2 0") | company
    without = {key: answer for key, answer in answers.items() if key != "gouvernance_partage"}
    assert _levers(SAMPLE, answers) == _levers(SAMPLE, without)
    assert "gouvernance_decisions=1 → parcours" in _told(_levers(SAMPLE, answers))


def test_nothing_is_said_of_deepening_at_the_kiosk(questionnaire: Questionnaire) -> None:
    deepening = set(PRACTICE_KEYS) - set(OPENINGS)
    for levels in ("1 1 2 0 2 0", "0 1 2 0 2 0", "2 2 2 2 2 0"):
        levers = _levers(questionnaire, COMPANY | _project(levels) | dict.fromkeys(OPENINGS, "1"), short=True)
        assert levers
        assert not deepening & {change.question for lever in levers for change in lever.changes}


def test_stakeholders_are_found_by_work_not_by_an_answer(questionnaire: Questionnaire) -> None:
    answers = COMPANY | {"parties_prenantes": ("aucune",), "effectif": 7} | dict.fromkeys(PROJECT, "3") | CLOSED
    (lever,) = _levers(questionnaire, answers)
    assert lever.criterion == "parties-prenantes"
    (change,) = lever.changes
    assert change.value == ("salaries",)
    work = questionnaire.question("parties_prenantes").work
    assert work is not None
    assert change.work == work.under_11


@pytest.mark.parametrize(("headcount", "words"), [(7, "petite"), (35, "moyenne"), (120, "grande")])
def test_work_is_worded_for_the_size_of_the_company(headcount: int, words: str) -> None:
    answers = COMPANY | {"effectif": headcount} | _project("3 3 3 3 0 1") | CLOSED
    assert [change.work for lever in _levers(SAMPLE, answers) for change in lever.changes] == [
        f"Travail moyens 1, {words}"
    ]


def test_content_where_more_is_not_better_is_searched_all_the_same() -> None:
    """A criterion that took novelty for the company but not for the territory: the least that suffices is found."""
    criterion = next(one for one in SAMPLE.criteria if one.id == "nouveaute-pratiques")
    yes, *rest = criterion.cases
    novelty, practices = yes.conditions
    narrow = replace(yes, conditions=(replace(novelty, one_of=frozenset({"entreprise"})), practices))
    criteria = tuple(replace(one, cases=(narrow, *rest)) if one is criterion else one for one in SAMPLE.criteria)
    answers = COMPANY | {"nouveaute": "aucune"} | dict.fromkeys(PROJECT, "3") | CLOSED
    assert _told(_levers(replace(SAMPLE, criteria=criteria), answers)) == ["nouveaute=entreprise → nouveaute-pratiques"]


def test_work_is_upwards_only_whatever_a_criterion_would_rather_have() -> None:
    """Criteria that less of an answer, or another of the same worth, would lift: nobody is told to do worse."""
    doubt, fine = Verdict.TO_CONFIRM, Verdict.ELIGIBLE
    for condition in (Condition("portage", at_least=2), Condition("parties_prenantes", one_of=frozenset({"clients"}))):
        cases = (Case(doubt, "trop", (condition,)), Case(fine, "bien", ()))
        criterion = Criterion("essai", "Essai", (condition.question,), cases)
        answers = COMPANY | {"parties_prenantes": ("clients",)} | dict.fromkeys(PROJECT, "2") | company_of(30)
        levers = _levers(replace(SAMPLE, criteria=(criterion,)), answers)
        assert [lever for lever in levers if lever.criterion] == []


def test_the_answer_to_work_for_is_never_none_of_them_wherever_it_stands() -> None:
    question = SAMPLE.question("parties_prenantes")
    turned = replace(question, choices=question.choices[::-1])
    questions = tuple(turned if one is question else one for one in SAMPLE.questions)
    answers = COMPANY | {"parties_prenantes": ("aucune",)} | dict.fromkeys(PROJECT, "3") | CLOSED
    (lever,) = _levers(replace(SAMPLE, questions=questions), answers)
    assert [change.value for change in lever.changes] == [("territoire",)]


def test_a_lever_leads_to_the_stage_it_names() -> None:
    answers = COMPANY | _project("2 2 2 2 2 0") | company_of(0)
    for lever in _levers(SAMPLE, answers):
        changed = answers | {change.question: change.value for change in lever.changes}
        assert lever.stage is not None
        assert oracle.stage(oracle.counted(changed, short=False)) == lever.stage
        assert lever.stage is not OfferKey.EMERGENCE
