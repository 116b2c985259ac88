"""Working days: the promise of an answer within ten of them is kept account of as people count."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from models.rules.working_days import easter, holidays, is_working_day, newest_overdue

EASTERS = """
1600-04-02 1700-04-11 1761-03-22 1800-04-13 1818-03-22 1886-04-25 1900-04-15 1943-04-25 1954-04-18 1961-04-02 1981-04-19
2000-04-23 2001-04-15 2002-03-31 2003-04-20 2004-04-11 2005-03-27 2006-04-16 2007-04-08 2008-03-23 2009-04-12 2010-04-04
2011-04-24 2012-04-08 2013-03-31 2014-04-20 2015-04-05 2016-03-27 2017-04-16 2018-04-01 2019-04-21 2020-04-12 2021-04-04
2022-04-17 2023-04-09 2024-03-31 2025-04-20 2026-04-05 2027-03-28 2028-04-16 2029-04-01 2030-04-21 2031-04-13 2032-03-28
2033-04-17 2034-04-09 2035-03-25 2036-04-13 2037-04-05 2038-04-25 2039-04-10 2040-04-01 2041-04-21 2042-04-06 2043-03-29
2044-04-17 2045-04-09 2046-03-25 2047-04-14 2048-04-05 2049-04-18 2050-04-10 2076-04-19 2100-03-28 2200-04-06 2285-03-22
"""
"""As almanacs have them: both ends of the calendar, a full century's leap rules, and the years this program may see."""


def test_easter() -> None:
    days = [date.fromisoformat(day) for day in EASTERS.split()]
    assert [easter(day.year) for day in days] == days


def test_the_eleven_holidays_of_2026() -> None:
    assert sorted(holidays(2026)) == [
        date(2026, 1, 1),
        date(2026, 4, 6),
        date(2026, 5, 1),
        date(2026, 5, 8),
        date(2026, 5, 14),
        date(2026, 5, 25),
        date(2026, 7, 14),
        date(2026, 8, 15),
        date(2026, 11, 1),
        date(2026, 11, 11),
        date(2026, 12, 25),
    ]


@pytest.mark.parametrize(
    ("today", "newest"),
    [
        (date(2026, 3, 20), date(2026, 3, 5)),  # asked on Thursday 5th: the tenth working day is Thursday 19th
        (date(2026, 3, 21), date(2026, 3, 8)),  # a Saturday: Friday 6th's ten ended on the 20th, the week-end's too
        (date(2026, 5, 19), date(2026, 4, 29)),  # 1st, 8th and 14th of May are no working days
        (date(2026, 5, 20), date(2026, 5, 3)),  # nor is the week-end after the 1st: it counts from Monday 4th
    ],
)
def test_the_newest_request_that_is_overdue(today: date, newest: date) -> None:
    assert newest_overdue(today, 10) == newest


def test_a_request_is_overdue_once_ten_whole_working_days_have_gone_by() -> None:
    for place in range(800):
        today = date(2026, 1, 1) + timedelta(days=place)
        newest = newest_overdue(today, 10)

        def gone_by(asked: date, today: date = today) -> int:
            after = (asked + timedelta(days=days) for days in range(1, (today - asked).days))
            return sum(is_working_day(day) for day in after)

        assert gone_by(newest) == 10
        assert gone_by(newest + timedelta(days=1)) == 9
