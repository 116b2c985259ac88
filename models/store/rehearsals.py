"""Rehearsals: visits at an event before its first day, while the team tries the tablet. They count nowhere.

Somebody who leaves a request is waiting for an answer: her visit is no rehearsal, whenever it began.
"""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from datetime import date
from functools import reduce
from typing import Any

from peewee import Value

from models.store.prepared import prepared
from models.store.tables import Assessment, Event, UnfinishedCount
from models.store.times import start_of

FirstDays = Mapping[int, date]
"""The first day of each event before which there may be rehearsals, by its id."""


def first_days(events: Sequence[int] = (), since: date | None = None) -> FirstDays:
    """The first days that are known, of these events or of all; with `since`, those after it: nothing else matters."""
    wanted = ((event, day) for event, day in _known() if not events or event in events)
    return {event: day for event, day in wanted if since is None or day > since}


@prepared
def _known() -> Any:
    return Event.select(Event.id, Event.starts_on).where(Event.starts_on.is_null(False))


def is_rehearsal(days: FirstDays) -> Any:
    """The expression on `Assessment` that it is one; never NULL, so that its contrary is all the others."""
    opens = {event: start_of(day) for event, day in days.items()}
    # At no event there is nothing to compare: most visits are told by the first term.
    at_event, asked_nothing = Assessment.event.is_null(False), Assessment.application_stage.is_null()
    return at_event & asked_nothing & _before(Assessment.created_at, Assessment.event, opens)


def was_rehearsal(days: FirstDays) -> Any:
    """The same on `UnfinishedCount`, of visits that were erased."""
    return _before(UnfinishedCount.day, UnfinishedCount.event_id, days)


def _before(when: Any, event: Any, opens: Mapping[int, Any]) -> Any:
    """Before its event opens; of other events, and of none, nothing is. SQLite finds each event's by their index."""
    early = [(event == each) & (when < moment) for each, moment in opens.items()]
    return reduce(operator.or_, early) if early else Value(1) == 0
