"""Days the Aract granted, with what they cost frozen in cents on their day. The timeline keeps every decision."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Any

from models.rules.estimate import NoTariff
from models.rules.result import Grant
from models.store.database import writing
from models.store.tables import Assessment


def read_grant(row: Any) -> Grant | None:
    """The grant that an assessment's row tells of, None where nothing was granted."""
    if row.days_granted is None:
        return None
    cents = row.granted_day_cents, row.granted_company_cents, row.granted_region_cents
    return Grant(row.days_granted, row.granted_on, *cents)


def grant_columns(grant: Grant | None) -> dict[str, object]:
    """The columns that keep it, empty where nothing is granted."""
    return {
        "days_granted": grant and grant.days,
        "granted_on": grant and grant.on,
        "granted_day_cents": grant and grant.day_cents,
        "granted_company_cents": grant and grant.company_cents,
        "granted_region_cents": grant and grant.region_cents,
    }


def freeze_grants(price: Callable[[int, date], Grant], today: date) -> int:
    """Price what was granted before amounts were kept, at the tariff of its day (today's where none is known).

    How many were; what no tariff covers stays without amounts.
    """
    frozen = 0
    # The stage goes without saying, but by its index those who asked for nothing aren't read.
    unpriced = (
        Assessment.application_stage.is_null(False),
        Assessment.days_granted.is_null(False),
        Assessment.granted_region_cents.is_null(),
    )
    if not Assessment.select().where(*unpriced).exists():
        return 0
    with writing():
        for row in list(Assessment.select().where(*unpriced)):
            with suppress(NoTariff):
                grant = price(row.days_granted, row.granted_on or today)
                kept = {**grant_columns(grant), "granted_on": row.granted_on}
                frozen += Assessment.update(kept).where(Assessment.id == row.id).execute()
    return frozen
