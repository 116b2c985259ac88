"""Until when an assessment lives, by the same delays as the purge; and whether its visitor may erase it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from models.rules.questionnaire import Retention
from models.store.database import one_row
from models.store.retention import LONG_KEPT
from models.store.times import months_before, to_moment
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
    row = one_row(
        "SELECT concluded_at, application_stage, updated_at, coalesce(last_contact_at, updated_at) FROM assessment"
        " WHERE id = ? AND anonymised_at IS NULL",
        (assessment_id,),
    )
    if row is None:
        raise VisitGone(str(assessment_id))
    concluded_at, stage, updated_at, contact_at = row
    if stage in LONG_KEPT:
        return Lifetime(
            _months_after(to_moment(contact_at), 12 * retention.accompanied_years), exchange=True, accountable=True
        )
    if stage is not None:
        return Lifetime(
            _months_after(to_moment(contact_at), retention.application_months), exchange=True, accountable=False
        )
    if concluded_at is not None:
        return Lifetime(
            _months_after(to_moment(updated_at), retention.finished_months), exchange=False, accountable=False
        )
    return Lifetime(
        to_moment(updated_at) + timedelta(days=retention.unfinished_days), exchange=False, accountable=False
    )


def _months_after(moment: datetime, months: int) -> datetime:
    return months_before(moment, -months)
