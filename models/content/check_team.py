"""Checks what the team reads: its own words for every question of the practices, and the questions to talk over."""

from __future__ import annotations

import re

from models.content.errors import Findings
from models.rules.question import Question, Size
from models.rules.questionnaire import Questionnaire

_FIRST_PERSON = re.compile(r"\b(?:je|moi|mes|mon)\b|\bj’", re.IGNORECASE)
_FIRST_WORDS = ("de ", "du ", "des ", "d’")


def check_team(questionnaire: Questionnaire, findings: Findings) -> None:
    """Note what is missing where the content says something to the team: it says all or nothing.

    A content made before there was a team to ask says nothing to it.
    """
    practices = [question for question in questionnaire.questions if question.dimension]
    talked_over = [dimension for dimension in questionnaire.dimensions if dimension.exchanges]
    if not talked_over and not any(_says_something(question) for question in practices):
        return
    for question in practices:
        _check_words(question, findings)
    for dimension in questionnaire.dimensions:
        place = f"dimensions.{dimension.id}.echanges"
        if not dimension.exchanges:
            findings.note(place, "il manque", f"une section [{place}], comme pour les autres dimensions")
        elif dimension.seen and not dimension.seen.startswith(_FIRST_WORDS):
            problem = f"« {dimension.seen} » ne se lit pas après « voit plus »"
            findings.note(f"{place}.sujet", problem, "des mots comme « de dialogue » ou « d’attention »")


def _says_something(question: Question) -> bool:
    return question.team is not None or any(choice.team for choice in question.choices)


def _check_words(question: Question, findings: Findings) -> None:
    place = f"questions.{question.key}"
    if question.team is None:
        findings.note(f"{place}.titre_equipe", "il manque", "la question telle que l’équipe la lit")
    read: set[tuple[Size, str]] = set()
    for number, choice in enumerate(question.choices, start=1):
        at = f"{place}.choix[{number}].libelle_equipe"
        if choice.team is None:
            findings.note(at, "il manque", "la réponse telle que l’équipe la lit")
            continue
        for size in Size if choice.team.varies else (Size.UNDER_11,):
            _check_label(f"{at}.{size}" if choice.team.varies else at, choice.team.at(size), findings)
        said = {(size, choice.team.at(size)) for size in Size}
        if said & read:
            findings.note(at, "une autre réponse dit la même chose", "des mots différents pour chaque réponse")
        read |= said


def _check_label(place: str, words: str, findings: Findings) -> None:
    if _FIRST_PERSON.search(words):
        findings.note(place, "c’est la direction qui parle", "ce que l’équipe voit : « La direction répartit… »")
