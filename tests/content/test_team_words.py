"""What the team reads on its slips: in the repository's content at every size, and what the loader says of mistakes."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from models.content.errors import ContentErrors
from models.content.loader import FIRST_CONTENT, load, load_file
from models.content.team_words import with_team_words, write_team_words
from models.content.typography import find_mistakes
from models.content.writer import read_values, rewrite
from models.rules.path import walk
from models.rules.question import Size
from models.rules.questionnaire import Questionnaire
from models.rules.slip import has_team_words, slip_questionnaire
from tests.content.sample import Document, Spoil, as_toml, both, change, remove, sample

PRACTICES = [
    "management_autonomie",
    "management_feedback",
    "dialogue_instances",
    "dialogue_accords",
    "qvct_conditions",
    "qvct_fidelisation",
    "gouvernance_decisions",
    "gouvernance_partage",
    "ecosysteme_achats",
    "ecosysteme_cooperation",
]
EXCHANGES = {"equipe_plus", "equipe_moins", "representants_plus", "representants_moins"}
SUBJECT = "de dialogue"
THE_DIRECTION_SPEAKS = re.compile(r"\b(?:je|moi|nous|nos|notre)\b|\bj’", re.IGNORECASE)


@pytest.fixture(scope="module")
def questionnaire() -> Questionnaire:
    return load_file(FIRST_CONTENT)


def read_on_a_slip(questionnaire: Questionnaire, size: Size) -> Iterator[tuple[str, str]]:
    """Every text of a slip's questions, with its question's key."""
    for question in slip_questionnaire(questionnaire, size).questions:
        texts = [question.title, question.why, question.hint, *(choice.label for choice in question.choices)]
        yield from ((question.key, text.at(size)) for text in texts if text)


@pytest.mark.parametrize("size", Size)
def test_the_ten_questions_read_at_every_size_in_the_team_s_own_words(questionnaire: Questionnaire, size: Size) -> None:
    slip = slip_questionnaire(questionnaire, size)
    assert [question.key for question in slip.questions] == PRACTICES
    for key, words in read_on_a_slip(questionnaire, size):
        assert words.strip(), key
        assert not list(find_mistakes(words)), (key, words)
        assert not THE_DIRECTION_SPEAKS.search(words.replace("«\u00a0Je ne sais pas\u00a0»", "")), (key, words)
    for question in slip.questions:
        assert [choice.value for choice in question.choices] == ["0", "1", "2", "3"]
        labels = [choice.label.at(size) for choice in question.choices]
        assert len(set(labels)) == len(labels), question.key
        assert max(map(len, labels)) <= 110, question.key


def test_nobody_of_a_firm_under_11_is_asked_about_bodies_that_the_law_asks_of_larger_ones(
    questionnaire: Questionnaire,
) -> None:
    for key, words in read_on_a_slip(questionnaire, Size.UNDER_11):
        if key == "dialogue_instances":
            assert "CSE" not in words
        assert "prévention" not in words
        assert "tous les acheteurs" not in words
    assert any("élus" in words for _, words in read_on_a_slip(questionnaire, Size.FROM_50))


@pytest.mark.parametrize("size", Size)
def test_a_slip_follows_the_direction_s_own_ladder(questionnaire: Questionnaire, size: Size) -> None:
    slip = slip_questionnaire(questionnaire, size)
    answers: dict[str, str] = {}
    asked = []
    while (question := walk(slip, answers).next) is not None:
        asked.append(question.key)
        answers[question.key] = {"dialogue_instances": "0", "qvct_conditions": "nsp"}.get(question.key, "2")
    assert asked == [key for key in PRACTICES if key not in ("dialogue_accords", "qvct_fidelisation")]


def test_each_dimension_has_a_question_to_talk_over_each_way_for_each_group(questionnaire: Questionnaire) -> None:
    for dimension in questionnaire.dimensions:
        assert set(dimension.exchanges) == EXCHANGES
        assert len(set(dimension.exchanges.values())) == len(EXCHANGES)
        for words in dimension.exchanges.values():
            assert words.endswith("\u202f?")
            assert not THE_DIRECTION_SPEAKS.search(words)
        assert re.match(r"(?:de |d’)", dimension.seen)


def told(document: Document) -> Document:
    """The sample with words for the team everywhere."""
    for question in document["questions"]:
        if question.get("dimension"):
            question |= {"titre_equipe": "Qu’en est-il\u202f?", "pourquoi_equipe": "Pour savoir."}
            for choice in question["choix"]:
                choice["libelle_equipe"] = f"La direction fait {choice['valeur']}"
    for dimension in document["dimensions"]:
        dimension["echanges"] = {"sujet": SUBJECT} | dict.fromkeys(EXCHANGES, "Qu’essayer\u202f?")
    return document


def test_a_content_from_before_says_nothing_to_the_team_and_still_loads() -> None:
    former = load(as_toml(sample()).encode(), "essai.toml")
    assert not has_team_words(former)
    assert has_team_words(load(as_toml(told(sample())).encode(), "essai.toml"))


@pytest.mark.parametrize(
    ("spoil", "key", "problem"),
    [
        (remove("questions.qvct_conditions.titre_equipe"), "questions.qvct_conditions.titre_equipe", "il manque"),
        (remove("questions.qvct_conditions.pourquoi_equipe"), "questions.qvct_conditions.pourquoi_equipe", "il manque"),
        (
            both(
                remove("questions.qvct_conditions.titre_equipe"),
                remove("questions.qvct_conditions.pourquoi_equipe"),
            ),
            "questions.qvct_conditions.titre_equipe",
            "il manque",
        ),
        (
            remove("questions.dialogue_accords.choix[3].libelle_equipe"),
            "questions.dialogue_accords.choix[3].libelle_equipe",
            "il manque",
        ),
        (
            change("questions.dialogue_accords.choix[3].libelle_equipe", "Je répartis le travail"),
            "questions.dialogue_accords.choix[3].libelle_equipe",
            "la direction qui parle",
        ),
        (
            change("questions.dialogue_accords.choix[3].libelle_equipe", "La direction fait 1"),
            "questions.dialogue_accords.choix[3].libelle_equipe",
            "dit la même chose",
        ),
        (remove("dimensions.qvct.echanges"), "dimensions.qvct.echanges", "il manque"),
        (remove("dimensions.qvct.echanges.equipe_moins"), "dimensions.qvct.echanges.equipe_moins", "il manque"),
        (change("dimensions.qvct.echanges.sujet", "dialogue"), "dimensions.qvct.echanges.sujet", "ne se lit pas"),
        (change("dimensions.qvct.echanges.autre", "Qui\u202f?"), "dimensions.qvct.echanges.autre", "n’existe pas"),
        (change("questions.besoin.titre_equipe", "Qui\u202f?"), "questions.besoin.titre_equipe", "n’existe pas ici"),
        (
            change("questions.besoin.choix[1].libelle_equipe", "Rien"),
            "questions.besoin.choix[1].libelle_equipe",
            "n’existe pas ici",
        ),
    ],
)
def test_the_loader_says_what_the_team_s_words_lack(spoil: Spoil, key: str, problem: str) -> None:
    document = told(sample())
    spoil(document)
    with pytest.raises(ContentErrors) as raised:
        load(as_toml(document).encode(), "essai.toml")
    assert [error.key for error in raised.value.errors] == [key]
    assert problem in raised.value.errors[0].problem


class TestAContentFromBefore:
    """One that was published before there were slips, as the Aract left it."""

    def test_it_is_asked_in_the_repository_s_words_and_keeps_its_own_for_the_direction(
        self, questionnaire: Questionnaire
    ) -> None:
        former = load(as_toml(sample()).encode(), "essai.toml")
        completed = with_team_words(former)
        assert has_team_words(completed)
        assert list(read_on_a_slip(completed, Size.UNDER_11)) == list(read_on_a_slip(questionnaire, Size.UNDER_11))
        assert [each.exchanges for each in completed.dimensions] == [
            each.exchanges for each in questionnaire.dimensions
        ]
        assert [each.title for each in completed.questions] == [each.title for each in former.questions]

    def test_a_content_with_words_of_its_own_keeps_them(self) -> None:
        own = load(as_toml(told(sample())).encode(), "essai.toml")
        assert with_team_words(own) is own

    def test_the_words_are_written_in_its_file_to_be_changed_there(self, questionnaire: Questionnaire) -> None:
        former = FIRST_CONTENT.read_bytes()
        silent = rewrite(former, silenced(read_values(former)))
        assert not has_team_words(load(silent, "essai.toml"))
        written = write_team_words(silent)
        assert read_values(written) == read_values(former)
        assert write_team_words(written) == written
        assert load(written, "essai.toml").questions == questionnaire.questions


def silenced(values: Document) -> Document:
    """The values of a content without a word for the team."""
    for question in values["questions"]:
        for table in (question, *question.get("choix", ())):
            for name in [name for name in table if name.endswith("_equipe")]:
                del table[name]
    for dimension in values["dimensions"]:
        del dimension["echanges"]
    return values
