"""The first interview: three questions to ask, the most telling first, found from the answers themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from models.rules.condition import level_of
from models.rules.explanation import find_contradictions
from models.rules.question import Kind
from models.rules.questionnaire import Questionnaire, Verdict
from models.rules.result import Result

ASKED = 3
"""How many questions a first interview has time for."""


class InterviewReason(StrEnum):
    """Why a question is worth asking, the most telling first."""

    CONTRADICTION = "contradiction"
    CLOSE = "resultat-serre"
    TO_CONFIRM = "a-confirmer"
    UNKNOWN = "nsp"
    LOWEST = "point-faible"
    AMBITION = "ambition"


@dataclass(frozen=True, slots=True)
class Ask:
    """One question to ask: `subject` is a contradiction's id, a question's key or a criterion's id."""

    reason: InterviewReason
    subject: str


def questions_to_ask(questionnaire: Questionnaire, result: Result) -> tuple[Ask, ...]:
    """Three things to ask about, of as many kinds as there are, none twice; fewer where there is nothing to ask.

    One contradiction, then what would decide a close result, then a criterion to confirm, then what nobody knew, then
    the other contradictions, then the project's lowest answers, then the ambition.
    """
    contradictions = list(_contradictions(questionnaire, result))
    ranked = [
        *contradictions[:1],
        *_close(result),
        *_to_confirm(result),
        *(Ask(InterviewReason.UNKNOWN, key) for key in result.to_clear_up),
        *contradictions[1:],
        *_lowest(questionnaire, result),
        Ask(InterviewReason.AMBITION, "ambition"),
    ]
    chosen: dict[str, Ask] = {}
    for ask in ranked:
        chosen.setdefault(ask.subject, ask)
    return tuple(chosen.values())[:ASKED]


def _contradictions(questionnaire: Questionnaire, result: Result) -> Iterator[Ask]:
    for contradiction in find_contradictions(questionnaire, result.answers):
        yield Ask(InterviewReason.CONTRADICTION, contradiction.id)


def _close(result: Result) -> Iterator[Ask]:
    if result.recommendation and result.recommendation.close:
        yield Ask(InterviewReason.CLOSE, result.recommendation.close.question)


def _to_confirm(result: Result) -> Iterator[Ask]:
    for finding in result.eligibility.with_verdict(Verdict.TO_CONFIRM):
        yield Ask(InterviewReason.TO_CONFIRM, finding.criterion)


def _lowest(questionnaire: Questionnaire, result: Result) -> Iterator[Ask]:
    """The project's answers below the top, the lowest first, in the questionnaire's order."""
    project = [
        question
        for question in questionnaire.questions
        if question.kind is Kind.SCORED and question.dimension is None and question.key in result.answers
    ]
    for question in sorted(project, key=lambda each: level_of(result.answers[each.key])):
        if level_of(result.answers[question.key]) < len(question.choices) - 1:
            yield Ask(InterviewReason.LOWEST, question.key)
