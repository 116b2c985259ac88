"""On a person's request: everything kept about her, or its erasure; both are told in the audit log."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from models.store import audit
from models.store.audit import Actor
from models.store.database import all_rows, writing
from models.store.dossier_file import get_dossier
from models.store.erasure import delete_assessment, personal_tables

_SECRET = {"token_hash", "salt"}


def extract_dossier(dossier_id: int, now: datetime, by: Actor) -> dict[str, list[dict[str, Any]]]:
    """Every row that hangs on a dossier, by table and column, secrets left out. Raises KeyError."""
    with writing():
        dossier = get_dossier(dossier_id)
        audit.record(by, "extraire les données", now, subject=dossier.name, assessment_id=dossier_id)
        extracted = {"assessment": _rows("assessment", "id", dossier_id)}
        for table, column in personal_tables():
            extracted.setdefault(table, []).extend(_rows(table, column, dossier_id))
        extracted["answer"] = [
            answer for revision in extracted["revision"] for answer in _rows("answer", "revision_id", revision["id"])
        ]
    return extracted


def erase_dossier(dossier_id: int, now: datetime, by: Actor) -> None:
    """Delete a dossier for good, by the same function as the purge. Raises KeyError, StoreUnavailable."""
    dossier = get_dossier(dossier_id)
    delete_assessment(dossier_id, now)
    with writing():
        audit.record(by, "effacer un dossier", now, subject=dossier.name, assessment_id=dossier_id)


def _rows(table: str, column: str, value: int) -> list[dict[str, Any]]:
    names = [row[1] for row in all_rows(f"PRAGMA table_info({table})") if row[1] not in _SECRET]
    pairs = ", ".join(f"'{name}', {name}" for name in names)
    return [
        json.loads(row[0]) for row in all_rows(f"SELECT json_object({pairs}) FROM {table} WHERE {column} = ?", (value,))
    ]
