"""Mistakes in the criteria, levels, offers, thresholds, tariffs and stories."""

from __future__ import annotations

from datetime import date

from tests.content.mistakes import Mistake, at, without
from tests.content.sample import both, remove

SCORED = ("besoin", "objectifs", "portage", "participation", "moyens", "calendrier")
REASON = {"verdict": "eligible", "raison": "Raison."}

SCHEME = [
    Mistake("a criterion removed", remove("criteres.secteur"), "criteres", "il manque « secteur »"),
    at(
        "an unknown question in a criterion", "criteres.secteur.questions[1]", "secteurs", "n’existe pas", "« secteur »"
    ),
    at(
        "a question not asked to all in a criterion",
        "criteres.structure.questions",
        ["structure", "nombre_entreprises"],
        "n’est pas posée à tout le monde",
    )._replace(key="criteres.structure.questions[2]"),
    at("a question named twice", "criteres.secteur.questions", ["secteur", "secteur"], "est écrit deux fois")._replace(
        key="criteres.secteur.questions[2]"
    ),
    at(
        "more combinations than can be tried",
        "criteres.secteur",
        {
            "id": "secteur",
            "titre": "Tout",
            "questions": [*SCORED, "effectif"],
            "cas": [
                *({"si": [{"question": key, "parmi": [level]}], **REASON} for key in SCORED for level in "0123"),
                {"si": [{"question": "effectif", "au-moins": 3}], **REASON},
                REASON,
            ],
        },
        "trop de combinaisons",
    )._replace(key="criteres.secteur.cas"),
    at("an unknown verdict", "criteres.secteur.cas[1].verdict", "elligible", "n’est pas connu", "« eligible »"),
    Mistake(
        "answers without a case",
        remove("criteres.secteur.cas[2]"),
        "criteres.secteur.cas",
        "aucun cas ne répond à secteur = services",
    ),
    Mistake(
        "numbers without a case",
        both(remove("criteres.effectif.cas[4]"), remove("criteres.effectif.cas[3]")),
        "criteres.effectif.cas",
        "structure = societe, effectif = 0",
    ),
    Mistake(
        "a case behind one for all the rest",
        lambda d: d["criteres"][3]["cas"].reverse(),
        "criteres.secteur.cas[2]",
        "ce cas ne sert jamais",
    ),
    at("a case that contradicts itself", "criteres.effectif.cas[2].si[1].au-plus", 299, "dépasse")._replace(
        key="criteres.effectif.cas[2].si[1]"
    ),
    without("criteres.territoire.cas[1].autre_voie"),
    at("the first level not at 0", "niveaux.outillage.a_partir_de", "1/10", "ne commence pas à 0"),
    at("levels that don't rise", "niveaux.innovation.a_partir_de", "1/3", "pas plus haut que", "plus de 1/3"),
    at("a level above 1", "niveaux.innovation.a_partir_de", "4/3", "dépasse 1", "de 0 à 1"),
    at("no fraction", "niveaux.innovation.a_partir_de", "deux tiers", "ne convient pas", "1/3"),
    at("a number for a fraction", "niveaux.outillage.a_partir_de", 0, "ne convient pas", "entre guillemets"),
    at("a division by zero", "recommandation.deploiement.score_projet", "3/0", "division par zéro"),
    at("a threshold above 1", "recommandation.parcours.score_entreprise", "7/5", "dépasse 1"),
    Mistake("a level removed", remove("niveaux.innovation"), "niveaux", "il manque « innovation »"),
    Mistake("levels in another order", lambda d: d["niveaux"].reverse(), "niveaux", "pas dans l’ordre"),
    at("a floor on an unknown question", "recommandation.parcours.minimums.porteur", 2, "n’existe pas", "« portage »"),
    at(
        "a floor on an unscored question",
        "recommandation.parcours.minimums.effectif",
        2,
        "n’est pas une question à niveaux",
    ),
    at("a floor above 3", "recommandation.parcours.minimums.portage", 4, "ne convient pas", "de 0 à 3"),
    Mistake("an offer removed", remove("offres.emergence"), "offres", "il manque « emergence »"),
    at(
        "phases that don't add up", "offres.parcours.phases[2].jours", 9, "les phases font 14 jours, l’offre 15"
    )._replace(key="offres.parcours.phases"),
    at("an offer of no day", "offres.emergence.jours", 0, "ne convient pas"),
    at("tariffs that overlap", "tarifs[1].au", date(2027, 1, 31), "recouvre tarifs[1]")._replace(key="tarifs[2].du"),
    Mistake("an open tariff before another", remove("tarifs[1].au"), "tarifs[2].du", "recouvre", "2026-12-31"),
    at("a gap between tariffs", "tarifs[2].du", date(2027, 2, 1), "aucun tarif entre", "2027-01-01"),
    at("a tariff that ends before it starts", "tarifs[1].au", date(2016, 1, 1), "avant de commencer"),
    at("a price without cents", "tarifs[1].prix_du_jour", "1000", "ne convient pas", '"1000.00"'),
    at("a price with a comma", "tarifs[1].prix_du_jour", "1000,00", "ne convient pas", "un point"),
    at("a price as a float", "tarifs[1].prix_du_jour", 1000.0, "ne convient pas", "entre guillemets"),
    at("a price of nothing", "tarifs[1].prix_du_jour", "0.00", "le prix est nul"),
    at("a share above 100 %", "tarifs[1].part_entreprise", "120 %", "plus de 100"),
    at("a share without %", "tarifs[1].part_entreprise", "20", "ne convient pas", "pourcentage"),
    at("a retention of zero", "conservation.termine_mois", 0, "ne convient pas", "de 1 à"),
    at("a negative retention", "conservation.telephone_jours", -3, "ne convient pas"),
    at(
        "a story of an unknown theme",
        "histoires.achats.themes",
        ["achat-responsable"],
        "n’existe pas",
        "« achats-responsables »",
    ),
    Mistake(
        "two stories of one name", lambda d: d["histoires"].append(d["histoires"][0]), "histoires[2].id", "existe déjà"
    ),
]
