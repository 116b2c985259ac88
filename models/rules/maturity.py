"""Answers on the path → scores of the five dimensions, of the company and of the project. Exact arithmetic only."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache

from models.rules.condition import TOP_LEVEL, level_of
from models.rules.question import UNKNOWN, Answers, Question, Rank, Size
from models.rules.questionnaire import Dimension, Level, Questionnaire
from models.rules.result import DimensionScore, Maturity, Score
from models.rules.wording import work_to_reach


@lru_cache(maxsize=16)
def project_questions(questionnaire: Questionnaire) -> tuple[Question, ...]:
    """The scored questions about the project, in the order they are asked."""
    return tuple(question for question in questionnaire.questions if question.scored and question.dimension is None)


@lru_cache(maxsize=16)
def company_questions(questionnaire: Questionnaire) -> tuple[Question, ...]:
    """The scored questions about the company's practices, opening and deepening, in the order they are asked."""
    return tuple(question for question in questionnaire.questions if question.scored and question.dimension is not None)


def score(questions: Iterable[Question], path_answers: Answers) -> Score:
    """The points of these questions over the most they can give; what is unanswered or unknown counts as 0."""
    levels = [level_of(path_answers.get(question.key)) for question in questions]
    return Score(sum(levels), TOP_LEVEL * len(levels))


def reaches(reached: Score, share: Fraction) -> bool:
    """Whether the score is at least that share of its maximum; in whole numbers, so exact and quick."""
    return reached.points * share.denominator >= share.numerator * reached.maximum


def level_reached(questionnaire: Questionnaire, reached: Score) -> Level:
    """The highest level whose threshold the score reaches."""
    levels = [level for level in questionnaire.levels if reaches(reached, level.from_score)]
    return max(levels, key=lambda level: level.from_score).id


def measure_maturity(questionnaire: Questionnaire, path_answers: Answers, size: Size, *, short: bool) -> Maturity:
    """All the scores, with the meaning and the next step of each dimension in words for that size of company.

    `short` says that no deepening question is asked (the kiosk): the company's level is then a floor.
    """
    company = score(company_questions(questionnaire), path_answers)
    return Maturity(
        dimensions=tuple(
            _measure_dimension(questionnaire, dimension, path_answers, size, short)
            for dimension in questionnaire.dimensions
        ),
        company=company,
        project=score(project_questions(questionnaire), path_answers),
        level=level_reached(questionnaire, company),
        floor=short,
    )


def _measure_dimension(
    questionnaire: Questionnaire, dimension: Dimension, path_answers: Answers, size: Size, short: bool
) -> DimensionScore:
    ladder = [question for question in questionnaire.questions if question.dimension == dimension.id]
    opening = next(question for question in ladder if question.rank is Rank.OPENING)
    points = score(ladder, path_answers)
    level = level_reached(questionnaire, points)
    unknown = path_answers.get(opening.key) == UNKNOWN
    return DimensionScore(
        dimension=dimension.id,
        score=points,
        level=level,
        unknown=unknown,
        floor=_could_be_higher(opening, ladder, path_answers),
        meaning=dimension.unknown if unknown else dimension.meanings[level],
        next_step=_next_step([opening] if short else ladder, path_answers, size) or dimension.summit,
    )


def _could_be_higher(opening: Question, ladder: list[Question], path_answers: Answers) -> bool:
    """Whether an answer that could only raise the score is missing: unknown, or not asked yet.

    An opening answer of 0 is exact: no deepening question follows it, on any path.
    """
    if path_answers.get(opening.key) not in (None, UNKNOWN) and level_of(path_answers.get(opening.key)) == 0:
        return False
    return any(path_answers.get(question.key) in (None, UNKNOWN) for question in ladder)


def _next_step(ladder: list[Question], path_answers: Answers, size: Size) -> str:
    """The work that leads to the practice just above the visitor's own; empty at the top of the ladder."""
    for question in ladder:
        level = level_of(path_answers.get(question.key))
        if level < TOP_LEVEL:
            return work_to_reach(question, str(level + 1), size)
    return ""
