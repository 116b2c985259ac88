"""A box tells nothing of who gave what, and the counting comes out the same."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from models.rules.ballots import put_in, sheets
from models.rules.collection import Group, count_collection
from models.rules.path import walk
from models.rules.question import Size
from models.rules.slip import slip_questionnaire
from tests.rules.sample import LADDERS, PRACTICE_KEYS, SAMPLE

ASKED = slip_questionnaire(SAMPLE, Size.UNDER_11)
DIRECTION = {"management": 4, "dialogue": 0, "qvct": 6}


def on_the_path(answers: dict[str, str]) -> dict[str, str]:
    return {key: str(value) for key, value in walk(ASKED, answers).answers.items()}


BALLOTS = st.lists(
    st.fixed_dictionaries(dict.fromkeys(PRACTICE_KEYS, st.sampled_from(["0", "1", "2", "3", "nsp"]))).map(on_the_path),
    max_size=12,
)


def box_of(ballots: Sequence[dict[str, str]]) -> dict[str, dict[str, int]]:
    box: dict[str, dict[str, int]] = {}
    for ballot in ballots:
        box = put_in(SAMPLE, box, ballot)
    return box


@given(BALLOTS, st.randoms(use_true_random=False))
def test_the_same_ballots_in_any_order_give_the_same_box(ballots: list[dict[str, str]], chance: object) -> None:
    shuffled = list(ballots)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert repr(box_of(shuffled)) == repr(box_of(ballots)), "the order of its keys included"


@given(BALLOTS)
def test_what_is_counted_from_the_box_is_what_the_ballots_say(ballots: list[dict[str, str]]) -> None:
    found = sheets(SAMPLE, box_of(ballots))
    assert len(found) == len(ballots)
    for group in Group:
        assert count_collection(SAMPLE, DIRECTION, {group: found}) == count_collection(
            SAMPLE, DIRECTION, {group: ballots}
        )


def test_two_people_s_answers_can_be_told_apart_by_nobody() -> None:
    """Whoever is high everywhere and whoever is low leave the same box as two who are both high here and low there."""
    one = LADDERS[SAMPLE.dimensions[0].id]
    high, low = (on_the_path(dict.fromkeys(PRACTICE_KEYS, level)) for level in ("3", "0"))
    here = {**{key: low[key] for key in low if key not in one}, **{key: high[key] for key in one}}
    there = {**{key: high[key] for key in high if key not in one}, **{key: low[key] for key in low if key in one}}
    assert here not in (high, low)
    assert box_of([high, low]) == box_of([here, there])


def test_a_box_holds_a_number_for_each_answer_and_nothing_else() -> None:
    box = box_of([dict.fromkeys(PRACTICE_KEYS, "2"), dict.fromkeys(PRACTICE_KEYS, "2")])
    assert set(box) == {dimension.id for dimension in SAMPLE.dimensions}
    assert all(counted == {"2 2": 2} for counted in box.values())
