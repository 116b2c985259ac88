"""A slip, answered by whoever drew it: what it is, the questions, a last look, sent once.

The paper opens the first screen alone. The answers are under an address that begins there and that no paper bears, so
that those who printed the slips read nobody's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial
from typing import Any

from flask import Blueprint, Response, abort, request, url_for
from markupsafe import Markup

from models.rules.ballots import put_in
from models.rules.collection import TEAM_THRESHOLD
from models.rules.path import Path, walk
from models.rules.question import Question, Size
from models.rules.slip import slip_questionnaire
from models.store.collections import (
    Attempt,
    BallotChanged,
    Slip,
    SlipRefused,
    SlipState,
    begin_attempt,
    find_attempt,
    find_slip,
    record_on_slip,
    send_ballot,
)
from models.store.database import StoreUnavailable
from views.forms.asked_question import answered_parts
from views.forms.question_form import read_answer
from views.journey.live_panel import PartProgress, piece
from views.journey.question_screen import kept_step, screen_of
from views.web.current_visit import posted
from views.web.doors import now
from views.web.error_pages import NOT_STORED, note_unavailable
from views.web.library import Edition, edition_of, running
from views.web.render import go, show, swap, wants_fragment
from views.web.throttle import spend_guess, spend_start

LONGEST_TYPED = 300
"""Characters that are looked at of what somebody copied off a slip: a whole address fits."""

slips = Blueprint("slips", __name__, url_prefix="/regards")
"""A slip's pages: at one door alone, since each person answers on her own phone."""


@dataclass(frozen=True, slots=True)
class CurrentSlip:
    """A slip that may be answered, as the request being answered sees it."""

    token: str
    slip: Slip
    attempt: Attempt
    edition: Edition
    moment: datetime
    at_kiosk = False

    @property
    def path(self) -> Path:
        """The ten questions by the ladder, replayed from the answers."""
        return walk(self.edition.questionnaire, self.attempt.answers)

    @property
    def size(self) -> Size:
        """The size of company that decides the wording."""
        return self.slip.size

    def url(self, page: str, **values: Any) -> str:
        """The address of one of its pages."""
        return url_for(f"slips.{page}", token=self.token, attempt=self.attempt.token, **values)

    @property
    def next_url(self) -> str:
        """The first unanswered question, else the last screen."""
        following = self.path.next
        return self.url("question", key=following.key) if following else self.url("last_look")

    def question(self, key: str) -> Question:
        """The question with that key, or 404."""
        try:
            return self.edition.questionnaire.question(key)
        except KeyError:
            abort(404)


@lru_cache(maxsize=8)
def slip_edition(edition: Edition, size: Size) -> Edition:
    """What the team of a company of that size is asked from."""
    return edition_of(edition.content_id, slip_questionnaire(edition.questionnaire, size))


def _slip_here(token: str, moment: datetime) -> Slip:
    """The slip, where it may be answered; else the answer is the page that says why not."""
    found = find_slip(token, moment)
    if found is None:
        spend_guess()
        abort(show("slips/unknown.html", status=404, typed_by_half=False))
    if found.state is not SlipState.OPEN:
        abort(show("slips/ended.html", status=410, slip=found, used=found.state is SlipState.USED))
    return found


def _refused(token: str) -> Response:
    """The slip was used, closed or erased while this request was answered: say what is true now."""
    _slip_here(token, now())
    return go(url_for("slips.slip", token=token))


def _current(token: str, attempt: str) -> CurrentSlip:
    """The slip with its answers in progress; leads to its first screen where there are none at that address."""
    moment = now()
    found = _slip_here(token, moment)
    begun = find_attempt(found, attempt)
    if begun is None:
        abort(go(url_for("slips.slip", token=token)))
    return CurrentSlip(token, found, begun, slip_edition(running(), found.size), moment)


@slips.get("", strict_slashes=False)
def typed_slip() -> Response:
    """Where one types what stands on a slip, when its address was typed by half; then that slip."""
    if code := request.args.get("bulletin", "")[:LONGEST_TYPED].strip().lower().rpartition("/")[2]:
        return go(url_for("slips.slip", token=code))
    return show("slips/unknown.html", typed_by_half=True)


@slips.get("/merci")
def thanks() -> Response:
    """What was sent is sent; nothing here says by whom."""
    return show("slips/thanks.html")


@slips.get("/<token>", strict_slashes=False)
def slip(token: str) -> Response:
    """A slip's first screen: who asks, who will see what. Used, over, closed and unknown ones say so (410, 404)."""
    found = _slip_here(token, now())
    return show("slips/first.html", slip=found, token=token, threshold=TEAM_THRESHOLD)


@slips.post("/<token>", strict_slashes=False)
def begin_slip(token: str) -> Response:
    """Begin to answer, with nothing: the paper alone opens no answers."""
    moment = now()
    found = _slip_here(token, moment)
    posted()
    spend_start()
    try:
        attempt = begin_attempt(found, moment)
    except SlipRefused:
        return _refused(token)
    return go(url_for("slips.resume", token=token, attempt=attempt))


@slips.get("/<token>/<attempt>", strict_slashes=False)
def resume(token: str, attempt: str) -> Response:
    """Back to where the answers go on."""
    return go(_current(token, attempt).next_url)


@slips.get("/<token>/<attempt>/questions/<key>")
def question(token: str, attempt: str, key: str) -> Response:
    """One question, in the team's words."""
    current = _current(token, attempt)
    asked = current.question(key)
    return show_slip_question(current, asked) if current.path.has(key) else go(current.next_url)


@slips.post("/<token>/<attempt>/questions/<key>")
def answer(token: str, attempt: str, key: str) -> Response:
    """Keep an answer in progress, then go on."""
    current = _current(token, attempt)
    asked = current.question(key)
    if not current.path.has(key):
        abort(409)
    form = read_answer(current.edition.forms[key], posted())
    if form.errors:
        return show_slip_question(current, asked, typed=form.typed, error=form.error, status=422)
    try:
        kept = record_on_slip(current.slip, current.attempt, key, str(form.answer), current.moment)
    except SlipRefused:
        return _refused(token)
    except StoreUnavailable as reason:
        note_unavailable(reason)
        return show_slip_question(current, asked, typed=form.typed, error=NOT_STORED, status=503)
    current = CurrentSlip(token, current.slip, kept, current.edition, current.moment)
    if not wants_fragment():
        return go(current.next_url)
    following = current.path.next
    return show_slip_question(current, following) if following else _show_last(current)


@slips.get("/<token>/<attempt>/envoi")
def last_look(token: str, attempt: str) -> Response:
    """All the answers, before they are sent."""
    current = _current(token, attempt)
    return _show_last(current) if current.path.complete else go(current.next_url)


@slips.post("/<token>/<attempt>/envoi")
def send(token: str, attempt: str) -> Response:
    """Send, once: from now on nothing ties the answers to the slip."""
    current = _current(token, attempt)
    posted()
    if not current.path.complete:
        return go(current.next_url)
    count_in = partial(put_in, current.edition.questionnaire, ballot=current.path.answers)
    try:
        send_ballot(current.slip, current.attempt, count_in, current.moment)
    except SlipRefused:
        return _refused(token)
    except BallotChanged:  # in another tab, a moment ago: look again
        return last_look(token, attempt)
    except StoreUnavailable as reason:
        note_unavailable(reason)
        return _show_last(current, not_stored=NOT_STORED)
    return show("slips/thanks.html", url=url_for("slips.thanks")) if wants_fragment() else go(url_for("slips.thanks"))


def show_slip_question(
    current: CurrentSlip, asked: Question, *, typed: list[str] | None = None, error: str = "", status: int = 200
) -> Response:
    """A question's screen on a slip; the previews of a content show it too."""
    path = current.path
    number = [question.key for question in path.questions].index(asked.key)
    previous = path.questions[number - 1].key if number else None
    place, total, trail = number + 1, str(path.expected_length), _trail(len(path.answers), path.expected_length)
    screen = screen_of(current, asked, previous, typed=typed, error=error)
    template, url = "slips/question.html", current.url("question", key=asked.key)
    if screen.kept and wants_fragment():
        return swap(kept_step(template, screen, place, total, trail, empty_panel=True), url)
    return show(
        template,
        status=status,
        url=url,
        asked=screen.asked,
        form=screen.form,
        place=place,
        total=total,
        trail=trail,
    )


@lru_cache(maxsize=64)
def _trail(answered: int, total: int) -> Markup:
    progress = (PartProgress("", answered, total, current=True),)
    return piece("components/journey.html", "trail", progress)


def _show_last(current: CurrentSlip, *, not_stored: str = "") -> Response:
    return show(
        "slips/last.html",
        status=503 if not_stored else 200,
        url=current.url("last_look"),
        current=current,
        rows=[row for part in answered_parts(current.edition.questionnaire, current.path) for row in part.rows],
        not_stored=not_stored,
    )
