"""The audit log: who changed what, and when. Written in the same transaction as the change it tells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from models.store.database import Row, all_rows, run
from models.store.times import to_milliseconds, to_moment

PAGE = 100
"""How many entries a page of the log shows."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something: a member of staff, or the command line (`id` None)."""

    id: int | None
    email: str
    name: str


COMMAND_LINE = Actor(None, "ligne de commande", "Ligne de commande")


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line of the log: `subject` names what was changed, `detail` says how, without visitors' data."""

    id: int
    at: datetime
    actor: str
    action: str
    assessment_id: int | None
    subject: str
    detail: str


def record(
    actor: Actor, action: str, now: datetime, *, subject: str = "", detail: str = "", assessment_id: int | None = None
) -> None:
    """Add a line; call it inside the `writing()` of the change. `action` is a short French verb phrase."""
    run(
        "INSERT INTO audit (at, account_id, actor, action, assessment_id, subject, detail)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (to_milliseconds(now), actor.id, actor.email, action, assessment_id, subject, detail),
    )


def list_audit(*, before: int | None = None, assessment_id: int | None = None) -> list[AuditEntry]:
    """The newest entries, or those before an entry's id, or those about one assessment."""
    conditions, params = ["1"], []
    if before is not None:
        conditions.append("id < ?")
        params.append(before)
    if assessment_id is not None:
        conditions.append("assessment_id = ?")
        params.append(assessment_id)
    rows = all_rows(
        "SELECT id, at, actor, action, assessment_id, subject, detail FROM audit"
        f" WHERE {' AND '.join(conditions)} ORDER BY id DESC LIMIT {PAGE}",
        params,
    )
    return [_entry(row) for row in rows]


def _entry(row: Row) -> AuditEntry:
    return AuditEntry(row[0], to_moment(row[1]), *row[2:])
