"""The questionnaire: begin, answer, check, conclude. Invalid → show it; valid → record it, go on."""

from __future__ import annotations

from flask import Response, abort, render_template

from models.french.formats import paris_day
from models.rules.conclusion import conclude
from models.rules.eligibility import hard_noes
from models.rules.estimate import NoTariff, estimate_offer, tariff_on
from models.rules.question import Question
from models.rules.questionnaire import Questionnaire
from models.rules.result import Estimate, Finding
from models.store.database import StoreUnavailable
from models.store.settings import scheme_is_open
from models.store.visits import AlreadyConcluded, AnswersChanged, conclude_visit, start_assessment
from views.embed.frame import allowed_origin, host_origin
from views.forms.asked_question import answered_parts
from views.forms.question_form import read_answer
from views.journey.live_panel import live_panel
from views.journey.question_screen import kept_step, screen_of
from views.journey.result_page import show_result
from views.journey.revision import offer_revision
from views.kiosk.tablet import attract
from views.web.current_visit import Sitting, posted, sit_down
from views.web.doors import at_kiosk, door, event_here, here, journey, now
from views.web.error_pages import NOT_STORED, note_unavailable
from views.web.library import running
from views.web.limits import spend_start
from views.web.render import go, show, wants_fragment


@journey.get("", strict_slashes=False)
def start() -> Response | str:
    """The start page of this door."""
    if at_kiosk():
        return attract()
    questionnaire = running().questionnaire
    return render_template(
        "pages/start.html",
        questionnaire=questionnaire,
        estimates=_estimates_today(questionnaire),
        scheme_open=scheme_is_open(),
        host_origin=host_origin(),
    )


def _estimates_today(questionnaire: Questionnaire) -> list[Estimate]:
    """What each offer costs today, the shortest first; nothing where the content has no tariff for today."""
    try:
        tariff = tariff_on(questionnaire, paris_day(now()))
    except NoTariff:
        return []
    estimates = [estimate_offer(offer, tariff, None) for offer in questionnaire.offers]
    return sorted(estimates, key=lambda estimate: estimate.days)


@journey.post("/diagnostics")
def begin() -> Response:
    """Begin an assessment, then its first question."""
    origin = allowed_origin(posted().get("origin", ""))
    event = event_here() if at_kiosk() else None
    if event and not event.is_open:
        return go(here("start"))
    spend_start()
    _, token = start_assessment(
        door=door(), now=now(), event_id=event.id if event else None, host_origin=origin, short=at_kiosk()
    )
    return go(here("resume", token=token))


@journey.get("/diagnostics/<token>", strict_slashes=False)  # mail programs add a slash to an address
def resume(token: str) -> Response:
    """Back to where the visit goes on."""
    return sit_down(token).go_on()


@journey.get("/diagnostics/<token>/questions/<key>")
def question(token: str, key: str) -> Response:
    """One question; once concluded, the offer to change it by a revision."""
    sitting = sit_down(token)
    asked = sitting.question(key)
    if sitting.concluded:
        return offer_revision(sitting, asked, status=200)
    if not sitting.path.has(key):
        return sitting.go_on()
    return show_question(sitting, asked)


@journey.post("/diagnostics/<token>/questions/<key>")
def answer(token: str, key: str) -> Response:
    """Record an answer, then go on; a hard no is said here first."""
    sitting = sit_down(token)
    asked = sitting.question(key)
    form = read_answer(sitting.edition.forms[key], posted())
    if sitting.concluded:
        repeated = not form.errors and sitting.visit.answers.get(key) == form.answer
        return sitting.go_on() if sitting.at_kiosk and repeated else offer_revision(sitting, asked, status=409)
    if not sitting.path.has(key):
        abort(409)
    if form.errors:
        return show_question(sitting, asked, typed=form.typed, error=form.error, status=422)
    try:
        sitting = sitting.answered(key, form.answer)
    except AlreadyConcluded:  # in another tab, a moment ago
        return offer_revision(sitting, asked, status=409)
    except StoreUnavailable as reason:
        note_unavailable(reason)
        return show_question(sitting, asked, typed=form.typed, error=NOT_STORED, status=503)
    if _noes(sitting, key):
        return show_question(sitting, asked) if wants_fragment() else go(sitting.question_url(key))
    if sitting.at_kiosk and sitting.path.complete:
        return _conclude(sitting)
    return lead_on(sitting)


@journey.get("/diagnostics/<token>/recapitulatif")
def summary(token: str) -> Response:
    """All the answers, each with a way to change it."""
    sitting = sit_down(token)
    if not sitting.path.complete and not sitting.concluded:
        return sitting.go_on()
    return show_summary(sitting)


@journey.post("/diagnostics/<token>/recapitulatif")
def finish(token: str) -> Response:
    """Conclude: from now on the result is frozen."""
    sitting = sit_down(token)
    posted()
    if sitting.concluded or not sitting.path.complete:
        return sitting.go_on()
    return _conclude(sitting)


def _conclude(sitting: Sitting) -> Response:
    visit, edition, moment = sitting.visit, sitting.edition, sitting.moment
    phone_days = edition.questionnaire.retention.phone_days
    result = conclude(edition.questionnaire, visit.answers, paris_day(moment), short=visit.short)
    try:
        conclude_visit(visit, sitting.token, result, edition.content_id, moment, phone_days=phone_days)
    except AnswersChanged:  # in another tab, a moment ago: what is on record now decides
        return finish(sitting.token)
    return show_result(sitting.token) if wants_fragment() else go(sitting.url("result"))


def lead_on(sitting: Sitting) -> Response:
    """The next step: swapped in at once for htmx, by a redirect otherwise."""
    if not wants_fragment():
        return sitting.go_on()
    if sitting.path.next is None:
        return show_summary(sitting)
    return show_question(sitting, sitting.path.next)


def show_question(
    sitting: Sitting, asked: Question, *, typed: list[str] | None = None, error: str = "", status: int = 200
) -> Response:
    """A question's screen, with what was typed and what was wrong, or the hard noes it brought."""
    path = sitting.path
    noes = () if error else _noes(sitting, asked.key)
    place = [question.key for question in path.questions].index(asked.key)
    previous = path.questions[place - 1].key if place else None
    place, total = place + 1, f"environ {path.expected_length}" if path.undecided else str(path.expected_length)
    panel = live_panel(sitting.edition, path, asked.part, paris_day(sitting.moment))
    screen = screen_of(sitting, asked, previous, typed=typed, error=error, noes=noes)
    template, step = "kiosk/question.html" if sitting.at_kiosk else "journey/question.html", ""
    if screen.kept and not sitting.at_kiosk:
        step = kept_step(template, screen, place, total, panel.trail)
    return show(
        template,
        status=status,
        url=sitting.question_url(asked.key),
        step=step,
        sitting=sitting,
        asked=screen.asked,
        form=screen.form,
        place=place,
        total=total,
        panel=panel,
        trail=panel.trail,
        previous_url=previous,
    )


def _noes(sitting: Sitting, key: str) -> tuple[Finding, ...]:
    return hard_noes(sitting.edition.questionnaire, sitting.path.answers, key, sitting.visit.sequence)


def show_summary(sitting: Sitting) -> Response:
    """Check your answers."""
    return show(
        "kiosk/summary.html" if sitting.at_kiosk else "journey/summary.html",
        url=sitting.url("summary"),
        sitting=sitting,
        parts=answered_parts(sitting.edition.questionnaire, sitting.path),
        changed=sitting.visit.has_result,
        just_changed=_just_changed(sitting),
    )


def _just_changed(sitting: Sitting) -> str:
    """The question answered last, where it isn't the path's own last: somebody came back to it. Else nothing."""
    given = sitting.visit.sequence
    latest = max(sitting.path.answers, key=lambda key: given.get(key, 0), default="")
    return "" if sitting.concluded or latest == sitting.path.questions[-1].key else latest
