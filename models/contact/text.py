"""Plain text fields: one line, or a few paragraphs, with nothing in them that could start a new mail header."""

from __future__ import annotations

import unicodedata

NAME_LIMIT = 100
"""The most characters of a one-line field."""

MOMENT_LIMIT = 300
"""The most characters of how and when to reach somebody."""

PROJECT_LIMIT = 4000
"""The most characters of a project described in free text, and of a note of the staff's."""

PHONE_LIMIT, EMAIL_LIMIT, NUMBER_LIMIT, POSTAL_CODE_LIMIT = 40, 254, 40, 20
"""The same for a telephone number, an e-mail address (RFC 5321), a SIRET and a postal code, spaces included."""

_LINE_ENDS = "\u2028\u2029"


class EntryError(ValueError):
    """What was typed can't be used; the message says why and what to do, in French, for the page."""


def refuse_longer(typed: str, limit: int) -> None:
    """Raise EntryError where more was typed than may be: asked before anything else reads it, so that it costs nothing.

    Spaces around don't count, and a line end counts once.
    """
    length = len(typed.replace("\r\n", "\n").strip())
    if length > limit:
        raise EntryError(f"Ce texte compte {_count(length)} caractères\u00a0: gardez-en {_count(limit)} au plus.")


def read_line(typed: str, limit: int = NAME_LIMIT) -> str:
    """One line of text, tidied; raises EntryError for a line end inside, a control character or too much."""
    refuse_longer(typed, limit)
    line = typed.strip()
    if any(sign in "\r\n" or sign in _LINE_ENDS for sign in line):
        raise EntryError("Ce champ tient sur une seule ligne\u00a0: retirez le retour à la ligne.")
    _refuse_controls(line.replace("\t", " "))
    return " ".join(line.split())


def read_name(typed: str) -> str:
    """A person's name: one line with a letter in it; raises EntryError."""
    name = read_line(typed)
    if not any(sign.isalpha() for sign in name):
        raise EntryError("Écrivez votre nom en lettres, pour que nous sachions qui demander.")
    return name


def read_moment(typed: str) -> str:
    """How and when to reach somebody, on one line; raises EntryError."""
    return read_line(typed, MOMENT_LIMIT)


def read_paragraphs(typed: str, limit: int = PROJECT_LIMIT) -> str:
    """Free text with its line ends as `\\n`; raises EntryError for a control character or too much."""
    refuse_longer(typed, limit)
    text = typed.replace("\r\n", "\n").replace("\r", "\n").strip()
    _refuse_controls(text.replace("\n", " ").replace("\t", " "))
    return text


def read_postal_code(typed: str) -> str:
    """A French postal code of five digits; raises EntryError otherwise."""
    refuse_longer(typed, POSTAL_CODE_LIMIT)
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
