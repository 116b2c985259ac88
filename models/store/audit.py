"""The audit log: who changed what, and when. Written in the same transaction as the change it tells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from models.store.tables import Assessment, Audit

PAGE = 100
"""How many entries a page of the log shows."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something: a member of staff, or the command line (`id` None)."""

    id: int | None
    email: str
    name: str


COMMAND_LINE = Actor(None, "ligne de commande", "Ligne de commande")
VISITOR = Actor(None, "", "la personne")
SIGN_IN_PAGE = Actor(None, "page de connexion", "Page de connexion")


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
    Audit.create(
        at=now,
        account_id=actor.id,
        actor=actor.email,
        action=action,
        assessment_id=assessment_id,
        subject=subject,
        detail=detail,
    )


def count_since(action: str, since: datetime, most: int) -> int:
    """How many times that was done since then, looking no further than the newest `most` entries."""
    newest = Audit.select(Audit.action, Audit.at).order_by(Audit.id.desc()).limit(most)
    return sum(entry.action == action and entry.at >= since for entry in newest)


def done_before(actor: Actor, action: str, most: int) -> datetime | None:
    """When somebody did that the time before the last, looking no further than the newest `most` entries."""
    newest = Audit.select(Audit.actor, Audit.action, Audit.at).order_by(Audit.id.desc()).limit(most)
    times = [entry.at for entry in newest if (entry.actor, entry.action) == (actor.email, action)]
    return times[1] if len(times) > 1 else None


def is_recorded(action: str, subject: str) -> bool:
    """Whether that was ever done to that."""
    return Audit.select().where(Audit.action == action, Audit.subject == subject).exists()


def list_audit(*, before: int | None = None, assessment_id: int | None = None) -> list[AuditEntry]:
    """The newest entries, or those before an entry's id, or those about one assessment."""
    entries = Audit.select().order_by(Audit.id.desc()).limit(PAGE)
    if before is not None:
        entries = entries.where(Audit.id < before)
    if assessment_id is not None:
        entries = entries.where(Audit.assessment_id == assessment_id)
    return [
        AuditEntry(row.id, row.at, row.actor, row.action, row.assessment_id, row.subject, row.detail) for row in entries
    ]


def existing_dossiers(ids: set[int]) -> set[int]:
    """Which of these dossiers are still there."""
    return {row.id for row in Assessment.select(Assessment.id).where(Assessment.id.in_(ids))}
