"""What differs between two content files, in French sentences: texts, choices, rules, structure."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from models.content.difference_words import in_words, rule_name, subject_of
from models.content.places import NAMES, SIZES, TEXTS, Values, named

_WORDS = re.compile(r"\s+|\S+")
_MOST_PAIRS = 10_000
"""Pairs of equal words in two wordings beyond which they are shown whole: to match them word by word takes minutes."""

_VERBS = {"change": "changent", "apparaît": "apparaissent", "disparaît": "disparaissent"}


class Group(StrEnum):
    """What a difference touches, the gravest last."""

    TEXTS = "textes"
    CHOICES = "choix"
    RULES = "regles"
    STRUCTURE = "structure"


@dataclass(frozen=True, slots=True)
class ChangedWording:
    """A text before and after, for one size of company (« » for all); empty where it wasn't, or isn't any more."""

    size: str
    before: str
    after: str

    @property
    def marked(self) -> tuple[tuple[str, str], ...]:
        """The words of both, in order, each piece marked `same`, `gone` or `new`."""
        return tuple(_mark(self.before, self.after))


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference: a sentence, and for a text its words. `screen` shows it: a question's key, `accueil`,
    `resultat` or `guide`, a key after ON_SLIP for its wording to the team; empty where none does."""

    group: Group
    place: str
    sentence: str
    wordings: tuple[ChangedWording, ...] = ()
    screen: str = ""


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A value: its own name, its section, the tables it stands in, and the places of those that are in a list."""

    value: Any
    name: str
    section: str
    tables: tuple[tuple[str, Values], ...]
    items: tuple[str, ...] = ()

    @property
    def textual(self) -> bool:
        """Whether it is words that people read."""
        return self.name in TEXTS.get(self.section, ())


_SCREENS = {
    "textes": "resultat",
    "niveaux": "resultat",
    "dimensions": "resultat",
    "criteres": "resultat",
    "offres": "resultat",
    "estimation": "resultat",
    "recommandation": "resultat",
    "tarifs": "resultat",
    "histoires": "guide",
    "guide": "guide",
    "questions_frequentes": "guide",
}
ON_SLIP = "bulletin-"
"""Before a question's key: the screen that shows it as the team reads it."""

_OF_TEAM = "_equipe"
_START = frozenset({"textes.titre", "textes.promesse"})
_STRUCTURE = frozenset({"cle", "id", "valeur", "partie", "type", "dimension", "rang", "questions", "themes"})


def differences(before: Values, after: Values) -> tuple[Difference, ...]:
    """Everything that differs, by group, in the order of the file; nothing where both say the same."""
    old, new = dict(_leaves(before)), dict(_leaves(after))
    found = [*_orders(before, after), *_items(old, new, "disparaît"), *_items(new, old, "apparaît")]
    told = {each.place for each in found}
    for place in dict.fromkeys((*new, *old)):
        one, other = old.get(place), new.get(place)
        leaf = other or one
        if leaf is None or told.intersection(leaf.items):
            continue
        if one is None or other is None or one.value != other.value:
            found.append(_difference(place, one, other))
    ranks = list(Group)
    return tuple(sorted(found, key=lambda each: ranks.index(each.group)))


def changed_screens(found: Sequence[Difference]) -> tuple[str, ...]:
    """The screens that show the differences, each once."""
    return tuple(dict.fromkeys(each.screen for each in found if each.screen))


def _items(mine: Mapping[str, _Leaf], others: Mapping[str, _Leaf], verb: str) -> Iterator[Difference]:
    """The tables of lists that are in one file alone, told whole, the outermost."""
    known = {item for leaf in others.values() for item in leaf.items}
    told = set()
    for place, leaf in mine.items():
        absent = [depth for depth, item in enumerate(leaf.items) if item not in known]
        if absent and leaf.items[absent[0]] not in told:
            told.add(leaf.items[absent[0]])
            around = [table for table in leaf.tables if table[0].partition(" ")[2]][: absent[0] + 1]
            subject = subject_of(around).removesuffix("\u00a0: ")
            yield Difference(Group.STRUCTURE, leaf.items[absent[0]], f"{subject} {verb}.", (), _screen(place, leaf))


def _leaves(values: Values) -> Iterator[tuple[str, _Leaf]]:
    for key, value in values.items():
        if key != "version":
            yield from _below(value, key, key, key, ())


def _below(
    value: object,
    name: str,
    section: str,
    place: str,
    tables: tuple[tuple[str, Values], ...],
    items: tuple[str, ...] = (),
) -> Iterator[tuple[str, _Leaf]]:
    if name != "si" and isinstance(value, dict) and not set(value) <= set(SIZES):
        for key, item in value.items():
            yield from _below(item, key, name, f"{place}.{key}", (*tables, (name, value)), items)
    elif name != "si" and isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
        for index, table in enumerate(value):
            own = place + (f".{table['valeur']}" if "valeur" in table else named(table, name, index))
            around = (*tables, (f"{name} {index + 1}", table))
            for key, item in table.items():
                yield from _below(item, key, name, f"{own}.{key}", around, (*items, own))
    else:
        yield place, _Leaf(value, name, section, tables, items)


def _difference(place: str, one: _Leaf | None, other: _Leaf | None) -> Difference:
    leaf = other or one
    assert leaf is not None
    wordings = tuple(_wordings(one.value if one else "", other.value if other else "")) if leaf.textual else ()
    return Difference(_group(leaf), place, _sentence(leaf, one, other), wordings, _screen(place, leaf))


def _group(leaf: _Leaf) -> Group:
    if leaf.name in _STRUCTURE or (leaf.name == "si" and leaf.section == "questions"):
        return Group.STRUCTURE
    if leaf.section == "choix":
        return Group.CHOICES
    return Group.TEXTS if leaf.textual else Group.RULES


def _sentence(leaf: _Leaf, one: _Leaf | None, other: _Leaf | None) -> str:
    subject = subject_of(leaf.tables)
    what = NAMES[leaf.name] if leaf.textual else rule_name(leaf.name, leaf.section)
    if one is None or other is None or leaf.textual:
        verb = "apparaît" if one is None else "disparaît" if other is None else "change"
        shown = "" if leaf.textual else f"\u00a0: {in_words(leaf.name, leaf.value)}"
        return f"{subject}{what} {_VERBS[verb] if what.startswith('les ') else verb}{shown}."
    return f"{subject}{what} passe de {in_words(leaf.name, one.value)} à {in_words(leaf.name, other.value)}."


def _wordings(before: object, after: object) -> Iterator[ChangedWording]:
    """The text's variants that differ; a text that is the same for every size is one."""
    if not isinstance(before, dict) and not isinstance(after, dict):
        yield ChangedWording("", _text(before), _text(after))
        return
    for size, label in SIZES.items():
        one = before.get(size, "") if isinstance(before, dict) else before
        other = after.get(size, "") if isinstance(after, dict) else after
        if one != other:
            yield ChangedWording(label, _text(one), _text(other))


def _text(value: object) -> str:
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value)


def _screen(place: str, leaf: _Leaf) -> str:
    first = place.partition(".")[0].partition("[")[0]
    if first == "questions":
        key = str(leaf.tables[0][1].get("cle", "")) if leaf.tables else ""
        return f"{ON_SLIP}{key}" if key and leaf.name.endswith(_OF_TEAM) else key
    return "accueil" if place in _START else _SCREENS.get(first, "")


def _orders(before: Values, after: Values) -> Iterator[Difference]:
    """The questions, then each question's choices, told where the same ones stand in another order."""
    kept = {str(question["cle"]): question for question in before["questions"]}
    new = {str(question["cle"]): question for question in after["questions"]}
    if list(kept) != list(new) and set(kept) == set(new):
        moved = [str(new[key]["court"]) for key, former in zip(new, kept, strict=True) if key != former]
        yield Difference(Group.STRUCTURE, "questions", f"L’ordre des questions change\u00a0: {', '.join(moved)}.")
    for key, question in new.items():
        values = [choice["valeur"] for choice in question.get("choix", [])]
        former = [choice["valeur"] for choice in kept.get(key, {}).get("choix", [])]
        if values != former and set(values) == set(former):
            sentence = f"Question «\u00a0{question['court']}\u00a0»\u00a0: l’ordre des réponses change."
            yield Difference(Group.CHOICES, f"questions.{key}.choix", sentence, screen=key)


def _mark(before: str, after: str) -> Iterator[tuple[str, str]]:
    one, other = _WORDS.findall(before), _WORDS.findall(after)
    counted, recounted = Counter(one), Counter(other)
    if sum(times * recounted[word] for word, times in counted.items() if not word.isspace()) > _MOST_PAIRS:
        yield from (("gone", before), ("new", after))
        return
    matcher = difflib.SequenceMatcher(str.isspace, one, other, autojunk=False)
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            yield "same", "".join(one[start:end])
            continue
        if start < end:
            yield "gone", "".join(one[start:end])
        if new_start < new_end:
            yield "new", "".join(other[new_start:new_end])
