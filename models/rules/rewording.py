"""Answers whose words are no longer those that were read: a company of another size reads its options differently."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from models.rules.path import Path
from models.rules.question import Answer, Question, Size, size_of


@dataclass(frozen=True, slots=True)
class Reworded:
    """An answer that was given in the words for one size, and now stands in those for another."""

    question: Question
    answer: Answer
    read_at: Size
    stands_at: Size


def reworded(path: Path, read_at: Mapping[str, Size]) -> tuple[Reworded, ...]:
    """The answers on the path whose words changed since, in its order.

    `read_at` gives for each answered key the size whose words were on the screen; one that it lacks is left alone.
    """
    now = size_of(path.answers)
    return tuple(
        Reworded(question, path.answers[question.key], read_at[question.key], now)
        for question in path.questions
        if question.key in path.answers
        and question.key in read_at
        and _words(question, path.answers[question.key], read_at[question.key])
        != _words(question, path.answers[question.key], now)
    )


def _words(question: Question, answer: Answer, size: Size) -> list[str]:
    """The labels that the answer chose. Whole numbers and « Je ne sais pas » read the same everywhere."""
    chosen = {answer} if isinstance(answer, str) else set(answer) if isinstance(answer, tuple) else set()
    return [choice.label.at(size) for choice in question.choices if choice.value in chosen]
