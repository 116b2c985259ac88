"""Forgetting: one place takes an assessment away, whether a person asks for it or its time is over.

Whatever belongs to an assessment hangs on it with `ON DELETE CASCADE`, in every migration: what cascades is personal
and goes; what is only linked (`ON DELETE SET NULL`) holds nothing personal and stays. The erased identifiers are
remembered, in the database and in a file beside it, so that neither a merged stand nor a restored backup brings an
assessment back.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime

from peewee import ForeignKeyField, chunked

from models.store.database import database, writing
from models.store.register import enter_in_register, erased_on_request
from models.store.sheets.parting import part_from_sheet, withdraw_again
from models.store.tables import Assessment, Collection, Erased

BATCH = 500
"""Identifiers looked for in one query."""

NAMED = (
    *(Assessment.reference, Assessment.stand_reference, Assessment.headcount, Assessment.last_contact_at),
    *(Assessment.call_back_on, Assessment.assigned_to),
)
"""What could still tell a company or the work on it, beside the figures."""


def delete_assessment(assessment_id: int, now: datetime, *, keep_sheet: bool = True) -> bool:
    """Delete an assessment and everything of it, for good; False where there is none. Raises StoreUnavailable.

    A published sheet that may stay does, unless `keep_sheet` is False.
    """
    assessment = Assessment.get_or_none(Assessment.id == assessment_id)
    if assessment is None:
        return False
    # First the list: if the deletion fails half-way, the next purge makes up for it.
    enter_in_register(assessment.uid)
    with database.overwriting(), writing():
        if not keep_sheet:
            part_from_sheet(assessment_id, keep=False)
        erase([assessment_id], now)
    return True


def reapply_erasures(now: datetime) -> int:
    """Erase again what a restored backup brought back, collections too; how many assessments.

    Sheets withdrawn since are withdrawn again.
    """
    batches = list(chunked(sorted(erased_on_request()), BATCH))
    found = [
        assessment.id
        for uids in batches
        for assessment in Assessment.select(Assessment.id).where(Assessment.uid.in_(uids))
    ]
    with database.overwriting(), writing():
        erase(found, now)
        withdraw_again(erased_on_request(), now)
        for uids in batches:
            Collection.delete().where(Collection.uid.in_(uids)).execute()
    return len(found)


def erase(assessment_ids: Iterable[int], now: datetime) -> None:
    """Delete these assessments, in the caller's transaction, and remember that they are."""
    for assessment_id in assessment_ids:
        _remember(assessment_id, now)
        part_from_sheet(assessment_id)
        Assessment.delete().where(Assessment.id == assessment_id).execute()


def anonymise(assessment_ids: Iterable[int], now: datetime) -> None:
    """Reduce these assessments to figures, in the caller's transaction: facts by class, days instead of moments."""
    for assessment_id in list(assessment_ids):
        _remember(assessment_id, now)
        part_from_sheet(assessment_id)
        for link in personal_links():
            link.model.delete().where(link == assessment_id).execute()
        assessment = Assessment.get_by_id(assessment_id)
        for field in NAMED:
            setattr(assessment, field.name, None)
        for field in (Assessment.created_at, Assessment.updated_at, Assessment.concluded_at):
            setattr(assessment, field.name, _day_of(getattr(assessment, field.name)))
        assessment.uid, assessment.host_origin, assessment.anonymised_at = str(uuid.uuid4()), "", now
        assessment.save()


def personal_links() -> list[ForeignKeyField]:
    """What hangs on an assessment, by the column that says which: read from the tables, never forgotten."""
    cascading = [link for link in Assessment._meta.backrefs if link.on_delete == "CASCADE"]
    return sorted(cascading, key=lambda link: (link.model._meta.table_name, link.column_name))


def _day_of(moment: datetime | None) -> datetime | None:
    """What is left of a moment in a figure."""
    return moment and moment.replace(hour=0, minute=0, second=0, microsecond=0)


def _remember(assessment_id: int, now: datetime) -> None:
    assessment = Assessment.get_or_none(Assessment.id == assessment_id)
    if assessment is not None:
        gone = Erased.insert(uid=assessment.uid, erased_at=now)
        gone.on_conflict(action="nothing", conflict_target=[Erased.uid]).execute()
