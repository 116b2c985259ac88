"""Eligibility: every combination of what it depends on, at every boundary, and where each no is said."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, product
from math import prod

import pytest
from hypothesis import given

from models.rules.eligibility import assess_eligibility, hard_noes
from models.rules.path import walk
from models.rules.question import Answer
from models.rules.questionnaire import Questionnaire, Verdict
from models.rules.result import Eligibility
from tests.rules import oracle
from tests.rules.sample import AMBITIONS, DEPARTMENTS, NOVELTIES, PRACTICES, SAMPLE, SECTORS, STRUCTURES
from tests.rules.strategies import messy

HEADCOUNTS = (0, 1, 299, 300, 301, 100_000)
STAKEHOLDERS = (("aucune",), ("salaries",), ("clients", "territoire"))
EACH = (("69", "hors"), STRUCTURES, HEADCOUNTS, SECTORS, AMBITIONS, NOVELTIES, PRACTICES, STAKEHOLDERS)
COMBINATIONS = list(product(*EACH))[::31]
"""Few enough to be quick, and every three values of three questions meet (below); a criterion reads two at most."""


def _verdicts(eligibility: Eligibility) -> dict[str, str]:
    return {finding.criterion: finding.verdict.value for finding in eligibility.findings}


def test_every_three_values_meet_in_the_combinations_tried() -> None:
    for places in combinations(range(len(EACH)), 3):
        met = {tuple(values[place] for place in places) for values in COMBINATIONS}
        assert len(met) == prod(len(EACH[place]) for place in places), places


def test_combinations_at_the_boundaries(questionnaire: Questionnaire) -> None:
    for territory, structure, headcount, sector, ambition, novelty, practices, stakeholders in COMBINATIONS:
        answers: dict[str, Answer] = {
            "territoire": territory,
            "structure": structure,
            "effectif": headcount,
            "secteur": sector,
            "ambition": ambition,
            "nouveaute": novelty,
            "pratiques": practices,
            "parties_prenantes": stakeholders,
        }
        eligibility = assess_eligibility(questionnaire, answers)
        expected = oracle.verdicts(answers)
        assert _verdicts(eligibility) == expected, answers
        assert eligibility.verdict == oracle.worst(expected), answers


@pytest.mark.parametrize("department", DEPARTMENTS)
def test_every_department_of_the_region_is_eligible(questionnaire: Questionnaire, department: str) -> None:
    eligibility = assess_eligibility(questionnaire, {"territoire": department})
    assert _verdicts(eligibility) == {"territoire": "eligible"}


@given(messy)
def test_only_criteria_whose_questions_are_answered_are_judged(answers: dict[str, Answer]) -> None:
    known = walk(SAMPLE, answers).answers
    eligibility = assess_eligibility(SAMPLE, known)
    expected = oracle.verdicts(known)
    assert _verdicts(eligibility) == expected
    assert eligibility.verdict == oracle.worst(expected)
    assert eligibility.complete is (len(expected) == 7)


def test_every_finding_has_its_reason_and_every_no_another_way(questionnaire: Questionnaire) -> None:
    for criterion in questionnaire.criteria:
        assert criterion.title
        for case in criterion.cases:
            assert case.reason
            assert bool(case.another_way) is (case.verdict is Verdict.NOT_ELIGIBLE)


def test_criterion_without_a_case_is_an_error_not_a_guess() -> None:
    with pytest.raises(LookupError, match="territoire"):
        assess_eligibility(_without_last_case(), {"territoire": "69"})


def _without_last_case() -> Questionnaire:
    territory = SAMPLE.criteria[0]
    return replace(SAMPLE, criteria=(replace(territory, cases=territory.cases[:1]),))


NO_PROJECT: dict[str, Answer] = {"nouveaute": "aucune", "pratiques": "non"}


@pytest.mark.parametrize(
    ("answers", "order", "said"),
    [
        ({"territoire": "hors"}, ["territoire"], {"territoire": ["territoire"]}),
        ({"territoire": "69"}, ["territoire"], {}),
        ({"structure": "public"}, ["structure"], {"structure": ["structure"]}),
        ({"structure": "societe", "effectif": 300}, ["structure", "effectif"], {"effectif": ["effectif"]}),
        ({"structure": "societe", "effectif": 299}, ["structure", "effectif"], {}),
        ({"structure": "groupe", "effectif": 300}, ["structure", "effectif"], {}),
        # The group of 400 turns out to be a single company: said where it is said.
        ({"structure": "societe", "effectif": 400}, ["effectif", "structure"], {"structure": ["effectif"]}),
        (
            {"structure": "public", "effectif": 400},
            ["effectif", "structure"],
            {"structure": ["effectif", "structure"]},
        ),
        ({"effectif": 400}, ["effectif"], {}),
        ({"nouveaute": "aucune"}, ["nouveaute"], {}),
        (NO_PROJECT, ["nouveaute", "pratiques"], {"pratiques": ["nouveaute-pratiques"]}),
        (NO_PROJECT, ["pratiques", "nouveaute"], {"nouveaute": ["nouveaute-pratiques"]}),
        (NO_PROJECT, [], {"pratiques": ["nouveaute-pratiques"]}),
        ({"nouveaute": "aucune", "pratiques": "a-preciser"}, ["nouveaute", "pratiques"], {}),
    ],
)
def test_a_hard_no_is_said_on_the_answer_given_last(
    questionnaire: Questionnaire, answers: dict[str, Answer], order: list[str], said: dict[str, list[str]]
) -> None:
    sequence = {key: number for number, key in enumerate(order, start=1)}
    for question in questionnaire.questions:
        noes = hard_noes(questionnaire, answers, question.key, sequence)
        assert sorted(finding.criterion for finding in noes) == said.get(question.key, [])
        assert all(finding.verdict is Verdict.NOT_ELIGIBLE and finding.another_way for finding in noes)


@given(messy)
def test_every_no_is_said_on_exactly_one_screen(answers: dict[str, Answer]) -> None:
    known = walk(SAMPLE, answers).answers
    sequence = {key: number for number, key in enumerate(reversed(known))}
    said = [
        finding.criterion
        for question in SAMPLE.questions
        for finding in hard_noes(SAMPLE, known, question.key, sequence)
    ]
    noes = assess_eligibility(SAMPLE, known).with_verdict(Verdict.NOT_ELIGIBLE)
    assert sorted(said) == sorted(finding.criterion for finding in noes)
