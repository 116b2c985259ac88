"""Changing a concluded assessment: a revision copies the answers; until it is concluded the last result stands."""

from __future__ import annotations

from dataclasses import replace

from flask import Response

from models.rules.path import walk
from models.rules.question import Question
from models.store.visits import open_revision
from views.web.current_visit import CurrentVisit, current_visit, posted
from views.web.doors import at_kiosk, journey, now
from views.web.render import go, show


def offer_revision(current: CurrentVisit, asked: Question | None, *, status: int) -> Response:
    """The page that asks before a concluded assessment is changed."""
    return show("journey/revise.html", status=status, current=current, asked=asked)


@journey.post("/diagnostics/<token>/revision")
def revise(token: str) -> Response:
    """Open a revision (or go on with the open one), then to the question asked for, the next one, or the answers."""
    current = current_visit(token)
    wanted = posted().get("question", "")
    if not current.visit.has_result:
        return current.go_on()
    if current.concluded:
        visit = open_revision(current.visit, now(), short=at_kiosk())
        path = walk(current.edition.questionnaire, visit.answers, short=visit.short)
        current = replace(current, visit=visit, path=path)
    return go(current.url("question", key=wanted)) if current.path.has(wanted) else current.go_on()
