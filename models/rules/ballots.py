"""What is kept of the answers that a group sent: how often each was given, and never which were one person's.

Before it goes into the box a ballot is torn into strips, one for each dimension (its opening and its deepening answer,
which are counted together); the box then holds a number for each strip there can be. Neither an order nor a person is
left in it, and the means of the dimensions need neither.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from models.rules.maturity import company_questions
from models.rules.question import Answers
from models.rules.questionnaire import Questionnaire

Box = Mapping[str, Mapping[str, int]]
"""For each dimension, how many gave each strip: « 0 », « 2 1 » (opening, then deepening), « nsp »."""


def put_in(questionnaire: Questionnaire, box: Box, ballot: Answers) -> dict[str, dict[str, int]]:
    """The box with one ballot more, torn: its keys sorted, so that the same ballots give the same box in any order.

    `ballot` holds the answers on the slip's path, by question key.
    """
    torn = {
        dimension: " ".join(str(ballot[key]) for key in keys if key in ballot)
        for dimension, keys in _ladders(questionnaire).items()
    }
    counts = {dimension: Counter(box.get(dimension, {})) + Counter([strip]) for dimension, strip in torn.items()}
    return {dimension: dict(sorted(counted.items())) for dimension, counted in sorted(counts.items())}


def sheets(questionnaire: Questionnaire, box: Box) -> list[dict[str, str]]:
    """As many sheets as ballots were put in, with the same strips in each dimension; none is anybody's own."""
    ladders = _ladders(questionnaire)
    columns = [
        [dict(zip(keys, strip.split(), strict=False)) for strip in _all_of(box.get(dimension, {}))]
        for dimension, keys in ladders.items()
    ]
    return [{key: value for strip in strips for key, value in strip.items()} for strips in zip(*columns, strict=True)]


def _all_of(counted: Mapping[str, int]) -> Iterator[str]:
    for strip, times in counted.items():
        yield from [strip] * times


def _ladders(questionnaire: Questionnaire) -> dict[str, list[str]]:
    """For each dimension the keys of its questions, in the order they are asked."""
    ladders: dict[str, list[str]] = {}
    for question in company_questions(questionnaire):
        ladders.setdefault(str(question.dimension), []).append(question.key)
    return ladders
