"""Several results compared: never more is said than the answers allow, and never about what isn't comparable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.comparison import MOST_TIMES, PROJECT, Mark, Move, compare, movement, times_shown
from models.rules.conclusion import conclude
from models.rules.question import Answer
from models.rules.questionnaire import OfferKey
from models.rules.result import Result, Score
from tests.rules.sample import PRACTICE_KEYS, SAMPLE
from tests.rules.sample import PROJECT as PROJECT_KEYS
from tests.rules.strategies import eligible

FIRST = date(2026, 3, 12)
FIRM: dict[str, Answer] = {
    "territoire": "07",
    "structure": "scic",
    "effectif": 35,
    "secteur": "services",
    "ambition": "innover",
    "themes": ("qvct",),
    "nouveaute": "entreprise",
    "pratiques": "oui",
    "parties_prenantes": ("salaries",),
    **dict.fromkeys(PROJECT_KEYS, "1"),
    **dict.fromkeys(PRACTICE_KEYS, "1"),
}


def _result(on: date, changed: Mapping[str, Answer] | None = None, *, short: bool = False) -> Result:
    return conclude(SAMPLE, {**FIRM, **(changed or {})}, on, short=short)


def test_each_dimension_the_project_and_the_offer_are_compared_with_the_first_time_and_the_one_before() -> None:
    found = compare(
        SAMPLE,
        [
            _result(FIRST),
            _result(FIRST + timedelta(days=100), {"management_autonomie": "3", "dialogue_instances": "0"}),
            _result(FIRST + timedelta(days=240), {"management_autonomie": "2", **dict.fromkeys(PROJECT_KEYS, "2")}),
        ],
    )
    assert found is not None
    told = {line.id: line for line in found.lines}
    assert list(told) == ["management", "dialogue", "qvct", "gouvernance", "ecosysteme", PROJECT]
    management = told["management"]
    assert [mark.points for mark in management.marks if mark] == [2, 4, 3]
    assert (management.since_first.points, management.since_before.points) == (1, -1)
    assert (management.since_first.move, management.since_before.move) == (Move.UP, Move.DOWN)
    assert (told["dialogue"].since_first.move, told["dialogue"].since_before.points) == (Move.SAME, 2)
    assert [mark.points for mark in told[PROJECT].marks if mark] == [6, 6, 12]
    assert [time.offer for time in found.times] == [OfferKey.EMERGENCE, OfferKey.EMERGENCE, OfferKey.DEPLOIEMENT]
    assert [time.days for time in found.times] == [5, 5, 10]
    assert found.other_scale == ()


def test_one_day_is_one_time_and_its_newest_result_counts() -> None:
    corrected = [_result(FIRST), _result(FIRST, {"management_autonomie": "3"})]
    assert compare(SAMPLE, corrected) is None
    found = compare(SAMPLE, [*corrected, _result(FIRST + timedelta(days=1))])
    assert found is not None
    assert [mark.points for mark in found.lines[0].marks if mark] == [4, 2]


def test_a_short_path_is_no_time_to_compare() -> None:
    later = FIRST + timedelta(days=30)
    assert compare(SAMPLE, [_result(FIRST, short=True), _result(later)]) is None
    assert compare(SAMPLE, [_result(FIRST), _result(later, short=True)]) is None
    assert compare(SAMPLE, []) is None


def test_a_no_has_no_offer_and_its_practices_are_compared_all_the_same() -> None:
    found = compare(SAMPLE, [_result(FIRST), _result(FIRST + timedelta(days=9), {"territoire": "hors"})])
    assert found is not None
    assert [(time.offer, time.days) for time in found.times] == [(OfferKey.EMERGENCE, 5), (None, None)]
    assert found.lines[0].since_first.points == 0


def test_what_is_not_known_is_compared_with_nothing() -> None:
    unknown = _result(FIRST, {"qvct_conditions": "nsp", "besoin": "nsp"})
    found = compare(SAMPLE, [unknown, _result(FIRST + timedelta(days=9), {"besoin": "3", "portage": "0"})])
    assert found is not None
    told = {line.id: line.since_first for line in found.lines}
    assert (told["qvct"].move, told["qvct"].points) == (Move.NOT_KNOWN, None)
    assert told[PROJECT].move is Move.NOT_KNOWN, "its score was a floor: it may have been higher already"


def test_another_scale_is_told_and_never_subtracted() -> None:
    before, after = _result(FIRST), _result(FIRST + timedelta(days=9))
    first, *rest = before.maturity.dimensions
    wider = replace(before, maturity=replace(before.maturity, dimensions=(replace(first, score=Score(5, 9)), *rest)))
    gone = replace(before, maturity=replace(before.maturity, dimensions=tuple(rest)))
    found = compare(SAMPLE, [wider, after])
    assert found is not None
    assert (found.lines[0].since_first.move, found.other_scale) == (Move.OTHER_SCALE, ("management",))
    assert found.lines[1].since_first.points == 0
    lacking = compare(SAMPLE, [gone, after])
    assert lacking is not None
    assert (lacking.lines[0].marks[0], lacking.lines[0].since_first.move) == (None, Move.NOT_KNOWN)


@given(st.lists(st.tuples(st.integers(0, 12).map(lambda days: FIRST + timedelta(days=days)), st.booleans())))
def test_times_are_a_few_of_different_days_with_the_first_and_the_last(results: list[tuple[date, bool]]) -> None:
    results = sorted(results, key=lambda each: each[0])
    shown = times_shown(results)
    long_days = {day for day, short in results if not short}
    days = [results[place][0] for place in shown]
    assert len(shown) == min(len(long_days), MOST_TIMES)
    assert days == sorted(set(days))
    assert not any(results[place][1] for place in shown)
    if long_days:
        assert (days[0], days[-1]) == (min(long_days), max(long_days))
    for place in shown:
        assert results[place] not in results[place + 1 :], "the newest of its day"


MISSING = (0, 1)
"""How many answers of a score may turn out to be anything from 0 to 3."""


@pytest.mark.parametrize(("before", "after"), list(product(product(range(4), MISSING), repeat=2)))
def test_a_movement_holds_whatever_the_missing_answers_turn_out_to_be(
    before: tuple[int, int], after: tuple[int, int]
) -> None:
    told = movement(Mark(before[0], 6, floor=before[1] > 0), Mark(after[0], 6, floor=after[1] > 0))
    really = {
        (then + more) - (once + less)
        for (once, unsure), (then, open_) in [(before, after)]
        for less in range(3 * unsure + 1)
        for more in range(3 * open_ + 1)
    }
    if told.points is not None:
        assert really == {told.points}
    holds = {
        Move.UP: all(gained > 0 for gained in really),
        Move.DOWN: all(gained < 0 for gained in really),
        Move.SAME: really == {0},
        Move.NOT_KNOWN: len(really) > 1,
    }
    assert holds[told.move]


@given(eligible, eligible)
def test_any_two_results_are_compared_both_ways_alike(one: dict[str, Answer], other: dict[str, Answer]) -> None:
    results = [conclude(SAMPLE, answers, FIRST, short=False) for answers in (one, other)]
    later = [replace(result, concluded_on=FIRST + timedelta(days=40)) for result in results]
    there, back = compare(SAMPLE, [results[0], later[1]]), compare(SAMPLE, [results[1], later[0]])
    assert there is not None
    assert back is not None
    opposite = {Move.UP: Move.DOWN, Move.DOWN: Move.UP}
    for line, mirrored in zip(there.lines, back.lines, strict=True):
        assert mirrored.since_first.move is opposite.get(line.since_first.move, line.since_first.move)
        assert line.since_first == line.since_before
