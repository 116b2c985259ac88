"""On a person's request: everything kept about her, or its erasure; both are told in the audit log."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from peewee import Field

from models.store import audit
from models.store.audit import Actor
from models.store.database import writing
from models.store.dossier_file import get_dossier
from models.store.erasure import delete_assessment, personal_links
from models.store.tables import AnswerRow, Assessment, PublishedSheet

_SECRET = {"token_hash", "salt", "holder_hash"}


def extract_dossier(dossier_id: int, now: datetime, by: Actor) -> dict[str, list[dict[str, Any]]]:
    """Every row that hangs on a dossier, by table and column, secrets left out. Raises KeyError."""
    with writing():
        dossier = get_dossier(dossier_id)
        audit.record(by, "extraire les données", now, subject=dossier.name, assessment_id=dossier_id)
        extracted = {"assessment": _rows(Assessment.id, dossier_id)}
        for link in personal_links():
            extracted.setdefault(link.model._meta.table_name, []).extend(_rows(link, dossier_id))
        extracted["published_sheet"] = _rows(PublishedSheet.assessment, dossier_id)
        extracted["answer"] = [
            answer for revision in extracted["revision"] for answer in _rows(AnswerRow.revision, revision["id"])
        ]
    return extracted


def erase_dossier(dossier_id: int, now: datetime, by: Actor, *, keep_sheet: bool = True) -> None:
    """Delete a dossier for good, by the same function as the purge. Raises KeyError, StoreUnavailable.

    A published sheet that may stay does, unless `keep_sheet` is False.
    """
    dossier = get_dossier(dossier_id)
    delete_assessment(dossier_id, now, keep_sheet=keep_sheet)
    with writing():
        audit.record(by, "effacer un dossier", now, subject=dossier.name, assessment_id=dossier_id)


def _rows(column: Field, value: int) -> list[dict[str, Any]]:
    """The rows where a column has that value, as the table holds them: moments in milliseconds, days as ISO text."""
    kept = [field for field in column.model._meta.sorted_fields if field.column_name not in _SECRET]
    rows = column.model.select(*kept).where(column == value).order_by(*column.model._meta.get_primary_keys()).tuples()
    return [{field.column_name: field.db_value(cell) for field, cell in zip(kept, row, strict=True)} for row in rows]
