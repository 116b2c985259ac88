"""A content being prepared: what it changes, what it would have changed, and its publication."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, abort, flash, request, url_for

from models.content.carry_over import carry_over
from models.content.difference import ON_SLIP, Difference, Group, changed_screens, differences
from models.content.errors import ContentErrors
from models.content.loader import load
from models.content.writer import read_values
from models.french.staff_words import OFFERS, VERDICTS
from models.rules.questionnaire import Questionnaire
from models.rules.replay import ASKED_AGAIN, NO_OFFER, OUTCOMES, Outcome, Replay, offer_of, replay
from models.store.candidates import (
    BaseMoved,
    Candidate,
    StaleCandidate,
    VersionTaken,
    discard_candidate,
    get_candidate,
    move_candidate,
    publish_candidate,
)
from models.store.contents import find_content
from models.store.past_answers import latest_answers
from views.staff.access import actor, administratrice_only, me, staff
from views.staff.content.versions import PINNED, running_version, send_file
from views.staff.layout import go, show_page
from views.web.doors import now
from views.web.library import library

GROUPS = {Group.TEXTS: "Textes", Group.CHOICES: "Choix", Group.RULES: "Règles", Group.STRUCTURE: "Structure"}
SCREENS = {"accueil": "L’accueil", "resultat": "Le résultat", "guide": "Le guide"}
OUTCOME_WORDS = {**OFFERS, NO_OFFER: "Aucune offre", ASKED_AGAIN: "À redemander"}
MOST_REPLAYED = 500
MOST_MOVED = 30
MOVED = (
    "La version en service a changé depuis le début de cette préparation\u00a0: la publier effacerait ce changement. "
    "Reportez d’abord ses changements sur la version en service."
)
CONTRADICTS = (
    "Ces changements contredisent ceux de la version en service. Téléchargez les deux fichiers, "
    "accordez-les, puis déposez le résultat."
)
STALE = "Une collègue vient de changer cette préparation\u00a0: relisez-la avant de publier."


@dataclass(frozen=True, slots=True)
class PreviewLink:
    """A screen that shows a difference, and its preview."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class MovedVisit:
    """A visit that would have led to something else, in words."""

    reference: str
    url: str
    before: str
    after: str


@staff.get("/contenu/preparations/<id:candidate_id>")
def content_candidate(candidate_id: int) -> Response:
    """What the candidate changes, by group, with its previews; and what it would have changed."""
    return _show(candidate_here(candidate_id))


@staff.get("/contenu/preparations/<id:candidate_id>.toml")
def content_candidate_file(candidate_id: int) -> Response:
    """Its file."""
    candidate = candidate_here(candidate_id)
    return send_file(candidate.source, candidate.version)


@staff.post("/contenu/preparations/<id:candidate_id>/jeter")
def content_discard(candidate_id: int) -> Response:
    """Throw it away."""
    candidate = candidate_here(candidate_id)
    discard_candidate(candidate, now(), actor())
    flash(f"La préparation de la version {candidate.version} est jetée.")
    return go(url_for("staff.content"))


@staff.post("/contenu/preparations/<id:candidate_id>/reporter")
def content_carry(candidate_id: int) -> Response:
    """Carry its changes over to the version that runs, where it was begun on another."""
    candidate, running = candidate_here(candidate_id), running_version()
    if candidate.base_id == running.id:
        return go(url_for("staff.content_candidate", candidate_id=candidate.id))
    carried = carry_over(find_content(candidate.base_id).source, candidate.source, running.source)
    try:
        load(carried.source, candidate.version)
        move_candidate(candidate, running.id, carried.source, now(), actor())
    except ContentErrors:
        return _show(candidate, status=409, error=CONTRADICTS)
    except StaleCandidate as changed:
        return _show(changed.current, status=409, error=STALE)
    flash(f"Les changements sont reportés sur la version {running.version}. Relisez-les avant de publier.")
    for sentence in carried.disputed:
        flash(f"Changé aussi dans la version {running.version}, qui garde ses mots\u00a0: {sentence}")
    return go(url_for("staff.content_candidate", candidate_id=candidate.id))


@staff.post("/contenu/preparations/<id:candidate_id>/publier")
@administratrice_only
def content_publish(candidate_id: int) -> Response:
    """Make it the version that runs, if it is still what was read and still follows the one that runs."""
    candidate = candidate_here(candidate_id)
    if library().pinned:
        return _show(candidate, status=409, error=PINNED)
    if request.form.get("empreinte") != candidate.sha256:
        return _show(candidate, status=409, error=STALE)
    try:
        published = publish_candidate(candidate, library().running.content_id, now(), actor())
    except StaleCandidate as changed:
        return _show(changed.current, status=409, error=STALE)
    except BaseMoved:
        return _show(candidate, status=409, error=MOVED)
    except VersionTaken:
        error = f"Une autre version s’appelle déjà «\u00a0{candidate.version}\u00a0»\u00a0: donnez-lui un autre nom."
        return _show(candidate, status=409, error=error)
    library().refresh()
    flash(f"La version {published.version} est en service. Les résultats déjà rendus ne changent pas.")
    return go(url_for("staff.content"))


def candidate_here(candidate_id: int) -> Candidate:
    """The candidate with that id, or 404."""
    try:
        return get_candidate(candidate_id)
    except KeyError:
        abort(404)


def questionnaire_of(candidate: Candidate) -> Questionnaire:
    """The candidate's questionnaire: it was checked when it was kept."""
    return load(candidate.source, candidate.version, served=True)


def _show(candidate: Candidate, *, status: int = 200, error: str = "") -> Response:
    questionnaire, compared = questionnaire_of(candidate), find_content(candidate.base_id)
    found = differences(read_values(compared.source), read_values(candidate.source))
    told = any(each.group is not Group.TEXTS for each in found)
    replayed = (
        replay(load(compared.source, compared.version, served=True), questionnaire, latest_answers(MOST_REPLAYED))
        if told
        else None
    )
    return show_page(
        "staff/content_candidate.html",
        status=status,
        candidate=candidate,
        compared=compared,
        moved_on=None if candidate.base_id == library().running.content_id else running_version(),
        moved_words=MOVED,
        pinned_words=PINNED if library().pinned else "",
        groups=_grouped(found),
        screens=[_screen(candidate, questionnaire, screen) for screen in changed_screens(found)],
        replayed=replayed,
        outcomes=_outcomes(replayed) if replayed else {},
        moved=[] if replayed is None else _moved(replayed, questionnaire),
        moved_count=len(replayed.moved) if replayed else 0,
        me=me(),
        error=error,
    )


def _grouped(found: tuple[Difference, ...]) -> list[tuple[str, list[Difference]]]:
    groups = [(title, [each for each in found if each.group is group]) for group, title in GROUPS.items()]
    return [(title, each) for title, each in groups if each]


def _screen(candidate: Candidate, questionnaire: Questionnaire, screen: str) -> PreviewLink:
    label = SCREENS.get(screen) or _question_label(screen, questionnaire)
    return PreviewLink(label, url_for("staff.content_preview", candidate_id=candidate.id, screen=screen))


def _question_label(screen: str, questionnaire: Questionnaire) -> str:
    label = f"Question «\u00a0{questionnaire.question(screen.removeprefix(ON_SLIP)).short_label}\u00a0»"
    return f"{label}, sur les bulletins" if screen.startswith(ON_SLIP) else label


def _outcomes(replayed: Replay) -> dict[str, str]:
    """The outcomes that were met, in order, with their words."""
    met = {outcome for pair in replayed.counts for outcome in pair}
    return {outcome: OUTCOME_WORDS[outcome] for outcome in OUTCOMES if outcome in met}


def _moved(replayed: Replay, questionnaire: Questionnaire) -> list[MovedVisit]:
    return [
        MovedVisit(
            each.past.reference or f"n°\u00a0{each.past.id}",
            url_for("staff.dossier", dossier_id=each.past.id),
            _in_words(each.before, questionnaire),
            _in_words(each.after, questionnaire),
        )
        for each in replayed.moved[:MOST_MOVED]
    ]


def _in_words(outcome: Outcome, questionnaire: Questionnaire) -> str:
    if outcome.asked_again:
        return f"«\u00a0{questionnaire.question(outcome.asked_again).short_label}\u00a0» à redemander"
    verdict = VERDICTS[outcome.verdict or ""]
    return f"{OUTCOME_WORDS[offer_of(outcome)]}, {verdict[:1].lower()}{verdict[1:]}"
