"""Counted once, as it closes; then nothing that it was counted from is left."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from models.rules.collection import Group, count_collection
from models.store.audit import COMMAND_LINE
from models.store.collections import (
    CollectionFigures,
    CollectionLine,
    SlipState,
    close_collection,
    close_due_collections,
    collection_figures,
    counted_collections,
    find_attempt,
    find_open,
    newest_collections,
)
from models.store.filters import Filters
from models.store.personal_data import extract_dossier
from models.store.retention import purge
from models.store.tables import Attempt, Box, Collection, Slip
from models.store.visits import delete_assessment, find_visit
from tests.rows import count, only, rows, values
from tests.rules.sample import SAMPLE
from tests.store.collections.making import AFTER, CLOSES_ON, asking, ballot, filled, held, sent
from tests.store.making import NOW, concluded

pytestmark = pytest.mark.usefixtures("store")
DAY = timedelta(days=1)


def test_the_figures_are_those_of_the_rules_and_the_direction_s_are_its_newest_result_s() -> None:
    visit, _, slips = asking()
    ballots = [ballot("1"), ballot("3"), ballot("2"), ballot("nsp", ecosysteme_achats="1", ecosysteme_cooperation="2")]
    for token, answers in zip(slips[Group.EQUIPE], ballots, strict=False):
        sent(token, answers)
    assert close_collection(visit.assessment_id, SAMPLE, NOW + DAY)
    (kept,) = counted_collections(visit.assessment_id)
    assert (kept.opened_on, kept.closed_on) == (date(2026, 3, 2), date(2026, 3, 3))
    direction = dict.fromkeys((dimension.id for dimension in SAMPLE.dimensions), 2)
    expected = count_collection(SAMPLE, direction, {Group.EQUIPE: ballots, Group.REPRESENTANTS: []})
    assert kept.counted == expected
    assert find_open(visit) is None


def test_closing_twice_counts_once() -> None:
    visit, _, slips = asking()
    sent(slips[Group.EQUIPE][0], ballot())
    assert close_collection(visit.assessment_id, SAMPLE, NOW)
    before = rows(Collection)
    assert not close_collection(visit.assessment_id, SAMPLE, NOW + DAY)
    assert close_due_collections(lambda: SAMPLE, NOW + 400 * DAY) == 0
    assert [row.__data__ for row in rows(Collection)] == [row.__data__ for row in before]


def test_those_whose_day_is_over_are_closed_and_no_others() -> None:
    first, _, _ = asking()
    later, _, slips = asking(now=NOW)
    sent(slips[Group.EQUIPE][0], ballot())
    slip, attempt = filled(slips[Group.EQUIPE][1], {"qvct_conditions": "2"})
    Collection.update(closes_on=CLOSES_ON + DAY).where(Collection.assessment == later.assessment_id).execute()
    assert close_due_collections(lambda: SAMPLE, AFTER - timedelta(hours=2)) == 0, "it is still that day in Paris"
    assert close_due_collections(lambda: SAMPLE, AFTER) == 1
    assert find_open(first) is None
    assert find_open(later) is not None
    assert held(slips[Group.EQUIPE][0]).state is SlipState.USED
    assert find_attempt(slip, attempt.token) == attempt, "what was begun elsewhere goes on"


def test_nothing_it_was_counted_from_is_left() -> None:
    """The slips stay known, each like the others: whoever comes late is told that it is over."""
    visit, _, slips = asking()
    for token in slips[Group.EQUIPE][:5]:
        sent(token, ballot("2"))
    filled(slips[Group.EQUIPE][5], {"qvct_conditions": "2"})
    close_collection(visit.assessment_id, SAMPLE, NOW)
    assert count(Attempt) == 0
    assert set(values(Slip, "used")) == {(False,)}
    assert set(values(Box, "contents", "printed")) == {("{}", 0)}
    assert values(Collection, "salt", "holder_hash") == [(None, None)]
    assert {held(token).state for token in slips[Group.EQUIPE]} == {SlipState.CLOSED}
    assert sorted(values(Box, "group", "sent")) == [("equipe", 5), ("representants", 0)]


def test_under_the_threshold_the_kept_text_holds_the_count_and_nothing_else_of_the_team() -> None:
    visit, _, slips = asking({Group.EQUIPE: 12})
    for token in slips[Group.EQUIPE][:3]:
        sent(token, ballot("3"))
    close_collection(visit.assessment_id, SAMPLE, NOW)
    assert json.loads(only(Collection).counted)["groups"] == [{"group": "equipe", "answers": 3, "views": []}]


def test_the_first_counted_comes_first() -> None:
    visit, _, _ = asking()
    close_collection(visit.assessment_id, SAMPLE, NOW + 300 * DAY)
    Collection.update(uid="second").execute()
    asked = only(Collection)
    Collection.create(**{**asked.__data__, "id": None, "uid": "first", "closed_at": NOW + DAY})
    assert [kept.closed_on for kept in counted_collections(visit.assessment_id)] == [
        date(2026, 3, 3),
        date(2026, 12, 27),
    ]


def test_the_back_office_is_told_how_many_and_never_what() -> None:
    visit, _, slips = asking()
    other, _ = concluded()
    sent(slips[Group.EQUIPE][0], ballot())
    sent(slips[Group.REPRESENTANTS][0], ballot())
    assert newest_collections([visit.assessment_id, other.assessment_id]) == {
        visit.assessment_id: CollectionLine(open=True, given=14, sent=2)
    }
    assert collection_figures(Filters()) == CollectionFigures(1, 1, 1, 14, 2)
    close_collection(visit.assessment_id, SAMPLE, NOW)
    assert newest_collections([visit.assessment_id]) == {
        visit.assessment_id: CollectionLine(open=False, given=14, sent=2)
    }
    assert collection_figures(Filters()) == CollectionFigures(1, 1, 0, 14, 2)
    assert collection_figures(Filters(departments=("26",))) == CollectionFigures(0, 0, 0, 0, 0)
    third, *_ = asking()
    assert list(newest_collections([third.assessment_id, other.assessment_id])) == [third.assessment_id]


def test_it_goes_with_the_assessment_erased_or_reduced_to_figures() -> None:
    visit, _, slips = asking()
    filled(slips[Group.EQUIPE][0], {"qvct_conditions": "2"})
    delete_assessment(visit.assessment_id, NOW)
    assert [count(table) for table in (Collection, Box, Slip, Attempt)] == [0, 0, 0, 0]
    _, token, _ = asking()
    purge(SAMPLE.retention, NOW + 400 * DAY)
    assert find_visit(token, NOW) is None
    assert [count(table) for table in (Collection, Box, Slip, Attempt)] == [0, 0, 0, 0]


def test_the_extraction_has_days_and_figures_and_nothing_of_slips() -> None:
    visit, _, slips = asking()
    sent(slips[Group.EQUIPE][0], ballot())
    filled(slips[Group.EQUIPE][1], {"qvct_conditions": "2"})
    extracted = extract_dossier(visit.assessment_id, NOW, COMMAND_LINE)
    assert not {"slip", "box", "attempt"} & set(extracted)
    (collection,) = extracted["collection"]
    assert set(collection) == {"id", "uid", "assessment_id", "size", "opened_at", "closes_on", "closed_at", "counted"}
    assert collection["counted"] is None
