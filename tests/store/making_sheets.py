"""Sheets for the store's tests: a finished dossier, a version, an agreement, a publication."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from models.rules.sheet import SheetText
from models.store.applications import Applicant, ApplicationKind, submit_application
from models.store.audit import COMMAND_LINE
from models.store.dossier_file import get_dossier
from models.store.sheets.agreeing import agree, ask_agreement
from models.store.sheets.publishing import publish
from models.store.sheets.versions import save_version
from models.store.tables import Assessment
from models.store.timeline import EntryKind, list_entries
from tests.store.making import NOW, concluded

DAY = timedelta(days=1)
ZOE = Applicant(
    ApplicationKind.APPLICATION,
    "Zoé Valdoronne",
    email="zoe@exemple.fr",
    company="SCIC L’Établi du Vivarais",
    company_number="732829320",
    project="Mieux répartir le temps de travail.",
)
TEXT = SheetText(
    title="Choisir ses horaires, ensemble",
    need="Les horaires ne convenaient plus.",
    done="Deux réunions par équipe.",
    changed="Une grille choisie.",
    themes=("temps-de-travail",),
)
NAMED = replace(TEXT, company="L’Établi du Vivarais")


def finished(applicant: Applicant = ZOE, stage: str = "termine") -> int:
    """A dossier that came to its end."""
    visit, _ = concluded()
    submit_application(visit.assessment_id, applicant, [], NOW)
    Assessment.update(application_stage=stage).where(Assessment.id == visit.assessment_id).execute()
    return visit.assessment_id


def write(dossier_id: int, text: SheetText = TEXT) -> int:
    return save_version(dossier_id, get_dossier(dossier_id).version, text, NOW, COMMAND_LINE).number


def ask(dossier_id: int, number: int = 1) -> str:
    return ask_agreement(dossier_id, number, NOW + DAY, COMMAND_LINE)


def agreed(dossier_id: int, text: SheetText = TEXT, *, outlives: bool = True) -> tuple[int, str]:
    """A version written, asked about and agreed to: its number, and the company's address."""
    number = write(dossier_id, text)
    token = ask(dossier_id, number)
    agree(token, number, "Zoé Valdoronne", "Nous acceptons.", outlives=outlives, now=NOW + 2 * DAY)
    return number, token


def published(text: SheetText = TEXT, *, outlives: bool = True) -> tuple[int, str, str]:
    """A sheet in the guide: its dossier, the company's address, and its own."""
    dossier_id = finished()
    number, token = agreed(dossier_id, text, outlives=outlives)
    return dossier_id, token, publish(dossier_id, number, NOW + 3 * DAY, COMMAND_LINE)


def told(dossier_id: int) -> list[str]:
    return [each.summary for each in list_entries(dossier_id) if each.kind is EntryKind.SHEET][::-1]
