"""Working days in France: Monday to Friday, but for the eleven public holidays."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

_FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
_AFTER_EASTER = (1, 39, 50)
"""Days from Easter to its Monday, to Ascension and to the Monday of Pentecost."""

DAY = timedelta(days=1)


@lru_cache(maxsize=64)
def holidays(year: int) -> frozenset[date]:
    """The public holidays of a year."""
    moving = (easter(year) + days * DAY for days in _AFTER_EASTER)
    return frozenset({*(date(year, month, day) for month, day in _FIXED), *moving})


def easter(year: int) -> date:
    """Easter Sunday, by the Gregorian computus (Meeus, Jones and Butcher)."""
    golden, century, rest = year % 19, year // 100, year % 100
    correction = century - (century + 8) // 25 + 1
    epact = (19 * golden + century - century // 4 - correction // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def is_working_day(day: date) -> bool:
    """Whether people work that day."""
    return day.weekday() < 5 and day not in holidays(day.year)


def newest_overdue(today: date, promised: int) -> date:
    """The newest day of a request that should have been answered, within so many working days, before today."""
    day = today
    for _ in range(promised):
        day -= DAY
        while not is_working_day(day):
            day -= DAY
    return day - DAY
