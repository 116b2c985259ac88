"""Of the others: never fewer than twenty, never this one, shares that add up, and figures that hold still."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.conclusion import conclude
from models.rules.peers import EVERY, LEAST, Peer, count, may_change, peer_of, scale_of, tell, without
from models.rules.question import Answer, Size
from models.rules.questionnaire import Level
from models.rules.result import Result
from tests.rules.sample import PRACTICE_KEYS, SAMPLE
from tests.rules.test_comparison import FIRM

SCALE = {"management": 6, "dialogue": 6}
KNOWN = st.fixed_dictionaries({}, optional=dict.fromkeys(SCALE, st.integers(0, 6)))
PEERS = st.builds(Peer, st.just(Size.UNDER_11), st.just("btp"), st.sampled_from(Level), KNOWN)


def _some(number: int, points: int = 3, level: Level = Level.OUTILLAGE) -> list[Peer]:
    return [Peer(Size.UNDER_11, "btp", level, dict.fromkeys(SCALE, points))] * number


def test_each_company_counts_once() -> None:
    counts = count([*_some(3, level=Level.OUTILLAGE), *_some(2, level=Level.INNOVATION)])
    assert counts.companies == 5
    assert counts.levels == {Level.OUTILLAGE: 3, Level.INNOVATION: 2}


@given(st.lists(PEERS, max_size=60), PEERS, st.randoms(use_true_random=False))
def test_this_one_is_left_out_as_if_it_had_never_been_there(peers: list[Peer], own: Peer, chance: object) -> None:
    mixed = [*peers, own]
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    alone, together = tell(without(count(mixed), own), SCALE), tell(count(peers), SCALE)
    assert alone == together


@given(st.lists(PEERS, min_size=LEAST, max_size=90))
def test_shares_add_up_and_each_is_within_a_tenth(peers: list[Peer]) -> None:
    told = tell(count(peers), SCALE)
    assert told is not None
    assert sum(told.tenths.values()) == 10
    for level, tenths in told.tenths.items():
        assert abs(Fraction(sum(peer.level is level for peer in peers), len(peers)) - Fraction(tenths, 10)) < Fraction(
            1, 10
        )


@given(st.lists(PEERS, min_size=LEAST, max_size=90))
def test_a_median_is_the_median_of_those_who_know(peers: list[Peer]) -> None:
    told = tell(count(peers), SCALE)
    assert told is not None
    for dimension in SCALE:
        known = [peer.points[dimension] for peer in peers if dimension in peer.points]
        expected = Fraction(median(known)) if len(known) >= LEAST else None
        assert told.medians[dimension] == expected


def test_of_an_odd_number_the_median_is_the_one_in_the_middle() -> None:
    told = tell(count([*_some(10, points=0), *_some(1, points=4), *_some(10, points=6)]), SCALE)
    assert told is not None
    assert told.medians["management"] == 4


@pytest.mark.parametrize("number", range(LEAST + 3))
def test_below_twenty_nothing_is_told(number: int) -> None:
    assert (tell(count(_some(number)), SCALE) is None) == (number < 20)


def test_a_dimension_that_too_few_know_has_no_median() -> None:
    half = Peer(Size.UNDER_11, "btp", Level.OUTILLAGE, {"management": 2})
    told = tell(count([*_some(19), half, half]), SCALE)
    assert told is not None
    assert told.medians == {"management": Fraction(3), "dialogue": None}


@pytest.mark.parametrize(
    ("levels", "tenths"),
    [
        ((20, 0, 0), (10, 0, 0)),
        ((10, 10, 5), (4, 4, 2)),
        ((11, 11, 11), (4, 3, 3)),
        ((1, 1, 38), (0, 0, 10)),
        ((0, 13, 7), (0, 7, 3)),
    ],
)
def test_tenths_are_those_a_hand_would_find(levels: tuple[int, ...], tenths: tuple[int, ...]) -> None:
    peers = [peer for level, number in zip(Level, levels, strict=True) for peer in _some(number, level=level)]
    told = tell(count(peers), SCALE)
    assert told is not None
    assert tuple(told.tenths[level] for level in Level) == tenths


@pytest.mark.parametrize(
    ("kept", "found", "newcomers", "may"),
    [
        (20, 24, 4, False),
        (20, 25, 5, True),
        (25, 21, 0, False),
        (25, 20, 0, True),
        (22, 22, 4, False),  # four came and four left, or four answered again
        (22, 22, 5, True),
    ],
)
def test_figures_change_once_five_have_come_or_gone(kept: int, found: int, newcomers: int, *, may: bool) -> None:
    assert may_change(count(_some(kept)), count(_some(found)), newcomers) is may


def _result(changed: Mapping[str, Answer] | None = None, *, short: bool = False) -> Result:
    return conclude(SAMPLE, {**FIRM, **(changed or {})}, date(2026, 3, 12), short=short)


def _peer(result: Result) -> Peer | None:
    sector = result.answers["secteur"]
    return peer_of(result.maturity, result.size, sector, scale_of(SAMPLE), short=result.short)


def test_a_company_belongs_to_its_size_and_sector_its_size_and_all() -> None:
    peer = _peer(_result())
    assert peer is not None
    assert peer.groups == ((Size.FROM_11_TO_49, "services"), (Size.FROM_11_TO_49, EVERY), (EVERY, EVERY))
    assert Counter(peer.points.values()) == {2: 5}


def test_what_is_not_known_counts_for_nothing() -> None:
    peer = _peer(_result({"qvct_conditions": "nsp"}))
    assert peer is not None
    assert set(peer.points) == {"management", "dialogue", "gouvernance", "ecosysteme"}
    assert _peer(_result(dict.fromkeys(PRACTICE_KEYS, "nsp"))) is None


def test_a_short_path_and_another_scale_do_not_count() -> None:
    assert _peer(_result(short=True)) is None
    result = _result()
    fewer = replace(result.maturity, dimensions=result.maturity.dimensions[1:])
    assert peer_of(fewer, result.size, "services", scale_of(SAMPLE), short=False) is None
