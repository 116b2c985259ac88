"""The path: always ends, never asks twice, sees only what is on it."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.condition import holds, level_of
from models.rules.path import waiting_place, walk
from models.rules.question import Answer, Condition, Rank
from models.rules.questionnaire import Questionnaire
from tests.rules import oracle
from tests.rules.sample import LADDERS, OPENINGS, PRACTICE_KEYS, PROJECT, SAMPLE, STRUCTURES
from tests.rules.strategies import VALID, messy, whole

KEYS = [question.key for question in SAMPLE.questions]


def test_keys_and_order_are_those_of_the_scheme(questionnaire: Questionnaire) -> None:
    assert [question.key for question in questionnaire.questions] == KEYS
    assert KEYS[:5] == ["territoire", "structure", "nombre_entreprises", "effectif", "secteur"]
    assert KEYS[5:10] == ["ambition", "themes", "nouveaute", "pratiques", "parties_prenantes"]
    assert KEYS[10:] == PROJECT + PRACTICE_KEYS


@given(st.data(), messy, st.booleans())
def test_every_path_ends_and_asks_nothing_twice(data: st.DataObject, answers: dict[str, Answer], short: bool) -> None:
    asked: list[str] = []
    path = walk(SAMPLE, answers, short=short)
    while path.next is not None:
        asked.append(path.next.key)
        assert len(asked) <= len(SAMPLE.questions)
        answers = {**answers, path.next.key: data.draw(VALID[path.next.key])}
        path = walk(SAMPLE, answers, short=short)
    assert path.complete
    assert len(set(asked)) == len(asked)
    assert list(path.answers) == [question.key for question in path.questions]


@given(messy, st.booleans())
def test_path_keeps_only_valid_answers_and_sorts_out_the_rest(answers: dict[str, Answer], short: bool) -> None:
    path = walk(SAMPLE, answers, short=short)
    on_path = [question.key for question in path.questions]
    for question in path.questions:
        valid = question.key in answers and question.accepts(answers[question.key])
        assert (question.key in path.answers) == valid
        assert path.has(question.key)
    assert set(path.left_behind) == {key for key in answers if key in KEYS} - set(on_path)
    assert path.next == next((question for question in path.questions if question.key not in path.answers), None)


@given(messy, st.booleans())
def test_walking_what_was_kept_changes_nothing(answers: dict[str, Answer], short: bool) -> None:
    path = walk(SAMPLE, answers, short=short)
    again = walk(SAMPLE, path.answers, short=short)
    assert again == replace(path, left_behind=())


@given(whole, st.booleans())
def test_path_is_the_one_the_domain_document_says(answers: dict[str, Answer], short: bool) -> None:
    assert walk(SAMPLE, answers, short=short).answers == oracle.counted(answers, short=short)


@given(whole)
def test_short_path_is_the_full_one_without_deepening(answers: dict[str, Answer]) -> None:
    full, short = walk(SAMPLE, answers), walk(SAMPLE, answers, short=True)
    assert short.questions == tuple(question for question in full.questions if question.rank is not Rank.DEEPENING)
    assert len(short.questions) in (20, 21)


def test_the_length_told_counts_the_deepening_questions_that_may_come() -> None:
    company: dict[str, Answer] = {"territoire": "69", "structure": "scop"}
    openings = dict.fromkeys(OPENINGS, "2")
    for answers, short, length, may_change in (
        ({}, False, 25, True),
        (company, False, 25, True),
        ({**company, "structure": "groupe"}, False, 26, True),
        ({**company, **openings}, False, 25, False),
        ({**company, **openings, "qvct_conditions": "nsp"}, False, 24, False),
        ({}, True, 20, True),
        (company, True, 20, False),
    ):
        path = walk(SAMPLE, answers, short=short)
        assert (path.expected_length, bool(path.undecided)) == (length, may_change), answers


def test_what_hangs_on_an_undecided_question_is_undecided_too() -> None:
    hanging = Condition("nombre_entreprises", at_least=2)
    questions = (
        replace(question, asked_if=hanging) if question.key == "secteur" else question for question in SAMPLE.questions
    )
    path = walk(replace(SAMPLE, questions=tuple(questions)), {"territoire": "69"}, short=True)
    assert [question.key for question in path.undecided] == ["nombre_entreprises", "secteur"]


@given(messy, st.booleans())
def test_nothing_is_undecided_at_the_end_and_only_what_is_undecided_makes_a_path_grow(
    answers: dict[str, Answer], short: bool
) -> None:
    path = walk(SAMPLE, answers, short=short)
    if path.next is None:
        assert path.undecided == ()
        return
    possible = {*path.questions, *path.undecided}
    for value in ("0", "2", "groupe", "scop", 12):
        if path.next.accepts(value):
            assert set(walk(SAMPLE, {**answers, path.next.key: value}, short=short).questions) <= possible


def test_place_where_a_path_waits() -> None:
    assert waiting_place(SAMPLE, walk(SAMPLE, {})) == 1
    lone = walk(SAMPLE, {"territoire": "69", "structure": "scop"})
    assert waiting_place(SAMPLE, lone) == KEYS.index("effectif") + 1
    kiosk: dict[str, Answer] = {"structure": "scop", "effectif": 7, **dict.fromkeys(PROJECT + PRACTICE_KEYS, "3")}
    kiosk |= {"territoire": "69", "secteur": "services", "ambition": "innover", "themes": ("qvct",)}
    kiosk |= {"nouveaute": "entreprise", "pratiques": "oui", "parties_prenantes": ("salaries",)}
    assert waiting_place(SAMPLE, walk(SAMPLE, kiosk, short=True)) == len(KEYS) + 1


@pytest.mark.parametrize("structure", STRUCTURES)
def test_number_of_companies_is_asked_where_companies_share(questionnaire: Questionnaire, structure: str) -> None:
    path = walk(questionnaire, {"territoire": "69", "structure": structure, "nombre_entreprises": 4})
    shared = structure in ("groupe", "collectif")
    assert path.has("nombre_entreprises") is shared
    assert path.answers.get("nombre_entreprises") == (4 if shared else None)
    assert path.left_behind == (() if shared else ("nombre_entreprises",))


@pytest.mark.parametrize("dimension", LADDERS)
def test_all_ladders_deepen_from_the_first_level_on(questionnaire: Questionnaire, dimension: str) -> None:
    opening, deepening = LADDERS[dimension]
    for first, second in product(("0", "1", "2", "3", "nsp", None), ("0", "1", "2", "3", "nsp", None)):
        answers = {key: value for key, value in ((opening, first), (deepening, second)) if value is not None}
        path = walk(questionnaire, answers)
        opened = first in ("1", "2", "3")
        assert path.has(deepening) is opened
        assert path.answers.get(deepening) == (second if opened else None)
        assert path.left_behind == (() if opened or second is None else (deepening,))
        assert not walk(questionnaire, answers, short=True).has(deepening)


def test_condition_sees_nothing_off_the_path() -> None:
    """A question that depends on one off the path is off it too, whatever was answered there before."""
    questions = tuple(
        replace(question, asked_if=Condition("nombre_entreprises", at_most=50))
        if question.key == "effectif"
        else question
        for question in SAMPLE.questions
    )
    chained = replace(SAMPLE, questions=questions)
    answers: dict[str, Answer] = {"structure": "groupe", "nombre_entreprises": 3, "effectif": 12}
    assert walk(chained, answers).has("effectif")
    path = walk(chained, {**answers, "structure": "scop"})
    assert not path.has("effectif")
    assert path.left_behind == ("nombre_entreprises", "effectif")


@pytest.mark.parametrize(
    ("condition", "answer", "expected"),
    [
        (Condition("q", one_of=frozenset({"a", "b"})), "a", True),
        (Condition("q", one_of=frozenset({"a", "b"})), "c", False),
        (Condition("q", one_of=frozenset({"a", "b"})), ("c", "b"), True),
        (Condition("q", one_of=frozenset({"a", "b"})), ("c",), False),
        (Condition("q", one_of=frozenset({"a"})), None, False),
        (Condition("q", at_least=1), "1", True),
        (Condition("q", at_least=1), "0", False),
        (Condition("q", at_least=1), "nsp", False),
        (Condition("q", at_most=0), "nsp", True),
        (Condition("q", at_most=0), None, False),
        (Condition("q", at_least=2, at_most=3), "2", True),
        (Condition("q", at_least=1, at_most=299), 299, True),
        (Condition("q", at_least=1, at_most=299), 300, False),
        (Condition("q", at_least=1, at_most=299), 0, False),
    ],
)
def test_conditions(condition: Condition, answer: Answer | None, expected: bool) -> None:
    assert holds(condition, {} if answer is None else {"q": answer}) is expected


@pytest.mark.parametrize(
    ("answer", "level"), [("0", 0), ("3", 3), ("nsp", 0), (None, 0), (12, 12), (("salaries",), 0), ("oui", 0)]
)
def test_level_of_an_answer(answer: Answer | None, level: int) -> None:
    assert level_of(answer) == level
