"""One-line and free text: nothing that could start a mail header gets through."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.contact.text import EntryError, read_line, read_paragraphs, read_postal_code


@pytest.mark.slow  # the alphabet is long to make
@given(st.text(max_size=200))
def test_a_line_is_one_line_whatever_was_typed(typed: str) -> None:
    try:
        line = read_line(typed)
    except EntryError:
        return
    assert len((line + "x").splitlines()) == 1
    assert not {"\r", "\n", "\0"} & set(line)


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\u2028", "\u2029", "\x85", "\x0b", "\x0c"])
def test_a_header_in_a_line_is_refused(end: str) -> None:
    with pytest.raises(EntryError):
        read_line(f"Marie{end}Bcc: tous@exemple.fr")


def test_spaces_are_tidied_and_accents_kept() -> None:
    assert read_line("  Zoé \u00a0 L’Hœr  ") == "Zoé L’Hœr"


def test_too_long_a_line_says_how_long_it_may_be() -> None:
    with pytest.raises(EntryError, match="compte 101 caractères\u00a0: gardez-en 100 au plus"):
        read_line("x" * 101)


def test_twenty_thousand_characters_of_project_are_refused_with_the_limit() -> None:
    with pytest.raises(EntryError, match="compte 20\u202f000 caractères\u00a0: gardez-en 4\u202f000 au plus"):
        read_paragraphs("é" * 20_000)
    assert len(read_paragraphs("é" * 4_000)) == 4_000


def test_paragraphs_keep_their_lines() -> None:
    assert read_paragraphs("un\r\ndeux\rtrois\n") == "un\ndeux\ntrois"
    with pytest.raises(EntryError, match="invisible"):
        read_paragraphs("un\0deux")


@pytest.mark.parametrize(("typed", "code"), [("69003", "69003"), (" 01 000 ", "01000"), ("６９００３", "69003")])
def test_postal_code(typed: str, code: str) -> None:
    assert read_postal_code(typed) == code


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("6900", "compte 4 chiffres"),
        ("690033", "compte 6 chiffres"),
        ("Lyon", "que des chiffres"),
        ("00123", "n’existe pas"),
    ],
)
def test_postal_code_refused(typed: str, reason: str) -> None:
    with pytest.raises(EntryError) as refusal:
        read_postal_code(typed)
    assert reason in str(refusal.value)
