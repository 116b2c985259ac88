"""The review's questions in the content: five, each once, or none in a content made before them."""

from __future__ import annotations

import pytest

from models.content.errors import ContentErrors
from models.content.loader import FIRST_CONTENT, load
from models.content.writer import read_values, rewrite
from models.rules.review import ReviewKey

SOURCE = FIRST_CONTENT.read_bytes()


def changed(**values: object) -> bytes:
    return rewrite(SOURCE, {**read_values(SOURCE), **values})


def test_the_first_content_asks_all_five_in_order() -> None:
    asked = load(SOURCE, "x").review
    assert [each.key for each in asked] == ["changement", "personnes", "freins", "suite", "phrase"]
    assert all(each.title.endswith("\u202f?") for each in asked)


def test_a_content_from_before_asks_none() -> None:
    values = read_values(SOURCE)
    del values["bilan"]
    assert load(rewrite(SOURCE, values), "x").review == ()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda asked: asked[:-1], "phrase"),
        (lambda asked: [*asked, asked[0]], "changement"),
        (lambda asked: [{**asked[0], "id": "autre"}, *asked[1:]], "autre"),
    ],
)
def test_one_missing_twice_or_unknown_is_told(wrong: object, words: str) -> None:
    with pytest.raises(ContentErrors) as found:
        load(changed(bilan=wrong(read_values(SOURCE)["bilan"])), "x")  # type: ignore[operator]
    assert words in str(found.value)
    assert len(list(ReviewKey)) == 5
