"""The questionnaire: begin, answer, check, conclude. Invalid → show it; valid → record it, go on."""

from __future__ import annotations

from flask import Response, abort, render_template, request

from models.french.formats import paris_day
from models.rules.conclusion import conclude
from models.rules.eligibility import hard_noes
from models.rules.estimate import NoTariff, estimate_offer, tariff_on
from models.rules.question import Question
from models.rules.questionnaire import Questionnaire
from models.rules.result import Estimate, Finding
from models.store.database import StoreUnavailable
from models.store.events import Event, find_event
from models.store.settings import scheme_is_open
from models.store.visits import AlreadyConcluded, AnswersChanged, conclude_visit, start_assessment
from views.embed.frame import allowed_origin, host_origin
from views.forms.asked_question import RewordedRow, answered_parts, reworded_rows
from views.forms.question_form import read_answer
from views.journey.earlier_answer import earlier_answer
from views.journey.live_panel import live_panel, panel_to_swap
from views.journey.question_screen import kept_step, screen_of
from views.journey.result_page import show_result
from views.journey.revision import offer_revision
from views.kiosk.tablet import attract
from views.web.current_visit import CurrentVisit, current_visit, posted
from views.web.doors import SITE, at_kiosk, beside, door, event_here, here, journey, now
from views.web.error_pages import NOT_STORED, note_unavailable
from views.web.library import running
from views.web.render import go, show, swap, wants_fragment
from views.web.throttle import spend_start


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
        event=_event_named(request.args.get("evenement", "")),
    )


def _event_named(code: str) -> Event | None:
    """The open event whose poster led to the site, so that what follows counts among its visits."""
    event = find_event(code) if door() == SITE and code else None
    return event if event and event.is_open else None


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
    event = event_here() if at_kiosk() else _event_named(posted().get("evenement", ""))
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
    return current_visit(token).go_on()


@journey.get("/diagnostics/<token>/questions/<key>")
def question(token: str, key: str) -> Response:
    """One question; once concluded, the offer to change it by a revision."""
    current = current_visit(token)
    asked = current.question(key)
    if current.concluded:
        return offer_revision(current, asked, status=200)
    if not current.path.has(key):
        return current.go_on()
    return show_question(current, asked)


@journey.post("/diagnostics/<token>/questions/<key>")
def answer(token: str, key: str) -> Response:
    """Record an answer, then go on; a hard no is said here first."""
    current = current_visit(token)
    asked = current.question(key)
    form = read_answer(current.edition.forms[key], posted())
    if current.concluded:
        repeated = not form.errors and current.visit.answers.get(key) == form.answer
        return current.go_on() if current.at_kiosk and repeated else offer_revision(current, asked, status=409)
    if not current.path.has(key):
        abort(409)
    if form.errors:
        return show_question(current, asked, typed=form.typed, error=form.error, status=422)
    try:
        current = current.answered(key, form.answer)
    except AlreadyConcluded:  # in another tab, a moment ago
        return offer_revision(current, asked, status=409)
    except StoreUnavailable as reason:
        note_unavailable(reason)
        return show_question(current, asked, typed=form.typed, error=NOT_STORED, status=503)
    if _noes(current, key):
        return show_question(current, asked) if wants_fragment() else go(current.question_url(key))
    if current.at_kiosk and current.path.complete and not _reworded(current):
        return _conclude(current)
    return lead_on(current)


@journey.get("/diagnostics/<token>/recapitulatif")
def summary(token: str) -> Response:
    """All the answers, each with a way to change it."""
    current = current_visit(token)
    if not current.path.complete and not current.concluded:
        return current.go_on()
    return show_summary(current)


@journey.post("/diagnostics/<token>/recapitulatif")
def finish(token: str) -> Response:
    """Conclude: from now on the result is frozen."""
    current = current_visit(token)
    posted()
    if current.concluded or not current.path.complete:
        return current.go_on()
    return _conclude(current)


def _conclude(current: CurrentVisit) -> Response:
    visit, edition, moment = current.visit, current.edition, current.moment
    phone_days = edition.questionnaire.retention.phone_days
    result = conclude(edition.questionnaire, visit.answers, paris_day(moment), short=visit.short)
    try:
        conclude_visit(visit, current.token, result, edition.content_id, moment, phone_days=phone_days)
    except AnswersChanged:  # in another tab, a moment ago: what is on record now decides
        return finish(current.token)
    return show_result(current.token) if wants_fragment() else go(current.url("result"))


def lead_on(current: CurrentVisit) -> Response:
    """The next step: swapped in at once for htmx, by a redirect otherwise."""
    if not wants_fragment():
        return current.go_on()
    if current.path.next is None:
        return show_summary(current)
    return show_question(current, current.path.next)


def show_question(
    current: CurrentVisit, asked: Question, *, typed: list[str] | None = None, error: str = "", status: int = 200
) -> Response:
    """A question's screen, with what was typed and what was wrong, or the hard noes it brought."""
    path = current.path
    noes = () if error else _noes(current, asked.key)
    place = [question.key for question in path.questions].index(asked.key)
    previous = path.questions[place - 1].key if place else None
    place, total = place + 1, f"environ {path.expected_length}" if path.undecided else str(path.expected_length)
    panel = live_panel(current.edition, path, asked.part, paris_day(current.moment))
    earlier = earlier_answer(current, asked)
    screen = screen_of(current, asked, previous, typed=typed, error=error, noes=noes, earlier=earlier)
    template = "kiosk/question.html" if current.at_kiosk else "journey/question.html"
    if screen.kept and not current.at_kiosk and wants_fragment():
        step = kept_step(template, screen, place, total, panel.trail)
        return swap(step + panel_to_swap(panel), beside(asked.key))
    return show(
        template,
        status=status,
        url=current.question_url(asked.key),
        current=current,
        asked=screen.asked,
        deciding_too=_deciding_too(current, asked, noes),
        form=screen.form,
        place=place,
        total=total,
        panel=panel,
        trail=panel.trail,
        previous_url=previous,
    )


def _noes(current: CurrentVisit, key: str) -> tuple[Finding, ...]:
    return hard_noes(current.edition.questionnaire, current.path.answers, key, current.visit.sequence)


def _deciding_too(current: CurrentVisit, asked: Question, noes: tuple[Finding, ...]) -> list[tuple[str, str, str]]:
    """The other questions whose answer would lift these noes: title, short label, address."""
    questionnaire = current.edition.questionnaire
    unmet = {no.criterion for no in noes}
    keys = [key for criterion in questionnaire.criteria if criterion.id in unmet for key in criterion.questions]
    others = [questionnaire.question(key) for key in keys if key != asked.key]
    size = current.size
    return [(other.title.at(size), other.short_label, current.question_url(other.key)) for other in others]


def show_summary(current: CurrentVisit) -> Response:
    """Check your answers."""
    return show(
        "kiosk/summary.html" if current.at_kiosk else "journey/summary.html",
        url=current.url("summary"),
        current=current,
        parts=answered_parts(current.edition.questionnaire, current.path),
        changed=current.visit.has_result,
        reworded=_reworded(current),
        just_changed=_just_changed(current),
    )


def _reworded(current: CurrentVisit) -> tuple[RewordedRow, ...]:
    """The answers to read again before concluding; none once concluded, which was done on the words shown."""
    if current.concluded:
        return ()
    return reworded_rows(current.edition.questionnaire, current.path, current.visit.read_at)


def _just_changed(current: CurrentVisit) -> str:
    """The question answered last, where it isn't the path's own last: somebody came back to it. Else nothing."""
    given = current.visit.sequence
    latest = max(current.path.answers, key=lambda key: given.get(key, 0), default="")
    return "" if current.concluded or latest == current.path.questions[-1].key else latest
