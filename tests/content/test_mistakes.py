"""Every kind of mistake, one at a time. The tables `mistakes*.py` are the specification."""

from __future__ import annotations

import pytest

from models.content.errors import ContentError, ContentErrors
from models.content.loader import load
from tests.content.mistakes import NAMES, TEXTS, TYPES, Mistake
from tests.content.mistakes_in_questions import CONDITIONS, QUESTIONS
from tests.content.mistakes_in_scheme import SCHEME
from tests.content.sample import Spoil, as_toml, both, sample

MISTAKES = [*NAMES, *TYPES, *TEXTS, *QUESTIONS, *CONDITIONS, *SCHEME]


def mistakes_of(*spoils: Spoil) -> tuple[ContentError, ...]:
    document = sample()
    both(*spoils)(document)
    with pytest.raises(ContentErrors) as raised:
        load(as_toml(document).encode(), "essai.toml")
    return raised.value.errors


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.what)
def test_a_mistake_is_told_with_its_place_what_is_wrong_and_what_is_accepted(mistake: Mistake) -> None:
    errors = mistakes_of(mistake.spoil)
    found = [error for error in errors if error.key == mistake.key and mistake.words in plain(error.problem)]
    assert found, [str(error) for error in errors]
    assert mistake.remedy in plain(found[0].accepted)
    assert found[0].file == "essai.toml"
    assert found[0].accepted


def plain(words: str) -> str:
    """The words with ordinary spaces inside « », as the table is written."""
    return words.replace("«\u00a0", "« ").replace("\u00a0»", " »")


def test_all_the_mistakes_of_a_file_are_told_at_once() -> None:
    chosen = [NAMES[0], TYPES[0], TEXTS[4], TEXTS[5], CONDITIONS[0], SCHEME[9], SCHEME[24], SCHEME[34]]
    errors = mistakes_of(*(mistake.spoil for mistake in chosen))
    assert {mistake.key for mistake in chosen} <= {error.key for error in errors}


def test_one_mistake_is_not_told_in_two_ways_where_one_says_it_all() -> None:
    for mistake in [*TYPES[:6], *TEXTS, *CONDITIONS[:2], *SCHEME[25:36]]:
        errors = mistakes_of(mistake.spoil)
        assert [error.key for error in errors] == [mistake.key], mistake.what


def test_the_sample_itself_is_free_of_mistakes() -> None:
    assert load(as_toml(sample()).encode(), "essai.toml").version == "2026.1"
    assert len({mistake.what for mistake in MISTAKES}) >= 90
