"""« Modifier les textes »: the texts of a content file as fields on a few pages, and the file with some changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from models.content.errors import ContentError
from models.content.places import NAMES, SIZES, Place, Values, texts_of, value_at
from models.content.typography import set_right
from models.content.writer import read_values, rewrite


@dataclass(frozen=True, slots=True)
class TextField:
    """A field of the form: its name there, its label, what it holds now (a list: a line each)."""

    name: str
    label: str
    words: str
    place: Place


@dataclass(frozen=True, slots=True)
class TextGroup:
    """Fields that belong together, under a heading."""

    title: str
    fields: tuple[TextField, ...]


@dataclass(frozen=True, slots=True)
class TextPage:
    """A page of the form: `id` in its address, `chapter` where it stands in the contents."""

    id: str
    chapter: str
    title: str
    groups: tuple[TextGroup, ...]


_PAGES = (
    ("accueil", "Autour", "Accueil et textes généraux", ("textes", "parties")),
    ("resultat", "Autour", "Niveaux et dimensions du résultat", ("niveaux", "dimensions")),
    ("criteres", "Autour", "Raisons des critères", ("criteres",)),
    ("offres", "Autour", "Offres et estimation", ("offres", "estimation")),
    ("entretien", "Autour", "Contradictions à reprendre en entretien", ("contradictions",)),
    ("lettres", "Autour", "Lettres de l’équipe aux entreprises", ("lettres",)),
    ("bilan", "Autour", "Bilan de l’accompagnement", ("bilan",)),
    ("guide", "Autour", "Guide, récits et questions fréquentes", ("guide", "histoires", "questions_frequentes")),
)
_QUESTION = "question-"
_GENERAL = "Textes généraux"
_SECTION_TITLES = {"textes": _GENERAL, "verdicts": "Le verdict, en tête du résultat", "estimation": "L’estimation"}
_OWN_NAMES = ("court", "titre", "question", "constat")
VERDICTS = {"eligible": "éligible", "a-confirmer": "à confirmer", "non-eligible": "non éligible"}


def text_pages(values: Values) -> tuple[TextPage, ...]:
    """All the pages: one a question, by part, then those of the other texts."""
    parts = {part["id"]: str(part["titre"]) for part in values["parties"]}
    texts = tuple(texts_of(values, ""))
    asked: dict[Any, list[Place]] = {}
    for place in texts:
        if place.way[0] == "questions":
            asked.setdefault(place.way[1], []).append(place)
    questions = tuple(
        TextPage(
            f"{_QUESTION}{question['cle']}",
            parts.get(str(question["partie"]), ""),
            str(question["court"]),
            tuple(_question_groups(values, question, asked[index])),
        )
        for index, question in enumerate(values["questions"])
    )
    others = tuple(
        TextPage(page_id, chapter, title, tuple(_section_groups(values, sections, texts)))
        for page_id, chapter, title, sections in _PAGES
    )
    return (*questions, *others)


def _question_groups(values: Values, question: Values, places: list[Place]) -> Iterator[TextGroup]:
    yield _group("La question", [place for place in places if place.section == "questions"], values)
    for number, choice in enumerate(question.get("choix", ())):
        own = [place for place in places if place.way[2:4] == ("choix", number)]
        yield _group(f"Réponse «\u00a0{_words(choice['libelle'])}\u00a0»", own, values)


def _section_groups(values: Values, sections: tuple[str, ...], texts: tuple[Place, ...]) -> Iterator[TextGroup]:
    """A group for each table, in the file's order."""
    groups: dict[str, list[Place]] = {}
    titles: dict[str, str] = {}
    for place in texts:
        if place.way[0] in sections:
            table = place.at.rpartition(f".{place.name}")[0]
            groups.setdefault(table, []).append(place)
            titles.setdefault(table, _title(values, place))
    for table, places in groups.items():
        yield _group(titles[table], places, values)


def _title(values: Values, place: Place) -> str:
    """What people call the table a text stands in: its own title, after those of the tables around it."""
    if place.section in _SECTION_TITLES:
        return _SECTION_TITLES[place.section]
    titles = []
    for length in range(1, len(place.way)):
        table = value_at(values, place.way[:length])
        if isinstance(table, dict) and "verdict" in table:
            titles.append(f"cas {int(place.way[length - 1]) + 1} ({VERDICTS.get(str(table['verdict']), '')})")
            continue
        own = next((table[name] for name in _OWN_NAMES if name in table), None) if isinstance(table, dict) else None
        titles += [_words(own)] if own else []
    if place.section == "echanges":
        titles.append("quand les regards diffèrent")
    return " — ".join(titles)


def _words(text: object) -> str:
    return str(next(iter(text.values()))) if isinstance(text, dict) else str(text)


def _group(title: str, places: list[Place], values: Values) -> TextGroup:
    return TextGroup(title, tuple(_field(place, values) for place in places))


def _field(place: Place, values: Values) -> TextField:
    label = NAMES[place.name][:1].upper() + NAMES[place.name][1:]
    if place.way[-1] in SIZES:
        label += f" ({SIZES[str(place.way[-1])]})"
    value = value_at(values, place.way)
    words = "\n".join(value) if isinstance(value, list) else str(value or "")
    return TextField(place.at, label, words, place)


def under_version(source: bytes, version: str) -> bytes:
    """The same file under another version's name."""
    return rewrite(source, {**read_values(source), "version": version})


def change_texts(source: bytes, page: TextPage, typed: Mapping[str, str]) -> bytes:
    """The file with the page's texts as typed, their typography put right.

    It is written, not checked: the loader says what is wrong with it.
    """
    values = read_values(source)
    for group in page.groups:
        for each in group.fields:
            if each.name in typed:
                _set(values, each.place, typed[each.name])
    return rewrite(source, values)


def _set(values: dict[str, Any], place: Place, typed: str) -> None:
    lines = [set_right(" ".join(line.split())) for line in typed.replace("\r", "\n").split("\n") if line.strip()]
    table: Any = value_at(values, place.way[:-1])
    if place.listed:
        table[place.way[-1]] = lines
    elif lines or not place.optional:
        table[place.way[-1]] = " ".join(lines)
    else:
        table.pop(place.way[-1], None)


def errors_by_field(page: TextPage, errors: tuple[ContentError, ...]) -> dict[str, list[ContentError]]:
    """The loader's mistakes beside the fields they are about; those of other places under an empty name."""
    names = [each.name for group in page.groups for each in group.fields]
    found: dict[str, list[ContentError]] = {}
    for error in errors:
        name = next((name for name in names if error.key == name or error.key.startswith(f"{name}[")), "")
        found.setdefault(name, []).append(error)
    return found
