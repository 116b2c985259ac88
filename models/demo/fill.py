"""An invented region's visits, by every door, such as the purge would have left them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from models.demo.visitors import invent_answers
from models.french.formats import PARIS, paris_day
from models.rules.conclusion import conclude
from models.rules.path import waiting_place, walk
from models.rules.questionnaire import Questionnaire
from models.store.bulk import PastVisit
from models.store.visits import Door

PAST_DAYS = 360
"""No longer ago, or the purge of a year would take some away at once."""

UNFINISHED_DAYS = 28
"""Nobody who left halfway is older, for the same reason."""

DISTINCT_RESULTS = 400
"""Results computed anew; a larger crowd repeats them on other days, which a benchmark can't tell apart."""

DOORS = {Door.SITE: 6, Door.EMBED: 3, Door.KIOSK: 3}
OPENS, CLOSES = 8, 19
"""The hours of Paris between which visits begin."""

REHEARSED = 12
"""One in so many of the stands' visits is their team's, who try the tablet the day before."""


@dataclass(frozen=True, slots=True)
class Stand:
    """An event whose stand received visits, and its first day; it lasts two."""

    event_id: int
    first_day: date


def invent_visits(
    questionnaire: Questionnaire, content_id: int, count: int, now: datetime, chance: Random, stands: Sequence[Stand]
) -> Iterator[PastVisit]:
    """So many visits, oldest first, over the last months, more and more of them; those of a stand on its days.

    A few are rehearsals, the day before.
    """
    models: dict[tuple[Door, bool], list[PastVisit]] = {}
    for started_at, door, event_id in sorted(_beginnings(count, now, chance, stands)):
        may_leave = now - started_at < timedelta(days=UNFINISHED_DAYS)
        made = models.setdefault((door, may_leave), [])
        if len(made) < DISTINCT_RESULTS:
            made.append(_invent(questionnaire, content_id, started_at, door, event_id, chance, may_leave=may_leave))
            yield made[-1]
        else:
            yield _on_another_day(chance.choice(made), started_at, event_id)


def _beginnings(
    count: int, now: datetime, chance: Random, stands: Sequence[Stand]
) -> Iterator[tuple[datetime, Door, int]]:
    """When, by which door, and at which event (0 for none)."""
    at_stands = 0
    for place in range(count):
        day = paris_day(now - timedelta(days=PAST_DAYS) * ((count - place) / (count + 1)) ** 2)
        door, event_id = chance.choices(list(DOORS), list(DOORS.values()))[0], 0
        if door is Door.KIOSK:
            stand = min(stands, key=lambda stand: abs(stand.first_day - day))
            later = chance.randrange(2) if at_stands % REHEARSED else -1
            at_stands += 1
            day, event_id = stand.first_day + timedelta(days=later), stand.event_id
        yield _in_the_day(day, now, chance), door, event_id


def _in_the_day(day: date, now: datetime, chance: Random) -> datetime:
    """Some time of that day when people are about; before now, the day before where the day has hardly begun."""
    opens = datetime.combine(day, time(OPENS), PARIS)
    while opens > now - timedelta(hours=1):
        opens -= timedelta(days=1)
    closes = min(opens + timedelta(hours=CLOSES - OPENS), now - timedelta(minutes=30))
    return (opens + (closes - opens) * chance.random()).astimezone(UTC)


def _invent(
    questionnaire: Questionnaire,
    content_id: int,
    started_at: datetime,
    door: Door,
    event_id: int,
    chance: Random,
    *,
    may_leave: bool,
) -> PastVisit:
    short = door is Door.KIOSK
    answers = invent_answers(questionnaire, chance, short=short, may_leave=may_leave)
    result, path = None, walk(questionnaire, answers, short=short)
    if path.complete:
        result = conclude(questionnaire, answers, paris_day(started_at), short=short)
    return PastVisit(
        door,
        started_at,
        answers,
        short,
        event_id or None,
        result,
        content_id,
        waiting_place(questionnaire, path),
    )


def _on_another_day(visit: PastVisit, started_at: datetime, event_id: int) -> PastVisit:
    result = visit.result
    if result is not None:
        day = paris_day(started_at)
        result = replace(result, concluded_on=day, valid_until=day + (result.valid_until - result.concluded_on))
    return replace(visit, started_at=started_at, event_id=event_id or None, result=result)
