"""Conditions on answers: the one place that says how an answer counts as a level and when a condition holds."""

from __future__ import annotations

from collections.abc import Iterable

from models.rules.question import Answer, Answers, Condition

TOP_LEVEL = 3
"""The highest level of a scored question."""


def level_of(answer: Answer | None) -> int:
    """The level (0 to 3) of a scored answer, or the number itself; 0 for `nsp` and for what is unanswered."""
    if isinstance(answer, int):
        return answer
    return int(answer) if isinstance(answer, str) and answer.isdecimal() else 0


def holds(condition: Condition, answers: Answers) -> bool:
    """Whether the condition holds. An answer that is missing never meets one, not even « at most »."""
    answer = answers.get(condition.question)
    if answer is None:
        return False
    if condition.one_of:
        return not condition.one_of.isdisjoint(answer) if isinstance(answer, tuple) else answer in condition.one_of
    level = level_of(answer)
    above = condition.at_least is None or level >= condition.at_least
    return above and (condition.at_most is None or level <= condition.at_most)


def all_hold(conditions: Iterable[Condition], answers: Answers) -> bool:
    """Whether every condition holds; true where there is none."""
    return all(holds(condition, answers) for condition in conditions)
