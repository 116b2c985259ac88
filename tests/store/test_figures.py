"""The figures on usage count what the list shows under the same filters."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from models.rules.result import Grant
from models.rules.variety import Axis
from models.store.applications import Applicant, ApplicationKind, submit_application
from models.store.audit import COMMAND_LINE
from models.store.by_hand import Entered, enter_dossier
from models.store.database import database
from models.store.dossier_file import get_dossier, grant_days
from models.store.dossiers import count_dossiers
from models.store.figures import (
    DEPARTMENT,
    STAGE,
    YEAR,
    Granted,
    days_granted,
    in_all,
    of_door,
    of_event,
    offers_in_view,
    part_seconds,
    progress,
    progress_by_place,
    requests_by_place,
    requests_by_stage,
    years_of_requests,
)
from models.store.filters import STAGES, Filters
from models.store.periods import Visits, requests_by_period, visits_begun, visits_by_period
from models.store.retention import purge
from models.store.sample import companies
from models.store.tables import Assessment
from models.store.visits import Visit, conclude_visit, record_answer
from tests.rows import only
from tests.rules.sample import SAMPLE
from tests.store.making import ANSWERS, NOW, at_kiosk, concluded, result_of, salon, started

LAST = 26


@pytest.fixture
def visits(store: Path) -> dict[str, Visit]:
    """One visit each: just begun, three answers in, with a result, with a request, at a kiosk."""
    begun, _ = started()
    partway, _ = started()
    for place, key in enumerate(("territoire", "structure", "effectif"), start=2):
        record_answer(partway, key, ANSWERS[key], NOW, waiting_at=place)
    finished, _ = concluded()
    asked, _ = concluded()
    submit_application(asked.assessment_id, Applicant(ApplicationKind.APPLICATION, "Inès Faure"), [], NOW)
    stand, _ = at_kiosk(salon())
    return {"begun": begun, "partway": partway, "finished": finished, "asked": asked, "stand": stand}


def test_every_number_is_the_count_of_the_list_it_opens(visits: dict[str, Visit]) -> None:
    counted = progress(Filters())
    assert (counted.started, counted.finished, counted.contacted) == (5, 3, 1)
    assert count_dossiers(Filters()) == counted.started
    assert count_dossiers(Filters(finished=True)) == counted.finished
    assert count_dossiers(Filters(contacted=True)) == counted.contacted
    for place in range(1, LAST + 2):
        assert count_dossiers(Filters(reached=(place,))) == counted.reached(place)
        assert count_dossiers(Filters(left_at=(place,))) == counted.left_at([place])
    assert [counted.left_at([place]) for place in (1, 2, 3, 4, 5)] == [1, 0, 0, 1, 0]
    assert [counted.reached(place) for place in (1, 2, 4, 5)] == [5, 4, 4, 3]
    assert count_dossiers(Filters(left_at=(1, 2, 3, 4))) == counted.left_at([1, 2, 3, 4]) == 2


def test_doors_and_events_add_up(visits: dict[str, Visit]) -> None:
    counted, event = progress_by_place(Filters()), visits["stand"].event_id
    assert {place: each.started for place, each in counted.items()} == {("site", None): 4, ("borne", event): 1}
    assert [of_door(counted, door).started for door in ("site", "borne", "integre")] == [4, 1, 0]
    assert [of_event(counted, which).finished for which in (None, event)] == [2, 1]
    assert progress(Filters(doors=("borne",))) == of_door(counted, "borne")
    assert in_all(counted.values()) == progress(Filters())
    assert progress(Filters(since=NOW.date() + timedelta(days=1))).started == 0


def test_unfinished_visits_stay_counted_once_they_are_erased(visits: dict[str, Visit]) -> None:
    before, site = progress(Filters()), of_door(progress_by_place(Filters()), "site")
    later = NOW + timedelta(days=31)
    purge(SAMPLE.retention, later)
    counted = progress(Filters())
    assert (counted.started, counted.erased_from(1), counted.finished) == (3, 2, 3)
    assert [counted.erased_from(place) for place in (1, 2, 4, 5)] == [2, 1, 1, 0]
    assert counted.erased_at([4]) == before.left_at([4]) == 1
    assert of_door(progress_by_place(Filters()), "site").erased_from(1) == sum(site.waiting.values())
    day = NOW.date()
    assert progress(Filters(since=day, until=day)).erased_from(1) == 2
    assert progress(Filters(since=day + timedelta(days=1))).erased_from(1) == 0
    assert progress(Filters(doors=("borne",))).erased_from(1) == 0
    assert progress(Filters(events=(visits["stand"].event_id or 0,))).erased_from(1) == 0
    started(NOW)
    purge(SAMPLE.retention, later)
    assert progress(Filters()).erased_from(1) == 3, "one more of the same day"


def test_each_period_counts_what_its_own_days_do(visits: dict[str, Visit]) -> None:
    purge(SAMPLE.retention, NOW + timedelta(days=31))
    started(NOW + timedelta(days=31))
    on, before, after = (NOW.date() + timedelta(days=days) for days in (0, -1, 31))
    periods = [(on, on), (before, before), (on, after), (after, after)]
    assert visits_by_period(Filters(), periods) == [
        Visits(3, 3, 2),
        Visits(0, 0, 0),
        Visits(4, 3, 2),
        Visits(1, 0, 0),
    ]
    for filters in (Filters(), Filters(doors=("borne",)), Filters(events=(visits["stand"].event_id or 0,))):
        of_each = visits_by_period(filters, periods)
        for told, (first, last) in zip(of_each, periods, strict=True):
            kept = replace(filters, since=first, until=last)
            assert told == visits_begun(kept) == progress(kept).visits
            assert told.started == count_dossiers(kept)
            assert told.finished == count_dossiers(replace(kept, finished=True))


def test_a_request_counts_on_its_own_day_whenever_its_visit_began(visits: dict[str, Visit]) -> None:
    asked_later, entered_on = NOW + timedelta(days=40), NOW.date() - timedelta(days=20)
    who = Applicant(ApplicationKind.CALL_BACK, "Zoé")
    submit_application(visits["finished"].assessment_id, who, [], asked_later)
    enter_dossier(
        Entered(Applicant(ApplicationKind.APPLICATION, "Marc"), "nouveau", entered_on), asked_later, COMMAND_LINE
    )

    def requests(since: date, until: date) -> int:
        return count_dossiers(Filters(contacted=True, requested_since=since, requested_until=until))

    day = NOW.date()
    assert requests(day, day) == 1
    assert requests(asked_later.date(), asked_later.date()) == 1, "not the day it was typed in, for the other"
    assert requests(entered_on, entered_on) == 1
    assert requests(entered_on, asked_later.date()) == 3
    periods = [(each, each) for each in (day, asked_later.date(), entered_on)]
    assert requests_by_period(Filters(), [*periods, (entered_on, asked_later.date())]) == [1, 1, 1, 3]
    assert requests_by_period(Filters(doors=("site",)), periods) == [1, 1, 0]
    assert requests_by_place(Filters(contacted=True, requested_since=day)) == {("site", None): 2}
    assert requests_by_place(Filters()) == {("site", None): 2, ("manuel", None): 1}


def test_midnight_in_paris_belongs_to_the_day_that_begins(store: Path) -> None:
    midnight = datetime(2026, 3, 5, 23, tzinfo=UTC)
    visit, _ = started(midnight)
    submit_application(visit.assessment_id, Applicant(ApplicationKind.CALL_BACK, "Zoé"), [], midnight)
    days = [(date(2026, 3, day), date(2026, 3, day)) for day in (5, 6)]
    assert [each.started for each in visits_by_period(Filters(), days)] == [0, 1]
    assert requests_by_period(Filters(), days) == [0, 1]
    assert [visits_begun(Filters(since=first, until=last)).started for first, last in days] == [0, 1]
    requested = [Filters(requested_since=first, requested_until=last) for first, last in days]
    assert [count_dossiers(filters) for filters in requested] == [0, 1]


def test_offers_are_those_of_the_results(visits: dict[str, Visit]) -> None:
    counts = progress(Filters()).offers
    assert sum(counts.values()) == progress(Filters()).finished == 3
    for offer, count in counts.items():
        assert offer is not None
        assert count_dossiers(Filters(offers=(offer,), finished=True)) == count


def test_what_is_granted_and_what_is_in_view_never_overlap(visits: dict[str, Visit]) -> None:
    number = visits["asked"].assessment_id
    (in_view,) = offers_in_view(Filters())
    assert (in_view.key, in_view.dossiers, in_view.offer) == ("candidature", 1, "deploiement")
    assert days_granted(Filters()) == []
    granted_at_another_price = Grant(5, NOW.date(), 110_000, 110_000, 440_000)
    version = get_dossier(number).version
    grant_days(number, version, granted_at_another_price, NOW.date(), "", NOW, COMMAND_LINE, shown="5 jours")
    assert days_granted(Filters()) == [Granted("candidature", 1, 5, 0, 440_000, 110_000, 0)]
    assert offers_in_view(Filters()) == []


def test_the_median_time_of_a_part_is_from_the_last_answer_before_it(store: Path) -> None:
    parts = {"un": ["territoire", "structure"], "deux": ["effectif"], "trois": ["besoin"]}
    for seconds in (10, 20, 60):
        visit, token = started()
        moment = NOW
        for key in ("territoire", "structure", "effectif"):
            moment += timedelta(seconds=seconds)
            visit = record_answer(visit, key, ANSWERS[key], moment)
        conclude_visit(visit, token, result_of(ANSWERS), 1, NOW)
    assert part_seconds(Filters(), parts) == {"un": 40, "deux": 20}
    assert part_seconds(Filters(doors=("borne",)), parts) == {}


@pytest.mark.file
def test_figures_never_read_all_the_wide_rows(store: Path) -> None:
    asked: list[str] = []
    requests = Filters(stages=STAGES, granted=True)
    database.obj.handle().set_trace_callback(asked.append)
    for filters in (Filters(), Filters(doors=("site", "borne")), Filters(since=NOW.date())):
        progress_by_place(filters)
        visits_begun(filters)
    for by in (STAGE, DEPARTMENT, YEAR):
        days_granted(requests, by)
        offers_in_view(replace(requests, granted=False, ungranted=True), by)
    requests_by_stage(Filters(contacted=True))
    years_of_requests()
    database.obj.handle().set_trace_callback(None)
    of_visits = [sql for sql in asked if 'FROM "assessment"' in sql]
    assert len(of_visits) == 14
    for sql in of_visits:
        plan = [row[3] for row in database.execute_sql(f"EXPLAIN QUERY PLAN {sql}").fetchall()]
        read = [line for line in plan if line.startswith(("SCAN", "SEARCH"))]
        assert read
        assert all("INDEX" in line for line in read), plan
        if "UNION ALL" in plan:
            assert "assessment_finished" in plan[plan.index("UNION ALL") - 1], "finished visits are never put in order"


def test_a_new_visit_waits_at_the_first_question(store: Path) -> None:
    started()
    assert only(Assessment).waiting_at == 1


def test_companies_carry_the_facts_that_make_them_differ(visits: dict[str, Visit]) -> None:
    (found,) = companies(Filters(stages=("candidature",)))
    assert (found.name, found.stage, found.offer) == ("Inès Faure", "candidature", "deploiement")
    assert found.company.values(Axis.THEME) == ("qvct", "participation")
    assert found.company.values(Axis.DEPARTMENT) == ("07",)
    (empty, *_) = companies(Filters(stages=("inacheve",)))
    assert all(empty.company.values(axis) == () for axis in Axis)
