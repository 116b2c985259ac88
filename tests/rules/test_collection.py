"""Other views counted: who may give them, what is shown from how many answers, and what can never come out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.collection import (
    CountedCollection,
    Group,
    as_shown,
    closing_days,
    count_collection,
    direction_points,
    exchange_key,
    from_json,
    groups_offered,
    most_slips,
    to_half_point,
    to_json,
)
from models.rules.path import walk
from models.rules.question import Size
from models.rules.questionnaire import Questionnaire
from models.rules.slip import slip_questionnaire
from tests.rules.sample import LADDERS, OPENINGS, PRACTICE_KEYS, SAMPLE

TEAM, ELECTED = Group.EQUIPE, Group.REPRESENTANTS
THREE = dict.fromkeys(LADDERS, 3)
"""A direction that is half-way everywhere."""


def person(points: int | None, **others: str) -> dict[str, str]:
    """Somebody who gives every dimension that many points; None: who doesn't know."""
    answers = {}
    for opening, deepening in LADDERS.values():
        if points is None:
            answers[opening] = "nsp"
        else:
            first = min(points, 3)
            answers[opening] = str(first)
            if first:
                answers[deepening] = str(points - first)
    return answers | others


def counted(group: Group, *people: Mapping[str, str], direction: Mapping[str, int] = THREE) -> CountedCollection:
    return count_collection(SAMPLE, direction, {group: people})


class TestWhoIsAsked:
    @pytest.mark.parametrize(
        ("headcount", "groups"),
        [
            *((number, ()) for number in range(5)),
            (5, (TEAM,)),
            (10, (TEAM,)),
            (11, (ELECTED, TEAM)),
            (12, (ELECTED, TEAM)),
        ],
    )
    def test_the_groups_by_size_of_company(self, headcount: int, groups: tuple[Group, ...]) -> None:
        assert groups_offered(headcount) == groups

    @pytest.mark.parametrize(
        ("headcount", "team", "elected"), [(5, 5, 30), (29, 29, 30), (299, 299, 30), (300, 300, 30), (4000, 300, 30)]
    )
    def test_the_most_slips(self, headcount: int, team: int, elected: int) -> None:
        assert (most_slips(TEAM, headcount), most_slips(ELECTED, headcount)) == (team, elected)

    def test_a_collection_closes_in_2_to_60_days_14_by_default(self) -> None:
        assert closing_days(date(2026, 2, 20)) == (date(2026, 2, 22), date(2026, 3, 6), date(2026, 4, 21))


class TestThresholds:
    @pytest.mark.parametrize("answers", range(13))
    def test_the_team_is_shown_from_4_answers_on_else_its_count_alone(self, answers: int) -> None:
        group = counted(TEAM, *[person(6)] * answers).groups[0]
        assert group.answers == answers
        assert group.shown is (answers >= 4)
        if answers < 4:
            assert group.views == ()
        else:
            assert {view.mean for view in group.views} == {Fraction(6)}

    @pytest.mark.parametrize("answers", range(13))
    def test_representatives_are_shown_from_1(self, answers: int) -> None:
        group = counted(ELECTED, *[person(1)] * answers).groups[0]
        assert (group.answers, group.shown) == (answers, answers >= 1)

    @pytest.mark.parametrize(
        ("known", "unknown"), [(k, u) for k, u in product(range(13), repeat=2) if 4 <= k + u <= 12]
    )
    def test_no_mean_of_fewer_than_4_who_know(self, known: int, unknown: int) -> None:
        group = counted(TEAM, *[person(5)] * known, *[person(None)] * unknown).groups[0]
        assert {view.unknown for view in group.views} == {unknown}
        assert {view.mean for view in group.views} == ({Fraction(5)} if known >= 4 else {None})
        assert {view.gap for view in group.views} == ({Fraction(2)} if known >= 4 else {None})

    def test_below_the_threshold_the_same_comes_out_whatever_was_answered(self) -> None:
        kept = {to_json(counted(TEAM, *people)) for people in product([person(0), person(6), person(None)], repeat=3)}
        assert kept == {'{"direction":' + _direction(THREE) + ',"groups":[{"group":"equipe","answers":3,"views":[]}]}'}

    def test_a_group_that_was_not_asked_is_not_there(self) -> None:
        assert [group.group for group in counted(TEAM).groups] == [TEAM]
        assert count_collection(SAMPLE, THREE, {}).groups == ()


def _direction(points: Mapping[str, int]) -> str:
    return "{" + ",".join(f'"{key}":{value}' for key, value in points.items()) + "}"


class TestUnknown:
    def test_an_unknown_opening_or_deepening_is_no_view_and_no_zero(self) -> None:
        half = person(4, management_feedback="nsp")
        view = counted(TEAM, half, person(None), *[person(4)] * 4).groups[0].of("management")
        assert view is not None
        assert (view.mean, view.unknown) == (Fraction(4), 2)

    def test_nobody_who_knows_leaves_only_how_many_don_t(self) -> None:
        view = counted(ELECTED, *[person(None)] * 3).groups[0].of("dialogue")
        assert view is not None
        assert (view.mean, view.gap, view.unknown, view.to_discuss) == (None, None, 3, False)

    def test_a_deepening_left_behind_counts_for_nothing(self) -> None:
        view = counted(ELECTED, person(0, management_feedback="3")).groups[0].of("management")
        assert view is not None
        assert view.mean == 0

    def test_what_was_not_answered_or_makes_no_sense_is_unknown(self) -> None:
        people = [{}, person(4, management_autonomie="9"), {"management_autonomie": "2"}]
        view = counted(ELECTED, *people).groups[0].of("management")
        assert view is not None
        assert (view.mean, view.unknown) == (None, 3)

    def test_the_direction_is_counted_by_the_same_rule(self) -> None:
        answers = person(5, dialogue_instances="nsp", qvct_fidelisation="nsp", gouvernance_decisions="0")
        assert direction_points(SAMPLE, answers) == {"management": 5, "gouvernance": 0, "ecosysteme": 5}

    def test_where_the_direction_doesn_t_know_there_is_no_gap(self) -> None:
        view = counted(TEAM, *[person(6)] * 4, direction={"management": 0}).groups[0].of("qvct")
        assert view is not None
        assert (view.mean, view.gap) == (Fraction(6), None)


class TestGaps:
    @pytest.mark.parametrize(
        ("points", "gap", "worth_it"),
        [
            ((5, 5, 4, 4), Fraction(3, 2), True),
            ((5, 4, 4, 4), Fraction(5, 4), False),
            ((1, 1, 2, 2), Fraction(-3, 2), True),
            ((2, 2, 2, 1), Fraction(-5, 4), False),
        ],
    )
    def test_a_gap_is_worth_discussing_from_a_point_and_a_half_exactly(
        self, points: Sequence[int], gap: Fraction, worth_it: bool
    ) -> None:
        found = counted(TEAM, *map(person, points))
        view = found.groups[0].of("qvct")
        assert view is not None
        assert (view.gap, view.to_discuss, bool(found.to_discuss), found.aligned) == (
            gap,
            worth_it,
            worth_it,
            not worth_it,
        )

    def test_the_two_widest_come_first_and_each_names_its_groups(self) -> None:
        direction = {"management": 3, "dialogue": 0, "qvct": 6, "gouvernance": 2, "ecosysteme": 4}
        found = count_collection(SAMPLE, direction, {TEAM: [person(4)] * 4, ELECTED: [person(1)]})
        told = [(each.dimension, [(gap.group, gap.gap) for gap in each.gaps]) for each in found.to_discuss]
        assert told == [
            ("qvct", [(ELECTED, Fraction(-5)), (TEAM, Fraction(-2))]),
            ("dialogue", [(TEAM, Fraction(4))]),
            ("ecosysteme", [(ELECTED, Fraction(-3))]),
            ("management", [(ELECTED, Fraction(-2))]),
            ("gouvernance", [(TEAM, Fraction(2))]),
        ]
        assert found.headlines == found.to_discuss[:2]

    def test_nothing_compared_is_not_aligned(self) -> None:
        assert not counted(TEAM, *[person(3)] * 3).aligned
        assert not counted(TEAM, *[person(None)] * 8).aligned
        assert counted(TEAM, *[person(3)] * 4).aligned

    def test_the_question_to_talk_over_is_the_group_s_and_the_way_s(self) -> None:
        assert exchange_key(TEAM, Fraction(2)) == "equipe_plus"
        assert exchange_key(ELECTED, Fraction(-2)) == "representants_moins"


@pytest.mark.parametrize(
    ("mean", "shown"),
    [
        ("0", "0"),
        ("6/25", "0"),
        ("1/4", "1/2"),
        ("37/50", "1/2"),
        ("3/4", "1"),
        ("13/4", "7/2"),
        ("23/4", "6"),
        ("6", "6"),
    ],
)
def test_a_mean_is_shown_to_the_half_point_half_up(mean: str, shown: str) -> None:
    assert to_half_point(Fraction(mean)) == Fraction(shown)


@pytest.mark.parametrize("size", Size)
def test_a_slip_asks_the_ten_questions_by_the_ladder(questionnaire: Questionnaire, size: Size) -> None:
    slip = slip_questionnaire(questionnaire, size)
    assert [question.key for question in slip.questions] == PRACTICE_KEYS
    assert [each.key for each in walk(slip, dict.fromkeys(OPENINGS, "0")).questions] == OPENINGS
    assert [each.key for each in walk(slip, dict.fromkeys(OPENINGS, "nsp")).questions] == OPENINGS
    assert [each.key for each in walk(slip, dict.fromkeys(OPENINGS, "1")).questions] == PRACTICE_KEYS
    assert slip is slip_questionnaire(questionnaire, size)


@pytest.mark.parametrize(
    "text",
    ["", "nul", "[]", "{}", '{"direction":{},"groups":[{"group":"chef","answers":1,"views":[]}]}']
    + [
        f'{{"direction":{{}},"groups":[{{"group":"equipe","answers":4,"views":[["qvct",{mean},0,null]]}}]}}'
        for mean in ('"1/0"', '"1e999999999"', '"nan"', "2.5", '"4"]')
    ],
)
def test_what_is_no_counting_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  (json's own, or ours)
        from_json(text)


LEVEL = st.sampled_from(["0", "1", "2", "3", "nsp"])
PEOPLE = st.lists(st.fixed_dictionaries(dict.fromkeys(PRACTICE_KEYS, LEVEL)), max_size=12)
DIRECTION = st.dictionaries(st.sampled_from(list(LADDERS)), st.integers(0, 6))


def test_what_is_handed_over_is_no_finer_than_what_is_shown() -> None:
    """13/4 and 7/2 are both shown as 3,5."""
    one, other = (counted(TEAM, *map(person, points)) for points in ((3, 3, 3, 4), (3, 3, 4, 4)))
    assert one != other
    assert as_shown(one) == as_shown(other)
    assert {view.mean for group in as_shown(one).groups for view in group.views} == {Fraction(7, 2)}


@given(DIRECTION, PEOPLE, PEOPLE, st.randoms(use_true_random=False))
def test_the_order_of_answers_changes_nothing(
    direction: dict[str, int], team: list[dict[str, str]], elected: list[dict[str, str]], chance: Random
) -> None:
    before = count_collection(SAMPLE, direction, {TEAM: team, ELECTED: elected})
    shuffled = chance.sample(team, len(team)), chance.sample(elected, len(elected))
    assert count_collection(SAMPLE, direction, {ELECTED: shuffled[1], TEAM: shuffled[0]}) == before
    assert from_json(to_json(before)) == before


@given(PEOPLE.filter(bool), st.data())
def test_raising_an_answer_never_lowers_a_mean(people: list[dict[str, str]], data: st.DataObject) -> None:
    who = data.draw(st.integers(0, len(people) - 1))
    key = data.draw(st.sampled_from(PRACTICE_KEYS))
    if people[who][key] not in "012":
        return
    raised = [dict(each) for each in people]
    raised[who][key] = str(int(people[who][key]) + 1)
    before = {view.dimension: view.mean for view in counted(ELECTED, *people).groups[0].views}
    for view in counted(ELECTED, *raised).groups[0].views:
        former = before[view.dimension]
        assert former is None or view.mean is None or view.mean >= former


@given(DIRECTION, PEOPLE)
def test_what_is_shown_stays_within_the_scale_and_counts_everybody(
    direction: dict[str, int], people: list[dict[str, str]]
) -> None:
    for group in count_collection(SAMPLE, direction, {TEAM: people, ELECTED: people}).groups:
        assert group.answers == len(people)
        for view in group.views:
            assert view.mean is None or 0 <= view.mean <= 6
            assert 0 <= view.unknown <= len(people)
            assert view.mean is None or abs(to_half_point(view.mean) - view.mean) <= Fraction(1, 4)
