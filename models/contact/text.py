"""Plain text fields: one line, or a few paragraphs, with nothing in them that could start a new mail header."""

from __future__ import annotations

import unicodedata

NAME_LIMIT = 120
"""The most characters kept of a one-line field."""

PROJECT_LIMIT = 5000
"""The most characters kept of a project described in free text."""

_LINE_ENDS = "\u2028\u2029"


class EntryError(ValueError):
    """What was typed can't be used; the message says why and what to do, in French, for the page."""


def read_line(typed: str, limit: int = NAME_LIMIT) -> str:
    """One line of text, tidied; raises EntryError for a line end inside, a control character or too much."""
    line = typed.strip()
    if any(sign in "\r\n" or sign in _LINE_ENDS for sign in line):
        raise EntryError("Ce champ tient sur une seule ligne\u00a0: retirez le retour à la ligne.")
    _refuse_controls(line.replace("\t", " "))
    line = " ".join(line.split())
    if len(line) > limit:
        raise EntryError(f"Ce texte compte {_count(len(line))} caractères\u00a0: gardez-en {_count(limit)} au plus.")
    return line


def read_name(typed: str) -> str:
    """A person's name: one line with a letter in it; raises EntryError."""
    name = read_line(typed)
    if not any(sign.isalpha() for sign in name):
        raise EntryError("Écrivez votre nom en lettres, pour que nous sachions qui demander.")
    return name


def read_paragraphs(typed: str, limit: int = PROJECT_LIMIT) -> str:
    """Free text with its line ends as `\\n`; raises EntryError for a control character or too much."""
    text = typed.replace("\r\n", "\n").replace("\r", "\n").strip()
    _refuse_controls(text.replace("\n", " ").replace("\t", " "))
    if len(text) > limit:
        raise EntryError(
            f"Votre texte compte {_count(len(text))} caractères\u00a0: gardez-en {_count(limit)} au plus. "
            "L’essentiel suffit, le premier entretien servira à le détailler."
        )
    return text


def read_postal_code(typed: str) -> str:
    """A French postal code of five digits; raises EntryError otherwise."""
    code = "".join(unicodedata.normalize("NFKC", typed).split())
    if not (code.isascii() and code.isdigit()):
        raise EntryError("Un code postal ne contient que des chiffres, par exemple 69003.")
    if len(code) != 5:
        raise EntryError(
            f"Ce code postal compte {len(code)} chiffre{'s' if len(code) > 1 else ''}\u00a0: "
            "il en faut 5, par exemple 69003."
        )
    if not "01000" <= code <= "98999":
        raise EntryError("Ce code postal n’existe pas en France\u00a0: vérifiez ses deux premiers chiffres.")
    return code


def _refuse_controls(text: str) -> None:
    if any(unicodedata.category(sign) in {"Cc", "Cs"} for sign in text):
        raise EntryError(
            "Ce texte contient un caractère invisible qui ne peut pas être gardé\u00a0: tapez-le à nouveau."
        )


def _count(number: int) -> str:
    return f"{number:,}".replace(",", "\u202f")
