"""An assessment answered and concluded through the store, for tests of the pages that come after."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from flask import Flask

from models.french.formats import paris_day
from models.rules.conclusion import conclude
from models.rules.path import walk
from models.rules.question import Answer, Kind
from models.rules.questionnaire import Questionnaire
from models.store.database import writing
from models.store.visits import begin_again, conclude_visit, find_visit, record_answer, start_assessment
from tests.journeys import ANSWERS, Answers
from views.web.library import running


def finish_assessment(
    app: Flask, answers: Answers = ANSWERS, *, door: str = "site", now: datetime | None = None
) -> str:
    """Answer everything on the path and conclude; the token of the personal address."""
    moment = now or datetime.now(UTC)
    with app.app_context(), writing():
        edition = running()
        questionnaire = edition.questionnaire
        visit, token = start_assessment(door=door, now=moment)
        while (question := walk(questionnaire, visit.answers).next) is not None:
            visit = record_answer(visit, question.key, _answer(questionnaire, question.key, answers), moment)
        result = conclude(questionnaire, visit.answers, paris_day(moment), short=False)
        conclude_visit(visit, token, result, edition.content_id, moment)
    return token


def _answer(questionnaire: Questionnaire, key: str, answers: Answers) -> Answer:
    value = answers[key]
    kind = questionnaire.question(key).kind
    if kind is Kind.NUMBER:
        return int(str(value))
    if kind is Kind.CHOICES:
        chosen: Sequence[str] = [value] if isinstance(value, str) else value
        return tuple(chosen)
    return str(value)


def take_stock(app: Flask, token: str, answers: Answers = ANSWERS, *, now: datetime | None = None) -> None:
    """Go through the questions again and conclude, another time."""
    moment = now or datetime.now(UTC)
    with app.app_context(), writing():
        edition = running()
        visit = find_visit(token, moment)
        assert visit is not None
        visit = begin_again(visit, moment)
        while (question := walk(edition.questionnaire, visit.answers).next) is not None:
            given = _answer(edition.questionnaire, question.key, answers)
            visit = record_answer(visit, question.key, given, moment)
        result = conclude(edition.questionnaire, visit.answers, paris_day(moment), short=False)
        conclude_visit(visit, token, result, edition.content_id, moment)
