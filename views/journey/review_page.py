"""« Le bilan »: once accompanied, the company takes stock again and answers five questions, at its own address."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from flask import Flask, Response, abort, current_app

from models.content.loader import FIRST_CONTENT, load_file
from models.french.formats import paris_day
from models.rules.comparison import compare
from models.rules.questionnaire import Questionnaire
from models.rules.review import ReviewKey, ReviewQuestion
from models.store.database import StoreUnavailable
from models.store.dossier_file import get_dossier
from models.store.letter_caps import write_if_few
from models.store.reviews import KeptReview, NoReviewYet, StaleReview, answer_review, find_review, may_review
from models.store.visits import newest_result
from views.forms.public_form import PublicForm
from views.forms.typed_fields import HiddenField, ParagraphsField
from views.journey.letters import review_notices
from views.journey.times_in_words import say_times
from views.web.current_visit import CurrentVisit, current_visit, posted
from views.web.doors import journey, not_at_kiosk, now
from views.web.error_pages import NOT_STORED, note_unavailable
from views.web.mailing import wake_post_office
from views.web.render import go, show

LONGEST_ANSWER = 2000
NOTHING = "Répondez à une question au moins, puis enregistrez."
CHANGED = (
    "Ce bilan a changé depuis que vous l’avez ouvert. Votre saisie est gardée\u00a0: relisez-la, puis enregistrez."
)


class ReviewForm(PublicForm):
    """What a company answers; `questions` are the content's, and `version` the one that was shown."""

    version = HiddenField()

    @property
    def answers(self) -> dict[ReviewKey, str]:
        """What was answered, question by question."""
        return {key: self[key].data or "" for key in ReviewKey}


def add_review(app: Flask) -> None:
    """What a result's page asks: whether its company was asked to look back, and didn't yet."""
    app.jinja_env.globals.update(review_waits=_waits)


@lru_cache(maxsize=16)
def review_questions(questionnaire: Questionnaire) -> tuple[ReviewQuestion, ...]:
    """The content's questions, in its order; the first content's where a former one has none."""
    return questionnaire.review or load_file(FIRST_CONTENT).review


@journey.get("/diagnostics/<token>/bilan")
def review(token: str) -> Response:
    """The review of an accompaniment: what moved, and five questions; 404 where nobody accompanies."""
    current = _accompanied(token)
    kept = find_review(current.visit.assessment_id)
    return _show(current, kept, _form(current, None, kept))


@journey.post("/diagnostics/<token>/bilan")
def send_review(token: str) -> Response:
    """Keep what the company answers, tell the Aract, then the page again; a stale save keeps what was typed."""
    current = _accompanied(token)
    before = find_review(current.visit.assessment_id)
    form = _form(current, posted(), before)
    if not form.validate():
        return _show(current, before, form, status=422)
    if not any(form.answers.values()):
        return _show(current, before, form, status=422, problem=NOTHING)
    try:
        _keep(current, form, before)
    except StaleReview as stale:
        form.version.raw_data = [str(stale.current.answers_version)]
        return _show(current, stale.current, form, status=409, problem=CHANGED)
    except NoReviewYet:
        abort(404)
    except StoreUnavailable as reason:
        note_unavailable(reason)
        return _show(current, before, form, status=503, problem=NOT_STORED)
    return go(current.url("review", fait="oui"))


def _accompanied(token: str) -> CurrentVisit:
    not_at_kiosk()
    current = current_visit(token)
    if not may_review(current.visit.assessment_id):
        abort(404)
    return current


def _form(current: CurrentVisit, fields: Any, kept: KeptReview) -> ReviewForm:
    asked = review_questions(current.edition.questionnaire)
    fields_of: dict[str, Any] = {
        str(each.key): ParagraphsField(each.title, longest=LONGEST_ANSWER, hint=each.hint) for each in asked
    }
    made: type[ReviewForm] = type("AskedReview", (ReviewForm,), fields_of)
    known = {str(key): words for key, words in kept.answers.items()}
    return made(fields, version=str(kept.answers_version), **known)


def _keep(current: CurrentVisit, form: ReviewForm, before: KeptReview) -> None:
    """The answers, with a notice to the Aract the first time."""
    asked, answers = review_questions(current.edition.questionnaire), form.answers
    shown = "\n\n".join(f"{each.title}\n{answers[each.key]}" for each in asked if answers[each.key])
    dossier_id, version = current.visit.assessment_id, form.version.data
    answer_review(dossier_id, int(version) if version.isdecimal() else 0, answers, now(), shown=shown)
    if before.answered_at is None:
        for letter in review_notices(get_dossier(dossier_id).name, dossier_id):
            write_if_few(letter, now(), dossier_id)
        wake_post_office(current_app)


def _show(
    current: CurrentVisit, kept: KeptReview, form: ReviewForm, *, status: int = 200, problem: str = ""
) -> Response:
    newest = newest_result(current.visit.assessment_id)
    questionnaire = current.edition.questionnaire
    comparison = compare(questionnaire, (*newest.earlier, newest.result)) if newest else None
    return show(
        "journey/review.html",
        status=status,
        url=current.url("review"),
        current=current,
        kept=kept,
        form=form,
        problem=problem,
        questions=review_questions(questionnaire),
        newest=newest,
        times=say_times(comparison, questionnaire, paris_day(now())) if comparison else None,
    )


def _waits(assessment_id: int) -> bool:
    kept = find_review(assessment_id)
    return kept.asked_at is not None and kept.answered_at is None
