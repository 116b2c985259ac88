"""The result: what it means for me, why, what would make it riper, and what happens next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Response, render_template, request

from models.rules.collection import groups_offered
from models.rules.comparison import Comparison, compare
from models.rules.estimate import split_cost
from models.rules.questionnaire import Offer, Questionnaire, Story
from models.rules.result import Estimate, Lever, Result, Split
from models.store.applications import find_application
from models.store.collections import KeptCollection, counted_collections, find_open
from models.store.settings import scheme_is_open
from models.store.visits import KeptResult, newest_result, share_token
from views.forms.question_form import MistypedNumber, whole_number
from views.journey.live_panel import company_facts
from views.journey.near_project import near_project
from views.journey.other_views import TO_ITSELF, Called, OtherViews, say_views
from views.journey.profile import Profile, say_profile
from views.journey.reason_in_words import ReasonInWords, say_reason, suffices
from views.journey.request_steps import request_steps
from views.web.current_visit import current_visit
from views.web.doors import at_kiosk, journey
from views.web.library import library
from views.web.render import go, show, wants_fragment


@dataclass(frozen=True, slots=True)
class ResultView:
    """A kept result with everything its page, the shared page and the PDF say about it.

    `assessment_id` is 0 where the result is nobody's (a preview).
    """

    assessment_id: int
    result: Result
    questionnaire: Questionnaire
    reference: str
    revision: int
    concluded_at: datetime
    facts: str
    offer: Offer | None
    reason: ReasonInWords | None
    profile: Profile
    to_clear_up: tuple[str, ...]
    story: Story | None
    story_is_near: bool
    comparison: Comparison | None
    views: OtherViews | None = None

    def offer_of(self, estimate: Estimate) -> Offer:
        """The offer an estimate is about."""
        return self.questionnaire.offer(estimate.stage)

    def suffices(self, levers: Sequence[Lever]) -> str:
        """What introduces the ways to one aim."""
        return suffices(levers)


def view_result(
    kept: KeptResult, reference: str, collections: Sequence[KeptCollection] = (), called: Called = TO_ITSELF
) -> ResultView:
    """Everything to show of a kept result, in the words of the content it was concluded with.

    `collections` are the other views on it, where they belong to what is shown; `called` is for them alone.
    """
    return see_result(kept, library().of(kept.content_id).questionnaire, reference, collections, called)


def see_result(
    kept: KeptResult,
    questionnaire: Questionnaire,
    reference: str,
    collections: Sequence[KeptCollection] = (),
    called: Called = TO_ITSELF,
) -> ResultView:
    """The same, in the words of a content at hand."""
    result = kept.result
    recommendation = result.recommendation
    story = next((story for story in questionnaire.stories if story.id == result.story), None)
    return ResultView(
        assessment_id=kept.assessment_id,
        result=result,
        questionnaire=questionnaire,
        reference=reference,
        revision=kept.revision_number,
        concluded_at=kept.concluded_at,
        facts=company_facts(questionnaire, result.answers),
        offer=questionnaire.offer(recommendation.stage) if recommendation else None,
        reason=say_reason(questionnaire, result),
        profile=say_profile(questionnaire, result),
        to_clear_up=tuple(questionnaire.question(key).title.at(result.size) for key in result.to_clear_up),
        story=story,
        story_is_near=bool(story and set(story.themes) & set(_themes(result))),
        comparison=compare(questionnaire, (*kept.earlier, result)),
        views=say_views(questionnaire, collections, called),
    )


def _themes(result: Result) -> tuple[str, ...]:
    chosen = result.answers.get("themes", ())
    return chosen if isinstance(chosen, tuple) else ()


@journey.get("/diagnostics/<token>/resultat")
def result(token: str) -> Response:
    """The last concluded result; before any, on to the next step."""
    return show_result(token)


def show_result(token: str, *, note_typed: str = "", note_error: str = "") -> Response:
    """The result's page, from what is on record now; with a name for the note that can't be printed, and why."""
    current = current_visit(token)
    kept = newest_result(current.visit.assessment_id)
    if kept is None:
        return current.go_on()
    collections = () if at_kiosk() else counted_collections(current.visit.assessment_id)
    seen = view_result(kept, current.visit.reference, collections)
    application = find_application(current.visit.assessment_id)
    return show(
        "kiosk/result.html" if at_kiosk() else "journey/result.html",
        status=422 if note_error else 200,
        url=current.url("result"),
        current=current,
        seen=seen,
        near=None if at_kiosk() else near_project(seen.result, current.visit.assessment_id),
        split=_wanted_split(seen),
        share_token=None if at_kiosk() else share_token(current.visit, token),
        scheme_open=scheme_is_open(),
        application=application,
        request_steps=request_steps(application, seen.questionnaire.wording) if application else (),
        note_typed=note_typed,
        note_error=note_error,
        asks_views=not at_kiosk() and may_ask_others(kept.result),
        collection=None if at_kiosk() else find_open(current.visit),
        read_only=False,
    )


@journey.get("/diagnostics/<token>/repartition")
def split(token: str) -> Response:
    """The company's share between another number of companies: a part of the result, or the page without scripts."""
    current = current_visit(token)
    kept = newest_result(current.visit.assessment_id)
    if kept is None or kept.result.estimate is None or kept.result.estimate.split is None:
        return current.go_on()
    if not wants_fragment():
        return go(current.url("result", entreprises=request.args.get("entreprises", "")) + "#repartition")
    seen = view_result(kept, current.visit.reference)
    return Response(
        render_template("journey/split.html", current=current, seen=seen, split=_wanted_split(seen), read_only=False)
    )


def may_ask_others(result: Result) -> bool:
    """Whether the company is large enough for others to answer beside the direction."""
    headcount = result.answers.get("effectif")
    return isinstance(headcount, int) and bool(groups_offered(headcount))


@dataclass(frozen=True, slots=True)
class WantedSplit:
    """The split asked for, or the kept one with what was typed and why it can't be."""

    split: Split
    typed: str
    error: str


def _wanted_split(seen: ResultView) -> WantedSplit | None:
    estimate = seen.result.estimate
    if estimate is None or estimate.split is None:
        return None
    typed = request.args.get("entreprises", "")
    if not typed:
        return WantedSplit(estimate.split, str(estimate.split.companies), "")
    asked = seen.questionnaire.question("nombre_entreprises")
    try:
        companies = whole_number(typed)
    except MistypedNumber as mistake:
        return WantedSplit(estimate.split, typed, str(mistake))
    if not asked.accepts(companies):
        return WantedSplit(estimate.split, typed, f"Écrivez un nombre entre {asked.minimum} et {asked.maximum}.")
    return WantedSplit(split_cost(estimate.company_cents, companies), typed, "")
