"""The screens of a content being prepared: the real pages, marked BROUILLON, storing nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache

from flask import Response, abort, g, make_response, render_template, request
from markupsafe import Markup

from models.content.difference import ON_SLIP
from models.content.loader import load
from models.content.team_words import with_team_words
from models.french.formats import paris_day
from models.french.staff_words import OFFERS, SIZES
from models.rules.collection import Group, count_collection
from models.rules.conclusion import conclude
from models.rules.path import walk
from models.rules.question import Answer, Kind, Question, Size
from models.rules.questionnaire import Questionnaire
from models.store.collections import Attempt, KeptCollection, Slip, SlipState
from models.store.settings import scheme_is_open
from models.store.tokens import Purpose
from models.store.visits import Door, KeptResult, Visit
from views.forms.question_form import build_form
from views.journey.result_page import see_result
from views.journey.slip_steps import CurrentSlip, show_slip_question, slip_edition
from views.journey.steps import show_question, start
from views.pages.guide import guide_page
from views.staff.access import staff
from views.staff.content.candidate import candidate_here
from views.web.current_visit import CurrentVisit
from views.web.doors import now
from views.web.library import Draft, Edition

DRAFT = "BROUILLON"
"""The token of a visit that isn't one: no real token is so short."""

HEADCOUNTS = {Size.UNDER_11: 7, Size.FROM_11_TO_49: 30, Size.FROM_50: 120}
FACTS: dict[str, Answer] = {
    "territoire": "69",
    "structure": "groupe",
    "nombre_entreprises": 3,
    "secteur": "services",
    "ambition": "methodes",
    "themes": ("management",),
    "nouveaute": "entreprise",
    "pratiques": "oui",
    "parties_prenantes": ("salaries",),
}
LEVELS = {
    "emergence": {},
    "deploiement": dict.fromkeys(("besoin", "objectifs", "portage", "participation", "moyens", "calendrier"), "2"),
    "parcours": {"portage": "2", "moyens": "2", "besoin": "1", "objectifs": "1"},
}
"""Answers that lead to each offer under the first content; a change of rules may lead them elsewhere."""


@staff.get("/contenu/preparations/<id:candidate_id>/apercu/<screen>")
def content_preview(candidate_id: int, screen: str) -> Response:
    """One screen of the candidate, for a size of company and, on the result, an offer."""
    candidate = candidate_here(candidate_id)
    edition = _edition(candidate.source, candidate.version)
    size = Size(asked) if (asked := request.args.get("taille", "")) in SIZES else Size.FROM_11_TO_49
    offer = asked if (asked := request.args.get("offre", "")) in LEVELS else "emergence"
    banner = render_template(
        "staff/content_banner.html",
        candidate=candidate,
        screen=screen,
        size=size,
        sizes=SIZES,
        offer=offer if screen == "resultat" else "",
        offers=OFFERS,
    )
    g.draft = Draft(edition, Markup(banner))  # noqa: S704  (a template's own output, escaped there)
    return make_response(_page(edition, screen, size, offer))


@lru_cache(maxsize=2)
def _edition(source: bytes, version: str) -> Edition:
    """The candidate ready to use; kept, since one looks at its screens one after the other."""
    questionnaire = with_team_words(load(source, version, served=True))
    return Edition(0, questionnaire, {each.key: build_form(each) for each in questionnaire.questions})


def _page(edition: Edition, screen: str, size: Size, offer: str) -> Response | str:
    if screen == "accueil":
        return start()
    if screen == "guide":
        return guide_page()
    if screen == "resultat":
        return _result(edition.questionnaire, size, offer)
    on_slip = screen.startswith(ON_SLIP)
    key = screen.removeprefix(ON_SLIP)
    if key not in {question.key for question in edition.questionnaire.questions if question.team or not on_slip}:
        abort(404)
    return _on_slip(edition, key, size) if on_slip else show_question(*_at_question(edition, key, size))


def _on_slip(edition: Edition, key: str, size: Size) -> Response:
    """The question as the team of a company of that size reads it."""
    asked = slip_edition(edition, size)
    order = [question.key for question in asked.questionnaire.questions]
    attempt = Attempt(DRAFT, dict.fromkeys(order[: order.index(key)], "1"))
    slip = Slip(b"", 0, Group.EQUIPE, size, SlipState.OPEN, paris_day(now()))
    current = CurrentSlip(DRAFT, slip, attempt, asked, now())
    return show_slip_question(current, asked.questionnaire.question(key))


def _answers(questionnaire: Questionnaire, size: Size, offer: str) -> dict[str, Answer]:
    known = {**FACTS, "effectif": HEADCOUNTS[size], **LEVELS[offer]}
    answers: dict[str, Answer] = {}
    while (question := walk(questionnaire, answers).next) is not None:
        answer = known.get(question.key)
        answers[question.key] = answer if answer is not None and question.accepts(answer) else _any(question, offer)
    return answers


def _any(question: Question, offer: str) -> Answer:
    if question.kind is Kind.NUMBER:
        return question.minimum or 0
    if question.scored:
        return "0" if question.dimension is None else "2" if offer == "parcours" else "1"
    value = question.choices[0].value
    return (value,) if question.kind is Kind.CHOICES else value


def _at_question(edition: Edition, key: str, size: Size) -> tuple[CurrentVisit, Question]:
    """A visitor of that size who comes to the question, with all before it answered."""
    questionnaire = edition.questionnaire
    answers = _answers(questionnaire, size, "emergence")
    earlier = [question.key for question in questionnaire.questions]
    known = {each: answers[each] for each in earlier[: earlier.index(key)] if each in answers}
    # The size shows from the first question on, though nobody has told it yet there.
    known.setdefault("effectif", HEADCOUNTS[size])
    path, visit = walk(questionnaire, known), _visit(known)
    current = CurrentVisit(DRAFT, visit, edition, path, visit.updated_at)
    return current, questionnaire.question(key)


def _visit(answers: dict[str, Answer]) -> Visit:
    """A visit that is nowhere: no page of it reads or writes anything."""
    moment = datetime.now(UTC)
    return Visit(
        assessment_id=0,
        uid=DRAFT,
        reference=DRAFT,
        purpose=Purpose.PERSONAL,
        door=Door.SITE,
        event_id=None,
        host_origin="",
        token_hash=b"",
        salt=b"",
        revision_id=0,
        revision_number=1,
        short=False,
        answers=answers,
        sequence={},
        read_at={},
        concluded_at=None,
        has_result=False,
        created_at=moment,
        updated_at=moment,
        access_closed=False,
        expires_at=None,
        phone_opened=False,
    )


def _result(questionnaire: Questionnaire, size: Size, offer: str) -> str:
    result = conclude(questionnaire, _answers(questionnaire, size, offer), paris_day(now()), short=False)
    return render_template(
        "journey/result.html",
        seen=see_result(KeptResult(result, 0, 1, now()), questionnaire, DRAFT, [_collection(questionnaire, offer)]),
        near=None,
        current=None,
        split=None,
        share_token=DRAFT,
        application=None,
        scheme_open=scheme_is_open(),
        asks_views=False,
        read_only=True,
        fragment=False,
    )


def _collection(questionnaire: Questionnaire, offer: str) -> KeptCollection:
    """Other views: one group sees more everywhere and the other less, by turns: every text is on some screen."""
    team, elected = ("3", "0") if offer == "emergence" else ("0", "3")
    keys = [question.key for question in questionnaire.questions if question.dimension]
    sent = {Group.EQUIPE: [dict.fromkeys(keys, team)] * 5, Group.REPRESENTANTS: [dict.fromkeys(keys, elected)]}
    own = {dimension.id: 3 for dimension in questionnaire.dimensions}
    today = paris_day(now())
    return KeptCollection(DRAFT, today, today, count_collection(questionnaire, own, sent))
