"""Other views on a company's practices: who may give them, on which questions, and what they come to together.

The team and its representatives answer the ten questions of the practices, by the direction's own ladder and in words
of their own. Nothing here knows who answered: answers come in any order and leave as means.

Two decisions, the same for everybody, so that no gap comes from the counting alone:

- **What isn't known isn't zero.** Whoever says « je ne sais pas » to a question of a dimension has no view on it: left
  out of the mean, counted among those who don't know. The direction too: it then has no mark there, and no gap.
- **A mean needs as many views as the group needs answers.** Three people of the team who know and five who don't would
  give a mean of three: none is shown then, only how many don't know. That number says who lacks a view, never which.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from models.rules.condition import level_of
from models.rules.maturity import company_questions
from models.rules.question import UNKNOWN, Answers, Question, Rank
from models.rules.questionnaire import Questionnaire


class Group(StrEnum):
    """Whose views they are: the elected representatives', or those of everybody else but the direction."""

    REPRESENTANTS = "representants"
    EQUIPE = "equipe"


FEWEST_EMPLOYEES = {Group.REPRESENTANTS: 11, Group.EQUIPE: 5}
"""From how many employees a group is offered: representatives from the size at which the law asks for any."""

MOST_SLIPS = {Group.REPRESENTANTS: 30, Group.EQUIPE: 300}

TEAM_THRESHOLD = 4
"""How many answers of the team it takes for anything but their count to be shown."""

REPRESENTATIVES_THRESHOLD = 1
"""Representatives speak for others and are told that one answer is enough."""

SOONEST_CLOSING, LATEST_CLOSING, USUAL_CLOSING = 2, 60, 14
"""In how many days a collection closes."""

MOST_POINTS = 6
"""What a dimension's two questions can give."""

WORTH_DISCUSSING = Fraction(3, 2)
"""From how many points between the direction's view and a group's the two are to be talked over."""

MORE, LESS = "plus", "moins"
"""Where a group sees more than the direction, or less."""

EXCHANGES = tuple(f"{group.value}_{seen}" for group in Group for seen in (MORE, LESS))
"""The names of a dimension's questions to talk over, one for each group and each way of differing."""

HEADLINES = 2
"""How many gaps are told first."""

_NUMBER = re.compile(r"-?\d{1,9}(/\d{1,9})?")


def groups_offered(headcount: int) -> tuple[Group, ...]:
    """The groups whose views a company of so many employees may collect; none where it is too small."""
    return tuple(group for group in Group if headcount >= FEWEST_EMPLOYEES[group])


def most_slips(group: Group, headcount: int) -> int:
    """How many slips a group may be given in all."""
    return min(headcount, MOST_SLIPS[group]) if group is Group.EQUIPE else MOST_SLIPS[group]


def threshold(group: Group) -> int:
    """How many answers it takes for the group's views to be shown."""
    return TEAM_THRESHOLD if group is Group.EQUIPE else REPRESENTATIVES_THRESHOLD


def closing_days(today: date) -> tuple[date, date, date]:
    """The soonest, the usual and the latest closing day of a collection opened today."""
    soonest, usual, latest = (today + timedelta(days=days) for days in (SOONEST_CLOSING, USUAL_CLOSING, LATEST_CLOSING))
    return soonest, usual, latest


@dataclass(frozen=True, slots=True)
class DimensionView:
    """What a group says of one dimension: its mean out of 6 and the gap to the direction's points (below 0: it sees
    less), both exact, and how many don't know. No mean where too few know; no gap without the two."""

    dimension: str
    mean: Fraction | None
    unknown: int
    gap: Fraction | None

    @property
    def to_discuss(self) -> bool:
        """Whether the gap is worth talking over."""
        return self.gap is not None and abs(self.gap) >= WORTH_DISCUSSING


@dataclass(frozen=True, slots=True)
class CountedGroup:
    """How many of a group answered and, from its threshold on, what they say of each dimension; below it, nothing."""

    group: Group
    answers: int
    views: tuple[DimensionView, ...]

    @property
    def shown(self) -> bool:
        """Whether enough answered."""
        return bool(self.views)

    def of(self, dimension: str) -> DimensionView | None:
        """What the group says of a dimension; None where the group isn't shown."""
        return next((view for view in self.views if view.dimension == dimension), None)


@dataclass(frozen=True, slots=True)
class ViewGap:
    """A gap worth talking over: whose view, and by how much it is above (or below) the direction's."""

    group: Group
    gap: Fraction


@dataclass(frozen=True, slots=True)
class ToDiscuss:
    """A dimension to talk over, with its gaps, the widest first."""

    dimension: str
    gaps: tuple[ViewGap, ...]


@dataclass(frozen=True, slots=True)
class CountedCollection:
    """A collection once counted, to be frozen: the direction's points where it knows, and each group that was asked."""

    direction: dict[str, int]
    groups: tuple[CountedGroup, ...]

    @property
    def shown(self) -> tuple[CountedGroup, ...]:
        """The groups of which enough answered."""
        return tuple(group for group in self.groups if group.shown)

    @property
    def to_discuss(self) -> tuple[ToDiscuss, ...]:
        """The dimensions where views differ, the widest gap first; equal ones in the questionnaire's order."""
        found = []
        for dimension in dict.fromkeys(view.dimension for group in self.shown for view in group.views):
            gaps = [
                ViewGap(group.group, view.gap)
                for group in self.shown
                if (view := group.of(dimension)) and view.gap is not None and view.to_discuss
            ]
            if gaps:
                found.append(ToDiscuss(dimension, tuple(sorted(gaps, key=lambda each: -abs(each.gap)))))
        return tuple(sorted(found, key=lambda each: -abs(each.gaps[0].gap)))

    @property
    def headlines(self) -> tuple[ToDiscuss, ...]:
        """The two dimensions to begin with."""
        return self.to_discuss[:HEADLINES]

    @property
    def aligned(self) -> bool:
        """Whether views could be compared, and none differs by much."""
        compared = any(view.gap is not None for group in self.shown for view in group.views)
        return compared and not self.to_discuss


def direction_points(questionnaire: Questionnaire, answers: Answers) -> dict[str, int]:
    """The direction's points of each dimension out of 6, as a slip's would be counted: none where it doesn't know."""
    points = {dimension: _points(ladder, answers) for dimension, ladder in _ladders(questionnaire).items()}
    return {dimension: known for dimension, known in points.items() if known is not None}


def count_collection(
    questionnaire: Questionnaire, direction: Mapping[str, int], sent: Mapping[Group, Sequence[Mapping[str, str]]]
) -> CountedCollection:
    """What the answers sent come to. `direction`: points out of 6 by dimension, those that it doesn't know left out;
    `sent`: for each group that was asked, the answers by question key of each person, in any order."""
    ladders = _ladders(questionnaire)
    groups = tuple(
        CountedGroup(group, len(sent[group]), tuple(_views(group, ladders, direction, sent[group])))
        for group in Group
        if group in sent
    )
    return CountedCollection({key: direction[key] for key in ladders if key in direction}, groups)


def _views(
    group: Group,
    ladders: Mapping[str, Sequence[Question]],
    direction: Mapping[str, int],
    sent: Sequence[Mapping[str, str]],
) -> Iterator[DimensionView]:
    if len(sent) < threshold(group):
        return
    for dimension, ladder in ladders.items():
        known = [points for answers in sent if (points := _points(ladder, answers)) is not None]
        mean = Fraction(sum(known), len(known)) if len(known) >= threshold(group) else None
        gap = mean - direction[dimension] if mean is not None and dimension in direction else None
        yield DimensionView(dimension, mean, len(sent) - len(known), gap)


def _ladders(questionnaire: Questionnaire) -> dict[str, list[Question]]:
    """Each dimension's opening question, then its deepening one."""
    questions = company_questions(questionnaire)
    return {
        dimension.id: sorted(
            (question for question in questions if question.dimension == dimension.id),
            key=lambda question: question.rank is Rank.DEEPENING,
        )
        for dimension in questionnaire.dimensions
    }


def _points(ladder: Sequence[Question], answers: Answers) -> int | None:
    """One person's points of a dimension; None where an answer that was asked for is missing or « je ne sais pas »."""
    points = 0
    for question in ladder:
        answer = answers.get(question.key)
        if answer == UNKNOWN or answer not in question.values:
            return None
        level = level_of(answer)
        points += level
        if question.rank is Rank.OPENING and level == 0:
            return points
    return points


def exchange_key(group: Group, gap: Fraction) -> str:
    """Which of a dimension's questions to talk over is about this gap."""
    return f"{group.value}_{MORE if gap > 0 else LESS}"


def to_half_point(mean: Fraction) -> Fraction:
    """A mean as it is shown: to the half point, half up. From the exact number only, never from one rounded before."""
    return Fraction((4 * mean.numerator + mean.denominator) // (2 * mean.denominator), 2)


def as_shown(counted: CountedCollection) -> CountedCollection:
    """A counting no finer than what is shown, to hand over: two exact ones, a person apart, would tell her answer."""
    return replace(counted, groups=tuple(replace(each, views=_shown(each.views)) for each in counted.groups))


def _shown(views: Sequence[DimensionView]) -> tuple[DimensionView, ...]:
    means = [None if each.mean is None else to_half_point(each.mean) for each in views]
    return tuple(replace(each, mean=mean, gap=None) for each, mean in zip(views, means, strict=True))


def to_json(counted: CountedCollection) -> str:
    """A counting as the text that is kept of it; exact numbers as « 7/2 »."""
    groups = [
        {
            "group": group.group.value,
            "answers": group.answers,
            "views": [[view.dimension, _written(view.mean), view.unknown, _written(view.gap)] for view in group.views],
        }
        for group in counted.groups
    ]
    return json.dumps({"direction": counted.direction, "groups": groups}, separators=(",", ":"))


def from_json(text: str) -> CountedCollection:
    """The counting of that text. Raises ValueError where it is none."""
    try:
        kept = json.loads(text)
        groups = tuple(
            CountedGroup(
                Group(group["group"]),
                int(group["answers"]),
                tuple(
                    DimensionView(str(dimension), _read(mean), int(unknown), _read(gap))
                    for dimension, mean, unknown, gap in group["views"]
                ),
            )
            for group in kept["groups"]
        )
        return CountedCollection({str(key): int(points) for key, points in kept["direction"].items()}, groups)
    except (KeyError, TypeError, AttributeError, ZeroDivisionError, OverflowError, RecursionError) as error:
        raise ValueError("not a counting") from error


def _written(number: Fraction | None) -> str | None:
    return None if number is None else str(number)


def _read(text: str | None) -> Fraction | None:
    """Not just any text that Fraction takes: « 1e999999999 » would fill the memory."""
    if text is not None and not _NUMBER.fullmatch(text):
        raise ValueError("not an exact number")
    return None if text is None else Fraction(text)
