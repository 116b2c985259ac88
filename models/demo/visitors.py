"""Plausible answers: a company with a temperament answers its questions in that vein, and some leave on the way."""

from __future__ import annotations

from random import Random

from models.rules.path import walk
from models.rules.question import UNKNOWN, Answer, Kind, Question
from models.rules.questionnaire import Questionnaire

LIKELY = {
    "territoire": {
        "69": 9,
        "38": 7,
        "42": 5,
        "63": 5,
        "74": 4,
        "73": 3,
        "26": 4,
        "01": 3,
        "07": 2,
        "43": 2,
        "03": 1,
        "15": 1,
        "hors": 1,
    },
    "structure": {
        "societe": 14,
        "scop": 5,
        "scic": 2,
        "entreprise-individuelle": 2,
        "groupe": 2,
        "collectif": 2,
        "association": 4,
        "autre": 1,
        "public": 1,
    },
    "secteur": {"industrie": 8, "services": 9, "commerce": 2, "btp": 3, "agriculture": 1, "autre": 1},
    "ambition": {"outils": 3, "methodes": 6, "innover": 6},
    "nouveaute": {"aucune": 1, "entreprise": 8, "territoire": 3},
    "pratiques": {"non": 1, "a-preciser": 4, "oui": 8},
}
"""How often each choice is met; a choice that isn't here counts once."""

NOT_KNOWN = 0.06
LEFT_OUT = 0.012
"""The chance, at each question, that a visitor leaves there."""


def invent_answers(
    questionnaire: Questionnaire, chance: Random, *, short: bool, may_leave: bool = True
) -> dict[str, Answer]:
    """The answers of one invented visit, in the order given; perhaps not all of them."""
    ripeness, practice = chance.betavariate(2, 2.4), chance.betavariate(2.2, 2.2)
    answers: dict[str, Answer] = {}
    while True:
        question = walk(questionnaire, answers, short=short).next
        if question is None or (may_leave and chance.random() < LEFT_OUT * (2 if question.scored else 1)):
            return answers
        vein = practice if question.dimension else ripeness
        answers[question.key] = _answer(question, chance, vein)


def _answer(question: Question, chance: Random, vein: float) -> Answer:
    if question.kind is Kind.NUMBER:
        if question.key == "effectif":
            return min(question.maximum or 10**5, int(chance.lognormvariate(3.1, 1.25)))
        return chance.randint(question.minimum or 2, 9)
    if question.kind is Kind.CHOICES:
        return _several(question, chance)
    if question.scored:
        if chance.random() < NOT_KNOWN:
            return UNKNOWN
        return str(sum(chance.random() < vein for _ in range(3)))
    weights = LIKELY.get(question.key, {})
    values = [choice.value for choice in question.choices]
    return chance.choices(values, [weights.get(value, 1) for value in values])[0]


def _several(question: Question, chance: Random) -> tuple[str, ...]:
    values = [choice.value for choice in question.choices if not choice.exclusive]
    if len(values) < len(question.choices) and chance.random() < NOT_KNOWN:
        return (next(choice.value for choice in question.choices if choice.exclusive),)
    wanted = set(chance.sample(values, chance.choice((1, 1, 2, 2, 3))))
    return tuple(value for value in values if value in wanted)
