"""The facts of an assessment kept beside it for filters and figures: some answers, and the newest concluded result."""

from __future__ import annotations

from collections.abc import Callable

from models.rules.question import Answer, Answers, size_of
from models.rules.result import Result
from models.store.database import run

FACTS: dict[str, tuple[tuple[str, ...], Callable[[Answer], tuple[str | int | None, ...]]]] = {
    "territoire": (("department",), lambda answer: (str(answer),)),
    "structure": (("structure",), lambda answer: (str(answer),)),
    "secteur": (("sector",), lambda answer: (str(answer),)),
    "effectif": (("headcount", "size"), lambda answer: (_headcount(answer), size_of({"effectif": answer}))),
    "themes": (("themes",), lambda answer: (_joined(answer),)),
    "ambition": (("ambition",), lambda answer: (str(answer),)),
}
"""For each answer that is a fact: its columns, and their values."""

_TOUCHED = "updated_at = ?, waiting_at = coalesce(?, waiting_at)"
TOUCH = f"UPDATE assessment SET {_TOUCHED} WHERE id = ?"
TOUCH_WITH = {
    key: f"UPDATE assessment SET {', '.join(f'{column} = ?' for column in columns)}, {_TOUCHED} WHERE id = ?"
    for key, (columns, _) in FACTS.items()
}
"""Fixed statements: the hot path composes no SQL."""


def touch_with_answer(assessment_id: int, key: str, value: Answer, moment: int, waiting_at: int | None) -> None:
    """Note, in the caller's transaction, that an answer was given, the fact it is, if any, and what comes next."""
    if key in FACTS:
        run(TOUCH_WITH[key], (*FACTS[key][1](value), moment, waiting_at, assessment_id))
    else:
        run(TOUCH, (moment, waiting_at, assessment_id))


def set_answer_facts(assessment_id: int, answers: Answers) -> None:
    """Set all facts that are answers, in the caller's transaction: those given, none for the others."""
    for key, (columns, values) in FACTS.items():
        facts = values(answers[key]) if key in answers else (None,) * len(columns)
        run(
            f"UPDATE assessment SET {', '.join(f'{column} = ?' for column in columns)} WHERE id = ?",
            (*facts, assessment_id),
        )


def set_result_facts(assessment_id: int, result: Result, concluded_at: int) -> None:
    """Set all facts to those of the newest concluded result, in the caller's transaction."""
    set_answer_facts(assessment_id, result.answers)
    run(
        "UPDATE assessment SET verdict = ?, stage_recommended = ?, company_level = ?, concluded_at = ? WHERE id = ?",
        (
            result.eligibility.verdict,
            result.recommendation.stage if result.recommendation else None,
            result.maturity.level,
            concluded_at,
            assessment_id,
        ),
    )


def _headcount(answer: Answer) -> int | None:
    """A whole number, or nothing: an answer that a later content no longer accepts is kept, but is no fact."""
    return answer if isinstance(answer, int) else None


def _joined(answer: Answer) -> str:
    """Several values as `|a|b|`: each can be searched for with its bars."""
    values = answer if isinstance(answer, tuple) else (str(answer),)
    return f"|{'|'.join(values)}|"
