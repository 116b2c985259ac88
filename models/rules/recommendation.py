"""Scores → the offer: the ripest stage whose requirements are all met, what decided it, and whether it was close.

Every threshold is the content file's; the order of the stages is the scheme's.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from models.rules.condition import level_of
from models.rules.maturity import company_questions, project_questions, reaches
from models.rules.question import UNKNOWN, Answers, Question
from models.rules.questionnaire import OfferKey, Questionnaire, Requirements
from models.rules.result import CloseCall, Maturity, Recommendation, Score

ABOVE_THE_FIRST = (OfferKey.DEPLOIEMENT, OfferKey.PARCOURS)
"""The stages that ask for something, the ripest first: the order in which they are tried."""

NOTHING_REQUIRED = Requirements({})


def ripeness(stage: OfferKey) -> int:
    """The stage's place in the order emergence < parcours < deploiement."""
    return tuple(OfferKey).index(stage)


def requirements_of(questionnaire: Questionnaire, stage: OfferKey) -> Requirements:
    """What the stage asks for; nothing for the first one."""
    return questionnaire.requirements.get(stage, NOTHING_REQUIRED)


def stage_reached(questionnaire: Questionnaire, path_answers: Answers, project: Score, company: Score) -> OfferKey:
    """The ripest stage whose requirements are all met; emergence asks for nothing."""
    for stage in ABOVE_THE_FIRST:
        required = requirements_of(questionnaire, stage)
        if (
            not _floors_missed(required, path_answers)
            and reaches(project, required.project_score)
            and reaches(company, required.company_score)
        ):
            return stage
    return OfferKey.EMERGENCE


def recommend(questionnaire: Questionnaire, path_answers: Answers, maturity: Maturity) -> Recommendation:
    """The stage for a project that is not « non-eligible », with the answers that decided it."""
    stage = stage_reached(questionnaire, path_answers, maturity.project, maturity.company)
    because = _held_back(questionnaire, path_answers, stage) or _carried(questionnaire, path_answers, maturity, stage)
    return Recommendation(stage, because, close_call(questionnaire, path_answers, maturity.project))


def close_call(questionnaire: Questionnaire, path_answers: Answers, project: Score) -> CloseCall | None:
    """« Résultat serré »: the project is one point below what deploiement asks for, or exactly there, its floors met.

    Names the question that would decide: below, one answered « je ne sais pas » first, else the lowest answer; at the
    threshold, the lowest answer of 1 or more. Ties go to the first question asked.
    """
    required = requirements_of(questionnaire, OfferKey.DEPLOIEMENT)
    least = least_points(required.project_score, project.maximum)
    if project.points not in (least - 1, least) or _floors_missed(required, path_answers):
        return None
    questions = project_questions(questionnaire)
    if project.points < least:
        unknown = [question for question in questions if path_answers.get(question.key) == UNKNOWN]
        return CloseCall(_lowest(unknown or questions, path_answers).key)
    practised = [question for question in questions if level_of(path_answers.get(question.key)) >= 1]
    return CloseCall(_lowest(practised, path_answers).key) if practised else None


def least_points(share: Fraction, maximum: int) -> int:
    """The fewest whole points out of `maximum` that reach the share."""
    return -(-share.numerator * maximum // share.denominator)


def _lowest(questions: Iterable[Question], path_answers: Answers) -> Question:
    return min(questions, key=lambda question: level_of(path_answers.get(question.key)))


def _floors_missed(required: Requirements, path_answers: Answers) -> list[str]:
    return [key for key, least in required.minimums.items() if level_of(path_answers.get(key)) < least]


def _held_back(questionnaire: Questionnaire, path_answers: Answers, stage: OfferKey) -> tuple[str, ...]:
    """The answers under a floor of a riper stage, the nearest stage's first."""
    missed: dict[str, None] = {}
    for riper in tuple(OfferKey)[ripeness(stage) + 1 :]:
        missed.update(dict.fromkeys(_floors_missed(requirements_of(questionnaire, riper), path_answers)))
    return tuple(missed)


def _carried(
    questionnaire: Questionnaire, path_answers: Answers, maturity: Maturity, stage: OfferKey
) -> tuple[str, ...]:
    """The answers that carried the stage: its floors, then the highest that make up the scores it asks for.

    The first stage asks for nothing and is carried by nothing: there, the lowest answers of the scores that fall
    short of a riper stage.
    """
    if stage is OfferKey.EMERGENCE:
        return _low_answers(questionnaire, path_answers, maturity)
    required = requirements_of(questionnaire, stage)
    carried = dict.fromkeys(required.minimums)
    for share, score, questions in (
        (required.project_score, maturity.project, project_questions(questionnaire)),
        (required.company_score, maturity.company, company_questions(questionnaire)),
    ):
        missing = least_points(share, score.maximum)
        floors = [question for question in questions if question.key in required.minimums]
        others = [question for question in questions if question.key not in required.minimums]
        others.sort(key=lambda question: -level_of(path_answers.get(question.key)))
        for question in floors + others:
            if missing <= 0:
                break
            carried[question.key] = None
            missing -= level_of(path_answers.get(question.key))
    return tuple(carried)


def _low_answers(questionnaire: Questionnaire, path_answers: Answers, maturity: Maturity) -> tuple[str, ...]:
    """The lowest answers of each score that falls short of a riper stage, the nearest stage's first."""
    lowest: dict[str, None] = {}
    for riper in tuple(OfferKey)[1:]:
        required = requirements_of(questionnaire, riper)
        for share, score, questions in (
            (required.project_score, maturity.project, project_questions(questionnaire)),
            (required.company_score, maturity.company, company_questions(questionnaire)),
        ):
            if not reaches(score, share):
                asked = [question for question in questions if question.key in path_answers]
                floor = min((level_of(path_answers[question.key]) for question in asked), default=0)
                lowest.update(
                    (question.key, None) for question in asked if level_of(path_answers[question.key]) == floor
                )
    return tuple(lowest)
