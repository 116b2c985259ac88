"""Mistakes in the questions and their conditions."""

from __future__ import annotations

from tests.content.mistakes import Mistake, at, without
from tests.content.sample import both, change, remove

QUESTIONS = [
    Mistake(
        "a question asked twice",
        lambda d: d["questions"].append(d["questions"][25]),
        "questions[27].cle",
        "existe déjà",
    ),
    at("a value given twice", "questions.besoin.choix[2].valeur", "0", "« 0 » existe déjà"),
    Mistake("a contract question removed", remove("questions.calendrier"), "questions", "il manque « calendrier »"),
    at("a contract key renamed", "questions.calendrier.cle", "agenda", "n’est pas prévu")._replace(
        key="questions.agenda"
    ),
    Mistake(
        "a contract value removed",
        remove("questions.secteur.choix[6]"),
        "questions.secteur.choix",
        "il manque le choix « autre »",
    ),
    at(
        "a contract value changed",
        "questions.secteur.choix[1].valeur",
        "industries",
        "n’est pas une valeur prévue",
        "« industrie »",
    ),
    at("a type changed", "questions.secteur.type", "choix-multiples", "le type de cette question est « choix »"),
    at("an unknown type", "questions.secteur.type", "choi", "n’est pas connu", "« choix »"),
    at("an unknown part", "questions.besoin.partie", "avancementt", "n’existe pas", "« avancement »"),
    Mistake(
        "a question asked after a later part",
        lambda document: document["questions"].append(document["questions"].pop(0)),
        "questions.territoire.partie",
        "vient après la partie « pratiques »",
    ),
    at("a question in another part", "questions.calendrier.partie", "pratiques", "est de la partie « avancement »"),
    at(
        "an unknown dimension",
        "questions.qvct_conditions.dimension",
        "qvt",
        "la dimension « qvt » n’existe pas",
        "« qvct »",
    ),
    at("another dimension", "questions.qvct_conditions.dimension", "dialogue", "ce n’est pas la dimension", "« qvct »"),
    at("another rank", "questions.qvct_conditions.rang", "approfondissement", "ce n’est pas le rang", "« ouverture »"),
    at("an unknown rank", "questions.qvct_conditions.rang", "premier", "n’est pas connu", "« ouverture »"),
    Mistake("a part removed", remove("parties.pratiques"), "parties", "il manque « pratiques »"),
    Mistake("parts out of order", lambda d: d["parties"].reverse(), "parties", "l’ordre n’est pas le bon"),
    Mistake("a dimension removed", remove("dimensions.qvct"), "dimensions", "il manque « qvct »"),
    Mistake(
        "levels out of order",
        lambda d: d["questions"][11]["choix"].reverse(),
        "questions.objectifs.choix",
        "les niveaux sont 3, 2, 1, 0",
        "0, 1, 2, 3, dans cet ordre",
    ),
    Mistake(
        "a level missing", remove("questions.besoin.choix[3]"), "questions.besoin.choix", "les niveaux sont 0, 1, 3"
    ),
    at("nsp written out", "questions.besoin.choix[1].valeur", "nsp", "ajouté tout seul"),
    at("nsp on a choice", "questions.secteur.choix[6].valeur", "nsp", "« nsp » n’est proposé qu’aux niveaux"),
    without("questions.besoin.choix[2].travail", "atteindre le niveau 1"),
    without("questions.besoin.choix[4].travail", "atteindre le niveau 3"),
    without("questions.pratiques.choix[3].travail", "infinitif"),
    without("questions.nouveaute.choix[2].travail"),
    without("dimensions.qvct.significations.innovation"),
    without("dimensions.qvct.sommet"),
    at("bounds inverted", "questions.effectif", None, "le minimum (10) dépasse le maximum (5)")._replace(
        spoil=both(change("questions.effectif.minimum", 10), change("questions.effectif.maximum", 5)),
        key="questions.effectif.minimum",
    ),
    at("a bound outside the contract", "questions.nombre_entreprises.minimum", 1, "trop petit", "de 2 à 50"),
    at("several exclusive choices", "questions.parties_prenantes.choix[1].exclusif", True, "")._replace(  # noqa: FBT003
        key="questions.parties_prenantes.choix", words="plusieurs choix sont exclusifs", remedy="un seul"
    ),
    Mistake(
        "no exclusive choice",
        remove("questions.parties_prenantes.choix[7].exclusif"),
        "questions.parties_prenantes.choix",
        "« aucune » doit exclure les autres",
    ),
]
CONDITIONS = [
    at("an unknown question", "questions.nombre_entreprises.si.question", "structur", "n’existe pas", "« structure »"),
    at(
        "a value that is no choice",
        "questions.nombre_entreprises.si.parmi",
        ["groupe", "colectif"],
        "« colectif » n’est pas une réponse possible",
        "« collectif »",
    ),
    at(
        "a later question",
        "questions.nombre_entreprises.si",
        {"question": "effectif", "au-moins": 2},
        "posée plus loin",
    ),
    at("the question itself", "questions.besoin.si", {"question": "besoin", "au-moins": 1}, "elle-même", "posée avant"),
    at(
        "nothing expected",
        "questions.nombre_entreprises.si",
        {"question": "structure"},
        "ne dit pas ce qui est attendu",
    ),
    at(
        "two ways at once",
        "questions.dialogue_accords.si",
        {"question": "dialogue_instances", "parmi": ["1"], "au-moins": 1},
        "ou le dit deux fois",
    ),
    at(
        "bounds on a choice",
        "questions.besoin.si",
        {"question": "structure", "au-moins": 1},
        "ni un nombre ni un niveau",
    ),
    at("values on a number", "questions.besoin.si", {"question": "effectif", "parmi": ["3"]}, "est un nombre")._replace(
        key="questions.besoin.si.parmi"
    ),
    at(
        "bounds inverted",
        "questions.besoin.si",
        {"question": "effectif", "au-moins": 9, "au-plus": 3},
        "au-moins (9) dépasse au-plus (3)",
    ),
    at("a level never reached", "questions.dialogue_accords.si.au-moins", 4, "")._replace(
        key="questions.dialogue_accords.si", words="jamais posée", remedy="peut être remplie"
    ),
    at("a number above the maximum asked for", "questions.nombre_entreprises.maximum", 60, "trop grand", "de 2 à 50"),
    Mistake(
        "a question behind one that is never asked",
        both(
            change("questions.dialogue_instances.si", {"question": "effectif", "au-moins": 200_000}),
            change("questions.dialogue_accords.si", {"question": "dialogue_instances", "au-moins": 1}),
        ),
        "questions.dialogue_accords.si",
        "elle dépend de « dialogue_instances », jamais posée non plus",
    ),
    Mistake(
        "the condition on the structure removed",
        remove("questions.nombre_entreprises.si"),
        "questions.nombre_entreprises.si",
        "condition prévue",
        "« collectif » ou « groupe »",
    ),
    at("a number never given", "questions.besoin.si", {"question": "effectif", "au-moins": 100_001}, "jamais posée"),
    at(
        "a contract question made conditional",
        "questions.besoin.si",
        {"question": "effectif", "au-moins": 5},
        "condition prévue",
    ),
    Mistake(
        "a contract condition removed",
        remove("questions.qvct_fidelisation.si"),
        "questions.qvct_fidelisation.si",
        "condition prévue",
        "au moins 1",
    ),
    at(
        "an unknown question in a case",
        "criteres.secteur.cas[1].si[1].question",
        "sectuer",
        "n’existe pas",
        "« secteur »",
    ),
    at(
        "a question foreign to the criterion",
        "criteres.secteur.cas[1].si[1]",
        {"question": "effectif", "au-moins": 3},
        "pas une question de ce critère",
        "ou l’y ajouter",
    )._replace(key="criteres.secteur.cas[1].si[1].question"),
    at(
        "an unknown value in a contradiction",
        "contradictions.calendrier-sans-objectif.si[1]",
        {"question": "secteur", "parmi": ["x"]},
        "« x »",
    )._replace(key="contradictions.calendrier-sans-objectif.si[1].parmi"),
    at(
        "a contradiction that never happens",
        "contradictions.calendrier-sans-objectif.si",
        [{"question": "objectifs", "au-moins": 2}, {"question": "objectifs", "au-plus": 1}],
        "aucune suite de réponses",
    ),
    at(
        "a contradiction off every path",
        "contradictions.calendrier-sans-objectif.si",
        [{"question": "nombre_entreprises", "au-moins": 3}, {"question": "structure", "parmi": ["scop"]}],
        "aucune suite de réponses",
    ),
]
