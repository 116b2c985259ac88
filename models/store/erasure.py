"""Forgetting: one place takes an assessment away, whether a person asks for it or its time is over.

Whatever belongs to an assessment hangs on it with `ON DELETE CASCADE`, in every migration: what cascades is personal
and goes; what is only linked (`ON DELETE SET NULL`) holds nothing personal and stays. The erased identifiers are
remembered, in the database and in a file beside it, so that neither a merged stand nor a restored backup brings an
assessment back.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from models.store.database import StoreUnavailable, all_rows, database, one_row, run, writing
from models.store.times import to_milliseconds

DAY = 86_400_000
"""Milliseconds of a day: what is left of a moment in a figure."""

ANONYMISE = f"""
UPDATE assessment SET
    uid = ?, reference = NULL, stand_reference = NULL, host_origin = '', headcount = NULL, last_contact_at = NULL,
    created_at = created_at - created_at % {DAY},
    updated_at = updated_at - updated_at % {DAY},
    concluded_at = concluded_at - concluded_at % {DAY},
    anonymised_at = ?
WHERE id = ?
"""


def register_path() -> Path:
    """The list of what was erased on request, beside the database: kept when a backup is put in its place."""
    return Path(f"{database.database}.effaces")


def delete_assessment(assessment_id: int, now: datetime) -> bool:
    """Delete an assessment and everything of it, for good; False where there is none. Raises StoreUnavailable."""
    row = one_row("SELECT uid FROM assessment WHERE id = ?", (assessment_id,))
    if row is None:
        return False
    # First the list: if the deletion fails half-way, the next purge makes up for it.
    _enter_in_register(row[0])
    with overwriting(), writing():
        erase([assessment_id], now)
    return True


def reapply_erasures(now: datetime) -> int:
    """Erase again what a restored backup brought back; how many."""
    uids = erased_on_request()
    found = [
        row[0]
        for row in all_rows(
            "SELECT id, uid FROM assessment WHERE uid IN (SELECT value FROM json_each(?))", (_json(uids),)
        )
    ]
    with overwriting(), writing():
        erase(found, now)
    return len(found)


def erased_on_request() -> set[str]:
    """The identifiers in the list beside the database."""
    try:
        return set(register_path().read_text("ascii").split())
    except FileNotFoundError:
        return set()


def erase(assessment_ids: Iterable[int], now: datetime) -> None:
    """Delete these assessments, in the caller's transaction, and remember that they are."""
    for assessment_id in assessment_ids:
        _remember(assessment_id, now)
        run("DELETE FROM assessment WHERE id = ?", (assessment_id,))


def anonymise(assessment_ids: Iterable[int], now: datetime) -> None:
    """Reduce these assessments to figures, in the caller's transaction: facts by class, days instead of moments."""
    ids = list(assessment_ids)
    tables = personal_tables()
    for assessment_id in ids:
        _remember(assessment_id, now)
        for table, column in tables:
            run(f"DELETE FROM {table} WHERE {column} = ?", (assessment_id,))
        run(ANONYMISE, (str(uuid.uuid4()), to_milliseconds(now), assessment_id))


def personal_tables() -> list[tuple[str, str]]:
    """The tables that hang on an assessment, with the column that says which: read from the schema, never forgotten."""
    return [
        (row[0], row[1])
        for row in all_rows(
            'SELECT tables.name, link."from" FROM sqlite_schema AS tables, pragma_foreign_key_list(tables.name) AS link'
            " WHERE tables.type = 'table' AND link.\"table\" = 'assessment' AND link.on_delete = 'CASCADE'"
            " ORDER BY tables.name"
        )
    ]


@contextmanager
def overwriting() -> Iterator[None]:
    """While forgetting, SQLite overwrites what it deletes, which else stays in the file until the space is needed."""
    database.execute_sql("PRAGMA secure_delete = ON")
    try:
        yield
    finally:
        database.execute_sql("PRAGMA secure_delete = OFF")


def _remember(assessment_id: int, now: datetime) -> None:
    run(
        "INSERT INTO erased SELECT uid, ? FROM assessment WHERE id = ? ON CONFLICT DO NOTHING",
        (to_milliseconds(now), assessment_id),
    )


def _enter_in_register(uid: str) -> None:
    try:
        with register_path().open("a", encoding="ascii") as register:
            register.write(f"{uid}\n")
            register.flush()
            os.fsync(register.fileno())
    except OSError as error:
        raise StoreUnavailable(str(error)) from error


def _json(uids: Iterable[str]) -> str:
    return "[" + ",".join(f'"{uid}"' for uid in uids if uid.replace("-", "").isalnum()) + "]"
