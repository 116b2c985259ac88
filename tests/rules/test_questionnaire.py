"""The shared vocabulary: which answers fit a question, and words by size of company."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.rules.question import Size, Text, size_of
from models.rules.questionnaire import Faq, OfferKey, Questionnaire
from models.rules.wording import attained_at
from tests.rules.sample import SAMPLE


@pytest.mark.parametrize(
    ("key", "answer", "fits"),
    [
        ("structure", "scop", True),
        ("structure", "nsp", False),
        ("structure", "SCOP", False),
        ("structure", "", False),
        ("structure", ("scop",), False),
        ("structure", None, False),
        ("structure", 1, False),
        ("besoin", "0", True),
        ("besoin", "3", True),
        ("besoin", "nsp", True),
        ("besoin", "4", False),
        ("besoin", 2, False),
        ("besoin", "٣", False),
        ("themes", ("qvct",), True),
        ("themes", ("qvct", "autre"), True),
        ("themes", (), False),
        ("themes", ("qvct", "qvct"), False),
        ("themes", ("qvct", "inconnu"), False),
        ("themes", "qvct", False),
        ("themes", ["qvct"], False),
        ("parties_prenantes", ("aucune",), True),
        ("parties_prenantes", ("aucune", "salaries"), False),
        ("effectif", 0, True),
        ("effectif", 100_000, True),
        ("effectif", 100_001, False),
        ("effectif", -1, False),
        ("effectif", "12", False),
        ("effectif", 12.0, False),
        ("effectif", True, False),
        ("nombre_entreprises", 1, False),
        ("nombre_entreprises", 2, True),
        ("nombre_entreprises", 50, True),
        ("nombre_entreprises", 51, False),
    ],
)
def test_answers_that_fit(questionnaire: Questionnaire, key: str, answer: object, fits: bool) -> None:
    assert questionnaire.question(key).accepts(answer) is fits


@pytest.mark.parametrize(
    ("headcount", "size", "words"),
    [
        (None, Size.UNDER_11, "petite"),
        (0, Size.UNDER_11, "petite"),
        (10, Size.UNDER_11, "petite"),
        (11, Size.FROM_11_TO_49, "moyenne"),
        (49, Size.FROM_11_TO_49, "moyenne"),
        (50, Size.FROM_50, "grande"),
        (100_000, Size.FROM_50, "grande"),
    ],
)
def test_words_follow_the_size_of_the_company(headcount: int | None, size: Size, words: str) -> None:
    found = size_of({} if headcount is None else {"effectif": headcount})
    assert found is size
    assert Text("petite", "moyenne", "grande").at(found) == words


def test_a_text_says_whether_it_varies() -> None:
    assert not Text.same("pareil").varies
    assert Text("pareil", "pareil", "autre").varies


def test_what_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        SAMPLE.question("inconnue")
    with pytest.raises(KeyError):
        SAMPLE.question("besoin").choice("nsp")
    with pytest.raises(KeyError):
        replace(SAMPLE, offers=()).offer(OfferKey.PARCOURS)


@pytest.mark.parametrize(
    ("answer", "answered"),
    [("Oui, dès le premier jour.", True), ("À préciser", False), ("  à préciser.", False), ("", True)],
)
def test_a_question_of_the_guide_is_answered_unless_it_says_that_it_is_to_be(answer: str, answered: bool) -> None:
    assert Faq("Question ?", answer).answered is answered


def test_what_is_attained_at_a_level_is_said_for_the_size_and_may_be_nothing() -> None:
    question = SAMPLE.question("moyens")
    told = Text("du temps", "un référent", "une équipe")
    with_words = tuple(replace(choice, attained=told) if choice.value == "2" else choice for choice in question.choices)
    assert attained_at(replace(question, choices=with_words), 2, Size.FROM_11_TO_49) == "un référent"
    assert attained_at(question, 2, Size.FROM_11_TO_49) == ""


def test_questions_of_a_part_come_in_their_order(questionnaire: Questionnaire) -> None:
    assert [len(questionnaire.of_part(part.id)) for part in questionnaire.parts] == [5, 5, 6, 10]
    assert [question.key for question in questionnaire.of_part("projet")][:2] == ["ambition", "themes"]
