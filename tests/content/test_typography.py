"""French typography: what is wrong in a text, and the text put right."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.content.typography import find_mistakes, set_right


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("l'Aract", "l’Aract"),
        ('un "devis"', "un «\u00a0devis\u00a0»"),
        ("un “devis”", "un «\u00a0devis\u00a0»"),
        ('5" de large', "5\u00a0» de large"),
        ("« devis »", "«\u00a0devis\u00a0»"),
        ("«devis»", "«\u00a0devis\u00a0»"),
        ("«\u202fdevis\u202f»", "«\u00a0devis\u00a0»"),
        ("Pourquoi ?", "Pourquoi\u202f?"),
        ("Pourquoi?", "Pourquoi\u202f?"),
        ("Pourquoi\u00a0?", "Pourquoi\u202f?"),
        ("Quoi ?!", "Quoi\u202f?!"),
        ("un ; deux", "un\u202f; deux"),
        ("Ici : là", "Ici\u00a0: là"),
        ("Ici\u202f: là", "Ici\u00a0: là"),
        ("20 % ou 20%", "20\u202f% ou 20\u202f%"),
        ("1 000 €", "1\u202f000\u202f€"),
        ("15 000 000 €", "15\u202f000\u202f000\u202f€"),
        ("Et...", "Et…"),
        ("un  mot", "un mot"),
    ],
)
def test_a_mistake_is_found_and_put_right(typed: str, right: str) -> None:
    assert list(find_mistakes(typed))
    assert set_right(typed) == right
    assert not list(find_mistakes(right))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Rien à dire.",
        "De 11 à 49 salariés, en 2017",
        "Le 01 02 à 10:30",
        "https://www.aract.fr/page?a=1;b=2 et contact@aract.fr",
        "20\u00a0% du coût",
        "1\u202f000\u202f€ HT",
    ],
)
def test_what_is_right_is_left_alone(text: str) -> None:
    assert not list(find_mistakes(text))
    assert set_right(text) == text


def test_the_error_shows_the_words_around() -> None:
    (mistake,) = find_mistakes("Un long texte où l'apostrophe est droite")
    assert "où l'apostrophe" in mistake[0]


@given(st.text(alphabet="ab1 0'\"“”«»;!?:.%€\u00a0\u202f…@/", max_size=20))
def test_putting_right_leaves_nothing_to_put_right(text: str) -> None:
    right = set_right(text)
    assert set_right(right) == right
    assert not list(find_mistakes(right))
