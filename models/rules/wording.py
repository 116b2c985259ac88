"""How a change is said: as work to do, in the words of the visitor's size of company, never as an answer to alter."""

from __future__ import annotations

from models.rules.question import Answer, Question, Size


def work_to_reach(question: Question, answer: Answer, size: Size) -> str:
    """The work that leads to that answer: the choice's own words, else the question's, else the choice's label.

    Raises KeyError for a value that is not among the question's choices.
    """
    choice = question.choice(answer[0] if isinstance(answer, tuple) else str(answer))
    words = choice.work or question.work or choice.label
    return words.at(size)


def attained_at(question: Question, level: int, size: Size) -> str:
    """What is there at that level of a scored question, in a few words; empty where the content has none for it."""
    attained = question.choice(str(level)).attained
    return attained.at(size) if attained else ""
