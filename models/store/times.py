"""Moments: aware UTC `datetime` at the store's edge, whole milliseconds since 1970 in the tables."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)


def to_milliseconds(moment: datetime) -> int:
    """Milliseconds since 1970 of an aware moment, exactly (a float would lose one now and then).

    Raises TypeError for a naive moment.
    """
    return (moment - EPOCH) // MILLISECOND


def to_moment(milliseconds: int) -> datetime:
    """The UTC moment that many milliseconds after 1970."""
    return EPOCH + milliseconds * MILLISECOND


def start_of(day: date) -> datetime:
    """Midnight in Paris, as that day begins."""
    return datetime.combine(day, time(), PARIS)


def end_of(day: date) -> datetime:
    """Midnight in Paris, as that day ends; the last day there is ends a day early, since no other follows it."""
    return start_of(min(day, date.max - timedelta(days=1)) + timedelta(days=1))


def day_of(moment: datetime) -> date:
    """The day it is in Paris at that moment."""
    return moment.astimezone(PARIS).date()


def months_before(moment: datetime, months: int) -> datetime:
    """The same day so many calendar months earlier, or that month's last day where it is shorter."""
    index = moment.year * 12 + moment.month - 1 - months
    year, month = divmod(index, 12)
    first = moment.replace(year=year, month=month + 1, day=1)
    last_day = ((first + timedelta(days=31)).replace(day=1) - timedelta(days=1)).day
    return first.replace(day=min(moment.day, last_day))
