"""Why this offer and not the next: where the project stands, what an offer asks for, what is missing, what could tip.

Found again from the answers and the thresholds of the content they were concluded with, so that every result kept has
its reason, whenever it was frozen.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from models.rules.condition import TOP_LEVEL, level_of
from models.rules.maturity import project_questions, score
from models.rules.question import UNKNOWN, Answers
from models.rules.questionnaire import OfferKey, Questionnaire
from models.rules.recommendation import ABOVE_THE_FIRST, least_points, requirements_of, ripeness, stage_reached
from models.rules.result import Result, Score


@dataclass(frozen=True, slots=True)
class Floor:
    """The least level (1 to 3) an offer asks of one answer, and the level given; `unknown` where it was `nsp`."""

    question: str
    least: int
    level: int
    unknown: bool

    @property
    def missing(self) -> int:
        """How many levels are missing; 0 where the floor is met."""
        return max(0, self.least - self.level)


@dataclass(frozen=True, slots=True)
class Points:
    """The fewest points an offer asks for, and the points reached."""

    least: int
    reached: Score

    @property
    def missing(self) -> int:
        """How many points are missing; 0 where there are enough."""
        return max(0, self.least - self.reached.points)


@dataclass(frozen=True, slots=True)
class Demand:
    """What one offer asks for; `project` and `company` are None where it asks for no points of them."""

    stage: OfferKey
    project: Points | None
    company: Points | None
    floors: tuple[Floor, ...]

    @property
    def lacking(self) -> tuple[Floor, ...]:
        """The floors that are not met, in the order the questions are asked."""
        return tuple(floor for floor in self.floors if floor.missing)

    @property
    def effort(self) -> int:
        """The fewest levels to raise to meet all of it; a floor on the project also gives it points."""
        floors = sum(floor.missing for floor in self.floors)
        project = self.project.missing if self.project else 0
        return max(floors, project) + (self.company.missing if self.company else 0)


@dataclass(frozen=True, slots=True)
class Tip:
    """Which way a close result could tip: each answer that alone does it by one level, and the offer it leads to."""

    upward: bool
    answers: tuple[tuple[str, OfferKey], ...]

    @property
    def stages(self) -> tuple[OfferKey, ...]:
        """The offers it could tip to, each once, the first answer's first."""
        return tuple(dict.fromkeys(stage for _, stage in self.answers))


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an offer: `told` is the demand to tell first, the nearest riper offer's, or the own one of the ripest.

    `demands` are those of both offers that ask for something, the shorter way first; `deciding` the project's answers
    that decide: all that could tip a close result; else those under a floor and, while points would still be missing,
    the lowest.
    """

    stage: OfferKey
    project: Score
    told: Demand
    demands: tuple[Demand, ...]
    deciding: tuple[str, ...]
    tip: Tip | None


def reason_of(questionnaire: Questionnaire, result: Result) -> Reason | None:
    """The reason of a concluded result, in the content it was concluded with; None where it has no offer."""
    recommendation = result.recommendation
    if recommendation is None:
        return None
    answers, maturity = result.answers, result.maturity
    demands = {
        stage: demand_of(questionnaire, stage, answers, maturity.project, maturity.company) for stage in ABOVE_THE_FIRST
    }
    riper = [demand for stage, demand in demands.items() if ripeness(stage) > ripeness(recommendation.stage)]
    told = min(riper, key=lambda demand: demand.effort) if riper else demands[ABOVE_THE_FIRST[0]]
    tip = tip_of(questionnaire, answers, recommendation.stage, maturity.company) if recommendation.close else None
    if tip:
        deciding = tuple(key for key, _ in tip.answers)
    elif riper:
        deciding = _deciding(questionnaire, answers, told)
    else:
        deciding = _carrying(questionnaire, recommendation.because)
    return Reason(
        stage=recommendation.stage,
        project=maturity.project,
        told=told,
        demands=tuple(demands.values()),
        deciding=deciding,
        tip=tip,
    )


def demand_of(
    questionnaire: Questionnaire, stage: OfferKey, answers: Answers, project: Score, company: Score
) -> Demand:
    """What the stage asks for, beside what these answers and scores give."""
    required = requirements_of(questionnaire, stage)
    floors = tuple(
        Floor(
            question.key,
            required.minimums[question.key],
            level_of(answers.get(question.key)),
            answers.get(question.key) == UNKNOWN,
        )
        for question in questionnaire.questions
        if required.minimums.get(question.key)
    )
    return Demand(stage, _points(required.project_score, project), _points(required.company_score, company), floors)


def tip_of(questionnaire: Questionnaire, answers: Answers, stage: OfferKey, company: Score) -> Tip | None:
    """Every answer on the project that alone, by one level, leads elsewhere: upwards where any does, else downwards."""
    questions = project_questions(questionnaire)
    for step in (1, -1):
        tipping = []
        for question in questions:
            level = level_of(answers.get(question.key)) + step
            if 0 <= level <= TOP_LEVEL:
                moved = {**answers, question.key: str(level)}
                reached = stage_reached(questionnaire, moved, score(questions, moved), company)
                if (ripeness(reached) - ripeness(stage)) * step > 0:
                    tipping.append((question.key, reached))
        if tipping:
            return Tip(step > 0, tuple(tipping))
    return None


def _points(share: Fraction, reached: Score) -> Points | None:
    least = least_points(share, reached.maximum)
    return Points(least, reached) if least else None


def _deciding(questionnaire: Questionnaire, answers: Answers, told: Demand) -> tuple[str, ...]:
    decided = {floor.question for floor in told.lacking}
    gained = sum(floor.missing for floor in told.lacking)
    if told.project and told.project.missing > gained:
        keys = [question.key for question in project_questions(questionnaire) if question.key not in decided]
        lowest = min((level_of(answers.get(key)) for key in keys), default=0)
        decided.update(key for key in keys if level_of(answers.get(key)) == lowest)
    return tuple(question.key for question in project_questions(questionnaire) if question.key in decided)


def _carrying(questionnaire: Questionnaire, because: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(question.key for question in project_questions(questionnaire) if question.key in because)
