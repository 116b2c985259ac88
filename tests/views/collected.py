"""Collections that were counted, kept beside a concluded assessment, for the tests of the pages that show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from flask import Flask

from models.rules.collection import CountedCollection, Group, count_collection, direction_points, to_json
from models.store import tables
from models.store.database import writing
from models.store.visits import find_visit, newest_result
from views.web.library import running

OPENED, CLOSED = datetime(2026, 3, 2, 9, tzinfo=UTC), datetime(2026, 3, 17, 1, tzinfo=UTC)

DIMENSIONS = ("management", "dialogue", "qvct", "gouvernance", "ecosysteme")
LADDERS = {
    "management": ("management_autonomie", "management_feedback"),
    "dialogue": ("dialogue_instances", "dialogue_accords"),
    "qvct": ("qvct_conditions", "qvct_fidelisation"),
    "gouvernance": ("gouvernance_decisions", "gouvernance_partage"),
    "ecosysteme": ("ecosysteme_achats", "ecosysteme_cooperation"),
}


def ballot(points: Sequence[int | None]) -> dict[str, str]:
    """Somebody's answers that give these points out of 6, in the dimensions' order; None: « je ne sais pas »."""
    answers = {}
    for (opening, deepening), own in zip(LADDERS.values(), points, strict=True):
        first = None if own is None else min(own, 3)
        answers[opening] = "nsp" if first is None else str(first)
        if own is not None and first:
            answers[deepening] = str(own - first)
    return answers


def collect(
    app: Flask,
    token: str,
    sent: Mapping[Group, Sequence[Sequence[int | None]]],
    *,
    closed: datetime = CLOSED,
    direction: Mapping[str, int] | None = None,
) -> CountedCollection:
    """Count these people's points and keep what they come to beside the assessment of that token."""
    with app.app_context():
        questionnaire = running().questionnaire
        visit = find_visit(token, datetime.now(UTC))
        assert visit is not None
        kept = newest_result(visit.assessment_id)
        assert kept is not None
        own = direction_points(questionnaire, kept.result.answers) if direction is None else direction
        people = {group: [ballot(points) for points in each] for group, each in sent.items()}
        counted = count_collection(questionnaire, own, people)
        with writing(visit.assessment_id):
            row = tables.Collection.create(
                uid=f"{visit.assessment_id}-{closed.isoformat()}",
                assessment=visit.assessment_id,
                size=kept.result.size,
                opened_at=OPENED if closed >= OPENED else closed,
                closes_on=closed.date(),
                closed_at=closed,
                counted=to_json(counted),
            )
            for group, each in people.items():
                tables.Box.insert(collection=row, group=group, given=20, printed=0, sent=len(each)).execute()
    return counted
