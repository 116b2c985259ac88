"""The review of an accompaniment: asked of the company, answered at its own address, completed by the consultant."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from models.rules.review import ReviewKey
from models.store import audit
from models.store.audit import VISITOR, Actor
from models.store.database import writing
from models.store.dossier_file import changing, get_dossier
from models.store.tables import Assessment, Review
from models.store.timeline import EntryKind, add_entry
from models.store.visits.addresses import add_personal_address

WORDS = frozenset({EntryKind.REVIEW_WORDS})
"""The part of a file that whoever accompanies writes of the review."""

STAGES = ("accompagne", "termine")
"""When a review can be asked for, answered and completed: towards the end of the days, or after it."""


class NoReviewYet(Exception):
    """The dossier isn't accompanied: there is nothing to look back on."""


class StaleReview(Exception):
    """That part of the review changed since it was opened; `current` is what it says now."""

    def __init__(self, current: KeptReview) -> None:
        super().__init__()
        self.current = current


@dataclass(frozen=True, slots=True)
class KeptReview:
    """What the company answered, question by question, and what the consultant adds; each with when."""

    asked_at: datetime | None = None
    answers: Mapping[ReviewKey, str] = field(default_factory=dict)
    answered_at: datetime | None = None
    answers_version: int = 0
    words: str = ""
    words_at: datetime | None = None
    words_by: str = ""


def find_review(assessment_id: int) -> KeptReview:
    """The review of a dossier as it stands; an empty one before anything was asked or said."""
    row = Review.get_or_none(Review.assessment == assessment_id)
    if row is None:
        return KeptReview()
    return KeptReview(
        *(row.asked_at, _answers(row.answers), row.answered_at, row.answers_version),
        *(row.words, row.words_at, row.words_by),
    )


def answered_among(assessment_ids: Collection[int]) -> set[int]:
    """Those of these dossiers whose company answered."""
    answered = Review.select(Review.assessment).where(Review.answered_at.is_null(False))
    return {row.assessment_id for row in answered.where(Review.assessment.in_(list(assessment_ids)))}


def may_review(assessment_id: int) -> bool:
    """Whether a dossier is, or was, accompanied, and its company may look back on it."""
    here = (Assessment.id == assessment_id) & Assessment.application_stage.in_(STAGES)
    return bool(Assessment.select().where(here, Assessment.anonymised_at.is_null()).exists())


def ask_review(dossier_id: int, now: datetime, by: Actor) -> str:
    """A personal address more for the company, in the caller's transaction with the letter that brings it; its token.

    Those that it has go on working. Raises NoReviewYet, KeyError.
    """
    with writing():
        dossier = get_dossier(dossier_id)
        if not may_review(dossier_id):
            raise NoReviewYet(dossier.stage)
        token = add_personal_address(dossier_id, now)
        _keep(dossier_id, asked_at=now)
        add_entry(dossier_id, EntryKind.REVIEW, now, by, summary="Bilan demandé à l’entreprise")
        audit.record(by, "demander un bilan", now, subject=dossier.name, assessment_id=dossier_id)
    return token


def answer_review(
    assessment_id: int, version: int, answers: Mapping[ReviewKey, str], now: datetime, *, shown: str
) -> KeptReview:
    """Keep what the company answers, on the version that was shown; `shown` is it in words, for the history.

    The same again changes nothing. Raises NoReviewYet, StaleReview.
    """
    with writing():
        current = find_review(assessment_id)
        if not may_review(assessment_id):
            raise NoReviewYet(assessment_id)
        told = {key: words for key, words in answers.items() if words}
        if told == current.answers:
            return current
        if current.answers_version != version:
            raise StaleReview(current)
        kept = json.dumps(told, ensure_ascii=False)
        _keep(assessment_id, answers=kept, answered_at=now, answers_version=version + 1)
        summary = "Bilan changé par l’entreprise" if current.answered_at else "Bilan de l’entreprise"
        add_entry(assessment_id, EntryKind.REVIEW, now, VISITOR, summary=summary, text=shown)
        return find_review(assessment_id)


def add_words(dossier_id: int, version: int, words: str, now: datetime, by: Actor) -> KeptReview:
    """Keep what whoever accompanies adds to the review, on the version of the file that was shown.

    The same again changes nothing. Raises NoReviewYet, StaleSave, KeyError.
    """
    with writing():
        current = find_review(dossier_id)
        if words == current.words:
            return current
        with changing(dossier_id, version, WORDS) as dossier:
            if not may_review(dossier_id):
                raise NoReviewYet(dossier.stage)
            _keep(dossier_id, words=words, words_at=now, words_by=by.name)
        add_entry(dossier_id, EntryKind.REVIEW_WORDS, now, by, text=words)
        audit.record(by, "compléter un bilan", now, subject=dossier.name, assessment_id=dossier_id)
        return find_review(dossier_id)


def _keep(assessment_id: int, **values: Any) -> None:
    if Review.update(**values).where(Review.assessment == assessment_id).execute() == 0:
        Review.insert(assessment=assessment_id, **values).execute()


def _answers(kept: str) -> dict[ReviewKey, str]:
    return {ReviewKey(key): str(words) for key, words in json.loads(kept).items()} if kept else {}
