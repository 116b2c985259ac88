"""The few answers that stand for all: checked against every answer, tried one by one."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from models.content.possible import can_hold, meets, telling_answers
from models.rules.question import Answer, Choice, Condition, Kind, Question, Text

WORDS = Text.same("x")
VALUES = ("a", "b", "c", "seul")


def question(kind: Kind, *, low: int | None = None, high: int | None = None) -> Question:
    values = ("0", "1", "2", "3") if kind is Kind.SCORED else () if kind is Kind.NUMBER else VALUES
    choices = tuple(Choice(value, WORDS, exclusive=kind is Kind.CHOICES and value == "seul") for value in values)
    return Question("q", "projet", kind, WORDS, WORDS, "q", choices=choices, minimum=low, maximum=high)


def every_answer(asked: Question) -> list[Answer]:
    if asked.kind is Kind.NUMBER:
        return list(range(asked.minimum or 0, (asked.maximum or 0) + 1))
    if asked.kind is Kind.CHOICES:
        several = [chosen for size in (1, 2, 3) for chosen in combinations(VALUES[:-1], size)]
        return [*several, ("seul",)]
    values = [choice.value for choice in asked.choices]
    return [*values, "nsp"] if asked.scored else [*values]


def kinds(answers: list[Answer], conditions: list[Condition]) -> set[tuple[bool, ...]]:
    return {tuple(meets(condition, answer) for condition in conditions) for answer in answers}


among = st.frozensets(st.sampled_from(VALUES), min_size=1).map(lambda values: Condition("q", one_of=values))
levels = st.frozensets(st.sampled_from(["0", "1", "2", "3", "nsp"]), min_size=1).map(
    lambda values: Condition("q", one_of=values)
)
bound = st.none() | st.integers(0, 22)
ranges = st.tuples(bound, bound).filter(any).map(lambda ends: Condition("q", at_least=ends[0], at_most=ends[1]))


@given(st.lists(among, max_size=5))
def test_choices_and_sets_of_choices(conditions: list[Condition]) -> None:
    for asked in (question(Kind.CHOICE), question(Kind.CHOICES)):
        told = telling_answers(asked, conditions)
        assert all(asked.accepts(answer) for answer in told)
        assert kinds(told, conditions) == kinds(every_answer(asked), conditions)


@given(st.lists(ranges | levels, max_size=5))
def test_levels(conditions: list[Condition]) -> None:
    asked = question(Kind.SCORED)
    told = telling_answers(asked, conditions)
    assert kinds(told, conditions) == kinds(every_answer(asked), conditions)


@given(st.lists(ranges, max_size=5), st.integers(0, 10), st.integers(0, 10))
def test_whole_numbers(conditions: list[Condition], low: int, width: int) -> None:
    asked = question(Kind.NUMBER, low=low, high=low + width)
    told = telling_answers(asked, conditions)
    assert all(asked.accepts(answer) for answer in told)
    assert kinds(told, conditions) == kinds(every_answer(asked), conditions)


def test_conditions_hold_together_only_where_their_questions_are_asked_together() -> None:
    structure = question(Kind.CHOICE)
    number = Question(
        "n", "projet", Kind.NUMBER, WORDS, WORDS, "n", minimum=2, maximum=50, asked_if=Condition("q", frozenset({"a"}))
    )
    asked = {"q": structure, "n": number}
    several = Condition("n", at_least=3)
    assert can_hold([several], asked)
    assert can_hold([several, Condition("q", frozenset({"a", "b"}))], asked)
    assert not can_hold([several, Condition("q", frozenset({"b"}))], asked)
    assert not can_hold([Condition("n", at_most=1)], asked)
