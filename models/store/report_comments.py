"""What the Aract says itself in its report to the Région: one text a period, kept with who wrote it last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from models.store import audit
from models.store.audit import Actor
from models.store.database import writing
from models.store.tables import ReportComment


@dataclass(frozen=True, slots=True)
class Comment:
    """A period's text; `version` is 0 and nobody wrote it before there is one."""

    text: str = ""
    version: int = 0
    changed_at: datetime | None = None
    changed_by: str = ""


class StaleComment(Exception):
    """The comment changed since it was opened; `current` is what it is now."""

    def __init__(self, current: Comment) -> None:
        super().__init__(current.version)
        self.current = current


def get_comment(period: str) -> Comment:
    """The text of a period: a year, as `2026`, or `ensemble`."""
    row = ReportComment.get_or_none(ReportComment.period == period)
    return Comment(row.text, row.version, row.changed_at, row.changed_by) if row else Comment()


def keep_comment(period: str, version: int, text: str, now: datetime, by: Actor) -> Comment:
    """Keep what was written on the version that was shown; an empty text takes it away. Raises StaleComment."""
    with writing():
        current = get_comment(period)
        if current.version != version:
            raise StaleComment(current)
        if current.text == text:
            return current
        told = {"text": text, "version": version + 1, "changed_at": now, "changed_by": by.name}
        kept = ReportComment.insert(period=period, **told)
        kept.on_conflict(conflict_target=[ReportComment.period], update=told).execute()
        audit.record(by, "commenter le rapport", now, subject=period)
        return get_comment(period)
