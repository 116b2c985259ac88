"""A clock that is set back, by two hours and by a year, or that jumps ahead: visits go on and nothing is purged.

The application is given its clock, since no process may set the machine's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from models.service.housekeeping import LAST_PURGE, Housekeeper, purge_now
from models.store.settings import get_setting, set_setting
from tests.journeys import ANSWERS, walk_journey
from tests.page_client import PageClient
from tests.views.everywhere import EVENT, SHORT, open_event
from views.web.library import running

START = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@dataclass
class Clock:
    """A clock that somebody sets."""

    time: datetime = START

    def __call__(self) -> datetime:
        """The time it shows; a second later each time it is asked."""
        self.time += timedelta(seconds=1)
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(app_with: Callable[..., Flask], clock: Clock) -> Flask:
    return app_with(clock)


@pytest.mark.parametrize("back", [timedelta(hours=2), timedelta(days=366)])
def test_a_visit_goes_on_and_the_last_answer_wins(visitor: PageClient, clock: Clock, back: timedelta) -> None:
    walk = walk_journey(visitor, ANSWERS, finish=False)
    address = f"/diagnostics/{walk.token}"
    clock.time -= back
    visitor.post(f"{address}/questions/effectif", {"effectif": "61"})
    clock.time -= back
    visitor.post(f"{address}/questions/effectif", {"effectif": "62"})
    assert "62" in visitor.get(f"{address}/recapitulatif").text
    shown = visitor.submit(visitor.get(f"{address}/recapitulatif"), "form#finish")
    assert shown.data("offer-days")
    assert visitor.get(f"{address}/resultat").status == 200
    assert visitor.client.get("/sante").status_code == 200


@pytest.mark.parametrize("back", [timedelta(hours=2), timedelta(days=366)])
def test_at_the_kiosk_nobody_is_sent_away(app: Flask, visitor: PageClient, clock: Clock, back: timedelta) -> None:
    open_event(app)
    walk = walk_journey(visitor, SHORT, door=f"/borne/{EVENT}", finish=False)
    clock.time -= back
    assert visitor.get(f"/borne/{EVENT}/diagnostics/{walk.token}/resultat").data("takeaway-url")


def test_a_purge_by_a_clock_set_back_erases_nothing(app: Flask, visitor: PageClient, clock: Clock) -> None:
    token = walk_journey(visitor, ANSWERS).token
    clock.time -= timedelta(days=3660)
    with app.app_context():
        purge_now(running().questionnaire.retention, clock())
    assert visitor.get(f"/diagnostics/{token}/resultat").data("offer-days")


def test_a_clock_that_jumps_ahead_purges_nothing_unasked(app: Flask, visitor: PageClient, clock: Clock) -> None:
    token = walk_journey(visitor, ANSWERS).token
    with app.app_context():
        Housekeeper(lambda: running().questionnaire).look(clock())
        purged = get_setting(LAST_PURGE)
        clock.time += timedelta(days=3660)
        Housekeeper(lambda: running().questionnaire).look(clock())
        assert get_setting(LAST_PURGE) == purged
        clock.time -= timedelta(days=3659)
        Housekeeper(lambda: running().questionnaire).look(clock())
        assert get_setting(LAST_PURGE) != purged, "right again, it purges as every day"
    assert visitor.get(f"/diagnostics/{token}/resultat").data("offer-days")


def test_long_after_the_last_purge_the_command_asks_whether_the_date_is_right(app: Flask) -> None:
    with app.app_context():
        last = (datetime.now(UTC) - timedelta(days=20)).isoformat()
        set_setting(LAST_PURGE, last)
        asked = app.test_cli_runner().invoke(args=["purge"])
        assert (asked.exit_code, get_setting(LAST_PURGE)) == (1, last)
        assert "20 jours après la dernière purge" in asked.output
        assert app.test_cli_runner().invoke(args=["purge", "--yes"]).exit_code == 0
        assert get_setting(LAST_PURGE) != last
