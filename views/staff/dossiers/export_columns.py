"""The columns of an export: their names never change, their meaning is told by the codebook."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from models.contact.phone import show_phone
from models.french.formats import paris_day
from models.french.staff_words import DOORS, LEVELS, OFFERS, SIZES, VERDICTS
from models.rules.question import UNKNOWN, Answer, Kind, size_of
from models.rules.questionnaire import Questionnaire
from models.store.dossier_export import ExportedDossier
from views.staff.dossiers.applicant import KINDS
from views.staff.dossiers.list_query import STATES

Cell = str | int | Decimal | date | None
Values = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what it holds, its values where they are keys, and how it is read from a dossier."""

    name: str
    meaning: str
    value: Callable[[ExportedDossier], Cell]
    values: Values = ()


def _amount(cents: int | None) -> Cell:
    """A plain number of euros: whole where it is, with two decimals otherwise."""
    if cents is None:
        return None
    return cents // 100 if cents % 100 == 0 else Decimal(cents) / 100


def _phone(dossier: ExportedDossier) -> Cell:
    written = dossier.applicant.get("phone")
    return show_phone(written).replace("\u00a0", " ") if written else None


def _yes_or_no(dossier: ExportedDossier) -> Cell:
    if not dossier.applicant:
        return None
    return "oui" if dossier.applicant.get("wants_news") else "non"


BEFORE = (
    Column("reference", "Référence courte du dossier", lambda dossier: dossier.reference),
    Column("commence_le", "Jour où le questionnaire a été commencé", lambda dossier: paris_day(dossier.created_at)),
    Column(
        "termine_le",
        "Jour du dernier résultat",
        lambda dossier: paris_day(dossier.concluded_at) if dossier.concluded_at else None,
    ),
    Column("porte", "Par où la personne est venue", lambda dossier: dossier.door, tuple(DOORS.items())),
    Column("evenement", "Événement, pour une borne", lambda dossier: dossier.event),
    Column("etape", "Étape du dossier", lambda dossier: dossier.state, tuple(STATES.items())),
    Column("verdict", "Éligibilité du dernier résultat", lambda dossier: dossier.verdict, tuple(VERDICTS.items())),
    Column("offre", "Offre recommandée", lambda dossier: dossier.offer, tuple(OFFERS.items())),
    Column("jours_recommandes", "Jours de l’offre recommandée", lambda dossier: dossier.days),
    Column("cout_total", "Coût total en euros HT", lambda dossier: _amount(dossier.total_cents)),
    Column("part_region", "Part de la Région en euros HT", lambda dossier: _amount(dossier.region_cents)),
    Column("part_entreprise", "Part de l’entreprise en euros HT", lambda dossier: _amount(dossier.company_cents)),
    Column("niveau", "Niveau des pratiques de l’entreprise", lambda dossier: dossier.level, tuple(LEVELS.items())),
    Column("points_entreprise", "Points des pratiques, sur 30", lambda dossier: dossier.company_points),
    Column("points_projet", "Points de l’avancement du projet, sur 18", lambda dossier: dossier.project_points),
    Column("taille", "Classe d’effectif", lambda dossier: dossier.size, tuple(SIZES.items())),
    Column("contenu", "Version du contenu du résultat", lambda dossier: dossier.content_version),
)
AFTER = (
    Column("entreprise", "Nom de l’entreprise", lambda dossier: dossier.applicant.get("company")),
    Column("siret", "SIRET ou SIREN", lambda dossier: dossier.applicant.get("company_number")),
    Column("code_postal", "Code postal de l’entreprise", lambda dossier: dossier.applicant.get("postal_code")),
    Column("nom", "Personne", lambda dossier: dossier.applicant.get("name")),
    Column("fonction", "Fonction de la personne", lambda dossier: dossier.applicant.get("role")),
    Column("email", "Adresse e-mail", lambda dossier: dossier.applicant.get("email")),
    Column("telephone", "Téléphone", _phone),
    Column("moment", "Comment et quand joindre", lambda dossier: dossier.applicant.get("moment")),
    Column("nature", "Nature de la demande", lambda dossier: dossier.applicant.get("kind"), tuple(KINDS.items())),
    Column(
        "recontact",
        "Accord pour d’autres programmes de l’Aract",
        _yes_or_no,
        (("oui", "Accord donné"), ("non", "Pas d’accord")),
    ),
    Column("projet", "Projet, dans les mots de la personne", lambda dossier: dossier.applicant.get("project")),
    Column("suivi", "Qui suit le dossier", lambda dossier: dossier.assigned_to),
    Column("rappel_le", "À rappeler le", lambda dossier: dossier.call_back_on),
    Column("jours_accordes", "Jours accordés par l’Aract", lambda dossier: dossier.days_granted),
    Column("accorde_le", "Jour de l’accord", lambda dossier: dossier.granted_on),
)


def columns(questionnaire: Questionnaire) -> list[Column]:
    """Every column: the dossier's, one for each question by its key, the request's and the follow-up's.

    Their meanings and values are the codebook: in the words of the running content, for the smallest size.
    """
    return [*BEFORE, *(_of_question(questionnaire, question.key) for question in questionnaire.questions), *AFTER]


def _of_question(questionnaire: Questionnaire, key: str) -> Column:
    question, size = questionnaire.question(key), size_of({})
    values = [(choice.value, choice.label.at(size)) for choice in question.choices]
    if question.scored:
        values.append((UNKNOWN, questionnaire.wording.unknown_label))
    several = ", valeurs séparées par |" if question.kind is Kind.CHOICES else ""
    name = f"reponse_{key}" if key in {column.name for column in (*BEFORE, *AFTER)} else key
    return Column(
        name, question.title.at(size) + several, lambda dossier: _cell(dossier.answers.get(key)), tuple(values)
    )


def _cell(answer: Answer | None) -> Cell:
    return "|".join(answer) if isinstance(answer, tuple) else answer
