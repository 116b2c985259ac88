"""The questions of a first interview in words: for who asks them, and for who prepares for them."""

from __future__ import annotations

from dataclasses import dataclass

from models.french.formats import in_sentence
from models.rules.interview import Ask, InterviewReason, questions_to_ask
from models.rules.question import Question, Text
from models.rules.questionnaire import Questionnaire
from models.rules.result import Result
from views.forms.asked_question import answer_in_words
from views.journey.result_page import ResultView


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question to ask, why it is worth asking, and what to ask `then`."""

    ask: str
    because: str
    then: str = ""


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
        return Prompt(title, f"Un niveau de plus ou de moins changerait l’offre. Réponse donnée\u00a0: {answer}")
    because = f"C’est ce qui avance le moins. Réponse donnée\u00a0: {answer}"
    return Prompt(title, because, "Qu’avez-vous déjà essayé\u202f?")


def _answer(questionnaire: Questionnaire, question: Question, result: Result) -> str:
    return answer_in_words(questionnaire, question, result.answers[question.key], result.size)


def _at(text: Text, result: Result) -> str:
    return text.at(result.size)
