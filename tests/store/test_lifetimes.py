"""Until when an assessment is kept: the date that is told is the date of the purge."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from models.store.lifetimes import Lifetime, lifetime
from models.store.retention import purge
from models.store.tables import Assessment
from models.store.visits import VisitGone, start_assessment
from tests.rows import change
from tests.rules.sample import SAMPLE
from tests.store.making import NOW

RETENTION = SAMPLE.retention
A_MOMENT = timedelta(milliseconds=1)


@pytest.mark.parametrize(
    ("facts", "days", "exchange", "accountable"),
    [
        ({}, 30, False, False),
        ({"concluded_at": NOW}, 365, False, False),
        ({"application_stage": "nouveau"}, 3 * 365 + 1, True, False),
        ({"application_stage": "accompagne"}, 10 * 365 + 3, True, True),
        ({"application_stage": "termine"}, 10 * 365 + 3, True, True),
        ({"application_stage": "ecarte", "days_granted": 5}, 10 * 365 + 3, True, True),
    ],
)
def test_kept_until_the_purge_and_no_longer(
    store: Path, facts: dict[str, Any], days: int, exchange: bool, accountable: bool
) -> None:
    visit, _ = start_assessment(door="site", now=NOW)
    change(Assessment, **facts, last_contact_at=NOW)
    told = lifetime(visit.assessment_id, RETENTION)
    assert told == Lifetime(NOW + timedelta(days=days), exchange, accountable)
    purge(RETENTION, told.until)
    assert lifetime(visit.assessment_id, RETENTION) == told
    purge(RETENTION, told.until + A_MOMENT)
    with pytest.raises(VisitGone):
        lifetime(visit.assessment_id, RETENTION)


def test_every_answer_begins_the_delay_anew(store: Path) -> None:
    visit, _ = start_assessment(door="site", now=NOW)
    later = NOW + timedelta(days=20)
    change(Assessment, updated_at=later)
    accompanied, _ = start_assessment(door="site", now=NOW)
    Assessment.update(application_stage="accompagne").where(Assessment.id == accompanied.assessment_id).execute()
    assert lifetime(visit.assessment_id, RETENTION).until == later + timedelta(days=RETENTION.unfinished_days)
