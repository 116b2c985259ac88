"""Finished projects with their sheets, made through the store, for tests of the pages that show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from flask import Flask

from models.rules.sheet import SheetText
from models.store.audit import COMMAND_LINE
from models.store.dossier_file import get_dossier
from models.store.sheets.agreeing import agree, ask_agreement
from models.store.sheets.publishing import publish
from models.store.sheets.versions import save_version
from models.store.tables import Assessment
from tests.views.staff.dossiers import applied_dossier

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
TEXT = SheetText(
    title="Choisir ses horaires en équipe",
    need="Les horaires ne convenaient plus.\nPersonne n’en parlait.",
    done="Deux réunions par équipe.",
    changed="Une grille choisie ensemble.",
    quote="On en parle, maintenant.",
    sector="industrie",
    size="de-11-a-49",
    themes=("temps-de-travail", "participation"),
)


def finished(app: Flask, contact: dict[str, str] | None = None, **answers: str | Sequence[str]) -> int:
    """The id of a dossier that applied and came to its end."""
    dossier_id = applied_dossier(app, contact, **answers)
    Assessment.update(application_stage="termine").where(Assessment.id == dossier_id).execute()
    return dossier_id


def write(dossier_id: int, text: SheetText = TEXT) -> int:
    """The number of a new version."""
    return save_version(dossier_id, get_dossier(dossier_id).version, text, NOW, COMMAND_LINE).number


def asked(dossier_id: int, text: SheetText = TEXT) -> tuple[int, str]:
    """A version that the company was asked about: its number, and the token of the company's address."""
    number = write(dossier_id, text)
    return number, ask_agreement(dossier_id, number, NOW, COMMAND_LINE)


def agreed(dossier_id: int, text: SheetText = TEXT, *, outlives: bool = True) -> tuple[int, str]:
    """The same, agreed to."""
    number, token = asked(dossier_id, text)
    agree(token, number, "Zoé Martin, gérante", "Nous acceptons.", outlives=outlives, now=NOW)
    return number, token


def published(app: Flask, text: SheetText = TEXT, *, outlives: bool = True, **changed: str) -> tuple[int, str, str]:
    """A sheet in the guide: its dossier, the token of the company's address, and its address in the guide."""
    dossier_id = finished(app)
    number, token = agreed(dossier_id, replace(text, **changed) if changed else text, outlives=outlives)  # type: ignore[arg-type]
    return dossier_id, token, publish(dossier_id, number, NOW, COMMAND_LINE)
