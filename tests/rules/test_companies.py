"""Six invented companies, as a table that a consultant can read: what each answers, what it should get, and why.

To discuss a rule, change a column and look at what changes below. « – » : la question n’est pas posée.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

import pytest

from models.rules.conclusion import conclude
from models.rules.path import walk
from models.rules.question import Answer, Kind
from models.rules.questionnaire import Questionnaire, Verdict
from models.rules.result import Lever, Result

ANSWERS = """
question               | menuiserie   | scic       | metallerie          | filiale         | collectif  | association
territoire             | 07           | 38         | 42                  | 69              | 26         | 63
structure              | societe      | scic       | societe             | groupe          | collectif  | association
nombre_entreprises     | –            | –          | –                   | 2               | 8          | –
effectif               | 7            | 35         | 120                 | 4200            | 45         | 40
secteur                | industrie    | services   | industrie           | industrie       | services   | services
ambition               | methodes     | innover    | innover             | methodes        | innover    | outils
themes                 | fidelisation | management | achats-responsables | dialogue-social | territoire | qvct
nouveaute              | entreprise   | territoire | entreprise          | entreprise      | territoire | entreprise
pratiques              | oui          | a-preciser | oui                 | oui             | oui        | oui
parties_prenantes      | salaries     | salaries   | fournisseurs        | representants   | territoire | aucune
besoin                 | 1            | nsp        | 3                   | 2               | 1          | 1
objectifs              | 1            | 0          | 3                   | 2               | 2          | 1
portage                | 2            | 0          | 0                   | 2               | 2          | 1
participation          | 1            | 0          | 2                   | 2               | 3          | 1
moyens                 | 0            | nsp        | 2                   | 2               | 2          | 0
calendrier             | 0            | 0          | 3                   | 2               | 0          | nsp
management_autonomie   | 2            | 3          | 1                   | 2               | 2          | 1
management_feedback    | 1            | 3          | 0                   | 1               | 1          | 0
dialogue_instances     | 1            | 3          | 2                   | 3               | 1          | 0
dialogue_accords       | 1            | 2          | 1                   | 2               | 1          | –
qvct_conditions        | 1            | 2          | 1                   | 2               | 2          | 1
qvct_fidelisation      | 0            | 2          | 1                   | 1               | 2          | 1
gouvernance_decisions  | 1            | 3          | 0                   | 1               | 1          | nsp
gouvernance_partage    | 1            | 3          | –                   | 0               | 0          | –
ecosysteme_achats      | 2            | 3          | 1                   | 1               | 3          | 1
ecosysteme_cooperation | 0            | 2          | 0                   | 0               | 2          | 0
"""


@dataclass(frozen=True)
class Outcome:
    """What a company gets. Amounts are in whole euros, excluding VAT."""

    verdict: str
    to_confirm: tuple[str, ...]
    project: str
    company: str
    level: str
    offer: str
    days: int
    company_pays: int
    region_pays: int
    each_company_pays: int | None
    close: str | None
    because: tuple[str, ...]
    riper: tuple[str, ...]
    to_clear_up: tuple[str, ...] = ()


COMPANIES = {
    "menuiserie": (
        "Une menuiserie de 7 personnes en Ardèche veut garder ses ouvriers. Le dirigeant porte le projet, mais n’a "
        "réservé ni temps ni argent : 5 jours pour préparer. Y mettre des moyens ouvrirait le parcours de 15 jours.",
        Outcome(
            verdict="eligible",
            to_confirm=(),
            project="5/18",
            company="10/30",
            level="nouvelles-pratiques",
            offer="emergence",
            days=5,
            company_pays=1000,
            region_pays=4000,
            each_company_pays=None,
            close=None,
            because=("moyens",),
            riper=("moyens=2 → parcours",),
        ),
    ),
    "scic": (
        "Une SCIC de 35 personnes à Grenoble, aux pratiques avancées, n’a encore qu’une envie : le projet est vide. De "
        "bonnes pratiques ne remplacent pas un projet : 5 jours pour le faire naître. Reste à dire ce qu’il changera.",
        Outcome(
            verdict="a-confirmer",
            to_confirm=("nouveaute-pratiques",),
            project="0/18",
            company="26/30",
            level="innovation",
            offer="emergence",
            days=5,
            company_pays=1000,
            region_pays=4000,
            each_company_pays=None,
            close=None,
            because=("portage", "moyens", "besoin", "objectifs"),
            riper=("pratiques=oui → nouveaute-pratiques",),
            to_clear_up=("besoin", "moyens"),
        ),
    ),
    "metallerie": (
        "Un fournisseur de pièces métalliques de 120 personnes a un projet d’achats responsables presque prêt, mais "
        "personne ne le porte : 5 jours seulement. Qu’une personne s’en charge, et ce sont les 10 jours.",
        Outcome(
            verdict="eligible",
            to_confirm=(),
            project="13/18",
            company="7/30",
            level="outillage",
            offer="emergence",
            days=5,
            company_pays=1000,
            region_pays=4000,
            each_company_pays=None,
            close=None,
            because=("portage",),
            riper=("portage=1 → deploiement",),
        ),
    ),
    "filiale": (
        "La filiale d’un grand groupe (4 200 personnes en tout) a un projet mûr de dialogue social : 10 jours. "
        "L’effectif n’est pas un refus pour un groupe : l’Aract regarde chaque société et l’ensemble. À deux, "
        "1 000 € chacune.",
        Outcome(
            verdict="a-confirmer",
            to_confirm=("effectif",),
            project="12/18",
            company="13/30",
            level="nouvelles-pratiques",
            offer="deploiement",
            days=10,
            company_pays=2000,
            region_pays=8000,
            each_company_pays=1000,
            close=None,
            because=("portage", "moyens", "besoin", "objectifs", "participation", "calendrier"),
            riper=(),
        ),
    ),
    "collectif": (
        "Huit entreprises de la Drôme autour d’un même porteur : projet porté et doté, mais sans calendrier. Un point "
        "manque pour les 10 jours : le résultat est serré, et c’est le calendrier qui décidera. À huit, 375 € chacune.",
        Outcome(
            verdict="eligible",
            to_confirm=(),
            project="10/18",
            company="15/30",
            level="nouvelles-pratiques",
            offer="parcours",
            days=15,
            company_pays=3000,
            region_pays=12000,
            each_company_pays=375,
            close="calendrier",
            because=(
                "portage",
                "moyens",
                "besoin",
                "objectifs",
                "ecosysteme_achats",
                "management_autonomie",
                "qvct_conditions",
                "qvct_fidelisation",
                "ecosysteme_cooperation",
            ),
            riper=(
                "besoin=2 → deploiement",
                "objectifs=3 → deploiement",
                "portage=3 → deploiement",
                "moyens=3 → deploiement",
                "calendrier=1 → deploiement",
            ),
        ),
    ),
    "association": (
        "Une association de 40 personnes cherche des outils de qualité de vie au travail, loin encore d’une étape plus "
        "mûre : les 5 jours servent à y arriver. Statut et ambition sont à confirmer avec l’Aract ; dire qui verra "
        "ses habitudes changer lève le troisième doute.",
        Outcome(
            verdict="a-confirmer",
            to_confirm=("structure", "ambition", "parties-prenantes"),
            project="4/18",
            company="4/30",
            level="outillage",
            offer="emergence",
            days=5,
            company_pays=1000,
            region_pays=4000,
            each_company_pays=None,
            close=None,
            because=("portage", "moyens"),
            riper=("parties_prenantes=salaries → parties-prenantes",),
            to_clear_up=("calendrier", "gouvernance_decisions"),
        ),
    ),
}


def answers_of(company: str, questionnaire: Questionnaire) -> dict[str, Answer]:
    """The column of the table for that company."""
    header, *rows = [[cell.strip() for cell in line.split("|")] for line in ANSWERS.strip().splitlines()]
    column = header.index(company)
    return {
        row[0]: _read(questionnaire.question(row[0]).kind, row[column])
        for row in rows
        if row[column] != "–"  # not asked
    }


def _read(kind: Kind, cell: str) -> Answer:
    if kind is Kind.NUMBER:
        return int(cell)
    return tuple(cell.split()) if kind is Kind.CHOICES else cell


def _outcome(result: Result) -> Outcome:
    assert result.estimate is not None
    assert result.recommendation is not None
    estimate, split, close = result.estimate, result.estimate.split, result.recommendation.close
    project, company = result.maturity.project, result.maturity.company
    return Outcome(
        verdict=result.eligibility.verdict.value,
        to_confirm=tuple(finding.criterion for finding in result.eligibility.with_verdict(Verdict.TO_CONFIRM)),
        project=f"{project.points}/{project.maximum}",
        company=f"{company.points}/{company.maximum}",
        level=result.maturity.level.value,
        offer=result.recommendation.stage.value,
        days=estimate.days,
        company_pays=estimate.company_cents // 100,
        region_pays=estimate.region_cents // 100,
        each_company_pays=split.each_cents // 100 if split else None,
        close=close.question if close else None,
        because=result.recommendation.because,
        riper=tuple(_told(lever) for lever in result.levers),
        to_clear_up=result.to_clear_up,
    )


def _told(lever: Lever) -> str:
    changes = [
        f"{change.question}={'+'.join(change.value) if isinstance(change.value, tuple) else change.value}"
        for change in lever.changes
    ]
    return f"{' + '.join(changes)} → {lever.stage.value if lever.stage else lever.criterion}"


@pytest.mark.parametrize("company", COMPANIES)
def test_each_company_gets_what_the_table_says(questionnaire: Questionnaire, company: str) -> None:
    why, expected = COMPANIES[company]
    found = _outcome(conclude(questionnaire, answers_of(company, questionnaire), date(2026, 11, 23), short=False))
    for field in fields(Outcome):
        assert getattr(found, field.name) == getattr(expected, field.name), f"{company}, {field.name} : {why}"


@pytest.mark.parametrize("company", COMPANIES)
def test_each_column_answers_exactly_what_is_asked(questionnaire: Questionnaire, company: str) -> None:
    answers = answers_of(company, questionnaire)
    assert walk(questionnaire, answers).answers == answers
