"""A question as it stands on the screen: words for the visitor's size, choices, what was typed, what was wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from models.french.formats import counted, number, unbroken
from models.rules.condition import holds
from models.rules.path import Path
from models.rules.question import UNKNOWN, Answer, Answers, Kind, Precision, Question, Size, size_of
from models.rules.questionnaire import Questionnaire
from models.rules.result import Finding
from models.rules.rewording import reworded


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was answered the last time, on a day in words (« 12 mars »): proposed, and no answer until it is given.

    `words` are those that were read then, where they are others today.
    """

    answer: Answer
    day: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer card; `earlier` says of when it was the answer, where it is proposed again."""

    value: str
    label: str
    chosen: bool
    exclusive: bool
    earlier: str = ""


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """Everything a question's screen says."""

    key: str
    kind: Kind
    title: str
    hint: str
    why: str
    unit: str
    options: tuple[Option, ...]
    unknown: Option | None
    typed: str
    error: str
    noes: tuple[Finding, ...]
    part_number: int
    part_title: str
    part_introduction: str
    earlier: Earlier | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Screen:
    """A question's screen with its form in HTML; `kept` where it is the same for every visit."""

    asked: AskedQuestion
    form: Markup
    kept: bool = False


def ask(
    questionnaire: Questionnaire,
    question: Question,
    answers: Answers,
    *,
    typed: Sequence[str] | None = None,
    error: str = "",
    noes: tuple[Finding, ...] = (),
    earlier: Earlier | None = None,
) -> AskedQuestion:
    """The screen of one question. What was typed wins over the answer on record, and that over the earlier one."""
    size = size_of(answers)
    proposed = _as_typed(earlier.answer) if earlier else []
    chosen = _as_typed(answers.get(question.key)) or proposed if typed is None else list(typed)
    of_then = dict.fromkeys(proposed, earlier.day) if earlier else {}
    part_ids = [part.id for part in questionnaire.parts]
    part = questionnaire.parts[part_ids.index(question.part)]
    return AskedQuestion(
        key=question.key,
        kind=question.kind,
        title=unbroken(question.title.at(size)),
        hint=_hint(question, answers, size),
        why=question.why.at(size),
        unit=question.unit,
        options=tuple(
            Option(
                choice.value,
                choice.label.at(size),
                choice.value in chosen,
                choice.exclusive,
                of_then.get(choice.value, ""),
            )
            for choice in question.choices
        ),
        unknown=_unknown(questionnaire, question, chosen, of_then.get(UNKNOWN, "")),
        typed=chosen[0] if chosen else "",
        error=error,
        noes=noes,
        part_number=part_ids.index(question.part) + 1,
        part_title=part.title,
        part_introduction=part.introduction if questionnaire.of_part(part.id)[0].key == question.key else "",
        earlier=earlier,
    )


def precisions_for(question: Question, answers: Answers) -> tuple[Precision, ...]:
    """The precisions that are for somebody who answered so."""
    return tuple(each for each in question.precisions if holds(each.condition, answers))


def _hint(question: Question, answers: Answers, size: Size) -> str:
    told = (*([question.hint] if question.hint else []), *(each.words for each in precisions_for(question, answers)))
    return " ".join(words.at(size) for words in told)


def _unknown(questionnaire: Questionnaire, question: Question, chosen: Sequence[str], earlier: str) -> Option | None:
    if not question.scored:
        return None
    return Option(UNKNOWN, questionnaire.wording.unknown_label, UNKNOWN in chosen, exclusive=True, earlier=earlier)


def _as_typed(answer: Answer | None) -> list[str]:
    if answer is None:
        return []
    if isinstance(answer, int):
        return [number(answer)]
    return [answer] if isinstance(answer, str) else list(answer)


def answer_in_words(questionnaire: Questionnaire, question: Question, answer: Answer, size: Size) -> str:
    """An answer as the visitor read it: « SCOP », « 48 salariés », « Les managers · Les clients »."""
    if isinstance(answer, int):
        return counted(answer, question.unit)
    values = (answer,) if isinstance(answer, str) else answer
    return " · ".join(_label(questionnaire, question, value, size) for value in values)


def _label(questionnaire: Questionnaire, question: Question, value: str, size: Size) -> str:
    if question.scored and value == UNKNOWN:
        return questionnaire.wording.unknown_label
    return question.choice(value).label.at(size)


@dataclass(frozen=True, slots=True)
class AnsweredRow:
    """One line of the summary."""

    key: str
    title: str
    words: str
    unknown: bool


@dataclass(frozen=True, slots=True)
class RewordedRow:
    """An answer whose words changed since it was given: those that were read, and those it has now."""

    key: str
    title: str
    before: str
    after: str


def reworded_rows(questionnaire: Questionnaire, path: Path, read_at: Mapping[str, Size]) -> tuple[RewordedRow, ...]:
    """The answers to read again, where another size of company reads other options."""
    return tuple(
        RewordedRow(
            each.question.key,
            each.question.title.at(each.stands_at),
            answer_in_words(questionnaire, each.question, each.answer, each.read_at),
            answer_in_words(questionnaire, each.question, each.answer, each.stands_at),
        )
        for each in reworded(path, read_at)
    )


@dataclass(frozen=True, slots=True)
class AnsweredPart:
    """One part of the summary with its answers."""

    title: str
    rows: tuple[AnsweredRow, ...]


def answered_parts(questionnaire: Questionnaire, path: Path) -> tuple[AnsweredPart, ...]:
    """The answers on the path, by part, in the words that were shown."""
    size = size_of(path.answers)
    return tuple(
        AnsweredPart(
            part.title,
            tuple(
                AnsweredRow(
                    question.key,
                    question.title.at(size),
                    answer_in_words(questionnaire, question, path.answers[question.key], size),
                    path.answers[question.key] == UNKNOWN,
                )
                for question in path.questions
                if question.part == part.id and question.key in path.answers
            ),
        )
        for part in questionnaire.parts
    )
