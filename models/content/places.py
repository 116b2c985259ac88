"""Every text of a content file, with its place as the loader's errors name it, and what people call it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

SIZES = {"moins-de-11": "moins de 11 salariés", "de-11-a-49": "de 11 à 49", "50-et-plus": "50 et plus"}
Values = Mapping[str, Any]
Key = str | int

NAMES = {
    "titre": "le titre",
    "indication": "l’indication sous le titre",
    "precision": "la précision",
    "titre_equipe": "le titre, sur les bulletins de l’équipe",
    "indication_equipe": "l’indication sous le titre, sur les bulletins",
    "pourquoi_equipe": "la réponse à «\u00a0Pourquoi cette question\u202f?\u00a0», sur les bulletins",
    "libelle_equipe": "le libellé, sur les bulletins de l’équipe",
    "sujet": "ce que l’on voit plus ou moins («\u00a0L’équipe voit plus …\u00a0»)",
    "equipe_plus": "la question à se poser quand l’équipe en voit plus que la direction",
    "equipe_moins": "la question à se poser quand l’équipe en voit moins",
    "representants_plus": "la question à se poser quand les représentants en voient plus",
    "representants_moins": "la question à se poser quand les représentants en voient moins",
    "pourquoi": "la réponse à «\u00a0Pourquoi cette question\u202f?\u00a0»",
    "court": "le nom court",
    "unite": "l’unité",
    "travail": "le travail conseillé pour y arriver",
    "acquis": "ce qui est acquis à ce niveau",
    "libelle": "le libellé",
    "introduction": "l’introduction",
    "promesse": "la promesse de l’accueil",
    "prudence": "la précaution rappelée au visiteur",
    "je_ne_sais_pas": "la réponse «\u00a0Je ne sais pas\u00a0»",
    "ferme": "le texte quand les candidatures sont fermées",
    "ambition_au_dessus": "le texte quand l’ambition dépasse les pratiques",
    "ambition_egale": "le texte quand l’ambition ressemble aux pratiques",
    "ambition_en_dessous": "le texte quand les pratiques dépassent l’ambition",
    "autres_voies": "les autres voies quand c’est non",
    "suites": "les suites du résultat",
    "demande_equipe": "ce que l’appui demande à l’équipe",
    "mentions": "les mentions de l’estimation",
    "signification": "la signification",
    "prochaine_etape": "la prochaine étape",
    "inconnu": "le texte quand on ne sait pas",
    "sommet": "la prochaine étape quand on est au sommet",
    "raison": "la raison",
    "autre_voie": "l’autre voie",
    "resume": "le résumé",
    "but": "à quoi servent les jours",
    "contenu": "le contenu",
    "constat": "le constat",
    "question": "la question à poser",
    "texte": "le récit",
    "source": "la source",
    "reponse": "la réponse",
    "paragraphes": "les paragraphes",
    "eligible": "la phrase «\u00a0éligible\u00a0»",
    "a-confirmer": "la phrase «\u00a0à confirmer\u00a0»",
    "non-eligible": "la phrase «\u00a0non éligible\u00a0»",
    "outillage": "la signification du niveau Outillage",
    "nouvelles-pratiques": "la signification du niveau Nouvelles pratiques",
    "innovation": "la signification du niveau Innovation",
}
"""What people call a text, by the last name of its place."""

OFFERED = "indication"
"""The one optional text that is worth proposing where it is missing."""

OPTIONAL = {
    "questions": ("indication", "travail", "indication_equipe"),
    "choix": ("travail", "acquis"),
    "cas": ("autre_voie",),
}
SHORT = frozenset(
    {"titre", "court", "unite", "libelle", "acquis", "je_ne_sais_pas", "titre_equipe", "libelle_equipe", "sujet"}
)
"""Texts that are a few words rather than sentences."""

LISTS = frozenset({"autres_voies", "suites", "demande_equipe", "mentions", "contenu", "paragraphes"})
"""Lists of texts, written a line each."""

TEXTS: dict[str, tuple[str, ...]] = {
    "textes": (
        "titre", "promesse", "prudence", "je_ne_sais_pas", "ferme", "ambition_au_dessus", "ambition_egale",
        "ambition_en_dessous", "autres_voies", "suites", "demande_equipe",
    ),
    "verdicts": ("eligible", "a-confirmer", "non-eligible"),
    "estimation": ("titre", "mentions"),
    "parties": ("titre", "introduction"),
    "questions": (
        "titre", "indication", "pourquoi", "court", "unite", "travail", "titre_equipe", "indication_equipe",
        "pourquoi_equipe",
    ),
    "precisions": ("precision",),
    "choix": ("libelle", "travail", "acquis", "libelle_equipe"),
    "dimensions": ("titre", "court", "inconnu", "sommet"),
    "significations": ("outillage", "nouvelles-pratiques", "innovation"),
    "echanges": ("sujet", "equipe_plus", "equipe_moins", "representants_plus", "representants_moins"),
    "niveaux": ("titre", "signification", "prochaine_etape"),
    "criteres": ("titre",),
    "cas": ("raison", "autre_voie"),
    "offres": ("titre", "resume", "but", "contenu"),
    "phases": ("titre",),
    "contradictions": ("constat", "question"),
    "histoires": ("titre", "texte", "source"),
    "questions_frequentes": ("question", "reponse"),
    "guide": ("titre", "paragraphes"),
    "lettres": ("titre", "paragraphes"),
    "bilan": ("titre", "indication"),
}  # fmt: skip
"""The texts of each section; the subsections that hold texts too are named like the section itself."""

NAMED_BY = {
    "questions": "cle",
    **dict.fromkeys(("questions_frequentes", "precisions", "choix", "cas", "phases", "tarifs"), ""),
}
"""The key that names the tables of a list where it isn't `id`; nothing: they are numbered."""


@dataclass(frozen=True, slots=True)
class Place:
    """A text: the way to it in the file's values, its place in the loader's words, its section's own name."""

    way: tuple[Key, ...]
    at: str
    name: str
    section: str

    @property
    def optional(self) -> bool:
        """Whether it may be left empty."""
        return self.name in OPTIONAL.get(self.section, ())

    @property
    def long(self) -> bool:
        """Whether it is sentences."""
        return self.name not in SHORT

    @property
    def listed(self) -> bool:
        """Whether it is a list of texts."""
        return self.name in LISTS


def texts_of(values: Values, section: str, way: tuple[Key, ...] = (), at: str = "") -> Iterator[Place]:
    """The texts of a section's table and of the tables in it, in the file's order; a missing optional one included."""
    for name in TEXTS.get(section, ()):
        value = values.get(name)
        if isinstance(value, dict):
            yield from (
                Place((*way, name, size), f"{at}.{name}.{size}", name, section) for size in SIZES if size in value
            )
        elif value is not None or (name == OFFERED and section == "questions"):
            yield Place((*way, name), f"{at}.{name}", name, section)
    for key, value in values.items():
        if key in TEXTS and key not in TEXTS.get(section, ()):
            yield from _below(value, key, (*way, key), f"{at}.{key}" if at else key)


def _below(value: object, section: str, way: tuple[Key, ...], at: str) -> Iterator[Place]:
    if isinstance(value, dict):
        yield from texts_of(value, section, way, at)
    elif isinstance(value, list):
        for index, table in enumerate(value):
            if isinstance(table, dict):
                yield from texts_of(table, section, (*way, index), f"{at}{named(table, section, index)}")


def named(table: Values, section: str, index: int) -> str:
    """How the loader places a table of a list: by its own name, else by its number from 1."""
    name = table.get(NAMED_BY.get(section, "id"))
    return f".{name}" if isinstance(name, str) and name else f"[{index + 1}]"


def value_at(values: Any, way: tuple[Key, ...]) -> Any:
    """The value at the end of a way; None where the last step leads to nothing."""
    for step in way[:-1]:
        values = values[step]
    last = way[-1]
    return values.get(last) if isinstance(values, dict) else values[last]
