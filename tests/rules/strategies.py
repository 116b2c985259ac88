"""Sets of answers for the properties: whole, partial, with leftovers of abandoned branches, and with nonsense."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from models.rules.question import Answer
from tests.rules.sample import (
    AMBITIONS,
    DEPARTMENTS,
    NOVELTIES,
    PRACTICE_KEYS,
    PRACTICES,
    PROJECT,
    SECTORS,
    STAKEHOLDERS,
    STRUCTURES,
    THEMES,
)


def _several(values: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), min_size=1, unique=True).map(lambda chosen: tuple(sorted(chosen)))


def _headcounts() -> st.SearchStrategy[int]:
    return st.one_of(st.sampled_from([0, 1, 10, 11, 49, 50, 299, 300, 100000]), st.integers(0, 100000))


LEVELS = st.sampled_from(["0", "1", "2", "3", "nsp"])
VALID: dict[str, st.SearchStrategy[Any]] = {
    "territoire": st.sampled_from([*DEPARTMENTS, "hors"]),
    "structure": st.sampled_from(STRUCTURES),
    "nombre_entreprises": st.integers(2, 50),
    "effectif": _headcounts(),
    "secteur": st.sampled_from(SECTORS),
    "ambition": st.sampled_from(AMBITIONS),
    "themes": _several(THEMES),
    "nouveaute": st.sampled_from(NOVELTIES),
    "pratiques": st.sampled_from(PRACTICES),
    "parties_prenantes": st.one_of(st.just(("aucune",)), _several([v for v in STAKEHOLDERS if v != "aucune"])),
    **dict.fromkeys(PROJECT + PRACTICE_KEYS, LEVELS),
}
NONSENSE: st.SearchStrategy[Any] = st.one_of(
    st.text(max_size=8),
    st.integers(),
    st.lists(st.text(max_size=4), max_size=3).map(tuple),
    st.sampled_from(["-1", "4", "٣", "12,5", ("aucune", "salaries"), (), ("qvct", "qvct"), 1, 51]),
)

whole: st.SearchStrategy[dict[str, Answer]] = st.fixed_dictionaries(VALID)
"""An answer to every question, so also to those that are off the path: left behind."""

partial: st.SearchStrategy[dict[str, Answer]] = st.fixed_dictionaries({}, optional=VALID)
"""Valid answers to some of the questions."""

messy: st.SearchStrategy[dict[str, Answer]] = st.fixed_dictionaries(
    {}, optional={key: st.one_of(values, NONSENSE) for key, values in VALID.items()} | {"inconnue": NONSENSE}
)
"""Anything that an old or a forged database may hold."""

eligible = st.fixed_dictionaries(
    VALID
    | {
        "territoire": st.sampled_from(DEPARTMENTS),
        "structure": st.sampled_from([value for value in STRUCTURES if value != "public"]),
        "effectif": st.integers(0, 299),
        "pratiques": st.sampled_from(["a-preciser", "oui"]),
    }
)
"""An answer to every question, without a hard no."""
