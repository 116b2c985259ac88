"""The back-office's own words for the keys of the scheme, and small turns of French."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from models.contact.siret import CompanyNumber
from models.french.formats import long_date, paris_day, plural
from models.rules.question import size_of
from models.rules.questionnaire import Questionnaire

ROLES = {"chargee": "Chargée de mission", "administratrice": "Administratrice"}
STAGES = {
    "nouveau": "Nouveau",
    "contacte": "Contacté",
    "candidature": "Candidature",
    "selectionne": "Sélectionné",
    "accompagne": "Accompagné",
    "termine": "Terminé",
    "ecarte": "Écarté",
}
"""The stages of an application, in order, in the Aract's words."""

VERDICTS = {"eligible": "Éligible", "a-confirmer": "À confirmer", "non-eligible": "Non éligible"}
OFFERS = {"emergence": "5 jours", "deploiement": "10 jours", "parcours": "15 jours"}
LEVELS = {"outillage": "Outillage", "nouvelles-pratiques": "Nouvelles pratiques", "innovation": "Innovation"}
AMBITIONS = {"outils": "Des outils", "methodes": "De nouvelles méthodes", "innover": "Innover"}
SIZES = {"moins-de-11": "Moins de 11", "de-11-a-49": "De 11 à 49", "50-et-plus": "50 et plus"}
DOORS = {"site": "Site", "borne": "Borne", "integre": "Site d’un partenaire", "manuel": "Saisie par l’équipe"}


def granted_in_words(days: int | None) -> str:
    """« 5 jours accordés »."""
    return "Aucun jour accordé" if days is None else plural(days, "jour accordé", "jours accordés")


def follow_up_in_words(who: str, call_back_on: date | None) -> str:
    """« Suivi par Camille, à rappeler le 3 mars 2027 »."""
    call = f"à rappeler le {long_date(call_back_on)}" if call_back_on else "sans date de rappel"
    return f"Suivi par {who or 'personne'}, {call}"


def short_date(day: date | datetime) -> str:
    """« 3 mars 2027 » in few signs: « 03/03/2027 »; a moment is told as its day in Paris."""
    return f"{paris_day(day) if isinstance(day, datetime) else day:%d/%m/%Y}"


def printable(typed: object) -> str:
    """What was typed, to be shown again: without the signs that a page can't hold."""
    return "".join(sign for sign in str(typed) if sign.isprintable() or sign in "\r\n\t\u00a0\u202f\u2009\u2028\u2029")


def spaced_company_number(digits: str) -> str:
    """A SIRET or SIREN as people read it aloud."""
    return CompanyNumber(digits).spaced


def short_labels(questionnaire: Questionnaire, key: str) -> Mapping[str, str]:
    """The labels of a question's choices by value, in the content's order, without what brackets explain."""
    size = size_of({})
    labels = {choice.value: choice.label.at(size).partition(" (")[0] for choice in questionnaire.question(key).choices}
    if key == "territoire":
        return {value: f"{value} {label}" if value.isdigit() else label for value, label in labels.items()}
    return labels
