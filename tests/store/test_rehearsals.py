"""Visits at an event before its first day count nowhere, are told apart, and are dossiers again when the day moves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from models.store.applications import Applicant, ApplicationKind, submit_application
from models.store.dossiers import count_by_stage, count_dossiers, dossier_ids, list_dossiers
from models.store.events import Event, EventCounts, count_visits, save_event
from models.store.figures import first_day, of_door, of_event, progress, progress_by_place
from models.store.filters import Filters
from models.store.periods import visits_begun, visits_by_period
from models.store.retention import purge
from models.store.sample import companies
from models.store.visits import Visit
from tests.rules.sample import SAMPLE
from tests.store.making import NOW, at_kiosk, salon, started

EVE = NOW - timedelta(days=1)
REHEARSED = Filters(rehearsals=True)


@pytest.fixture
def event(store: Path) -> Event:
    """An event that begins today."""
    return salon(starts_on=NOW.date())


@pytest.fixture
def visits(event: Event) -> dict[str, Visit]:
    """Two rehearsals, the day before; and what is none: two visits of the day, one elsewhere the day before."""
    undated = salon(code="sans-jour")
    return {
        "tried": at_kiosk(event, EVE)[0],
        "left": started(EVE, door="borne", event_id=event.id)[0],
        "came": at_kiosk(event)[0],
        "by the poster": started(event_id=event.id)[0],
        "elsewhere": at_kiosk(undated, EVE)[0],
    }


def ids(*made: Visit) -> set[int]:
    return {each.assessment_id for each in made}


def test_every_figure_and_list_leaves_them_out(event: Event, visits: dict[str, Visit]) -> None:
    counted = ids(visits["came"], visits["by the poster"], visits["elsewhere"])
    assert set(dossier_ids(Filters())) == counted
    assert {row.id for row in list_dossiers(Filters()).rows} == counted
    assert sum(count_by_stage(Filters()).values()) == count_dossiers(Filters()) == progress(Filters()).started == 3
    assert {each.id for each in companies(Filters(finished=True))} == ids(visits["came"], visits["elsewhere"])
    told = progress_by_place(Filters())
    assert (of_door(told, "site").started, of_door(told, "borne").started) == (1, 2)
    assert of_event(told, event.id).started == count_dossiers(Filters(events=(event.id,))) == 2
    assert progress(Filters()).finished == 2
    assert count_visits(event.id) == EventCounts(2, 1, 0)
    assert first_day() == EVE.date(), "the visit elsewhere"


def test_they_are_told_apart_under_the_same_filters(event: Event, visits: dict[str, Visit]) -> None:
    assert set(dossier_ids(REHEARSED)) == ids(visits["tried"], visits["left"])
    assert (progress(REHEARSED).started, progress(REHEARSED).finished) == (2, 1)
    assert count_dossiers(replace(REHEARSED, finished=True)) == 1
    assert count_dossiers(replace(REHEARSED, events=(event.id,), until=EVE.date())) == 2
    assert count_dossiers(replace(REHEARSED, since=NOW.date())) == 0
    assert count_dossiers(replace(REHEARSED, doors=("site",))) == 0
    assert count_visits(event.id, EVE.date(), rehearsals=True) == EventCounts(2, 1, 0)
    picked = Filters(chosen=(visits["tried"].assessment_id,))
    assert count_dossiers(picked) == 1, "who picks one from their list gets it"


def test_whoever_asks_to_be_called_is_no_rehearsal(event: Event, visits: dict[str, Visit]) -> None:
    who = Applicant(ApplicationKind.CALL_BACK, "Inès Faure")
    submit_application(visits["tried"].assessment_id, who, [], EVE)
    assert visits["tried"].assessment_id in set(dossier_ids(Filters()))
    assert progress(Filters()).contacted == count_dossiers(Filters(contacted=True)) == 1
    assert set(dossier_ids(REHEARSED)) == ids(visits["left"])


@pytest.mark.parametrize(("first", "rehearsals"), [(EVE.date(), 0), (None, 0), (NOW.date() + timedelta(days=1), 4)])
def test_a_day_that_moves_decides_again(
    event: Event, visits: dict[str, Visit], first: date | None, rehearsals: int
) -> None:
    save_event(replace(event, starts_on=first), NOW)
    assert count_dossiers(REHEARSED) == rehearsals
    assert count_dossiers(Filters()) == 5 - rehearsals


def test_those_erased_are_told_apart_too(event: Event, visits: dict[str, Visit]) -> None:
    purge(SAMPLE.retention, NOW + timedelta(days=31))
    assert progress(Filters()).erased_from(1) == 1, "the one who came by the poster"
    assert progress(REHEARSED).erased_from(1) == 1
    assert progress(Filters(doors=("borne",))).erased_from(1) == 0
    ever = [(date(2017, 1, 1), NOW.date())]
    assert visits_by_period(Filters(), ever) == [visits_begun(Filters())] == [progress(Filters()).visits]
    assert visits_by_period(REHEARSED, ever) == [visits_begun(REHEARSED)] == [progress(REHEARSED).visits]
    save_event(replace(event, starts_on=EVE.date()), NOW)
    assert (progress(Filters()).erased_from(1), progress(REHEARSED).erased_from(1)) == (2, 0)
