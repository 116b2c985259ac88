"""Visits invented by the batch are like those that visitors leave one by one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models.rules.question import Answer
from models.store.bulk import PastVisit, add_later_result, add_past_visits, finished_before
from models.store.dossier_file import get_dossier, list_revisions
from models.store.visits import newest_result
from models.store.visits.finding import Door, read_answers
from tests.store.making import ANSWERS, NOW, result_of

pytestmark = pytest.mark.usefixtures("store")
LATER = NOW + timedelta(days=150)


def past(answers: dict[str, Answer] = ANSWERS, *, short: bool = False, ended: bool = True) -> PastVisit:
    result = result_of(answers, short=short) if ended else None
    return PastVisit(Door.SITE, NOW, answers, short, None, result, 1)


def test_each_has_its_own_answers_in_whatever_batches_they_are_written() -> None:
    given: list[dict[str, Answer]] = [{**ANSWERS, "territoire": place} for place in ("07", "26", "42")]
    ids = add_past_visits([past(answers, ended=False) for answers in given], batch=2)
    runs = [run for id_ in ids for run in list_revisions(id_)]
    assert [read_answers(run.id)[0] for run in runs] == given


def test_those_of_the_whole_path_that_ended_before_a_moment_are_found() -> None:
    whole, *_ = add_past_visits([past(), past(short=True), past(ended=False)])
    ended = get_dossier(whole).concluded_at
    assert ended is not None
    assert finished_before(ended) == []
    assert finished_before(ended + timedelta(milliseconds=1)) == [whole]


def test_a_later_result_was_begun_after_the_former_and_before_its_own_end() -> None:
    (dossier_id,) = add_past_visits([past()])
    answers: dict[str, Answer] = {**ANSWERS, "secteur": "btp"}
    add_later_result(dossier_id, result_of(answers, now=LATER), 1, LATER)
    again, first = list_revisions(dossier_id)
    assert first.concluded_at is not None
    assert again.concluded_at == LATER
    assert first.concluded_at < again.opened_at < LATER
    kept = newest_result(dossier_id)
    assert kept is not None
    assert kept.result.answers == answers
    assert read_answers(again.id)[0] == answers
