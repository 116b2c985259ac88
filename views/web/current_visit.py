"""The visit at hand: the edition it is asked from, and its path through the questions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Response, abort, g, request
from werkzeug.datastructures import MultiDict

from models.rules.path import Path, waiting_place, walk
from models.rules.question import Answer, Question, Size, size_of
from models.store.tokens import Purpose
from models.store.visits import Visit, record_answer
from views.web.doors import here, now, visit_here
from views.web.library import Edition, running
from views.web.render import go

FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")


@dataclass(frozen=True, slots=True)
class CurrentVisit:
    """A visit as the request being answered sees it."""

    token: str
    visit: Visit
    edition: Edition
    path: Path
    moment: datetime

    def question(self, key: str) -> Question:
        """The question with that key, or 404."""
        try:
            return self.edition.questionnaire.question(key)
        except KeyError:
            abort(404)

    def answered(self, key: str, answer: Answer) -> CurrentVisit:
        """The visit once that answer is durably on record."""
        questionnaire, visit = self.edition.questionnaire, self.visit
        path = walk(questionnaire, {**visit.answers, key: answer}, short=visit.short)
        place = waiting_place(questionnaire, path)
        visit = record_answer(visit, key, answer, self.moment, waiting_at=place, read_at=self.size)
        return CurrentVisit(self.token, visit, self.edition, path, self.moment)

    def url(self, page: str, **values: Any) -> str:
        """The address of one of this visit's pages."""
        return here(page, token=self.token, **values)

    def question_url(self, key: str) -> str:
        """The address of one of its questions."""
        return self.url("question", key=key)

    @property
    def at_kiosk(self) -> bool:
        """Whether this is a visit at an event's tablet: its address opens by no other door."""
        return self.visit.purpose is Purpose.KIOSK

    @property
    def concluded(self) -> bool:
        """Whether its newest revision is concluded."""
        return self.visit.concluded_at is not None

    @property
    def size(self) -> Size:
        """The size of company that decides the wording."""
        return size_of(self.path.answers)

    @property
    def next_url(self) -> str:
        """Where the visit goes on: the result, the first unanswered question, or the summary."""
        if self.concluded:
            return self.url("result")
        if self.path.next is not None:
            return self.question_url(self.path.next.key)
        return self.url("summary")

    def go_on(self) -> Response:
        """A redirect to where the visit goes on."""
        return go(self.next_url)


def current_visit(token: str) -> CurrentVisit:
    """The visit of a token, as this request sees it; 404 and 410 as `visit_here` says."""
    moment = now()
    visit = visit_here(token, moment)
    edition = running(visit)
    path = walk(edition.questionnaire, visit.answers, short=visit.short)
    current = g.current = CurrentVisit(token, visit, edition, path, moment)
    return current


def posted() -> MultiDict[str, str]:
    """The posted fields; 415 where the body isn't a form's."""
    if request.mimetype not in FORM_TYPES and request.content_length:
        abort(415)
    return request.form
