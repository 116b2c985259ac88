"""What differs between two contents, as somebody would say it."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from models.content.difference import Difference, Group, changed_screens, differences
from models.content.loader import FIRST_CONTENT
from models.content.writer import read_values

VALUES = read_values(FIRST_CONTENT.read_bytes())
Change = Callable[[dict[str, Any]], object]


def after(*changes: Change) -> tuple[Difference, ...]:
    changed = copy.deepcopy(VALUES)
    changed["version"] = "2027.1"
    for change in changes:
        change(changed)
    return differences(VALUES, changed)


def question(values: dict[str, Any], key: str) -> dict[str, Any]:
    return next(each for each in values["questions"] if each["cle"] == key)


def test_another_version_name_alone_is_no_difference() -> None:
    assert after() == ()


@pytest.mark.parametrize(
    ("change", "group", "sentence", "screen"),
    [
        (
            lambda v: question(v, "effectif").update(titre="Combien\u202f?"),
            Group.TEXTS, "Question « Effectif » : le titre change.", "effectif",
        ),
        (
            lambda v: question(v, "effectif").pop("indication"),
            Group.TEXTS, "Question « Effectif » : l’indication sous le titre disparaît.", "effectif",
        ),
        (
            lambda v: v["textes"]["suites"].append("Encore."),
            Group.TEXTS, "Textes généraux : les suites du résultat changent.", "resultat",
        ),
        (
            lambda v: v["textes"].update(promesse="Autre."),
            Group.TEXTS, "Textes généraux : la promesse de l’accueil change.", "accueil",
        ),
        (
            lambda v: question(v, "secteur")["choix"][0].update(libelle="Usines"),
            Group.CHOICES, "Question « Secteur », réponse « Usines » : le libellé change.", "secteur",
        ),
        (
            lambda v: question(v, "secteur")["choix"].reverse(),
            Group.CHOICES, "Question « Secteur » : l’ordre des réponses change.", "secteur",
        ),
        (
            lambda v: v["tarifs"][0].update(prix_du_jour="1100.00"),
            Group.RULES, "Tarif du 01/01/2017 : le prix du jour (HT) passe de 1 000,00 € à 1 100,00 €.", "resultat",
        ),
        (
            lambda v: v["recommandation"]["deploiement"].update(score_projet="2/3"),
            Group.RULES, "Recommandation des 10 jours : le score du projet demandé passe de 3/5 à 2/3.", "resultat",
        ),
        (
            lambda v: v["recommandation"]["deploiement"]["minimums"].update(portage=2),
            Group.RULES, "Recommandation des 10 jours : le niveau minimum de « portage » passe de 1 à 2.", "resultat",
        ),
        (
            lambda v: v["criteres"][1]["cas"][0].update(verdict="eligible"),
            Group.RULES, "Critère « L’effectif », cas 1 : le verdict passe de à confirmer à éligible.", "resultat",
        ),
        (
            lambda v: v["criteres"][1]["cas"][0].update(si=[{"question": "effectif", "au-plus": 1}]),
            Group.RULES,
            "Critère « L’effectif », cas 1 : la condition passe de « effectif » au plus 0 à « effectif » au plus 1.",
            "resultat",
        ),
        (
            lambda v: v["conservation"].update(inacheve_jours=60),
            Group.RULES,
            "Conservation des données : la durée de garde d’un questionnaire inachevé (jours) passe de 30 à 60.",
            "",
        ),
        (
            lambda v: v["histoires"].pop(),
            Group.STRUCTURE, f"Récit « {VALUES['histoires'][-1]['titre']} » disparaît.", "guide",
        ),
        (
            lambda v: v["tarifs"].append({**v["tarifs"][0], "du": v["tarifs"][0]["du"].replace(year=2027)}),
            Group.STRUCTURE, "Tarif du 01/01/2027 apparaît.", "resultat",
        ),
        (
            lambda v: v["questions"].insert(10, v["questions"].pop(11)),
            Group.STRUCTURE, "L’ordre des questions change : Objectifs, Compréhension du besoin.", "",
        ),
    ],
)  # fmt: skip
def test_a_change_is_said_in_one_french_sentence(change: Change, group: Group, sentence: str, screen: str) -> None:
    (found,) = after(change)
    plain = found.sentence.replace("\u00a0", " ").replace("\u202f", " ")
    assert (found.group, plain, found.screen) == (group, sentence.replace("\u202f", " "), screen)


def test_the_words_before_and_after_are_marked() -> None:
    (found,) = after(lambda v: question(v, "effectif").update(court="Effectif total"))
    (wording,) = found.wordings
    assert wording.marked == (("same", "Effectif"), ("new", " total"))


def test_a_text_given_for_each_size_is_told_size_by_size() -> None:
    title = question(VALUES, "effectif")["titre"]
    sizes = {"moins-de-11": "Combien êtes-vous\u202f?", "de-11-a-49": title, "50-et-plus": title}
    (found,) = after(lambda v: question(v, "effectif").update(titre=sizes))
    (wording,) = found.wordings
    assert (wording.size, wording.before, wording.after) == ("moins de 11 salariés", title, "Combien êtes-vous\u202f?")


def test_changes_come_by_group_and_name_their_screens_once() -> None:
    found = after(
        lambda v: v["tarifs"][0].update(prix_du_jour="1100.00"),
        lambda v: question(v, "secteur")["choix"].reverse(),
        lambda v: question(v, "secteur").update(titre="Votre secteur\u202f?"),
        lambda v: v["offres"][0].update(titre="Cinq jours"),
    )
    assert [each.group for each in found] == [Group.TEXTS, Group.TEXTS, Group.CHOICES, Group.RULES]
    assert changed_screens(found) == ("secteur", "resultat")
