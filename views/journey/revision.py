"""Changing a concluded assessment: a revision copies the answers; until it is concluded the last result stands."""

from __future__ import annotations

from dataclasses import replace

from flask import Response

from models.rules.path import walk
from models.rules.question import Question
from models.store.visits import open_revision
from views.web.current_visit import Sitting, posted, sit_down
from views.web.doors import at_kiosk, journey, now
from views.web.render import go, show


def offer_revision(sitting: Sitting, asked: Question | None, *, status: int) -> Response:
    """The page that asks before a concluded assessment is changed."""
    return show("journey/revise.html", status=status, sitting=sitting, asked=asked)


@journey.post("/diagnostics/<token>/revision")
def revise(token: str) -> Response:
    """Open a revision (or go on with the open one), then to the question asked for, the next one, or the answers."""
    sitting = sit_down(token)
    wanted = posted().get("question", "")
    if not sitting.visit.has_result:
        return sitting.go_on()
    if sitting.concluded:
        visit = open_revision(sitting.visit, now(), short=at_kiosk())
        path = walk(sitting.edition.questionnaire, visit.answers, short=visit.short)
        sitting = replace(sitting, visit=visit, path=path)
    return go(sitting.url("question", key=wanted)) if sitting.path.has(wanted) else sitting.go_on()
