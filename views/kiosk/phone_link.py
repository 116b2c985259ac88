"""On the visitor's own phone: a result that came from a stand's tablet, to complete and to keep."""

from __future__ import annotations

from flask import Flask, Response

from models.rules.path import walk
from models.rules.result import Result
from models.store.tokens import Purpose
from models.store.visits import mark_opened
from views.web.current_visit import CurrentVisit, posted
from views.web.doors import journey, not_at_kiosk, now, visit_here


@journey.post("/diagnostics/<token>/ouverture")
def opened(token: str) -> Response:
    """The page says by itself that it was opened: the phone's address stops expiring. (A GET changes nothing.)"""
    not_at_kiosk()
    visit = visit_here(token, now())
    posted()
    mark_opened(visit, now())
    return Response(status=204)


def on_phone(current: CurrentVisit) -> bool:
    """Whether this is the address that a stand's QR leads to."""
    return current.visit.purpose is Purpose.PHONE


def left_to_complete(current: CurrentVisit, result: Result) -> int:
    """How many questions a short result leaves to answer at home; 0 where it is complete."""
    if not result.short:
        return 0
    questions = walk(current.edition.questionnaire, result.answers).questions
    return sum(question.key not in result.answers for question in questions)


def add_phone_link(app: Flask) -> None:
    """What the result's templates call."""
    app.jinja_env.globals.update(on_phone=on_phone, left_to_complete=left_to_complete)
