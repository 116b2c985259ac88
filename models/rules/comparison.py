"""Several results of one company, compared: where each dimension, the project and the offer stood, time after time.

Decisions, where the scheme's description is silent:

* results of the same day are one time, the newest of them: who corrects an answer at once hasn't taken stock again;
* a short path's result is no time to compare: each of its scores is a floor;
* what isn't known is compared with nothing, and a floor only where the answers it lacks can't change what is said;
* points out of another maximum (the content changed what is scored) are shown and compared with nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.rules.maturity import project_questions
from models.rules.questionnaire import OfferKey, Questionnaire
from models.rules.result import Result

MOST_TIMES = 5
"""Times shown at once: the first, and the latest of the others."""

PROJECT = "projet"
"""The line of the project's score, beside those of the dimensions."""


class Move(StrEnum):
    """What became of a score from one time to another."""

    UP = "hausse"
    SAME = "stable"
    DOWN = "baisse"
    NOT_KNOWN = "inconnu"
    OTHER_SCALE = "autre-echelle"


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a score stood at one time; `unknown` says nothing of it is, `floor` that it was at least so much."""

    points: int
    maximum: int
    unknown: bool = False
    floor: bool = False


@dataclass(frozen=True, slots=True)
class Movement:
    """From one time to another; `points` gained (negative: lost) where both are exactly known on one scale."""

    move: Move
    points: int | None


@dataclass(frozen=True, slots=True)
class Line:
    """A dimension, or the project, through all the times shown (None: not scored that time)."""

    id: str
    marks: tuple[Mark | None, ...]
    since_first: Movement
    since_before: Movement


@dataclass(frozen=True, slots=True)
class Time:
    """One time that stock was taken; neither offer nor days where the scheme offered nothing."""

    on: date
    content_version: str
    offer: OfferKey | None
    days: int | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The times shown, the oldest first, and a line for each dimension of the newest, then the project's."""

    times: tuple[Time, ...]
    lines: tuple[Line, ...]

    @property
    def other_scale(self) -> tuple[str, ...]:
        """The lines that a time shown can't be compared on, its points being out of another maximum."""
        return tuple(line.id for line in self.lines if any(_scales_differ(mark, line.marks[-1]) for mark in line.marks))


def times_shown(results: Sequence[tuple[date, bool]]) -> list[int]:
    """Which results make the times to show, by their places: their days and whether they are short, oldest first."""
    newest_of_day = {day: place for place, (day, short) in enumerate(results) if not short}
    places = sorted(newest_of_day.values())
    return places if len(places) <= MOST_TIMES else [places[0], *places[1 - MOST_TIMES :]]


def compare(questionnaire: Questionnaire, results: Sequence[Result]) -> Comparison | None:
    """Compare results of one company, the oldest first; None where they make no two times, or the newest is short.

    The questionnaire is the newest result's: it says which questions are about the project.
    """
    if not results or results[-1].short:
        return None
    shown = [results[place] for place in times_shown([(each.concluded_on, each.short) for each in results])]
    if len(shown) < 2:
        return None
    about_project = {question.key for question in project_questions(questionnaire)}
    through = [_marks(result, about_project) for result in shown]
    lines = [_line(id_, [marks.get(id_) for marks in through]) for id_ in through[-1]]
    return Comparison(tuple(map(_time, shown)), tuple(lines))


def _time(result: Result) -> Time:
    offer = result.recommendation.stage if result.recommendation else None
    days = result.estimate.days if result.estimate else None
    return Time(result.concluded_on, result.content_version, offer, days)


def _marks(result: Result, about_project: Set[str]) -> Mapping[str, Mark]:
    scores = {
        each.dimension: Mark(each.score.points, each.score.maximum, each.unknown, each.floor)
        for each in result.maturity.dimensions
    }
    project = result.maturity.project
    floor = not about_project.isdisjoint(result.to_clear_up)
    return {**scores, PROJECT: Mark(project.points, project.maximum, floor=floor)}


def _line(id_: str, marks: Sequence[Mark | None]) -> Line:
    newest = marks[-1]
    return Line(id_, tuple(marks), movement(marks[0], newest), movement(marks[-2], newest))


def movement(before: Mark | None, after: Mark | None) -> Movement:
    """What became of a score; never more than both marks allow to say, whatever the answers they lack."""
    if before is None or after is None or before.unknown or after.unknown:
        return Movement(Move.NOT_KNOWN, None)
    if before.maximum != after.maximum:
        return Movement(Move.OTHER_SCALE, None)
    gained = after.points - before.points
    if not before.floor and not after.floor:
        return Movement(_direction(gained), gained)
    # A floor can only turn out higher: what is sure is a rise from what is exact, or a fall to it.
    if (gained > 0 and not before.floor) or (gained < 0 and not after.floor):
        return Movement(_direction(gained), None)
    return Movement(Move.NOT_KNOWN, None)


def _direction(gained: int) -> Move:
    return Move.UP if gained > 0 else Move.DOWN if gained < 0 else Move.SAME


def _scales_differ(mark: Mark | None, newest: Mark | None) -> bool:
    return mark is not None and newest is not None and mark.maximum != newest.maximum
