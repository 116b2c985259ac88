"""The first interview's three questions: the most telling first, of as many kinds as there are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from models.rules.conclusion import conclude
from models.rules.interview import ASKED, InterviewReason, questions_to_ask
from models.rules.question import Answer, Condition
from models.rules.questionnaire import Contradiction
from tests.rules.sample import PRACTICE_KEYS, PROJECT, SAMPLE

SURE: dict[str, Answer] = {
    "territoire": "07",
    "structure": "societe",
    "effectif": 24,
    "secteur": "industrie",
    "ambition": "innover",
    "themes": ("qvct",),
    "nouveaute": "entreprise",
    "pratiques": "oui",
    "parties_prenantes": ("salaries",),
    **dict.fromkeys(PROJECT, "3"),
    **dict.fromkeys(PRACTICE_KEYS, "2"),
}


def asked(**changed: Answer) -> list[tuple[InterviewReason, str]]:
    result = conclude(SAMPLE, {**SURE, **changed}, date(2026, 3, 1), short=False)
    return [(ask.reason, ask.subject) for ask in questions_to_ask(SAMPLE, result)]


def test_where_all_is_well_the_ambition_is_left_to_ask_about() -> None:
    assert asked() == [(InterviewReason.AMBITION, "ambition")]


def test_what_advances_least_comes_first_among_the_project_s_answers() -> None:
    found = asked(calendrier="1", participation="2")
    assert found == [
        (InterviewReason.LOWEST, "calendrier"),
        (InterviewReason.LOWEST, "participation"),
        (InterviewReason.AMBITION, "ambition"),
    ]


def test_kinds_are_mixed_before_any_comes_twice() -> None:
    found = asked(secteur="btp", besoin="nsp", participation="nsp")
    assert found[:3] == [
        (InterviewReason.TO_CONFIRM, "secteur"),
        (InterviewReason.UNKNOWN, "besoin"),
        (InterviewReason.UNKNOWN, "participation"),
    ]


def test_a_close_result_asks_for_the_answer_that_decides() -> None:
    found = asked(besoin="2", objectifs="2", portage="2", participation="2", moyens="1", calendrier="1")
    assert found[0] == (InterviewReason.CLOSE, "moyens")


def test_all_there_is_to_ask_in_the_order_of_what_it_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.rules.interview.ASKED", 20)
    bold = Contradiction(
        "portage-sans-moyens",
        (Condition("portage", at_least=2), Condition("moyens", at_most=1)),
        "Sans moyens",
        "Qui ?",
    )
    questionnaire = replace(SAMPLE, contradictions=(*SAMPLE.contradictions, bold))
    answers = {**SURE, "objectifs": "0", "moyens": "1", "besoin": "nsp", "qvct_conditions": "nsp", "secteur": "btp"}
    result = conclude(questionnaire, answers, date(2026, 3, 1), short=False)
    assert [(ask.reason, ask.subject) for ask in questions_to_ask(questionnaire, result)] == [
        (InterviewReason.CONTRADICTION, "calendrier-sans-objectif"),
        (InterviewReason.CLOSE, "besoin"),
        (InterviewReason.TO_CONFIRM, "secteur"),
        (InterviewReason.UNKNOWN, "qvct_conditions"),
        (InterviewReason.CONTRADICTION, "portage-sans-moyens"),
        (InterviewReason.LOWEST, "objectifs"),
        (InterviewReason.LOWEST, "moyens"),
        (InterviewReason.AMBITION, "ambition"),
    ]


@pytest.mark.parametrize("answer", ["0", "1", "2", "nsp"])
def test_never_more_than_three_and_none_twice(answer: str) -> None:
    found = asked(**dict.fromkeys((*PROJECT, *PRACTICE_KEYS), answer))
    assert len(found) == len({subject for _, subject in found}) <= ASKED


def test_a_contradiction_comes_before_all_else() -> None:
    contradiction = SAMPLE.contradictions[0]
    changed: dict[str, Answer] = {}
    for condition in contradiction.conditions:
        if condition.one_of:
            changed[condition.question] = sorted(condition.one_of)[0]
        else:
            changed[condition.question] = str(
                condition.at_least if condition.at_least is not None else condition.at_most
            )
    found = asked(secteur="btp", **changed)
    assert found[0] == (InterviewReason.CONTRADICTION, contradiction.id)
