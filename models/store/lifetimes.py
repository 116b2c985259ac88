"""Until when an assessment lives, by the same delays as the purge; and whether its visitor may erase it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from models.rules.questionnaire import Retention
from models.store.retention import AIDED
from models.store.tables import Assessment
from models.store.times import months_before
from models.store.visits import VisitGone


@dataclass(frozen=True, slots=True)
class Lifetime:
    """`until` moves on with every answer, or once the Aract was contacted with every `exchange`; `accountable`
    projects received public aid and must stay."""

    until: datetime
    exchange: bool
    accountable: bool


def lifetime(assessment_id: int, retention: Retention) -> Lifetime:
    """How long an assessment is kept, as things stand. Raises VisitGone, StoreUnavailable."""
    assessment = Assessment.get_or_none(Assessment.id == assessment_id, Assessment.anonymised_at.is_null())
    if assessment is None:
        raise VisitGone(str(assessment_id))
    contact_at = assessment.last_contact_at or assessment.updated_at
    if Assessment.select().where(Assessment.id == assessment_id, AIDED).exists():
        until = _months_after(contact_at, 12 * retention.accompanied_years)
        return Lifetime(until, exchange=True, accountable=True)
    if assessment.application_stage is not None:
        until = _months_after(contact_at, retention.application_months)
        return Lifetime(until, exchange=True, accountable=False)
    if assessment.concluded_at is not None:
        until = _months_after(assessment.updated_at, retention.finished_months)
        return Lifetime(until, exchange=False, accountable=False)
    until = assessment.updated_at + timedelta(days=retention.unfinished_days)
    return Lifetime(until, exchange=False, accountable=False)


def _months_after(moment: datetime, months: int) -> datetime:
    return months_before(moment, -months)
