"""What is wrong in a content file: every mistake at once, in plain French, with its place and what is accepted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

MOST_ERRORS = 300
"""Mistakes told at once: nobody reads more, and a file of nothing but mistakes would take minutes to judge."""


@dataclass(frozen=True, slots=True)
class ContentError:
    """One mistake. `key` is its place: `questions.effectif.choix[2].libelle` (counting from 1) or `ligne 12`."""

    file: str
    key: str
    problem: str
    accepted: str

    def __str__(self) -> str:
        return f"{self.file}, {self.key} : {self.problem}. Accepté : {self.accepted}."


class ContentErrors(ValueError):
    """A content file that cannot be used, with all its mistakes."""

    def __init__(self, errors: Iterable[ContentError]) -> None:
        self.errors = tuple(errors)
        super().__init__(describe_errors(self.errors))


class Findings:
    """The mistakes found so far in one file; `served` where it ran before, and its letters are too late to refuse."""

    def __init__(self, file: str, *, served: bool = False) -> None:
        self.file = file
        self.served = served
        self._errors: dict[ContentError, None] = {}

    def note(self, key: str, problem: str, accepted: str) -> None:
        """Add a mistake, once; those beyond MOST_ERRORS are summed up in one."""
        if self.full:
            key, problem = "fichier", f"il y a plus de {MOST_ERRORS} erreurs"
            accepted = "un fichier corrigé de celles-ci, que l’on vérifiera de nouveau"
        self._errors[ContentError(self.file, key, problem, accepted)] = None

    @property
    def errors(self) -> tuple[ContentError, ...]:
        """The mistakes, in the order they were found."""
        return tuple(self._errors)

    @property
    def full(self) -> bool:
        """Whether no more mistakes are told one by one."""
        return len(self._errors) >= MOST_ERRORS

    @property
    def count(self) -> int:
        """How many mistakes were found so far."""
        return len(self._errors)

    def at(self, place: str) -> bool:
        """Whether a mistake is already known at that very place."""
        return any(error.key == place for error in self._errors)

    def has(self, place: str) -> bool:
        """Whether a mistake is already known at that place or under it."""
        return any(error.key == place or error.key.startswith((f"{place}.", f"{place}[")) for error in self._errors)


def describe_errors(errors: Sequence[ContentError]) -> str:
    """All the mistakes as text for a terminal: a line with the count, then three short lines each."""
    if not errors:
        return "Aucune erreur."
    count = "1 erreur" if len(errors) == 1 else f"{len(errors)} erreurs"
    lines = [f"{count} dans {errors[0].file} :"]
    for error in errors:
        lines += ["", f"  {error.key}", f"    {error.problem}.", f"    Accepté : {error.accepted}."]
    return "\n".join(lines)


def listed(names: Iterable[str]) -> str:
    """Names as a French enumeration: « a », « b » ou « c »."""
    quoted = [f"«\u00a0{name}\u00a0»" for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} ou {quoted[-1]}" if quoted else "rien"


def nearest(name: str, known: Iterable[str]) -> str:
    """« écrire x ? » for the known name most like that one, with all the names where there are few, else just these."""
    names = list(dict.fromkeys(known))
    close = get_close_matches(name, names, n=1, cutoff=0.6)
    guess = f"sans doute {listed(close)}" if close else ""
    if not close or len(names) <= 12:
        return f"{guess} ; {listed(names)}" if guess and len(names) > 1 else guess or listed(names)
    return guess
