"""The columns of an export: their names never change, their meaning is told by the codebook."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from models.contact.phone import show_phone
from models.french.formats import paris_day
from models.french.staff_words import DOORS, LEVELS, OFFERS, SIZES, STAGES, VERDICTS
from models.rules.accompaniment import HALVES
from models.rules.question import UNKNOWN, Answer, Kind, size_of
from models.rules.questionnaire import Questionnaire
from models.store.dossier_export import ExportedDossier
from views.staff.dossiers.applicant import KINDS
from views.staff.dossiers.list_query import STATES

Cell = str | int | Decimal | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what it holds, its values where they are keys, and how it is read from a dossier.

    `label` heads it in a workbook, where keys are told in words too; levels of what is scored are numbers.
    """

    name: str
    label: str
    meaning: str
    value: Callable[[ExportedDossier], Cell]
    values: Mapping[str, str] = field(default_factory=dict)
    scored: bool = False

    def in_words(self, dossier: ExportedDossier) -> Cell:
        """The cell as people read it: labels for keys, numbers as numbers."""
        cell = self.value(dossier)
        if not self.values or not isinstance(cell, str):
            return cell
        if self.scored and cell.isdigit():
            return int(cell)
        return self.values.get(cell) or " | ".join(self.values.get(each, each) for each in cell.split("|"))


def _amount(cents: int | None) -> Cell:
    """A plain number of euros: whole where it is, with two decimals otherwise."""
    if cents is None:
        return None
    return cents // 100 if cents % 100 == 0 else Decimal(cents) / 100


def _of_grant(name: str) -> Callable[[ExportedDossier], Cell]:
    """What was granted, as it was frozen that day."""

    def value(dossier: ExportedDossier) -> Cell:
        told = getattr(dossier.grant, name, None)
        return _amount(told) if name.endswith("_cents") else told

    return value


def _days(half_days: int) -> Cell:
    """A plain number of days, whole where it is."""
    return half_days // HALVES if half_days % HALVES == 0 else Decimal(half_days) / HALVES


def _used(dossier: ExportedDossier) -> Cell:
    return _days(dossier.half_days_used) if dossier.grant else None


def _left(dossier: ExportedDossier) -> Cell:
    return _days(dossier.grant.days * HALVES - dossier.half_days_used) if dossier.grant else None


def _phone(dossier: ExportedDossier) -> Cell:
    written = dossier.applicant.get("phone")
    return show_phone(written).replace("\u00a0", " ") if written else None


def _yes_or_no(dossier: ExportedDossier) -> Cell:
    if not dossier.applicant:
        return None
    return "oui" if dossier.applicant.get("wants_news") else "non"


def _day(moment: datetime | None) -> Cell:
    return paris_day(moment) if moment else None


def _of_applicant(name: str) -> Callable[[ExportedDossier], Cell]:
    return lambda dossier: dossier.applicant.get(name)


def _since(stage: str) -> Column:
    words = STAGES[stage]
    return Column(
        f"etape_{stage}_le",
        f"{words} le",
        f"Jour où le dossier est passé à l’étape «\u00a0{words}\u00a0», la dernière fois",
        lambda dossier: dossier.stage_days.get(words),
    )


FIRST = (
    Column("reference", "Référence", "Référence courte du dossier", lambda dossier: dossier.reference),
    Column("entreprise", "Entreprise", "Nom de l’entreprise", _of_applicant("company")),
    Column("nom", "Personne", "Prénom et nom de la personne", _of_applicant("name")),
    Column("telephone", "Téléphone", "Téléphone de la personne", _phone),
    Column("email", "E-mail", "Adresse e-mail de la personne", _of_applicant("email")),
    Column("nature", "Demande", "Nature de la demande", _of_applicant("kind"), dict(KINDS.items())),
    Column("demande_le", "Demande le", "Jour de la demande", lambda dossier: _day(dossier.requested_at)),
    Column("etape", "Étape", "Étape du dossier", lambda dossier: dossier.state, STATES),
    Column("suivi", "Suivi par", "Qui suit le dossier", lambda dossier: dossier.assigned_to),
    Column("rappel_le", "À rappeler le", "Jour où rappeler la personne", lambda dossier: dossier.call_back_on),
    Column(
        "verdict",
        "Verdict",
        "Éligibilité du dernier résultat",
        lambda dossier: dossier.verdict,
        VERDICTS,
    ),
    Column("offre", "Offre", "Offre recommandée", lambda dossier: dossier.offer, OFFERS),
    Column("jours_recommandes", "Jours recommandés", "Jours de l’offre recommandée", lambda dossier: dossier.days),
    Column(
        "cout_total_recommande",
        "Coût recommandé",
        "Coût total de l’offre recommandée, en euros HT",
        lambda dossier: _amount(dossier.total_cents),
    ),
    Column(
        "part_region_recommandee",
        "Région, recommandé",
        "Part de la Région pour l’offre recommandée, en euros HT",
        lambda dossier: _amount(dossier.region_cents),
    ),
    Column(
        "part_entreprise_recommandee",
        "Entreprise, recommandé",
        "Part de l’entreprise pour l’offre recommandée, en euros HT",
        lambda dossier: _amount(dossier.company_cents),
    ),
    Column("jours_accordes", "Jours accordés", "Jours accordés par l’Aract", _of_grant("days")),
    Column("jours_utilises", "Jours utilisés", "Jours pris par les visites, par demi-journées", _used),
    Column("jours_restants", "Jours restants", "Jours accordés que les visites n’ont pas pris", _left),
    Column("accorde_le", "Accordé le", "Jour de l’accord", _of_grant("on")),
    Column(
        "prix_du_jour_accorde",
        "Prix du jour",
        "Prix d’un jour accordé, ce jour-là, en euros HT",
        _of_grant("day_cents"),
    ),
    Column(
        "part_region_accordee", "Région, accordé", "Part de la Région accordée, en euros HT", _of_grant("region_cents")
    ),
    Column(
        "part_entreprise_accordee",
        "Entreprise, accordé",
        "Part de l’entreprise accordée, en euros HT",
        _of_grant("company_cents"),
    ),
    Column(
        "commence_le",
        "Commencé le",
        "Jour où le questionnaire a été commencé",
        lambda dossier: _day(dossier.created_at),
    ),
    Column("termine_le", "Résultat le", "Jour du dernier résultat", lambda dossier: _day(dossier.concluded_at)),
    Column("porte", "Porte", "Par où la personne est venue", lambda dossier: dossier.door, DOORS),
    Column("evenement", "Événement", "Événement, pour une borne ou une affiche", lambda dossier: dossier.event),
)
"""Twenty-seven, then the answers: what a meeting needs stands before the screen's edge."""

LAST = (
    Column("consultante", "Consultante", "Qui accompagne l’entreprise", lambda dossier: dossier.consultant),
    *(_since(stage) for stage in STAGES),
    Column(
        "niveau",
        "Pratiques",
        "Niveau des pratiques de l’entreprise",
        lambda dossier: dossier.level,
        LEVELS,
    ),
    Column(
        "points_entreprise", "Points, pratiques", "Points des pratiques, sur 30", lambda dossier: dossier.company_points
    ),
    Column(
        "points_projet",
        "Points, projet",
        "Points de l’avancement du projet, sur 18",
        lambda dossier: dossier.project_points,
    ),
    Column("taille", "Taille", "Classe d’effectif", lambda dossier: dossier.size, SIZES),
    Column("siret", "SIRET", "SIRET ou SIREN", _of_applicant("company_number")),
    Column("code_postal", "Code postal", "Code postal de l’entreprise", _of_applicant("postal_code")),
    Column("fonction", "Fonction", "Fonction de la personne", _of_applicant("role")),
    Column("moment", "Quand joindre", "Comment et quand joindre", _of_applicant("moment")),
    Column(
        "recontact",
        "Autres programmes",
        "Accord pour d’autres programmes de l’Aract",
        _yes_or_no,
        {"oui": "Accord donné", "non": "Pas d’accord"},
    ),
    Column("projet", "Projet", "Projet, dans les mots de la personne", _of_applicant("project")),
    Column("contenu", "Contenu", "Version du contenu du résultat", lambda dossier: dossier.content_version),
)


def columns(questionnaire: Questionnaire) -> list[Column]:
    """Every column: the dossier's, one for each question by its key, the request's and the follow-up's.

    Their meanings and values are the codebook: in the words of the running content, for the smallest size.
    """
    return [*FIRST, *(_of_question(questionnaire, question.key) for question in questionnaire.questions), *LAST]


def _of_question(questionnaire: Questionnaire, key: str) -> Column:
    question, size = questionnaire.question(key), size_of({})
    values = {choice.value: choice.label.at(size) for choice in question.choices}
    if question.scored:
        values[UNKNOWN] = questionnaire.wording.unknown_label
    several = ", valeurs séparées par |" if question.kind is Kind.CHOICES else ""
    name = f"reponse_{key}" if key in {column.name for column in (*FIRST, *LAST)} else key
    return Column(
        name,
        question.short_label,
        question.title.at(size) + several,
        lambda dossier: _cell(dossier.answers.get(key)),
        values,
        question.scored,
    )


def _cell(answer: Answer | None) -> Cell:
    return "|".join(answer) if isinstance(answer, tuple) else answer
