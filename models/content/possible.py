"""Which answers are possible: what a condition accepts, and whether several can hold together.

Conditions only tell apart a few kinds of answers to a question; one answer of each kind stands for all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from models.content.contract import SCORED_VALUES
from models.rules.condition import holds
from models.rules.question import UNKNOWN, Answer, Condition, Kind, Question

_OPEN_ENDED = 1_000_000


def meets(condition: Condition, answer: Answer) -> bool:
    """Whether this answer to the condition's own question meets it."""
    return holds(condition, {condition.question: answer})


def telling_answers(question: Question, conditions: Iterable[Condition]) -> list[Answer]:
    """One answer for each kind that these conditions on this question tell apart."""
    asked = list(dict.fromkeys(conditions))
    if question.kind is Kind.CHOICES:
        return _telling_sets(question, asked)
    kinds: dict[tuple[bool, ...], Answer] = {}
    for answer in _single_answers(question, asked):
        kinds.setdefault(tuple(meets(condition, answer) for condition in asked), answer)
    return list(kinds.values())


def _single_answers(question: Question, conditions: Sequence[Condition]) -> Iterable[Answer]:
    if question.kind is Kind.SCORED:
        return (*SCORED_VALUES, UNKNOWN)
    if question.kind is Kind.CHOICE:
        return tuple(choice.value for choice in question.choices)
    low = question.minimum or 0
    high = _OPEN_ENDED if question.maximum is None else question.maximum
    bounds = [
        bound for condition in conditions for bound in (condition.at_least, condition.at_most) if bound is not None
    ]
    edges = {low, high, *(bound + step for bound in bounds for step in (-1, 0, 1))}
    return sorted(edge for edge in edges if low <= edge <= high)


def _telling_sets(question: Question, conditions: Sequence[Condition]) -> list[Answer]:
    """Sets of choices, grown one choice at a time as long as that meets conditions not met together before."""
    kinds: dict[tuple[bool, ...], tuple[str, ...]] = {}
    growing: list[tuple[str, ...]] = []
    for choice in question.choices:
        alone = (choice.value,)
        kinds.setdefault(tuple(meets(condition, alone) for condition in conditions), alone)
        if not choice.exclusive:
            growing.append(alone)
    singles = list(growing)
    while growing:
        chosen = growing.pop()
        for single in singles:
            more = tuple(sorted({*chosen, *single}))
            kind = tuple(meets(condition, more) for condition in conditions)
            if kind not in kinds:
                kinds[kind] = more
                growing.append(more)
    return list(kinds.values())


def can_hold(conditions: Iterable[Condition], questions: Mapping[str, Question]) -> bool:
    """Whether some answers meet all the conditions, those under which their questions are asked included.

    Every question named must be among `questions`, and no question may be asked under a condition on itself.
    """
    grouped: dict[str, list[Condition]] = {}
    waiting = list(conditions)
    while waiting:
        condition = waiting.pop()
        known = grouped.setdefault(condition.question, [])
        if condition in known:
            continue
        known.append(condition)
        asked_if = questions[condition.question].asked_if
        if asked_if and asked_if.question in questions:
            waiting.append(asked_if)
    return all(
        any(all(meets(condition, answer) for condition in group) for answer in telling_answers(questions[key], group))
        for key, group in grouped.items()
    )
