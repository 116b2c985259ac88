"""Half-days: whatever is recorded, corrected, granted or decided in between, what the scheme promises stays true."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.accompaniment import Allowance, Checkpoint, Due, Refusal, covers, may_read, read_until

STAGES = ("nouveau", "contacte", "candidature", "selectionne", "accompagne", "termine", "ecarte", None)
GRANTS = (None, 5, 10, 15)
CHECKPOINTS = (None, Checkpoint.GO_ON, Checkpoint.STOP)
TODAY = date(2027, 3, 4)

allowances = st.builds(
    Allowance,
    st.sampled_from(STAGES),
    st.sampled_from(GRANTS),
    st.integers(0, 30),
    st.sampled_from(CHECKPOINTS),
    st.booleans(),
)
under_way = st.builds(
    Allowance, st.just("accompagne"), st.sampled_from(GRANTS), st.integers(0, 30), st.sampled_from(CHECKPOINTS)
)
half_days = st.integers(1, 2)


@given(st.sampled_from((5, 10, 15)), st.sampled_from(CHECKPOINTS), st.lists(half_days, max_size=60))
def test_visits_recorded_one_by_one_never_pass_the_grant_nor_what_the_checkpoint_holds(
    days: int, checkpoint: Checkpoint | None, visits: list[int]
) -> None:
    used = 0
    for asked in visits:
        if Allowance("accompagne", days, used, checkpoint).refusal(asked) is None:
            used += asked
    assert used <= 2 * days
    if checkpoint is Checkpoint.STOP or (days == 15 and checkpoint is None):
        assert used <= 10


@given(under_way, half_days)
def test_what_is_available_is_exactly_what_can_be_recorded(allowance: Allowance, asked: int) -> None:
    assert (allowance.refusal(asked) is None) == (asked <= allowance.available)


@given(allowances, half_days, st.integers(0, 2), st.integers(0, 2))
def test_nothing_is_kept_but_while_the_company_is_accompanied(
    allowance: Allowance, asked: int, same_day: int, replaced: int
) -> None:
    refused = allowance.refusal(asked, same_day=same_day, replaced=replaced)
    assert (refused is Refusal.CLOSED) == (allowance.stage != "accompagne")


@given(allowances, half_days, st.integers(0, 2))
def test_what_was_told_is_corrected_until_the_company_looked_back_on_it(
    allowance: Allowance, asked: int, replaced: int
) -> None:
    ends = allowance.stage == "accompagne" and allowance.reviewed
    assert (allowance.refusal(asked, replaced=replaced, corrects=True) is Refusal.REVIEWED) == ends
    assert allowance.refusal(asked, replaced=replaced) is not Refusal.REVIEWED, "a visit told late is told"
    assert allowance.may_correct == (allowance.stage == "accompagne" and not allowance.reviewed)


@given(under_way, half_days, half_days)
def test_a_visit_corrected_to_no_more_than_it_was_is_never_refused_for_the_sum(
    allowance: Allowance, asked: int, replaced: int
) -> None:
    if allowance.granted and asked <= replaced:
        assert allowance.refusal(asked, replaced=replaced) is None


@given(under_way, half_days, st.integers(0, 2))
def test_a_day_has_two_halves(allowance: Allowance, asked: int, same_day: int) -> None:
    if allowance.granted:
        refused = allowance.refusal(asked, same_day=same_day)
        assert (refused is Refusal.DAY_FULL) == (asked + same_day > 2)


@given(under_way, half_days)
def test_a_refusal_says_what_holds(allowance: Allowance, asked: int) -> None:
    """By the scheme's own words, written down here once more."""
    days, used, checkpoint = allowance.days_granted, allowance.used, allowance.checkpoint
    expected = None
    if days is None:
        expected = Refusal.NO_GRANT
    elif used + asked > 2 * days:
        expected = Refusal.GRANT
    elif checkpoint is Checkpoint.STOP and used + asked > 10:
        expected = Refusal.STOPPED
    elif days == 15 and checkpoint is None and used + asked > 10:
        expected = Refusal.CHECKPOINT
    assert allowance.refusal(asked) is expected


@given(allowances)
def test_what_is_left_and_what_was_used_add_up_to_the_grant(allowance: Allowance) -> None:
    assert allowance.left == max(0, allowance.granted - allowance.used)
    assert 0 <= allowance.available <= allowance.left


@given(under_way)
def test_the_checkpoint_is_due_after_five_of_fifteen_days_and_never_before(allowance: Allowance) -> None:
    made = allowance.checkpoint is not None
    assert allowance.checkpoint_due == (allowance.days_granted == 15 and allowance.used >= 10 and not made)
    assert allowance.may_check == (allowance.checkpoint_due or made)


@pytest.mark.parametrize(
    ("days", "used", "kept"), [(None, 0, True), (None, 1, False), (5, 10, True), (5, 11, False), (15, 30, True)]
)
def test_a_grant_covers_what_was_used(days: int | None, used: int, kept: bool) -> None:
    assert covers(days, used) is kept


@pytest.mark.parametrize("stage", STAGES)
@given(after=st.integers(-5, 200))
def test_a_consultant_reads_while_it_goes_on_and_ninety_days_after(stage: str | None, after: int) -> None:
    ended_on = TODAY - timedelta(days=after) if stage == "termine" else None
    assert may_read(stage, ended_on, TODAY) == (stage == "accompagne" or (stage == "termine" and after <= 90))


def test_the_last_day_of_reading_is_the_ninetieth() -> None:
    assert read_until(date(2027, 3, 4)) == date(2027, 6, 2)


def due(allowance: Allowance, planned: int | None = None, visited: int | None = None) -> list[Due]:
    """What waits, where the next visit is planned in so many days, and the last was so many days from now."""
    days = [None if each is None else TODAY + timedelta(days=each) for each in (planned, visited)]
    return list(allowance.due(days[0], [days[1]] if days[1] else [], TODAY))


@pytest.mark.parametrize(
    ("allowance", "planned", "visited", "waits"),
    [
        (Allowance("accompagne", None, 0), None, None, [Due.GRANT]),
        (Allowance("accompagne", 10, 0), None, None, [Due.PLAN]),
        (Allowance("accompagne", 10, 0), 0, None, []),
        (Allowance("accompagne", 10, 0), 6, None, []),
        (Allowance("accompagne", 10, 0), -1, None, [Due.REPORT]),
        (Allowance("accompagne", 10, 2), -1, -1, [Due.PLAN]),
        (Allowance("accompagne", 10, 20), None, -1, [Due.REVIEW]),
        (Allowance("accompagne", 10, 20, reviewed=True), None, -1, []),
        (Allowance("accompagne", 10, 20), -3, -5, [Due.REPORT, Due.REVIEW]),
        (Allowance("accompagne", 15, 10), 4, -2, [Due.CHECKPOINT]),
        (Allowance("accompagne", 15, 10, Checkpoint.GO_ON), 4, -2, []),
        (Allowance("accompagne", 15, 10, Checkpoint.STOP), None, -2, [Due.REVIEW]),
        (Allowance("termine", 10, 4), -2, -9, []),
    ],
)
def test_what_waits_for_the_consultant(
    allowance: Allowance, planned: int | None, visited: int | None, waits: list[Due]
) -> None:
    assert due(allowance, planned, visited) == waits
