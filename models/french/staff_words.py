"""The back-office's own words for the keys of the scheme, and small turns of French."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from models.contact.siret import CompanyNumber
from models.french.formats import euros, long_date, number, paris_day, plural
from models.rules.question import Answer, Answers, size_of
from models.rules.questionnaire import Questionnaire
from models.rules.result import Grant

ROLES = {"consultante": "Consultante", "chargee": "Chargée de mission", "administratrice": "Administratrice"}
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
LETTERS = {
    "retenue": "Projet retenu",
    "non-retenue": "Projet non retenu",
    "precisions": "Demander des précisions",
    "rendez-vous": "Proposer un rendez-vous",
}
"""The letters that the team writes, as their buttons say."""

FACTS = {
    "territoire": "Département",
    "structure": "Forme",
    "secteur": "Secteur",
    "effectif": "Effectif",
    "themes": "Sujets",
}
"""The facts that the team enters, by their questions."""

UNKNOWN_FACT = "non renseigné"

DOORS = {"site": "Site", "borne": "Borne", "integre": "Site d’un partenaire", "manuel": "Saisie par l’équipe"}


LIKENESSES = {
    "siren": "même SIREN",
    "email": "même adresse e-mail",
    "telephone": "même téléphone",
    "entreprise": "même nom d’entreprise",
}
"""By what two dossiers may be one company's."""


NOUNS = {"note": ("Note", "e"), "appel": ("Appel", ""), "visite": ("Visite", "e"), "point-etape": ("Point d’étape", "")}
"""What can be corrected in a history, with the ending that agrees with it."""


def likeness_in_words(shares: Iterable[str]) -> str:
    """« Même SIREN, même téléphone »."""
    words = ", ".join(LIKENESSES[each] for each in shares)
    return words[:1].upper() + words[1:]


def granted_in_words(grant: Grant) -> str:
    """« 5 jours accordés à 1 000 € par jour : 4 000 € pour la Région, 1 000 € pour l’entreprise (HT) »."""
    days = plural(grant.days, "jour accordé", "jours accordés")
    if grant.day_cents is None or grant.region_cents is None or grant.company_cents is None:
        return f"{days}, sans montant : aucun tarif ne couvre ce jour"
    shares = f"{euros(grant.region_cents)} pour la Région, {euros(grant.company_cents)} pour l’entreprise (HT)"
    return f"{days} à {euros(grant.day_cents)} par jour : {shares}"


def decision_in_words(grant: Grant | None, former: Grant | None) -> str:
    """What was decided, and what it takes the place of: the history tells both with their amounts."""
    if grant is None:
        return f"Attribution retirée ({granted_in_words(former)})" if former else "Aucun jour accordé"
    same = former is None or former == grant
    return granted_in_words(grant) + ("" if same or former is None else f". Avant : {granted_in_words(former)}")


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


def facts_in_words(questionnaire: Questionnaire, facts: Answers) -> dict[str, str]:
    """Each fact that the team enters by its name: « 42 Loire », « Industrie », « 1 200 », « non renseigné »."""
    return {
        name: _fact_in_words(questionnaire, key, facts[key]) if key in facts else UNKNOWN_FACT
        for key, name in FACTS.items()
    }


def _fact_in_words(questionnaire: Questionnaire, key: str, fact: Answer) -> str:
    if isinstance(fact, int):
        return number(fact)
    labels = short_labels(questionnaire, key)
    return ", ".join(labels.get(value, value) for value in ((fact,) if isinstance(fact, str) else fact))
