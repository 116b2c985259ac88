"""What was answered the last time, beside a question that a revision begun again hasn't answered yet."""

from __future__ import annotations

from models.french.formats import day_and_month, paris_day
from models.rules.question import Question
from models.store.visits import KeptResult, newest_result
from views.forms.asked_question import Earlier, answer_in_words
from views.web.current_visit import CurrentVisit
from views.web.library import library


def earlier_answer(current: CurrentVisit, question: Question) -> Earlier | None:
    """What the last result says to a question that this revision hasn't answered yet; None where it no longer fits.

    A copy of the answers lacks none of them: in practice that is a revision begun again.
    """
    visit = current.visit
    if visit.revision_number == 1 or visit.concluded or question.key in current.path.answers:
        return None
    kept = newest_result(visit.assessment_id)
    answer = kept.result.answers.get(question.key) if kept else None
    if kept is None or answer is None or not question.accepts(answer):
        return None
    words = answer_in_words(current.edition.questionnaire, question, answer, current.size)
    then, day = _words_then(kept, question.key), kept.result.concluded_on
    with_year = day.year != paris_day(current.moment).year
    return Earlier(answer, day_and_month(day, with_year=with_year), "" if then == words else then)


def _words_then(kept: KeptResult, key: str) -> str:
    """An answer of a kept result, as it was read."""
    questionnaire = library().of(kept.content_id).questionnaire
    return answer_in_words(questionnaire, questionnaire.question(key), kept.result.answers[key], kept.result.size)
