"""Indexes for the figures: finished visits by event, door and offer; an event's visits by day; grants by day."""

from __future__ import annotations

from typing import Any

from peewee import SQL

FINISHED = ("event_id", "door", "stage_recommended", "created_at", "application_stage")
OF_EVENT = ("event_id", "created_at", "application_stage")


def up(migrator: Any, _database: Any) -> None:
    """Make them; that of an event's visits takes the place of the one by event alone."""
    migrator.migrate(
        migrator.drop_index("assessment", "assessment_by_event"),
        migrator.add_index("assessment", OF_EVENT, where=SQL("event_id IS NOT NULL"), name="assessment_of_event"),
        migrator.add_index("assessment", FINISHED, where=SQL("concluded_at IS NOT NULL"), name="assessment_finished"),
        migrator.add_index(
            "assessment", ("granted_on",), where=SQL("granted_on IS NOT NULL"), name="assessment_by_grant"
        ),
    )
