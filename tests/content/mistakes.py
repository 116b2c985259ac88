"""Mistakes in names, types and texts: where the loader says they are, and in which words."""

from __future__ import annotations

from typing import NamedTuple

from tests.content.sample import Spoil, change, remove

SIZES = {"moins-de-11": "Petit", "de-11-a-49": "Moyen", "50-et-plus": "Grand"}


class Mistake(NamedTuple):
    what: str
    spoil: Spoil
    key: str
    words: str
    remedy: str = ""


def at(what: str, path: str, value: object, words: str, remedy: str = "") -> Mistake:
    """A wrong value, told at the place where it is written."""
    return Mistake(what, change(path, value), path, words, remedy)


def without(path: str, remedy: str = "") -> Mistake:
    return Mistake(f"without {path}", remove(path), path, "il manque", remedy)


NAMES = [
    at("an unknown section", "couleur", "bleu", "ce nom n’existe pas ici"),
    at("a misspelt section", "tarif", [], "n’existe pas ici", "« tarifs »"),
    at("an unknown key in a question", "questions.besoin.titres", "x", "n’existe pas ici", "« titre »"),
    at("an unknown key in a choice", "questions.besoin.choix[2].label", "x", "n’existe pas ici", "« libelle »"),
    at(
        "an unknown key in a condition", "questions.nombre_entreprises.si.parmis", ["scop"], "n’existe pas", "« parmi »"
    ),
    at("an unknown size", "questions.besoin.titre", {**SIZES, "plus": "x"}, "", "")._replace(
        key="questions.besoin.titre.plus", words="n’existe pas ici", remedy="« 50-et-plus »"
    ),
    at("exclusif on a single choice", "questions.ambition.choix[1].exclusif", True, "n’existe pas ici"),  # noqa: FBT003
    without("version", "un texte"),
    without("estimation", "[estimation]"),
    without("textes.prudence"),
    without("textes.verdicts.a-confirmer"),
    without("tarifs", "[[tarifs]]"),
    without("questions.effectif.unite"),
    without("questions.effectif.maximum", "un nombre entier"),
    without("questions.besoin.titre", "pour chaque taille"),
    without("questions.besoin.pourquoi"),
    without("questions.besoin.choix[3].libelle"),
    without("criteres.secteur.questions"),
    without("criteres.secteur.cas[1].verdict", "a-confirmer"),
    without("criteres.secteur.cas[1].raison"),
    without("offres.parcours.phases"),
    without("recommandation.parcours", "[recommandation.parcours]"),
    without("conservation.inacheve_jours"),
    without("guide.definition.paragraphes"),
]
TYPES = [
    at("a number for a text", "questions.besoin.titre", 3, "un nombre au lieu d’un texte", "un texte"),
    at("a list for a text", "textes.titre", ["x"], "une liste au lieu d’un texte"),
    at("a text for a list", "textes.suites", "x", "un texte au lieu d’une liste"),
    at("a text for a section", "textes.verdicts", "x", "un texte au lieu d’une section", "[textes.verdicts]"),
    at("a text among sections", "questions.besoin.choix[2]", "x", "un texte au lieu d’une section"),
    at("a section for a list of sections", "parties", {"id": "projet"}, "une section au lieu d’une liste"),
    at("an endless list", "textes.suites", ["x"] * 101, "trop longue", "100 au plus"),
    at("an empty list", "textes.suites", [], "la liste est vide", "au moins un"),
    at("a text for a whole number", "estimation.validite_jours", "90", "« 90 » ne convient pas", "sans guillemets"),
    at("a yes for a whole number", "estimation.validite_jours", True, "« true » ne convient pas"),  # noqa: FBT003
    at("a text for yes or no", "questions.themes.choix[1].exclusif", "oui", "« oui » ne convient pas", "true ou false"),
    at("a text for a date", "tarifs[2].du", "2027-01-01", "n’est pas une date", "sans guillemets"),
    at("a number for a value", "questions.besoin.choix[1].valeur", 0, "entre guillemets"),
    at("a number among names", "criteres.secteur.questions[1]", 3, "un nombre au lieu d’un nom"),
    at("an identifier with spaces", "histoires.achats.id", "Les achats", "n’est pas un identifiant")._replace(
        key="histoires.Les achats.id"
    ),
    at("a version with spaces", "version", "version 2", "ne convient pas", "2026.1"),
]
TEXTS = [
    at("an empty text", "questions.besoin.titre", "", "le texte est vide", "au moins un mot"),
    at("a text of spaces", "textes.suites[1]", "   ", "le texte est vide"),
    at("an absurdly long text", "questions.besoin.titre", "mot " * 100, "trop long", "300 caractères"),
    Mistake(
        "a size that is missing",
        remove("questions.besoin.choix[2].libelle.50-et-plus"),
        "questions.besoin.choix[2].libelle.50-et-plus",
        "il manque",
    ),
    at("a size that is empty", "questions.besoin.choix[2].libelle.de-11-a-49", " ", "le texte est vide"),
    at("a straight apostrophe", "textes.titre", "l'Aract", "apostrophe droite", "U+2019"),
    at("straight quotes", "textes.titre", 'un "devis" ici', "guillemets droits", "« »"),
    at("no narrow space before ?", "questions.besoin.titre", "Pourquoi ?", "espace fine insécable", "U+202F"),
    at("no no-break space before :", "textes.titre", "Ici : là", "espace insécable avant\u00a0:", "U+00A0"),
    at("a mistake in one size", "questions.besoin.choix[1].libelle.de-11-a-49", "Quoi!", "fine insécable"),
]
