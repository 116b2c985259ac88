"""The first-interview sheet, to print: what to clear up, what sits oddly together, three questions to ask."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response

from models.french.formats import in_sentence, paris_day
from models.french.staff_words import LEVELS, OFFERS, VERDICTS
from models.rules.explanation import find_contradictions
from models.rules.interview import Ask, InterviewReason, questions_to_ask
from models.rules.question import Question, Text
from models.rules.questionnaire import Questionnaire
from models.rules.result import Result
from models.store.visits import newest_result
from views.forms.asked_question import answer_in_words
from views.journey.result_page import ResultView
from views.staff.access import staff
from views.staff.dossiers.file import dossier_here, see
from views.staff.layout import show_page
from views.web.doors import now


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question to ask, and why it is worth asking."""

    ask: str
    because: str


@staff.get("/dossiers/<id:dossier_id>/entretien")
def interview(dossier_id: int) -> Response:
    """The sheet of one dossier; before the first conclusion, a word that says there is nothing to prepare from."""
    file = dossier_here(dossier_id)
    seen = see(newest_result(file.id), file)
    return show_page(
        "staff/interview.html",
        file=file,
        seen=seen,
        prompts=prompts(seen) if seen else [],
        contradictions=find_contradictions(seen.questionnaire, seen.result.answers) if seen else (),
        to_clear_up=[_title(seen, key) for key in seen.result.to_clear_up] if seen else [],
        close=_close(seen) if seen else None,
        verdicts=VERDICTS,
        offers=OFFERS,
        levels=LEVELS,
        today=paris_day(now()),
    )


def prompts(seen: ResultView) -> list[Prompt]:
    """The three questions in words."""
    return [_prompt(seen.questionnaire, seen.result, ask) for ask in questions_to_ask(seen.questionnaire, seen.result)]


def _prompt(questionnaire: Questionnaire, result: Result, ask: Ask) -> Prompt:
    if ask.reason is InterviewReason.CONTRADICTION:
        found = next(each for each in questionnaire.contradictions if each.id == ask.subject)
        return Prompt(found.ask, found.finding)
    if ask.reason is InterviewReason.TO_CONFIRM:
        finding = next(each for each in result.eligibility.findings if each.criterion == ask.subject)
        return Prompt(
            f"Sur le point «\u00a0{in_sentence(finding.title)}\u00a0», que pouvez-vous nous préciser\u202f?",
            finding.reason,
        )
    if ask.reason is InterviewReason.AMBITION:
        return Prompt(
            "Si le projet réussit, qu’est-ce qui aura changé dans un an pour ceux qui travaillent chez vous\u202f?",
            "Une question ouverte, pour entendre l’ambition avec leurs mots.",
        )
    return _prompt_on_question(questionnaire, result, ask)


def _prompt_on_question(questionnaire: Questionnaire, result: Result, ask: Ask) -> Prompt:
    question = questionnaire.question(ask.subject)
    title = _at(question.title, result)
    if ask.reason is InterviewReason.UNKNOWN:
        return Prompt(title, "Personne n’a pu répondre\u00a0: qui le sait dans l’entreprise\u202f?")
    answer = _answer(questionnaire, question, result)
    if ask.reason is InterviewReason.CLOSE:
        return Prompt(title, f"Cette réponse décide entre deux offres. Réponse donnée\u00a0: {answer}")
    return Prompt(
        f"{title} Qu’avez-vous déjà essayé\u202f?", f"C’est ce qui avance le moins. Réponse donnée\u00a0: {answer}"
    )


def _answer(questionnaire: Questionnaire, question: Question, result: Result) -> str:
    return answer_in_words(questionnaire, question, result.answers[question.key], result.size)


def _at(text: Text, result: Result) -> str:
    return text.at(result.size)


def _title(seen: ResultView, key: str) -> str:
    return _at(seen.questionnaire.question(key).title, seen.result)


def _close(seen: ResultView) -> Prompt | None:
    recommendation = seen.result.recommendation
    if recommendation is None or recommendation.close is None:
        return None
    question = seen.questionnaire.question(recommendation.close.question)
    return Prompt(_at(question.title, seen.result), _answer(seen.questionnaire, question, seen.result))
