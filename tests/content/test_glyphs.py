"""A content's letters are those that the PDF's font has; the table of them is what the font files hold."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from models.content.errors import ContentErrors
from models.content.glyphs import LETTERS, missing_letters, without_missing_letters
from models.content.loader import load
from tests.content.sample import as_toml, change, sample

FONTS = Path(__file__).parents[2] / "static" / "fonts" / "pdf"


def letters_of(font: bytes) -> set[str]:
    """The code points of a TrueType font, from its first character map (format 4: ranges, sixteen bits each)."""
    tables = (struct.unpack_from(">4s4xII", font, 12 + 16 * n) for n in range(struct.unpack_from(">H", font, 4)[0]))
    start = next(offset for tag, offset, _ in tables if tag == b"cmap")
    start += struct.unpack_from(">I", font, start + 8)[0]
    assert struct.unpack_from(">H", font, start) == (4,), "another format of character map"
    count = struct.unpack_from(">H", font, start + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", font, start + 14)
    starts = struct.unpack_from(f">{count}H", font, start + 16 + 2 * count)
    return {chr(code) for first, last in zip(starts, ends, strict=True) for code in range(first, last + 1)} - {"\uffff"}


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_the_table_is_what_the_font_holds(weight: str) -> None:
    assert letters_of((FONTS / f"Relief-{weight}.ttf").read_bytes()) == LETTERS


@pytest.mark.parametrize(("letter", "code"), [("🚀", "U+1F680"), ("Σ", "U+03A3"), ("\u0301", "U+0301")])
def test_a_letter_that_the_font_lacks_is_refused_by_its_name_and_place(letter: str, code: str) -> None:
    document = sample()
    change("textes.prudence", f"Sous réserve {letter} d’un entretien.")(document)
    with pytest.raises(ContentErrors) as refused:
        load(as_toml(document).encode(), "essai.toml")
    (error,) = refused.value.errors
    assert error.key == "textes.prudence"
    assert f"« {letter} » ({code})" in error.problem
    assert load(as_toml(document).encode(), "essai.toml", served=True).wording.caution.endswith("entretien.")


def test_each_missing_letter_is_told_once_and_can_be_left_out() -> None:
    assert missing_letters("Décollage 🚀 et Σ, 🚀\n") == ["🚀", "Σ"]
    assert without_missing_letters("L’été 🚀 2026") == "L’été  2026"
