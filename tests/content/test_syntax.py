"""Files that no TOML reader takes, or that Word and Excel have been at: told in French, by line."""

from __future__ import annotations

import pytest

from models.content.errors import ContentError, ContentErrors
from models.content.loader import load
from tests.content.sample import as_toml, sample

VALID = as_toml(sample())


def mistakes_of(source: bytes) -> tuple[ContentError, ...]:
    with pytest.raises(ContentErrors) as raised:
        load(source, "essai.toml")
    return raised.value.errors


@pytest.mark.parametrize(
    ("written", "place", "words"),
    [
        ('titre = "ouvert\n', "ligne 2, caractère", "caractère interdit"),
        ('titre = "ouvert', "ligne 2", "un texte n’est pas fermé"),
        ("titre\n", "ligne 2, caractère 6", "il manque le signe ="),
        ("liste = [1, 2\n", "ligne 3", "une liste n’est pas fermée"),
        ("a = { b = 1\n", "ligne 2", "une accolade n’est pas fermée"),
        ("titre = bonjour\n", "ligne 2, caractère 9", "la valeur n’est pas lisible"),
        ('titre = "a" "b"\n', "ligne 2, caractère 13", "quelque chose de trop"),
        ("du = 2026-02-30\n", "ligne 2", "la date n’existe pas"),
        ('version = "2"\n', "ligne 2", "est écrit deux fois"),
        ("[a]\n[a]\n", "ligne 3", "est écrit deux fois"),
        ("a = { b = 1, b = 2 }\n", "ligne 2", "est écrit deux fois"),
        ('titre = "C:\\dossier"\n', "ligne 2", "barre oblique inverse"),
        ("= 3\n", "ligne 2, caractère 1", "n’est ni un nom suivi de ="),
        ("[titre\n", "ligne 2", "il manque le crochet ]"),
        ("titre = ]\n", "ligne 2", "la valeur n’est pas lisible"),
    ],
)
def test_a_mistake_of_writing_is_told_by_line(written: str, place: str, words: str) -> None:
    (error,) = mistakes_of(f'version = "1"\n{written}'.encode())
    assert error.key.startswith(place)
    assert words in error.problem


def test_a_byte_order_mark_is_told_and_the_rest_is_checked_all_the_same() -> None:
    errors = mistakes_of(b"\xef\xbb\xbf" + VALID.encode() + b"couleur = 3\n")
    assert [error.key for error in errors] == ["ligne 1", "couleur"]
    assert "BOM" in errors[0].problem


def test_words_quotes_are_told_by_line_and_the_rest_is_checked_all_the_same() -> None:
    source = VALID.replace('version = "2026.1"', "version = “2026.1”") + "a = “x”\nb = « y »\nc = [“z”, “t”]\n"
    errors = mistakes_of(source.encode())
    last = len(VALID.splitlines())
    quotes = [error.key for error in errors if "guillemets courbes" in error.problem]
    assert quotes == ["ligne 1", f"ligne {last + 1}", f"ligne {last + 2}", f"ligne {last + 3}"]
    assert {"a", "b", "c"} <= {error.key for error in errors}


def test_quotes_inside_a_text_of_several_lines_are_left_alone() -> None:
    source = VALID + 'note = """\n“citation”\n"""\n'
    assert [error.key for error in mistakes_of(source.encode())] == ["note"]


def test_words_quotes_that_cannot_be_mended_are_still_told() -> None:
    errors = mistakes_of("version = “2026.1\nprix = 3 euros\n".encode())
    assert [error.key.split(",")[0] for error in errors] == ["ligne 1"]


@pytest.mark.parametrize(
    ("source", "place", "words"),
    [
        ('version = "été"\n'.encode("latin-1"), "ligne 1", "n’est pas écrit en UTF-8"),
        (b'version = "1"\ntitre = "\xe9"\n', "ligne 2", "n’est pas écrit en UTF-8"),
        ('version = "1"\n'.encode("utf-16"), "ligne 1", "UTF-16"),
        (b"a = " + b"[" * 100_000, "fichier", "les uns dans les autres"),
        (b"a = " + b"9" * 10_000, "ligne 1", "TOML"),
        (b"\x00\x01\x02", "ligne 1", ""),
    ],
)
def test_bytes_that_are_no_text_are_told(source: bytes, place: str, words: str) -> None:
    errors = mistakes_of(source)
    assert errors[0].key.startswith(place)
    assert words in errors[0].problem


def test_an_empty_file_misses_every_section() -> None:
    keys = {error.key for error in mistakes_of(b"")}
    assert {"version", "textes", "parties", "questions", "tarifs", "offres", "criteres"} <= keys
