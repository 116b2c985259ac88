"""A small valid content document with every contract key, to be spoiled by the tests one mistake at a time."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from models.content.contract import QUESTIONS
from models.rules.question import Kind

Document = dict[str, Any]
Spoil = Callable[[Document], object]


def sample() -> Document:
    """A fresh valid document, as tomllib would read it."""
    return {
        "version": "2026.1",
        "textes": _texts(),
        "estimation": {"titre": "Estimation indicative", "mentions": ["Hors taxes."], "validite_jours": 90},
        "conservation": {
            "inacheve_jours": 30,
            "termine_mois": 12,
            "candidature_mois": 36,
            "accompagne_annees": 10,
            "telephone_jours": 14,
            "revision_jours": 30,
        },
        "parties": [
            {"id": name, "titre": name, "introduction": "Bonjour."}
            for name in ("entreprise", "projet", "avancement", "pratiques")
        ],
        "questions": [_question(key) for key in QUESTIONS],
        "dimensions": [_dimension(name) for name in ("management", "dialogue", "qvct", "gouvernance", "ecosysteme")],
        "niveaux": [
            _level("outillage", "0"),
            _level("nouvelles-pratiques", "1/3"),
            _level("innovation", "2/3"),
        ],
        "criteres": _criteria(),
        "offres": [_offer("emergence", 5), _offer("parcours", 5, 10), _offer("deploiement", 10)],
        "recommandation": {
            "deploiement": {"score_projet": "3/5", "minimums": {"portage": 1, "moyens": 1}},
            "parcours": {"score_entreprise": "1/3", "minimums": {"portage": 2, "moyens": 2, "besoin": 1}},
        },
        "tarifs": _tariffs(),
        "contradictions": [
            {
                "id": "calendrier-sans-objectif",
                "si": [{"question": "calendrier", "au-moins": 2}, {"question": "objectifs", "au-plus": 0}],
                "constat": "Un calendrier sans objectif.",
                "question": "Quel est le but\u202f?",
            }
        ],
        "histoires": [
            {
                "id": "achats",
                "titre": "Les achats",
                "themes": ["achats-responsables"],
                "texte": "Il était une fois.",
                "source": "Article de 2017",
            }
        ],
        "questions_frequentes": [{"question": "Qui facture\u202f?", "reponse": "À préciser."}],
        "guide": [{"id": "definition", "titre": "Définition", "paragraphes": ["Un paragraphe."]}],
    }


def _texts() -> Document:
    return {
        "titre": "Diagnostic",
        "promesse": "En huit minutes.",
        "prudence": "L’Aract décide.",
        "je_ne_sais_pas": "Je ne sais pas",
        "ferme": "C’est fermé.",
        "ambition_au_dessus": "Au-dessus.",
        "ambition_egale": "Égale.",
        "ambition_en_dessous": "En dessous.",
        "autres_voies": ["Une autre région."],
        "suites": ["Un entretien."],
        "apres_rappel": ["Un appel."],
        "apres_candidature": ["Une réponse."],
        "verdicts": {"eligible": "Oui.", "a-confirmer": "À confirmer.", "non-eligible": "Non."},
    }


def _tariffs() -> list[Document]:
    return [
        {
            "du": date(2017, 1, 1),
            "au": date(2026, 12, 31),
            "prix_du_jour": "1000.00",
            "part_entreprise": "20 %",
        },
        {"du": date(2027, 1, 1), "prix_du_jour": "1100.00", "part_entreprise": "22,5 %"},
    ]


def _question(key: str) -> Document:
    expected = QUESTIONS[key]
    question: Document = {
        "cle": key,
        "partie": expected.part,
        "type": expected.kind.value,
        "titre": "Quelle est votre réponse\u202f?",
        "pourquoi": "Pour savoir.",
        "court": "Réponse",
    }
    if expected.kind is Kind.NUMBER:
        question |= {"minimum": expected.minimum, "maximum": expected.maximum, "unite": "salariés"}
    else:
        question["choix"] = [_choice(value, value in expected.levers) for value in expected.values]
    if expected.dimension and expected.rank:
        question |= {"dimension": expected.dimension, "rang": expected.rank.value}
    if key == "nombre_entreprises":
        question["si"] = {"question": "structure", "parmi": ["groupe", "collectif"]}
    elif expected.asked_if:
        question["si"] = {"question": expected.asked_if.question, "au-moins": 1}
    if key == "parties_prenantes":
        question["choix"][-1]["exclusif"] = True
    return question


def _choice(value: str, lever: bool) -> Document:
    choice: Document = {
        "valeur": value,
        "libelle": {"moins-de-11": "Petit", "de-11-a-49": "Moyen", "50-et-plus": "Grand"},
    }
    return choice | ({"travail": "Faire ce travail"} if lever else {})


def _dimension(name: str) -> Document:
    return {
        "id": name,
        "titre": name,
        "court": name,
        "inconnu": "À éclaircir.",
        "sommet": "À partager.",
        "significations": {"outillage": "Peu.", "nouvelles-pratiques": "Assez.", "innovation": "Beaucoup."},
    }


def _level(name: str, from_score: str) -> Document:
    return {"id": name, "a_partir_de": from_score, "titre": name, "signification": "Sens.", "prochaine_etape": "Pas."}


def _offer(name: str, *phases: int) -> Document:
    return {
        "id": name,
        "jours": sum(phases),
        "titre": name,
        "resume": "Résumé.",
        "but": "But.",
        "contenu": ["Un contenu."],
        "phases": [{"jours": days, "titre": "Phase"} for days in phases],
    }


def _case(verdict: str, *conditions: Document) -> Document:
    case: Document = {"verdict": verdict, "raison": "Raison."}
    if conditions:
        case["si"] = list(conditions)
    if verdict == "non-eligible":
        case["autre_voie"] = "Autre voie."
    return case


def _criterion(name: str, questions: list[str], *cases: Document) -> Document:
    return {"id": name, "titre": name, "questions": questions, "cas": list(cases)}


def _criteria() -> list[Document]:
    confirm = _case("a-confirmer")
    group = {"question": "structure", "parmi": ["groupe"]}
    large = {"question": "effectif", "au-moins": 300}
    return [
        _criterion(
            "territoire",
            ["territoire"],
            _case("non-eligible", {"question": "territoire", "parmi": ["hors"]}),
            _case("eligible"),
        ),
        _criterion(
            "effectif",
            ["structure", "effectif"],
            _case("eligible", {"question": "effectif", "au-moins": 1, "au-plus": 299}),
            _case("a-confirmer", large, group),
            _case("non-eligible", large),
            confirm,
        ),
        _criterion(
            "structure", ["structure"], _case("non-eligible", {"question": "structure", "parmi": ["public"]}), confirm
        ),
        _criterion("secteur", ["secteur"], _case("eligible", {"question": "secteur", "parmi": ["industrie"]}), confirm),
        _criterion(
            "ambition",
            ["ambition"],
            _case("a-confirmer", {"question": "ambition", "parmi": ["outils"]}),
            _case("eligible"),
        ),
        _criterion(
            "nouveaute-pratiques",
            ["nouveaute", "pratiques"],
            _case(
                "non-eligible",
                {"question": "nouveaute", "parmi": ["aucune"]},
                {"question": "pratiques", "parmi": ["non"]},
            ),
            confirm,
        ),
        _criterion(
            "parties-prenantes",
            ["parties_prenantes"],
            _case("a-confirmer", {"question": "parties_prenantes", "parmi": ["aucune"]}),
            _case("eligible"),
        ),
    ]


def change(path: str, value: object) -> Spoil:
    """Puts a value at a place written as in the errors, such as `questions.besoin.choix[2].libelle`."""

    def spoil(document: Document) -> None:
        holder, key = _place(document, path)
        holder[key] = value

    return spoil


def remove(path: str) -> Spoil:
    """Takes away what is at a place."""

    def spoil(document: Document) -> None:
        holder, key = _place(document, path)
        del holder[key]

    return spoil


def add(path: str, value: object) -> Spoil:
    """Puts a value at the end of the list at a place."""

    def spoil(document: Document) -> None:
        holder, key = _place(document, path)
        holder[key].append(value)

    return spoil


def both(*spoils: Spoil) -> Spoil:
    """One after the other."""

    def spoil(document: Document) -> None:
        for each in spoils:
            each(document)

    return spoil


def _place(document: Document, path: str) -> tuple[Any, Any]:
    """The dict or list that holds the place, and the place's key or index in it."""
    steps: list[str | int] = [
        int(number) - 1 if number else name for name, number in re.findall(r"([^.\[\]]+)|\[(\d+)\]", path)
    ]
    holder: Any = document
    for step in steps[:-1]:
        holder = holder[_key(holder, step)]
    return holder, _key(holder, steps[-1])


def _key(holder: Any, step: str | int) -> str | int:
    if isinstance(holder, list) and isinstance(step, str):
        return next(index for index, own in enumerate(holder) if step in (own.get("cle"), own.get("id")))
    return step


def as_toml(document: Document) -> str:
    """The document written as TOML: nested tables inline, one key a line."""
    return "".join(f"{key} = {_written(value)}\n" for key, value in document.items())


def _written(value: object) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f'"{key}" = {_written(own)}' for key, own in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_written(own) for own in value) + "]"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
    return str(value).lower() if isinstance(value, bool) else str(value)
