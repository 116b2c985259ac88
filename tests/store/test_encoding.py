from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.conclusion import conclude
from models.rules.question import Answer
from models.rules.questionnaire import Level, OfferKey, Verdict
from models.store.encoding import decode_answer, decode_result, encode_answer, encode_result
from models.store.times import months_before, to_milliseconds, to_moment
from tests.rules.sample import SAMPLE
from tests.rules.strategies import whole
from tests.store.making import ANSWERS, NOW, result_of

SEVERAL = st.lists(st.text()).map(tuple)
ANSWER: st.SearchStrategy[Answer] = st.one_of(st.text(), st.integers(-(2**63), 2**63), SEVERAL)


@given(whole, st.booleans())
def test_a_result_comes_back_exactly(answers: dict[str, Answer], short: bool) -> None:
    result = conclude(SAMPLE, answers, NOW.date(), short=short)
    again = decode_result(encode_result(result))
    assert again == result
    assert encode_result(again) == encode_result(result)


def test_types_come_back_too() -> None:
    result = decode_result(encode_result(result_of(ANSWERS)))
    assert isinstance(result.eligibility.verdict, Verdict)
    assert isinstance(result.maturity.level, Level)
    assert result.recommendation is not None
    assert isinstance(result.recommendation.stage, OfferKey)
    assert isinstance(result.answers["themes"], tuple)
    assert type(result.answers["effectif"]) is int


@given(ANSWER)
def test_an_answer_comes_back_exactly(answer: Answer) -> None:
    again = decode_answer(encode_answer(answer))
    assert again == answer
    assert type(again) is type(answer)


@pytest.mark.parametrize("text", ["", "null", "true", "1.5", '{"a": 1}', "[1]", "not json"])
def test_what_is_no_answer_is_refused(text: str) -> None:
    with pytest.raises(msgspec.MsgspecError):
        decode_answer(text)


@given(st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2200, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_a_moment_comes_back_to_the_millisecond(moment: datetime) -> None:
    kept = to_moment(to_milliseconds(moment))
    assert timedelta(0) <= moment - kept < timedelta(milliseconds=1)
    assert to_milliseconds(kept) == to_milliseconds(moment)


def test_a_moment_of_elsewhere_is_the_same_and_a_naive_one_a_mistake() -> None:
    paris = NOW.astimezone(timezone(timedelta(hours=1)))
    assert to_milliseconds(paris) == to_milliseconds(NOW)
    with pytest.raises(TypeError):
        to_milliseconds(NOW.replace(tzinfo=None))


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        ((2026, 3, 31), 1, (2026, 2, 28)),
        ((2024, 3, 31), 1, (2024, 2, 29)),
        ((2026, 1, 15), 1, (2025, 12, 15)),
        ((2026, 12, 31), 12, (2025, 12, 31)),
        ((2024, 2, 29), 12, (2023, 2, 28)),
        ((2026, 5, 31), 36, (2023, 5, 31)),
        ((2026, 5, 31), 0, (2026, 5, 31)),
    ],
)
def test_months_are_the_calendars(day: tuple[int, int, int], months: int, before: tuple[int, int, int]) -> None:
    assert months_before(datetime(*day, 10, 30, tzinfo=UTC), months) == datetime(*before, 10, 30, tzinfo=UTC)


def test_a_later_day_never_gives_an_earlier_one() -> None:
    days = [NOW + timedelta(days=number) for number in range(800)]
    assert all(months_before(one, 12) <= months_before(next_one, 12) for one, next_one in pairwise(days))
