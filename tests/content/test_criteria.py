"""The real criteria on every combination of answers, against the domain document's table written afresh."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import product

import pytest

from models.content.loader import FIRST_CONTENT, load_file
from models.rules.condition import holds
from models.rules.eligibility import judge
from models.rules.question import Answer, Answers
from models.rules.questionnaire import Questionnaire, Verdict
from tests.content.test_questionnaire import DEPARTMENTS, STAKEHOLDERS, STRUCTURES

HEADCOUNTS = [0, 1, 2, 10, 11, 49, 50, 298, 299, 300, 301, 5000, 100_000]
ELIGIBLE, TO_CONFIRM, NO = Verdict.ELIGIBLE, Verdict.TO_CONFIRM, Verdict.NOT_ELIGIBLE


@pytest.fixture(scope="module")
def questionnaire() -> Questionnaire:
    return load_file(FIRST_CONTENT)


def of_territory(answers: Answers) -> Verdict:
    return NO if answers["territoire"] == "hors" else ELIGIBLE


def of_headcount(answers: Answers) -> Verdict:
    headcount = answers["effectif"]
    assert isinstance(headcount, int)
    if headcount == 0:
        return TO_CONFIRM
    if headcount < 300:
        return ELIGIBLE
    return TO_CONFIRM if answers["structure"] == "groupe" else NO


def of_structure(answers: Answers) -> Verdict:
    if answers["structure"] == "public":
        return NO
    return TO_CONFIRM if answers["structure"] in ("association", "autre") else ELIGIBLE


def of_sector(answers: Answers) -> Verdict:
    return ELIGIBLE if answers["secteur"] in ("industrie", "services") else TO_CONFIRM


def of_ambition(answers: Answers) -> Verdict:
    return TO_CONFIRM if answers["ambition"] == "outils" else ELIGIBLE


def of_novelty(answers: Answers) -> Verdict:
    new, changing = answers["nouveaute"] != "aucune", answers["pratiques"]
    if new and changing == "oui":
        return ELIGIBLE
    return NO if not new and changing == "non" else TO_CONFIRM


def of_stakeholders(answers: Answers) -> Verdict:
    return TO_CONFIRM if answers["parties_prenantes"] == ("aucune",) else ELIGIBLE


def stakeholder_sets() -> list[Answer]:
    among = STAKEHOLDERS[:-1]
    some = [tuple(name for bit, name in enumerate(among) if mask >> bit & 1) for mask in range(1, 2 ** len(among))]
    return [*some, ("aucune",)]


TABLE: list[tuple[str, dict[str, Iterable[Answer]], Callable[[Answers], Verdict]]] = [
    ("territoire", {"territoire": [*DEPARTMENTS, "hors"]}, of_territory),
    ("effectif", {"effectif": HEADCOUNTS, "structure": STRUCTURES}, of_headcount),
    ("structure", {"structure": STRUCTURES}, of_structure),
    ("secteur", {"secteur": ["industrie", "services", "commerce", "btp", "agriculture", "autre"]}, of_sector),
    ("ambition", {"ambition": ["outils", "methodes", "innover"]}, of_ambition),
    (
        "nouveaute-pratiques",
        {"nouveaute": ["aucune", "entreprise", "territoire"], "pratiques": ["non", "a-preciser", "oui"]},
        of_novelty,
    ),
    ("parties-prenantes", {"parties_prenantes": stakeholder_sets()}, of_stakeholders),
]


@pytest.mark.parametrize(("name", "answers", "expected"), TABLE, ids=[row[0] for row in TABLE])
def test_a_criterion_judges_every_combination_as_the_domain_document_does(
    questionnaire: Questionnaire,
    name: str,
    answers: dict[str, Iterable[Answer]],
    expected: Callable[[Answers], Verdict],
) -> None:
    criterion = next(own for own in questionnaire.criteria if own.id == name)
    assert set(criterion.questions) == set(answers)
    for combination in product(*answers.values()):
        given = dict(zip(answers, combination, strict=True))
        finding = judge(criterion, given)
        assert finding
        assert finding.verdict is expected(given), given
        assert finding.reason
        assert finding.another_way or finding.verdict is not NO


def test_there_is_a_criterion_for_each_line_of_the_table(questionnaire: Questionnaire) -> None:
    assert sorted(criterion.id for criterion in questionnaire.criteria) == sorted(row[0] for row in TABLE)


def test_an_unanswered_question_meets_no_condition(questionnaire: Questionnaire) -> None:
    conditions = [
        condition for criterion in questionnaire.criteria for case in criterion.cases for condition in case.conditions
    ]
    assert conditions
    assert not any(holds(condition, {}) for condition in conditions)
