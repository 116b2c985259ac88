"""Answers → the whole result, to be frozen; and, before the end, the provisional estimate."""

from __future__ import annotations

from datetime import date, timedelta

from models.rules.eligibility import assess_eligibility
from models.rules.estimate import NoTariff, estimate_offer, tariff_on
from models.rules.explanation import ambition_gap, find_levers, nearest_story, points_to_clear_up
from models.rules.maturity import company_questions, measure_maturity, project_questions, score
from models.rules.path import Path, walk
from models.rules.question import Answers, Question, size_of
from models.rules.questionnaire import OfferKey, Questionnaire, Verdict
from models.rules.recommendation import recommend, stage_reached
from models.rules.result import Eligibility, Estimate, Result

PROJECT_PART = "avancement"
"""The part whose end makes a provisional estimate possible."""


class Incomplete(Exception):
    """A question on the path has no valid answer yet; `question` is the first of them."""

    def __init__(self, question: Question) -> None:
        super().__init__(f"{question.key} is unanswered")
        self.question = question


def conclude(questionnaire: Questionnaire, answers: Answers, on: date, *, short: bool) -> Result:
    """Everything the rules find about these answers, at the tariff of the day `on` (Europe/Paris).

    Raises Incomplete while a question on the path is unanswered, NoTariff where the day has no tariff.
    """
    path = walk(questionnaire, answers, short=short)
    if path.next is not None:
        raise Incomplete(path.next)
    known = path.answers
    size = size_of(known)
    eligibility = assess_eligibility(questionnaire, known)
    maturity = measure_maturity(questionnaire, known, size, short=short)
    eligible = eligibility.verdict is not Verdict.NOT_ELIGIBLE
    recommendation = recommend(questionnaire, known, maturity) if eligible else None
    estimates = _estimates(questionnaire, path, on) if recommendation else {}
    return Result(
        content_version=questionnaire.version,
        concluded_on=on,
        valid_until=on + timedelta(days=questionnaire.wording.estimate_validity_days),
        short=short,
        size=size,
        answers=known,
        eligibility=eligibility,
        maturity=maturity,
        recommendation=recommendation,
        estimate=estimates.pop(recommendation.stage) if recommendation else None,
        other_estimates=tuple(estimates.values()),
        levers=find_levers(questionnaire, known, short=short),
        to_clear_up=points_to_clear_up(questionnaire, known),
        ambition_gap=ambition_gap(known, maturity.level),
        story=nearest_story(questionnaire, known),
    )


def estimate_so_far(questionnaire: Questionnaire, path: Path, so_far: Eligibility, on: date) -> Estimate | None:
    """What it would cost so far, what is unanswered counting as 0: once part 3 is done, and no criterion says no.

    None too where the day has no tariff: a panel beside the question must not stop the visitor from answering.
    """
    if so_far.verdict is Verdict.NOT_ELIGIBLE or not _project_part_done(path):
        return None
    project, company = project_questions(questionnaire), company_questions(questionnaire)
    stage = stage_reached(questionnaire, path.answers, score(project, path.answers), score(company, path.answers))
    try:
        return estimate_offer(questionnaire.offer(stage), tariff_on(questionnaire, on), _companies(path))
    except NoTariff:
        return None


def _project_part_done(path: Path) -> bool:
    asked = [question.key for question in path.questions if question.part == PROJECT_PART]
    return bool(asked) and path.answers.keys() >= set(asked)


def _companies(path: Path) -> int | None:
    """How many companies share the cost, where the visitor was asked."""
    companies = path.answers.get("nombre_entreprises")
    return companies if isinstance(companies, int) else None


def _estimates(questionnaire: Questionnaire, path: Path, on: date) -> dict[OfferKey, Estimate]:
    tariff = tariff_on(questionnaire, on)
    return {offer.id: estimate_offer(offer, tariff, _companies(path)) for offer in questionnaire.offers}
