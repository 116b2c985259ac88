"""The facts of an assessment kept beside it for filters and figures: some answers, and the newest concluded result."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from peewee import fn

from models.rules.question import Answer, Answers, size_of
from models.rules.result import Result
from models.store.prepared import prepared
from models.store.tables import Assessment

FACTS: dict[str, tuple[tuple[str, ...], Callable[[Answer], tuple[str | int | None, ...]]]] = {
    "territoire": (("department",), lambda answer: (str(answer),)),
    "structure": (("structure",), lambda answer: (str(answer),)),
    "secteur": (("sector",), lambda answer: (str(answer),)),
    "effectif": (("headcount", "size"), lambda answer: (_headcount(answer), size_of({"effectif": answer}))),
    "themes": (("themes",), lambda answer: (_joined(answer),)),
    "ambition": (("ambition",), lambda answer: (str(answer),)),
}
"""For each answer that is a fact: its columns, and their values."""


def _touching(*columns: str) -> Callable[..., Any]:
    """A prepared update: the fact's columns, when, the place that comes next or None, and whose facts."""

    def build(*slots: Any) -> Any:
        *facts, moment, waiting_at, assessment_id = slots
        place = fn.coalesce(waiting_at, Assessment.waiting_at)
        changes = dict(zip(columns, facts, strict=True), updated_at=moment, waiting_at=place)
        return Assessment.update(changes).where(Assessment.id == assessment_id)

    return prepared(build, arguments=len(columns) + 3)


_touch = _touching()
_touch_with = {key: _touching(*columns) for key, (columns, _) in FACTS.items()}


def touch_with_answer(assessment_id: int, key: str, value: Answer, now: datetime, waiting_at: int | None) -> None:
    """Note, in the caller's transaction, that an answer was given, the fact it is, if any, and what comes next."""
    if key in FACTS:
        _touch_with[key](*FACTS[key][1](value), now, waiting_at, assessment_id)
    else:
        _touch(now, waiting_at, assessment_id)


def answer_facts(answers: Answers) -> dict[str, str | int | None]:
    """All facts that are answers, by column: those given, None for the others."""
    facts: dict[str, str | int | None] = {}
    for key, (columns, values) in FACTS.items():
        given = values(answers[key]) if key in answers else (None,) * len(columns)
        facts |= dict(zip(columns, given, strict=True))
    return facts


def result_facts(result: Result, concluded_at: datetime) -> dict[str, Any]:
    """All facts of a concluded result, by column."""
    return {
        **answer_facts(result.answers),
        "verdict": result.eligibility.verdict,
        "stage_recommended": result.recommendation.stage if result.recommendation else None,
        "company_level": result.maturity.level,
        "concluded_at": concluded_at,
    }


def set_result_facts(assessment_id: int, result: Result, concluded_at: datetime) -> None:
    """Set all facts to those of the newest concluded result, in the caller's transaction."""
    Assessment.update(result_facts(result, concluded_at)).where(Assessment.id == assessment_id).execute()


def _headcount(answer: Answer) -> int | None:
    """A whole number, or nothing: an answer that a later content no longer accepts is kept, but is no fact."""
    return answer if isinstance(answer, int) else None


def _joined(answer: Answer) -> str:
    """Several values as `|a|b|`: each can be searched for with its bars."""
    values = answer if isinstance(answer, tuple) else (str(answer),)
    return f"|{'|'.join(values)}|"
