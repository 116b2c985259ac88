"""A slip serves once, whoever sends at the same second; in progress it opens to whoever began, and to nobody else."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from models.rules.collection import Group
from models.store.collections import (
    BallotChanged,
    SlipRefused,
    SlipState,
    begin_attempt,
    close_collection,
    counted_collections,
    find_attempt,
    find_open,
    find_slip,
    open_collection,
    printable_slips,
    record_on_slip,
)
from models.store.database import close_database
from models.store.tables import Attempt, Box, Slip
from models.store.tokens import seal, unseal
from tests.rows import count, values
from tests.rules.sample import SAMPLE
from tests.store.collections.making import AFTER, SLIPS, asking, ballot, filled, held, send, sent
from tests.store.making import NOW

pytestmark = pytest.mark.usefixtures("store")


def test_answers_in_progress_are_kept_and_changed() -> None:
    _, _, slips = asking()
    slip, attempt = filled(slips[Group.EQUIPE][0], {"qvct_conditions": "2"})
    attempt = record_on_slip(slip, attempt, "qvct_conditions", "3", NOW)
    assert find_attempt(slip, attempt.token) == attempt
    assert attempt.answers == {"qvct_conditions": "3"}


def test_the_paper_alone_opens_no_answers_in_progress() -> None:
    """Whoever printed the slips holds all their addresses: beginning again begins with nothing."""
    _, _, slips = asking()
    token = slips[Group.EQUIPE][0]
    slip, attempt = filled(token, {"qvct_conditions": "2"})
    other = begin_attempt(held(token), NOW)
    again = find_attempt(slip, other)
    assert again is not None
    assert again.answers == {}
    assert find_attempt(slip, token) is None
    assert find_attempt(held(slips[Group.EQUIPE][1]), attempt.token) is None, "of another slip"


def test_what_is_sealed_is_read_with_its_token_alone() -> None:
    sealed = seal("token", '{"é": "1"}')
    assert unseal("token", sealed) == '{"é": "1"}'
    assert sealed != seal("token", '{"é": "1"}'), "never twice the same"
    assert unseal("t\u00f4ken \ud800", seal("t\u00f4ken \ud800", "é")) == "é"
    assert len({seal("token", "{}")[16:] for _ in range(50)}) > 40


def test_a_slip_serves_once() -> None:
    visit, _, slips = asking()
    token = slips[Group.EQUIPE][0]
    first, second = filled(token, ballot("1")), filled(token, ballot("2"))
    send(*first)
    assert held(token).state is SlipState.USED
    for again in (first, second):
        with pytest.raises(SlipRefused) as refused:
            send(*again)
        assert refused.value.args == (SlipState.USED,)
    with pytest.raises(SlipRefused):
        record_on_slip(*second, "qvct_conditions", "1", NOW)
    with pytest.raises(SlipRefused):
        begin_attempt(held(token), NOW)
    assert count(Attempt) == 0
    assert find_open(visit).sent == 1  # type: ignore[union-attr]


def test_answers_that_are_gone_are_sent_by_nobody() -> None:
    visit, _, slips = asking()
    slip, attempt = filled(slips[Group.EQUIPE][0], ballot())
    elsewhere = held(slips[Group.EQUIPE][1])
    for act in (
        lambda: send(elsewhere, attempt),
        lambda: record_on_slip(elsewhere, attempt, "qvct_conditions", "1", NOW),
    ):
        with pytest.raises(SlipRefused):
            act()
    assert find_open(visit).sent == 0  # type: ignore[union-attr]
    assert find_attempt(slip, attempt.token) == attempt


def at_once(number: int, act: Callable[[int], object]) -> list[object]:
    """What comes of so many threads doing it at the same moment."""
    gate = Barrier(number)

    def one(place: int) -> object:
        gate.wait()
        try:
            return act(place)
        except (SlipRefused, BallotChanged) as refused:
            return type(refused)
        finally:
            close_database()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(one, range(number)))


def test_eight_phones_with_one_slip_at_the_same_moment_are_one_answer() -> None:
    visit, _, slips = asking()
    token = slips[Group.EQUIPE][0]
    phones = [filled(token, ballot(str(number % 4))) for number in range(8)]
    outcome = at_once(8, lambda number: send(*phones[number]))
    assert sorted(map(str, outcome)) == sorted(map(str, [None, *[SlipRefused] * 7]))
    assert find_open(visit).sent == 1  # type: ignore[union-attr]
    assert len([used for (used,) in values(Slip, "used") if used]) == 1


def test_two_tabs_of_one_phone_at_the_same_moment_are_one_answer() -> None:
    visit, _, slips = asking()
    slip, attempt = filled(slips[Group.EQUIPE][0], ballot())
    outcome = at_once(2, lambda _: send(slip, attempt))
    assert sorted(map(str, outcome)) == sorted(map(str, [None, SlipRefused]))
    assert find_open(visit).sent == 1  # type: ignore[union-attr]


def test_everybody_at_the_same_moment_is_counted_once_each() -> None:
    visit, _, slips = asking()
    ballots = [filled(token, ballot(str(number % 4))) for number, token in enumerate(slips[Group.EQUIPE])]
    assert at_once(12, lambda number: send(*ballots[number])) == [None] * 12
    assert find_open(visit).sent == 12  # type: ignore[union-attr]
    assert close_collection(visit.assessment_id, SAMPLE, NOW)


def test_sending_and_closing_at_the_same_moment_loses_nothing_that_was_acknowledged() -> None:
    visit, _, slips = asking()
    ballots = [filled(token, ballot()) for token in slips[Group.EQUIPE][:7]]

    def act(number: int) -> object:
        if number == 7:
            return close_collection(visit.assessment_id, SAMPLE, NOW)
        send(*ballots[number])
        return "sent"

    outcome = at_once(8, act)
    assert outcome[7] is True
    (kept,) = counted_collections(visit.assessment_id)
    assert kept.counted.groups[1].answers == outcome[:7].count("sent")


def test_an_answer_changed_in_another_tab_is_shown_before_it_is_sent() -> None:
    _, _, slips = asking()
    slip, attempt = filled(slips[Group.EQUIPE][0], ballot())
    record_on_slip(slip, attempt, "qvct_conditions", "3", NOW)
    with pytest.raises(BallotChanged):
        send(slip, attempt)
    assert held(slips[Group.EQUIPE][0]).state is SlipState.OPEN


def test_after_its_day_a_slip_is_over_and_once_counted_closed() -> None:
    visit, _, slips = asking()
    used, token = slips[Group.EQUIPE][:2]
    sent(used, ballot())
    slip, attempt = filled(token, ballot())
    assert held(token, AFTER - timedelta(hours=2)).state is SlipState.OPEN, "until midnight in Paris"
    assert held(token, AFTER).state is SlipState.OVER
    with pytest.raises(SlipRefused):
        send(slip, attempt, AFTER)
    assert close_collection(visit.assessment_id, SAMPLE, AFTER)
    assert {held(each, AFTER).state for each in (used, token)} == {SlipState.CLOSED}


def test_an_unknown_slip_is_none() -> None:
    asking()
    assert find_slip("0000-0000-0000-0000", NOW) is None
    assert find_slip("é\ud800" * 1000, NOW) is None


def test_a_second_collection_takes_none_of_the_first_one_s_slips() -> None:
    visit, token, slips = asking()
    assert close_collection(visit.assessment_id, SAMPLE, NOW)
    open_collection(visit, token, held(slips[Group.EQUIPE][0]).size, held(slips[Group.EQUIPE][0]).ended_on, SLIPS, NOW)
    assert held(slips[Group.EQUIPE][0]).state is SlipState.CLOSED
    now = printable_slips(visit, token)
    assert not set(now[Group.EQUIPE]) & set(slips[Group.EQUIPE])
    sent(now[Group.EQUIPE][0], ballot())
    assert [number for (number,) in values(Box, "sent")].count(1) == 1
