"""Checks the questions: the contract's keys and values, their order, their conditions, and the texts rules need."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from models.content.check_conditions import QuestionsByKey, check_condition
from models.content.contract import DIMENSIONS, PARTS, QUESTIONS, SCORED_VALUES, ExpectedValue
from models.content.errors import Findings, listed, nearest
from models.content.possible import can_hold
from models.rules.question import UNKNOWN, Condition, Question
from models.rules.questionnaire import Questionnaire

_NEVER_CHANGES = "les clés et les valeurs ne changent jamais : les réponses déjà données en dépendent"


def check_questions(questionnaire: Questionnaire, findings: Findings) -> None:
    """Note every mistake in the parts, the questions and their choices."""
    check_names("parties", [part.id for part in questionnaire.parts], PARTS, findings)
    _check_in_order("parties", [part.id for part in questionnaire.parts], PARTS, findings)
    check_names("dimensions", [dimension.id for dimension in questionnaire.dimensions], DIMENSIONS, findings)
    questions = by_key(questionnaire)
    check_names("questions", [question.key for question in questionnaire.questions], QUESTIONS, findings)
    _check_parts_follow(questionnaire.questions, findings)
    for question in questionnaire.questions:
        place = f"questions.{question.key}"
        _check_choices(place, question, findings)
        _check_bounds(place, question, findings)
        if question.key in QUESTIONS:
            expected = QUESTIONS[question.key]
            _check_contract(place, question, expected, findings)
            _check_work(place, question, expected, findings)
    _check_asked(questionnaire.questions, questions, findings)


def by_key(questionnaire: Questionnaire) -> dict[str, Question]:
    """The questions by key, those whose key could not be read left out."""
    return {question.key: question for question in questionnaire.questions if question.key}


def check_names(place: str, found: Sequence[str], expected: Iterable[str], findings: Findings) -> None:
    """Note the names that are missing and those that are too many, unless the whole list is."""
    if findings.at(place):
        return
    wanted = list(expected)
    for name in wanted:
        if name not in found:
            findings.note(place, f"il manque « {name} »", f"« {name} » ({_NEVER_CHANGES})")
    for name in found:
        if name and name not in wanted:
            findings.note(f"{place}.{name}", f"« {name} » n’est pas prévu", nearest(name, wanted))


def _check_in_order(place: str, found: Sequence[str], expected: Sequence[str], findings: Findings) -> None:
    if set(found) == set(expected) and list(dict.fromkeys(found)) != list(expected):
        findings.note(place, "l’ordre n’est pas le bon", ", ".join(expected))


def _check_parts_follow(questions: Sequence[Question], findings: Findings) -> None:
    """Parts come one after the other: no question of an earlier part after one of a later part."""
    furthest = 0
    for question in questions:
        place = f"questions.{question.key}.partie"
        if not question.part:
            continue
        if question.part not in PARTS:
            findings.note(place, f"la partie « {question.part} » n’existe pas", nearest(question.part, PARTS))
            continue
        rank = PARTS.index(question.part)
        if rank < furthest:
            problem = f"une question de la partie « {question.part} » vient après la partie « {PARTS[furthest]} »"
            findings.note(place, problem, f"les questions dans l’ordre des parties : {', '.join(PARTS)}")
        furthest = max(furthest, rank)


def _check_choices(place: str, question: Question, findings: Findings) -> None:
    values = [choice.value for choice in question.choices if choice.value]
    unique = tuple(dict.fromkeys(values))
    if question.scored and not findings.has(f"{place}.choix") and unique != SCORED_VALUES:
        problem = f"les niveaux sont {', '.join(unique) or 'absents'}"
        findings.note(f"{place}.choix", problem, "les quatre niveaux 0, 1, 2, 3, dans cet ordre")
    alone = [choice.value for choice in question.choices if choice.exclusive]
    if len(alone) > 1:
        problem = f"plusieurs choix sont exclusifs : {', '.join(alone)}"
        findings.note(f"{place}.choix", problem, "un seul choix avec exclusif = true")


def _check_bounds(place: str, question: Question, findings: Findings) -> None:
    low, high = question.minimum, question.maximum
    if low is not None and high is not None and low > high:
        findings.note(f"{place}.minimum", f"le minimum ({low}) dépasse le maximum ({high})", f"{high} au plus")


def _check_contract(place: str, question: Question, expected: ExpectedValue, findings: Findings) -> None:
    if question.kind is not expected.kind:
        problem = f"le type de cette question est « {expected.kind} », et non « {question.kind} »"
        findings.note(f"{place}.type", problem, f"« {expected.kind} » ({_NEVER_CHANGES})")
        return
    if question.part in PARTS and question.part != expected.part:
        problem = f"cette question est de la partie « {expected.part} »"
        findings.note(f"{place}.partie", problem, f"« {expected.part} »")
    if not question.scored:
        _check_values(place, question, expected, findings)
    _check_range(place, question, expected, findings)
    _check_place_in_dimension(place, question, expected, findings)
    alone = {choice.value for choice in question.choices if choice.exclusive}
    if expected.exclusive and expected.exclusive not in alone:
        findings.note(f"{place}.choix", f"« {expected.exclusive} » doit exclure les autres", "exclusif = true")


def _check_values(place: str, question: Question, expected: ExpectedValue, findings: Findings) -> None:
    values = [choice.value for choice in question.choices]
    for value in expected.values:
        if value not in values:
            accepted = f"« {value} » ({_NEVER_CHANGES})"
            findings.note(f"{place}.choix", f"il manque le choix « {value} »", accepted)
    for number, value in enumerate(values, start=1):
        if value == UNKNOWN:
            findings.note(f"{place}.choix[{number}].valeur", "« nsp » n’est proposé qu’aux niveaux", "rien")
        elif value and value not in expected.values:
            problem = f"« {value} » n’est pas une valeur prévue"
            findings.note(f"{place}.choix[{number}].valeur", problem, nearest(value, expected.values))


def _check_range(place: str, question: Question, expected: ExpectedValue, findings: Findings) -> None:
    accepted = f"un nombre de {expected.minimum} à {expected.maximum}"
    if question.minimum is not None and expected.minimum is not None and question.minimum < expected.minimum:
        findings.note(f"{place}.minimum", f"« {question.minimum} » est trop petit", accepted)
    if question.maximum is not None and expected.maximum is not None and question.maximum > expected.maximum:
        findings.note(f"{place}.maximum", f"« {question.maximum} » est trop grand", accepted)


def _check_place_in_dimension(place: str, question: Question, expected: ExpectedValue, findings: Findings) -> None:
    if question.dimension and question.dimension not in DIMENSIONS:
        problem = f"la dimension « {question.dimension} » n’existe pas"
        findings.note(f"{place}.dimension", problem, nearest(question.dimension, DIMENSIONS))
    elif question.dimension != expected.dimension:
        accepted = f"« {expected.dimension} »" if expected.dimension else "pas de dimension ici"
        findings.note(f"{place}.dimension", "ce n’est pas la dimension de cette question", accepted)
    if question.rank is not expected.rank and not findings.has(f"{place}.rang"):
        accepted = f"« {expected.rank} »" if expected.rank else "pas de rang ici"
        findings.note(f"{place}.rang", "ce n’est pas le rang de cette question", accepted)


def _check_work(place: str, question: Question, expected: ExpectedValue, findings: Findings) -> None:
    """Where an answer can be advised, the words that say how to get there."""
    for number, choice in enumerate(question.choices, start=1):
        stands_in = None if question.scored else question.work
        if choice.value in expected.levers and not (choice.work or stands_in):
            what = f"le niveau {choice.value}" if question.scored else f"« {choice.value} »"
            accepted = f"ce qu’il faut faire pour atteindre {what}, avec un verbe à l’infinitif"
            findings.note(f"{place}.choix[{number}].travail", "il manque", accepted)


def _check_asked(questions: Sequence[Question], known: QuestionsByKey, findings: Findings) -> None:
    """Conditions look back, can hold, and are the contract's."""
    earlier: set[str] = set()
    unreachable: set[str] = set()
    for question in questions:
        place = f"questions.{question.key}.si"
        condition = question.asked_if
        if condition and check_condition(place, condition, known, findings):
            if condition.question not in earlier:
                which = (
                    "elle-même" if condition.question == question.key else f"« {condition.question} », posée plus loin"
                )
                findings.note(place, f"la question dépend de {which}", "une question posée avant")
            elif condition.question in unreachable or not can_hold([condition], known):
                unreachable.add(question.key)
                findings.note(place, _why_unreachable(condition, unreachable), "une condition qui peut être remplie")
        expected = QUESTIONS.get(question.key)
        if expected and condition != expected.asked_if and not findings.has(place):
            findings.note(place, "ce n’est pas la condition prévue", _told(expected.asked_if))
        _check_precisions(question, known, earlier, findings)
        earlier.add(question.key)


def _check_precisions(question: Question, known: QuestionsByKey, earlier: set[str], findings: Findings) -> None:
    for number, precision in enumerate(question.precisions, start=1):
        place = f"questions.{question.key}.precisions[{number}].si"
        condition = precision.condition
        if check_condition(place, condition, known, findings) and condition.question not in earlier:
            problem = f"la précision dépend de « {condition.question} », qui n’est pas posée avant"
            findings.note(place, problem, "une question posée avant")


def _why_unreachable(condition: Condition, unreachable: set[str]) -> str:
    if condition.question in unreachable:
        return f"la question n’est jamais posée : elle dépend de « {condition.question} », jamais posée non plus"
    return "la question n’est jamais posée : aucune réponse ne remplit sa condition"


def _told(condition: Condition | None) -> str:
    if condition is None:
        return "pas de si : cette question est posée à tout le monde"
    if condition.one_of:
        return f"si la réponse à « {condition.question} » est {listed(sorted(condition.one_of))}"
    return f"si la réponse à « {condition.question} » est au moins {condition.at_least}"
