"""Checks one condition against the questions it speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from models.content.contract import SCORED_VALUES
from models.content.errors import Findings, nearest
from models.rules.question import UNKNOWN, Condition, Kind, Question

QuestionsByKey = Mapping[str, Question]


def check_condition(place: str, condition: Condition, questions: QuestionsByKey, findings: Findings) -> bool:
    """Note what is wrong with a condition by itself; true where it can be reasoned with."""
    if not condition.question:
        return False
    question = questions.get(condition.question)
    if question is None:
        problem = f"la question « {condition.question} » n’existe pas"
        findings.note(f"{place}.question", problem, nearest(condition.question, questions))
        return False
    if condition.one_of:
        return _check_values(f"{place}.parmi", condition, question, findings)
    return _check_bounds(place, condition, question, findings)


def check_conditions(
    place: str, conditions: Iterable[Condition], questions: QuestionsByKey, findings: Findings
) -> bool:
    """As `check_condition` for each of a list, numbered from 1; true where all can be reasoned with."""
    checked = [
        check_condition(f"{place}[{number}]", condition, questions, findings)
        for number, condition in enumerate(conditions, start=1)
    ]
    return all(checked)


def _check_values(place: str, condition: Condition, question: Question, findings: Findings) -> bool:
    if question.kind is Kind.NUMBER:
        findings.note(place, f"la réponse à « {question.key} » est un nombre", "au-moins, au-plus ou les deux")
        return False
    values = (*SCORED_VALUES, UNKNOWN) if question.scored else tuple(choice.value for choice in question.choices)
    unknown = sorted(condition.one_of - set(values))
    for value in unknown:
        problem = f"« {value} » n’est pas une réponse possible à « {question.key} »"
        findings.note(place, problem, nearest(value, values))
    return not unknown


def _check_bounds(place: str, condition: Condition, question: Question, findings: Findings) -> bool:
    if question.kind in (Kind.CHOICE, Kind.CHOICES):
        problem = f"la réponse à « {question.key} » n’est ni un nombre ni un niveau"
        findings.note(place, problem, "parmi, avec des valeurs de ses choix")
        return False
    if condition.at_least is not None and condition.at_most is not None and condition.at_least > condition.at_most:
        problem = f"au-moins ({condition.at_least}) dépasse au-plus ({condition.at_most})"
        findings.note(place, problem, "au-moins inférieur ou égal à au-plus")
        return False
    return True
