"""Indexes that hold all that lists and figures ask of requests, of an event's visits, of finished visits, of grants and
of addresses that were opened, so that the wide rows are left alone; of unfinished visits, which ones they are."""

from __future__ import annotations

from typing import Any

from peewee import SQL

OF_EVENT = ("event_id", "created_at", "application_stage")
OF_STAGE = (
    *("application_stage", "created_at", "id", "concluded_at", "verdict", "stage_recommended", "company_level"),
    *("department", "sector", "structure", "size", "ambition", "door", "event_id", "assigned_to", "call_back_on"),
    *("days_granted", "granted_on", "granted_company_cents", "granted_region_cents", "half_days_used"),
    *("headcount", "themes"),
)
UNFINISHED = ("created_at", "door", "event_id")
FINISHED = ("event_id", "door", "stage_recommended", "created_at", "application_stage")


def up(migrator: Any, _database: Any) -> None:
    """Make anew the three that held too little, and the others."""

    def index(table: str, name: str, columns: tuple[str, ...], where: str = "") -> Any:
        return migrator.add_index(table, columns, where=SQL(where) if where else None, name=name)

    migrator.migrate(
        migrator.drop_index("assessment", "assessment_by_event"),
        migrator.drop_index("assessment", "assessment_by_stage"),
        migrator.drop_index("application", "application_by_day"),
        index("assessment", "assessment_by_event", OF_EVENT, "event_id IS NOT NULL"),
        index("assessment", "assessment_by_stage", OF_STAGE, "application_stage IS NOT NULL"),
        index("assessment", "assessment_finished", FINISHED, "concluded_at IS NOT NULL"),
        index("assessment", "assessment_unfinished", UNFINISHED, "concluded_at IS NULL"),
        index("assessment", "assessment_by_grant", ("granted_on",), "granted_on IS NOT NULL"),
        index("application", "application_by_day", ("created_at", "assessment_id")),
        index("access", "access_opened", ("assessment_id", "purpose"), "opened_at IS NOT NULL"),
    )
