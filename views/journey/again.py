"""« Refaire le point »: a revision without answers, in which each earlier one is proposed; and what moved since."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from flask import Flask, Response

from models.french.formats import elapsed, paris_day
from models.rules.path import walk
from models.rules.result import Result
from models.store.visits import begin_again, newest_result, open_since
from views.journey.result_page import ResultView
from views.journey.times_in_words import TimesInWords, say_times
from views.web.current_visit import current_visit, posted
from views.web.doors import journey, not_at_kiosk, now
from views.web.render import go, show

OLD = timedelta(days=90)
"""A result of that age says itself that it can be done again."""


def add_times(app: Flask) -> None:
    """What the templates of a result ask about time."""
    app.jinja_env.globals.update(times_of=times_of, grown_old=grown_old, age_of=age_of)


def times_of(seen: ResultView) -> TimesInWords | None:
    """What moved from one time to another, told from today; None where there was one time only."""
    if seen.comparison is None:
        return None
    return say_times(seen.comparison, seen.questionnaire, paris_day(now()))


def grown_old(result: Result) -> bool:
    """Whether it is time to propose to take stock again."""
    return paris_day(now()) - result.concluded_on >= OLD


def age_of(result: Result) -> str:
    """How long ago it was concluded: « 8 mois »."""
    return elapsed(result.concluded_on, paris_day(now()))


@journey.get("/diagnostics/<token>/refaire-le-point")
def propose_again(token: str) -> Response:
    """What taking stock again means, before it begins; before any result, on to the next step."""
    not_at_kiosk()
    current = current_visit(token)
    kept = newest_result(current.visit.assessment_id)
    if kept is None:
        return current.go_on()
    since = open_since(current.visit)
    return show("journey/again.html", url=current.url("propose_again"), current=current, kept=kept, since=since)


@journey.post("/diagnostics/<token>/refaire-le-point")
def take_stock_again(token: str) -> Response:
    """Open a revision without answers, or go on with what is open unless the form drops it; then its next step."""
    not_at_kiosk()
    current = current_visit(token)
    dropped = _moment(posted().get("abandonner", ""))
    if not current.visit.has_result:
        return current.go_on()
    visit = begin_again(current.visit, now(), in_place_of=dropped)
    path = walk(current.edition.questionnaire, visit.answers, short=visit.short)
    return go(replace(current, visit=visit, path=path).next_url)


def _moment(typed: str) -> datetime | None:
    """The moment that a form names; None where it names none."""
    with suppress(ValueError):
        moment = datetime.fromisoformat(typed[:40])
        return moment if moment.tzinfo else None
    return None
