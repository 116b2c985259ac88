"""Some of the invented companies took stock again, months later: most of what they do has moved on."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from models.french.formats import paris_day
from models.rules.conclusion import conclude
from models.rules.path import walk
from models.rules.question import UNKNOWN, Answer, Answers
from models.rules.questionnaire import Questionnaire
from models.store.bulk import add_later_result, finished_before
from models.store.visits import newest_result

LATER = timedelta(days=150)
"""How long after the first result, at least."""

ONE_IN, MOST = 4, 60
RAISED, LOWERED = 0.35, 0.06
"""The chances that a practice has gained or lost a level since."""


def take_stock_again(questionnaire: Questionnaire, content_id: int, now: datetime, chance: Random) -> int:
    """A second result for one in a few of those finished long enough ago, in the last weeks; how many."""
    taken = 0
    for assessment_id in finished_before(now - LATER)[::ONE_IN][:MOST]:
        kept = newest_result(assessment_id)
        assert kept is not None, "it was finished"
        moment = now - timedelta(days=chance.randrange(1, 25), hours=chance.randrange(1, 8))
        answers = _months_later(questionnaire, kept.result.answers, chance)
        result = conclude(questionnaire, answers, paris_day(moment), short=False)
        add_later_result(assessment_id, result, content_id, moment)
        taken += 1
    return taken


def _months_later(questionnaire: Questionnaire, before: Answers, chance: Random) -> dict[str, Answer]:
    scored = {question.key for question in questionnaire.questions if question.scored}
    answers = {key: _moved(str(given), chance) if key in scored else given for key, given in before.items()}
    while (question := walk(questionnaire, answers).next) is not None:  # a practice that is new has a next question
        answers[question.key] = "1"
    return answers


def _moved(level: str, chance: Random) -> str:
    if level == UNKNOWN:
        return chance.choice((UNKNOWN, "1", "2"))
    drawn = chance.random()
    return str(min(3, int(level) + 1) if drawn < RAISED else max(0, int(level) - 1) if drawn > 1 - LOWERED else level)
