"""Ask to be called back, or apply: one form behind two doors, never at the kiosk."""

from __future__ import annotations

from flask import Response, current_app, request

from models.rules.questionnaire import Questionnaire
from models.store.applications import Application, ApplicationKind, find_application, submit_application
from models.store.database import StoreUnavailable
from models.store.settings import scheme_is_open
from models.store.visits import KeptResult, newest_result
from views.forms.asked_question import answer_in_words
from views.forms.contact_form import APPLY, CALL, ContactForm, contact_form, wanted_kind
from views.journey.letters import SENT, notices, receipt
from views.journey.request_steps import request_steps
from views.web.current_visit import CurrentVisit, current_visit, posted
from views.web.doors import journey, not_at_kiosk, now
from views.web.error_pages import NOT_STORED, note_unavailable
from views.web.mailing import wake_post_office
from views.web.render import go, show
from views.web.throttle import LETTERS, spend

PROJECT_IN_WORDS = ("ambition", "themes", "nouveaute", "pratiques", "parties_prenantes")
"""The answers that tell the project, in the order they read well."""


@journey.get("/diagnostics/<token>/contact")
def contact(token: str) -> Response:
    """The form of the door asked for; or, once something was sent, what happens next."""
    not_at_kiosk()
    current = current_visit(token)
    kept = find_application(current.visit.assessment_id)
    asked_for = request.args.get("pour", "")
    if kept is not None and asked_for not in set(ApplicationKind):
        return _show_sent(current, kept)
    doors = _open_doors(current)
    kind = ApplicationKind(asked_for) if asked_for in doors else doors[0]
    return _show_form(current, contact_form(kind, project=_project_so_far(current, kept)), doors)


@journey.post("/diagnostics/<token>/contact")
def send_contact(token: str) -> Response:
    """Keep the request with its letters, then what happens next; sent twice, it is one request."""
    not_at_kiosk()
    current = current_visit(token)
    fields = posted()
    kind = wanted_kind(fields, fields.get("pour", request.args.get("pour", "")))
    doors = _open_doors(current)
    if kind not in doors:
        return _show_form(current, contact_form(CALL, fields), doors, refused=True)
    form = contact_form(kind, fields)
    if not form.validate():
        return _show_form(current, form, doors)
    spend(LETTERS)
    try:
        _keep(current, form)
    except StoreUnavailable as reason:
        note_unavailable(reason)
        return _show_form(current, form, doors, not_stored=NOT_STORED)
    return go(current.url("contact"))


def _keep(current: CurrentVisit, form: ContactForm) -> None:
    applicant, visit = form.applicant(), current.visit
    kept = newest_result(visit.assessment_id)
    letters = notices(applicant, visit.reference, visit.assessment_id, kept.result if kept else None)
    if applicant.email:
        letters.append(receipt(applicant, visit.reference, current.edition.questionnaire.wording))
    if submit_application(visit.assessment_id, applicant, letters, now()):
        wake_post_office(current_app)


def _open_doors(current: CurrentVisit) -> tuple[ApplicationKind, ...]:
    """The doors open to this visit: to apply takes an open scheme and a result that isn't a no."""
    kept: KeptResult | None = newest_result(current.visit.assessment_id)
    if kept is None or kept.result.estimate is None or not scheme_is_open():
        return (CALL,)
    return (APPLY, CALL)


def _show_form(
    current: CurrentVisit,
    form: ContactForm,
    doors: tuple[ApplicationKind, ...],
    *,
    refused: bool = False,
    not_stored: str = "",
) -> Response:
    status = 503 if not_stored else 409 if refused else 422 if form.errors else 200
    kept = find_application(current.visit.assessment_id)
    return show(
        "contact/form.html",
        status=status,
        url=current.url("contact", pour=form.kind),
        current=current,
        form=form,
        doors=doors,
        refused=refused,
        not_stored=not_stored,
        kept=kept,
        correcting=kept is not None and kept.applicant.kind is form.kind,
        scheme_open=scheme_is_open(),
        retention=current.edition.questionnaire.retention,
    )


def _show_sent(current: CurrentVisit, kept: Application) -> Response:
    kind = kept.applicant.kind
    return show(
        "contact/sent.html",
        url=current.url("contact"),
        current=current,
        kept=kept,
        sent=SENT[kind],
        masked=_masked,
        request_steps=request_steps(kept, current.edition.questionnaire.wording),
        can_apply=kind is CALL and APPLY in _open_doors(current),
    )


def _masked(email: str) -> str:
    """Enough of an address to see a slip in it, too little to take it: « s…@gmail.com »."""
    name, _, domain = email.rpartition("@")
    return f"{name[:1]}…@{domain}"


def _project_so_far(current: CurrentVisit, kept: Application | None) -> str:
    """What was sent about the project, to go on from; before that, the answers in words."""
    return (kept.applicant.project if kept else "") or _project_in_words(current)


def _project_in_words(current: CurrentVisit) -> str:
    """The answers about the project as the visitor read them, to start from and rewrite."""
    questionnaire: Questionnaire = current.edition.questionnaire
    answers, size = current.path.answers, current.size
    lines = []
    for key in PROJECT_IN_WORDS:
        if key in answers:
            question = questionnaire.question(key)
            words = answer_in_words(questionnaire, question, answers[key], size)
            lines.append(f"{question.short_label}\u00a0: {words}")
    return "\n".join(lines)
