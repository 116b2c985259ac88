"""A slip's questions: those of the practices, in the words of the team and its representatives."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from models.rules.maturity import company_questions
from models.rules.question import Choice, Question, Size, Text
from models.rules.questionnaire import Questionnaire


@lru_cache(maxsize=16)
def slip_questionnaire(questionnaire: Questionnaire, size: Size) -> Questionnaire:
    """The ten questions alone, in the team's words for that size: `path.walk` replays a slip's answers over it.

    The same keys, values and ladder as the direction's. What has no words for the team keeps the direction's.
    """
    questions = tuple(_as_read(question, size) for question in company_questions(questionnaire))
    parts = {question.part for question in questions}
    return replace(
        questionnaire,
        parts=tuple(part for part in questionnaire.parts if part.id in parts),
        questions=questions,
    )


def has_team_words(questionnaire: Questionnaire) -> bool:
    """Whether the content has words of its own for the team; one made before there were any has none."""
    return all(question.team for question in company_questions(questionnaire))


def _as_read(question: Question, size: Size) -> Question:
    team = question.team
    title, why, hint = (team.title, team.why, team.hint) if team else (question.title, question.why, question.hint)
    return replace(
        question,
        title=_at(title, size),
        why=_at(why, size),
        hint=_at(hint, size) if hint else None,
        precisions=(),
        choices=tuple(Choice(each.value, _at(each.team or each.label, size)) for each in question.choices),
        work=None,
        team=None,
    )


def _at(text: Text, size: Size) -> Text:
    return Text.same(text.at(size))
