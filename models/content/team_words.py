"""What a content says to the team, where it was made before there were slips: the repository's own words.

All of it and never a part, since a content says it whole or not at all (see `check_team`). The keys and the levels
never change, so the words fit whatever else that content says; and a company needn't wait for a next publication.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from functools import lru_cache
from typing import Any

from models.content.loader import FIRST_CONTENT, load_file
from models.content.places import Values
from models.content.writer import read_values, rewrite
from models.rules.question import Question
from models.rules.questionnaire import Questionnaire
from models.rules.slip import has_team_words

_OF_QUESTION = ("titre_equipe", "indication_equipe", "pourquoi_equipe")
_OF_CHOICE = "libelle_equipe"
_OF_DIMENSION = "echanges"


@lru_cache(maxsize=16)
def with_team_words(questionnaire: Questionnaire) -> Questionnaire:
    """The same content, with words for the team."""
    if has_team_words(questionnaire):
        return questionnaire
    first = load_file(FIRST_CONTENT)
    talked_over = {dimension.id: dimension for dimension in first.dimensions}
    return replace(
        questionnaire,
        questions=tuple(_with_words(question, first) for question in questionnaire.questions),
        dimensions=tuple(
            replace(each, seen=talked_over[each.id].seen, exchanges=talked_over[each.id].exchanges)
            for each in questionnaire.dimensions
        ),
    )


def _with_words(question: Question, first: Questionnaire) -> Question:
    if question.dimension is None:
        return question
    spoken = first.question(question.key)
    choices = tuple(replace(each, team=spoken.choice(each.value).team) for each in question.choices)
    return replace(question, team=spoken.team, choices=choices)


def write_team_words(source: bytes) -> bytes:
    """A content file with those words written in it, so that they can be changed; as it is where it has its own."""
    values = read_values(source)
    if any(_OF_DIMENSION in dimension for dimension in values["dimensions"]):
        return source
    first = read_values(FIRST_CONTENT.read_bytes())
    _copy(first, values, "questions", "cle", _OF_QUESTION)
    _copy(first, values, "dimensions", "id", (_OF_DIMENSION,))
    spoken = {question["cle"]: question for question in first["questions"]}
    for question in values["questions"]:
        _copy(spoken[question["cle"]], question, "choix", "valeur", (_OF_CHOICE,))
    return rewrite(source, values)


def _copy(said: Values, into: dict[str, Any], tables: str, name: str, texts: tuple[str, ...]) -> None:
    """Copy these texts from the tables of a list to those of the same name in another."""
    known = {table[name]: table for table in said.get(tables, ())}
    for table in into.get(tables, ()):
        spoken = known.get(table[name], {})
        table.update({text: deepcopy(spoken[text]) for text in texts if text in spoken})
