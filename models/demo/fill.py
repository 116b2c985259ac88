"""Fills a database with an invented region: visits over two years by every door, and the files that followed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from models.demo.visitors import invent_answers
from models.french.formats import paris_day
from models.rules.conclusion import conclude
from models.rules.path import waiting_place, walk
from models.rules.questionnaire import Questionnaire
from models.store.bulk import PastVisit
from models.store.visits import Door

YEARS = 2
DISTINCT_RESULTS = 400
"""Results computed anew; a larger crowd repeats them on other days, which a benchmark can't tell apart."""

DOORS = {Door.SITE: 6, Door.EMBED: 3, Door.KIOSK: 3}


def invent_visits(
    questionnaire: Questionnaire,
    content_id: int,
    count: int,
    now: datetime,
    chance: Random,
    event_id: int | None = None,
) -> Iterator[PastVisit]:
    """So many visits, oldest first, over the last years, more and more of them; kiosk visits belong to the event."""
    models: list[PastVisit] = []
    span = timedelta(days=365 * YEARS)
    for place in range(count):
        started_at = now - span * ((count - place) / (count + 1)) ** 2 - timedelta(minutes=chance.randrange(400))
        if len(models) < DISTINCT_RESULTS or count <= DISTINCT_RESULTS:
            models.append(_invent(questionnaire, content_id, started_at, chance, event_id))
            yield models[-1]
        else:
            yield _on_another_day(chance.choice(models), started_at)


def _invent(
    questionnaire: Questionnaire, content_id: int, started_at: datetime, chance: Random, event_id: int | None
) -> PastVisit:
    door = chance.choices(list(DOORS), list(DOORS.values()))[0]
    short = door is Door.KIOSK
    answers = invent_answers(questionnaire, chance, short=short)
    result, path = None, walk(questionnaire, answers, short=short)
    if path.complete:
        result = conclude(questionnaire, answers, paris_day(started_at), short=short)
    return PastVisit(
        door,
        started_at,
        answers,
        short,
        event_id if short else None,
        result,
        content_id,
        waiting_place(questionnaire, path),
    )


def _on_another_day(visit: PastVisit, started_at: datetime) -> PastVisit:
    result = visit.result
    if result is not None:
        day = paris_day(started_at)
        result = replace(result, concluded_on=day, valid_until=day + (result.valid_until - result.concluded_on))
    return replace(visit, started_at=started_at, result=result)
