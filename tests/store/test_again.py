"""A revision begun again: no answer in it until it is given, one at a time, dropped as any other."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from models.rules.questionnaire import Retention
from models.store.retention import purge
from models.store.tables import Assessment
from models.store.visits import (
    VisitGone,
    begin_again,
    conclude_visit,
    delete_assessment,
    newest_result,
    open_revision,
    open_since,
    record_answer,
)
from tests.rows import only
from tests.store.coming_home import HOME, come_home
from tests.store.making import ANSWERS, NOW, concluded, found, result_of

LATER = NOW + timedelta(days=240)
RETENTION = Retention(
    unfinished_days=30, finished_months=12, application_months=36, accompanied_years=10, phone_days=14, revision_days=30
)


def test_it_holds_no_answer_and_the_result_stands_meanwhile(store: Path | str) -> None:
    visit, token = concluded()
    assert open_since(visit) is None
    again = begin_again(visit, LATER)
    assert (again.answers, again.revision_number, again.short, again.concluded) == ({}, 2, False, False)
    assert found(token, LATER).answers == {}
    assert open_since(again) == LATER
    kept = newest_result(visit.assessment_id)
    assert kept is not None
    assert (kept.revision_number, kept.result, kept.earlier) == (1, result_of(ANSWERS), ())


def test_twice_is_once(store: Path | str) -> None:
    visit, token = concluded()
    again = record_answer(begin_again(visit, LATER), "territoire", "38", LATER)
    twice = begin_again(found(token, LATER), LATER + timedelta(minutes=1))
    assert (twice.revision_id, twice.answers) == (again.revision_id, {"territoire": "38"})


def test_a_modification_under_way_is_taken_up_or_dropped_by_its_moment(store: Path | str) -> None:
    visit, token = concluded()
    record_answer(open_revision(visit, NOW, short=False), "territoire", "38", NOW)
    kept = begin_again(found(token), LATER, in_place_of=NOW + timedelta(days=1))
    assert kept.answers == {**ANSWERS, "territoire": "38"}
    again = begin_again(found(token), LATER, in_place_of=NOW)
    assert (again.answers, again.revision_number) == ({}, 2)
    assert only(Assessment).department == "07", "the facts are the result's again"
    given = record_answer(again, "territoire", "38", LATER)
    assert begin_again(given, LATER, in_place_of=NOW).answers == {"territoire": "38"}, "a second click drops nothing"


def test_the_first_revision_is_never_dropped(store: Path | str) -> None:
    visit, _ = concluded()
    assert begin_again(visit, LATER, in_place_of=visit.created_at).revision_number == 2
    assert newest_result(visit.assessment_id)


def test_unfinished_after_thirty_days_it_is_dropped(store: Path | str) -> None:
    visit, token = concluded()
    record_answer(begin_again(visit, LATER), "territoire", "38", LATER)
    assert purge(RETENTION, LATER + timedelta(days=29)).revisions == 0
    assert purge(RETENTION, LATER + timedelta(days=31)).revisions == 1
    assert found(token, LATER).answers == ANSWERS
    assert only(Assessment).department == "07"


def test_concluded_it_comes_with_the_results_it_is_compared_with(store: Path | str) -> None:
    visit, token = concluded()
    results = [result_of(ANSWERS)]
    for place in range(1, 8):
        moment = NOW + timedelta(days=60 * place)
        visit = begin_again(found(token, moment), moment)
        answers = {**ANSWERS, "management_autonomie": str(place % 4)}
        for key, value in answers.items():
            visit = record_answer(visit, key, value, moment)
        results.append(conclude_visit(visit, token, result_of(answers, now=moment), 1, moment))
    kept = newest_result(visit.assessment_id)
    assert kept is not None
    assert (kept.result, kept.revision_number) == (results[-1], 8)
    assert kept.earlier == (results[0], *results[-4:-1])


def test_a_correction_of_the_same_day_takes_the_place_of_what_it_corrects(store: Path | str) -> None:
    visit, token = concluded()
    soon = NOW + timedelta(minutes=5)
    corrected = {**ANSWERS, "management_autonomie": "3"}
    visit = record_answer(open_revision(visit, soon, short=False), "management_autonomie", "3", soon)
    conclude_visit(visit, token, result_of(corrected, now=soon), 1, soon)
    kept = newest_result(visit.assessment_id)
    assert kept is not None
    assert kept.earlier == ()


def test_an_erased_visit_begins_nothing(store: Path | str) -> None:
    visit, _ = concluded()
    delete_assessment(visit.assessment_id, NOW)
    with pytest.raises(VisitGone):
        begin_again(visit, LATER)


@pytest.mark.parametrize("copied", [True, False])
def test_begun_at_a_stand_it_comes_home_with_what_was_given_since(stand: Path, main: Path, copied: bool) -> None:
    visit, token = concluded()
    soon = NOW + timedelta(hours=1)
    visit = open_revision(visit, soon, short=False) if copied else begin_again(visit, soon)
    record_answer(visit, "territoire", "38", soon)
    assert come_home(stand, main).added == 1
    assert len(found(token, HOME).answers) == (len(ANSWERS) if copied else 1)
    brought = only(Assessment)
    assert (brought.department, brought.sector) == ("38", ANSWERS["secteur"])
