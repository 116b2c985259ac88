"""Checks the decision tables of eligibility: every combination of answers has a case, and every case a combination."""

from __future__ import annotations

from itertools import product
from math import prod

from models.content.check_conditions import QuestionsByKey, check_conditions
from models.content.check_questions import check_names
from models.content.contract import CRITERIA
from models.content.errors import Findings, listed, nearest
from models.content.possible import telling_answers
from models.rules.condition import all_hold
from models.rules.question import Answer
from models.rules.questionnaire import Criterion

_MOST_TRIALS = 200_000


def check_criteria(criteria: tuple[Criterion, ...], questions: QuestionsByKey, findings: Findings) -> None:
    """Note every mistake in the criteria."""
    check_names("criteres", [criterion.id for criterion in criteria], CRITERIA, findings)
    for criterion in criteria:
        place = f"criteres.{criterion.id}"
        _check_questions(place, criterion, questions, findings)
        _check_case_conditions(place, criterion, questions, findings)
        if not findings.has(place) and not any(findings.has(f"questions.{key}") for key in criterion.questions):
            _check_table(place, criterion, questions, findings)


def _check_questions(place: str, criterion: Criterion, questions: QuestionsByKey, findings: Findings) -> None:
    for number, key in enumerate(criterion.questions, start=1):
        at = f"{place}.questions[{number}]"
        if key not in questions:
            findings.note(at, f"la question « {key} » n’existe pas", nearest(key, questions))
        elif questions[key].asked_if:
            problem = f"« {key} » n’est pas posée à tout le monde : le critère ne serait jamais jugé pour les autres"
            findings.note(at, problem, "une question posée à tout le monde")


def _check_case_conditions(place: str, criterion: Criterion, questions: QuestionsByKey, findings: Findings) -> None:
    for number, case in enumerate(criterion.cases, start=1):
        at = f"{place}.cas[{number}].si"
        check_conditions(at, case.conditions, questions, findings)
        for index, condition in enumerate(case.conditions, start=1):
            key = condition.question
            if key in questions and criterion.questions and key not in criterion.questions:
                problem = f"« {key} » n’est pas une question de ce critère"
                findings.note(f"{at}[{index}].question", problem, f"{listed(criterion.questions)}, ou l’y ajouter")


def _check_table(place: str, criterion: Criterion, questions: QuestionsByKey, findings: Findings) -> None:
    """Try every combination that the cases tell apart; the first case that holds decides, as in the rules."""
    conditions = [condition for case in criterion.cases for condition in case.conditions]
    told_apart = [
        telling_answers(questions[key], [condition for condition in conditions if condition.question == key])
        for key in criterion.questions
    ]
    if prod(len(answers) for answers in told_apart) * len(criterion.cases) > _MOST_TRIALS:
        findings.note(f"{place}.cas", "trop de combinaisons à vérifier", "moins de questions ou de cas")
        return
    used: set[int] = set()
    for combination in product(*told_apart):
        answers = dict(zip(criterion.questions, combination, strict=True))
        decisive = next(
            (number for number, case in enumerate(criterion.cases, 1) if all_hold(case.conditions, answers)), None
        )
        if decisive is None and not findings.has(f"{place}.cas"):
            example = ", ".join(f"{key} = {_written(answer)}" for key, answer in answers.items())
            findings.note(
                f"{place}.cas", f"aucun cas ne répond à {example}", "un cas sans si à la fin, pour tout le reste"
            )
        elif decisive is not None:
            used.add(decisive)
    for number in range(1, len(criterion.cases) + 1):
        if number not in used:
            problem = (
                "ce cas ne sert jamais : un cas placé avant répond toujours à sa place, ou ses conditions s’excluent"
            )
            findings.note(f"{place}.cas[{number}]", problem, "un cas que des réponses peuvent atteindre, ou l’enlever")


def _written(answer: Answer) -> str:
    return " + ".join(answer) if isinstance(answer, tuple) else str(answer)
