"""How a difference between two contents is said: whose it is, what is called how, values as people write them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from models.content.places import Values

Tables = Sequence[tuple[str, Values]]
"""The tables a value stands in, outermost first: each section's name with its number in a list, and its values."""

RULES = {
    "a_partir_de": "le score à partir duquel on atteint ce niveau",
    "si": "la condition",
    "verdict": "le verdict",
    "jours": "le nombre de jours",
    "score_projet": "le score du projet demandé",
    "score_entreprise": "le score des pratiques demandé",
    "du": "le premier jour",
    "au": "le dernier jour",
    "prix_du_jour": "le prix du jour (HT)",
    "part_entreprise": "la part de l’entreprise",
    "validite_jours": "la validité en jours",
    "inacheve_jours": "la durée de garde d’un questionnaire inachevé (jours)",
    "termine_mois": "la durée de garde d’un questionnaire terminé (mois)",
    "candidature_mois": "la durée de garde d’une candidature (mois)",
    "accompagne_annees": "la durée de garde d’un accompagnement (années)",
    "telephone_jours": "la durée de l’adresse du téléphone (jours)",
    "revision_jours": "la durée d’une modification inachevée (jours)",
    "minimum": "le plus petit nombre accepté",
    "maximum": "le plus grand nombre accepté",
    "partie": "la partie",
    "type": "le type",
    "dimension": "la dimension",
    "rang": "le rang",
    "exclusif": "le caractère exclusif",
    "offre": "le fait de ne concerner que ceux à qui une offre est faite",
    "questions": "la liste des questions du critère",
    "themes": "la liste des sujets du récit",
}
"""What people call a value that isn't a text, by its name in the file."""

_SECTIONS = {
    "textes": "Textes généraux",
    "verdicts": "verdict",
    "estimation": "Estimation",
    "conservation": "Conservation des données",
    "parties": "Partie",
    "questions": "Question",
    "choix": "réponse",
    "precisions": "précision",
    "dimensions": "Dimension",
    "echanges": "quand les regards diffèrent",
    "niveaux": "Niveau",
    "criteres": "Critère",
    "cas": "cas",
    "offres": "Offre",
    "phases": "phase",
    "deploiement": "Recommandation des 10 jours",
    "parcours": "Recommandation des 15 jours",
    "tarifs": "Tarif",
    "contradictions": "Contradiction",
    "histoires": "Récit",
    "questions_frequentes": "Question fréquente",
    "guide": "Guide",
    "lettres": "Lettre",
    "bilan": "Question du bilan",
}
_OWN_NAMES = ("court", "titre", "libelle", "question", "constat")
_VALUES = {
    "eligible": "éligible",
    "a-confirmer": "à confirmer",
    "non-eligible": "non éligible",
    "True": "oui",
    "False": "non",
}
_LONGEST_NAME = 60


def subject_of(tables: Tables) -> str:
    """Whose value it is: « Question « Effectif », réponse « 12 » : »; empty at the top of the file."""
    told = [words for section, table in tables if (words := _told(section, table))]
    return f"{', '.join(told)}\u00a0: " if told else ""


def _told(section: str, table: Values) -> str:
    name, _, number = section.partition(" ")
    title = _SECTIONS.get(name, "")
    if name in {"cas", "phases"}:
        return f"{title} {number}"
    if name == "tarifs":
        return f"Tarif du {in_words('du', table.get('du'))}"
    own = next((table[key] for key in _OWN_NAMES if key in table), None) if number else None
    if own is None:
        return title if name != "significations" else ""
    words = str(next(iter(own.values())) if isinstance(own, dict) else own)
    return f"{title} «\u00a0{words[:_LONGEST_NAME]}{'…' if len(words) > _LONGEST_NAME else ''}\u00a0»"


def rule_name(name: str, section: str) -> str:
    """What people call a value that isn't a text."""
    return f"le niveau minimum de «\u00a0{name}\u00a0»" if section == "minimums" else RULES.get(name, name)


def in_words(name: str, value: object) -> str:
    """A value as people write it."""
    if name == "si":
        conditions = value if isinstance(value, list) else [value]
        return " et ".join(_condition(each) for each in conditions if isinstance(each, dict))
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if name == "prix_du_jour":
        euros, _, cents = str(value).partition(".")
        thousands = f"{int(euros):,}".replace(",", "\u202f")
        return f"{thousands},{cents}\u202f€"
    return _VALUES.get(str(value), str(value))


def _condition(condition: Values) -> str:
    question = f"«\u00a0{condition.get('question', '')}\u00a0»"
    if "parmi" in condition:
        return f"{question} parmi {', '.join(map(str, condition['parmi']))}"
    bounds = [
        f"{words} {condition[key]}"
        for key, words in (("au-moins", "au moins"), ("au-plus", "au plus"))
        if key in condition
    ]
    return f"{question} {' et '.join(bounds)}"
