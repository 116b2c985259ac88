"""What somebody said is never rewritten: the answers whose words changed with the company's size are told."""

from __future__ import annotations

from dataclasses import replace

from models.rules.path import walk
from models.rules.question import Answer, Choice, Size, Text
from models.rules.questionnaire import Questionnaire
from models.rules.rewording import reworded
from tests.rules.sample import SAMPLE

ANSWERS: dict[str, Answer] = {
    "territoire": "69",
    "structure": "scop",
    "effectif": 70,
    "secteur": "services",
    "ambition": "innover",
    "themes": ("qvct",),
    "nouveaute": "entreprise",
    "pratiques": "oui",
    "parties_prenantes": ("salaries", "representants"),
    "besoin": "1",
    "objectifs": "1",
    "portage": "nsp",
}
VARIED = Text("petite", "moyenne", "grande")


def _with_words(varied: dict[str, set[str]]) -> Questionnaire:
    """The sample in the same words for all sizes, but for these values of these questions."""
    return replace(
        SAMPLE,
        questions=tuple(
            replace(
                question,
                choices=tuple(
                    Choice(
                        choice.value,
                        VARIED if choice.value in varied.get(question.key, set()) else Text.same(choice.value),
                        exclusive=choice.exclusive,
                    )
                    for choice in question.choices
                ),
            )
            for question in SAMPLE.questions
        ),
    )


def test_only_answers_whose_own_words_changed_are_told_in_the_order_of_the_path() -> None:
    questionnaire = _with_words({"parties_prenantes": {"representants"}, "besoin": {"1"}, "objectifs": {"2"}})
    path = walk(questionnaire, ANSWERS)
    found = reworded(path, dict.fromkeys(ANSWERS, Size.UNDER_11))
    assert [each.question.key for each in found] == ["parties_prenantes", "besoin"]
    assert {(each.read_at, each.stands_at) for each in found} == {(Size.UNDER_11, Size.FROM_50)}
    assert found[1].answer == "1"


def test_what_was_read_at_the_size_it_has_now_or_at_nobody_knows_which_is_left_alone() -> None:
    path = walk(SAMPLE, ANSWERS)
    assert reworded(path, dict.fromkeys(ANSWERS, Size.FROM_50)) == ()
    assert reworded(path, {}) == ()


def test_not_to_know_and_a_number_read_the_same_at_every_size() -> None:
    path = walk(_with_words({"portage": {"0", "1", "2", "3"}, "besoin": {"1"}}), ANSWERS)
    told = [each.question.key for each in reworded(path, dict.fromkeys(ANSWERS, Size.UNDER_11))]
    assert told == ["besoin"]


def test_an_answer_left_behind_is_nobodys_any_more() -> None:
    questionnaire = _with_words({"management_autonomie": {"0"}, "management_feedback": {"2"}})
    answers: dict[str, Answer] = {**ANSWERS, "management_autonomie": "0", "management_feedback": "2"}
    found = reworded(walk(questionnaire, answers), dict.fromkeys(answers, Size.UNDER_11))
    assert [each.question.key for each in found] == ["management_autonomie"]
