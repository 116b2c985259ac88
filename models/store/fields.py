"""What the tables hold that the engines share no type for: moments and days, typed where they are declared."""

from __future__ import annotations

from datetime import date, datetime

from peewee import BigIntegerField, TextField

from models.store.times import to_milliseconds, to_moment


class MomentField(BigIntegerField):
    """An aware UTC moment; whole milliseconds since 1970 in the table."""

    def db_value(self, value: datetime | None) -> int | None:
        """The milliseconds. Raises TypeError for anything else: a bare number would silently find nothing."""
        return None if value is None else to_milliseconds(value)

    def python_value(self, value: int | None) -> datetime | None:
        """The moment."""
        return None if value is None else to_moment(value)


class DayField(TextField):
    """A day; ISO text in the table, so that days sort as they follow."""

    def db_value(self, value: date | None) -> str | None:
        """The ISO text."""
        return None if value is None else value.isoformat()

    def python_value(self, value: str | None) -> date | None:
        """The day."""
        return None if value is None else date.fromisoformat(value)
