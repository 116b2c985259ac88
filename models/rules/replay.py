"""Past answers under another content: which offer they would have led to, to see what a change of rules does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from models.rules.eligibility import assess_eligibility
from models.rules.maturity import measure_maturity
from models.rules.path import walk
from models.rules.question import Answers, size_of
from models.rules.questionnaire import OfferKey, Questionnaire, Verdict
from models.rules.recommendation import recommend


@dataclass(frozen=True, slots=True)
class Outcome:
    """What answers lead to: a verdict and an offer; or, where one no longer fits, the question asked again."""

    verdict: Verdict | None
    stage: OfferKey | None
    asked_again: str = ""


def outcome(questionnaire: Questionnaire, answers: Answers, *, short: bool) -> Outcome:
    """The verdict and the offer of these answers, without what a whole result says beside."""
    path = walk(questionnaire, answers, short=short)
    if path.next is not None:
        return Outcome(None, None, path.next.key)
    verdict = assess_eligibility(questionnaire, path.answers).verdict
    if verdict is Verdict.NOT_ELIGIBLE:
        return Outcome(verdict, None)
    maturity = measure_maturity(questionnaire, path.answers, size_of(path.answers), short=short)
    return Outcome(verdict, recommend(questionnaire, path.answers, maturity).stage)


@dataclass(frozen=True, slots=True)
class Past:
    """A concluded visit's answers."""

    id: int
    reference: str
    answers: Answers
    short: bool


@dataclass(frozen=True, slots=True)
class Moved:
    """A visit whose outcome would have been another."""

    past: Past
    before: Outcome
    after: Outcome


@dataclass(frozen=True, slots=True)
class Replay:
    """All visits replayed: how many went from which outcome to which, and those that moved."""

    counts: Counter[tuple[str, str]]
    moved: tuple[Moved, ...]
    total: int


NO_OFFER = "aucune"
ASKED_AGAIN = "a-redemander"
OUTCOMES = (*(stage.value for stage in OfferKey), NO_OFFER, ASKED_AGAIN)
"""The outcomes of a table of offers before and after, in order."""


def replay(running: Questionnaire, candidate: Questionnaire, visits: Iterable[Past]) -> Replay:
    """Every visit under the running content and under the candidate."""
    counts: Counter[tuple[str, str]] = Counter()
    moved = []
    for past in visits:
        before = outcome(running, past.answers, short=past.short)
        after = outcome(candidate, past.answers, short=past.short)
        counts[offer_of(before), offer_of(after)] += 1
        if before != after:
            moved.append(Moved(past, before, after))
    return Replay(counts, tuple(moved), counts.total())


def offer_of(found: Outcome) -> str:
    """An outcome as one of OUTCOMES."""
    if found.asked_again:
        return ASKED_AGAIN
    return NO_OFFER if found.stage is None else found.stage.value
