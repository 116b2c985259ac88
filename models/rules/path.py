"""The visitor's path, replayed from the answers: never stored, so that a change of mind can't leave it wrong."""

from __future__ import annotations

from dataclasses import dataclass

from models.rules.condition import holds
from models.rules.question import Answer, Answers, Question, Rank
from models.rules.questionnaire import Questionnaire


@dataclass(frozen=True, slots=True)
class Path:
    """The questions to ask, in order, with everything known so far.

    `answers` holds the valid answers to questions on the path, and nothing else; `next` is the first question
    without one; `left_behind` are the keys answered on a branch that was abandoned since; `undecided` are the
    questions that an answer still to come may put on the path.
    """

    questions: tuple[Question, ...]
    answers: dict[str, Answer]
    next: Question | None
    left_behind: tuple[str, ...]
    undecided: tuple[Question, ...]

    @property
    def complete(self) -> bool:
        """Whether every question on the path has a valid answer."""
        return self.next is None

    @property
    def expected_length(self) -> int:
        """How many questions a visitor is told to expect: those on the path, and the deepening ones still undecided.

        Most answers open the deepening question, and few companies are groups: so told, the total seldom changes.
        """
        return len(self.questions) + sum(question.rank is Rank.DEEPENING for question in self.undecided)

    def has(self, key: str) -> bool:
        """Whether the question with that key is on the path, answered or not."""
        return key in [question.key for question in self.questions]


def walk(questionnaire: Questionnaire, answers: Answers, *, short: bool = False) -> Path:
    """Replay the answers over the questionnaire.

    A question's condition sees only the answers on the path before it. An answer that no longer fits its question
    counts as unanswered. `short` leaves out the deepening questions, as at the kiosk.
    """
    asked: list[Question] = []
    kept: dict[str, Answer] = {}
    left_behind: list[str] = []
    undecided: list[Question] = []
    unanswered: set[str] = set()
    first_open: Question | None = None
    for question in questionnaire.questions:
        key, condition = question.key, question.asked_if
        left_out = short and question.rank is Rank.DEEPENING
        if left_out or (condition is not None and not holds(condition, kept)):
            if key in answers:
                left_behind.append(key)
            if not left_out and condition is not None and condition.question in unanswered:
                undecided.append(question)
                unanswered.add(key)
            continue
        asked.append(question)
        answer = answers.get(key)
        if answer is not None and (answer in question.values or question.accepts(answer)):
            kept[key] = answer
        else:
            first_open = first_open or question
            unanswered.add(key)
    return Path(tuple(asked), kept, first_open, tuple(left_behind), tuple(undecided))


def waiting_place(questionnaire: Questionnaire, path: Path) -> int:
    """Where a path waits: its next question's place in the whole questionnaire, from 1; the last one's + 1 at its end.

    For figures only: the path itself is never stored.
    """
    if path.next is None:
        return len(questionnaire.questions) + 1
    return questionnaire.order[path.next.key] + 1
