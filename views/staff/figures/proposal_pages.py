"""Proposals: what the team chose together, kept under a name, to open again and to print for the committee."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from flask import Response, abort, flash, request, url_for

from models.french.formats import date_and_time, paris_day, plural
from models.french.staff_words import STAGES
from models.rules.variety import COHORT_STAGES, TARGET
from models.store.filters import Filters
from models.store.proposals import (
    NameTaken,
    NothingOpen,
    SharedProposal,
    StaleProposal,
    change_proposal,
    delete_proposal,
    get_proposal,
    save_proposal,
)
from models.store.sample import Candidate, find_companies
from views.staff.access import actor, staff
from views.staff.dossiers.list_query import list_url
from views.staff.figures.composition import AXES, compose, find_cohort
from views.staff.figures.sample_page import Choice, ProposalForm, by_name, read_choice, show_choice
from views.staff.layout import go, show_page
from views.web.doors import now

NOTHING_TICKED = "Cochez au moins une demande, puis enregistrez la proposition."
NONE_OPEN = "Aucune des demandes cochées n’est encore ouverte\u00a0: cochez-en d’autres."
TAKEN = "Une autre proposition porte déjà ce nom\u00a0: choisissez-en un autre."
DELETED = (
    "Cette proposition vient d’être supprimée. Votre saisie est gardée ici\u00a0:"
    " enregistrez-la pour en faire une nouvelle proposition."
)

Keep = Callable[[str], SharedProposal]


@staff.post("/echantillon/propositions")
def proposal_save() -> Response:
    """Keep what is ticked as a new proposal, shared under a name."""
    choice, form = read_choice(request.form), ProposalForm()
    return _keep(choice, form, lambda name: save_proposal(name, choice.ticked, now(), actor()))


@staff.get("/echantillon/propositions/<id:proposal_id>")
def proposal(proposal_id: int) -> Response:
    """A proposal, to read together and to print for the committee; it decides nothing."""
    return _show(_proposal_here(proposal_id))


@staff.post("/echantillon/propositions/<id:proposal_id>")
def proposal_change(proposal_id: int) -> Response:
    """Give a proposal another name or other requests; a save that is stale shows both and keeps what was typed."""
    choice, form = replace(read_choice(request.form), proposal_id=proposal_id), ProposalForm()
    try:
        return _keep(
            choice,
            form,
            lambda name: change_proposal(proposal_id, choice.version, name, choice.ticked, now(), actor()),
        )
    except KeyError:
        form.refuse("", DELETED)
        return show_choice(replace(choice, proposal_id=0, version=0), form, status=409)
    except StaleProposal as stale:
        return _show_stale(choice, form, stale.current)


@staff.post("/echantillon/propositions/<id:proposal_id>/supprimer")
def proposal_delete(proposal_id: int) -> Response:
    """Take a proposal away from everybody, unless a colleague changed it meanwhile."""
    try:
        delete_proposal(proposal_id, read_choice(request.form).version, now(), actor())
    except StaleProposal as stale:
        return _show(stale.current, changed_meanwhile=True)
    flash("La proposition est supprimée.")
    return go(url_for("staff.sample"))


def _keep(choice: Choice, form: ProposalForm, keep: Keep) -> Response:
    """Keep what was ticked under the name typed, or say what is missing with all of it still there."""
    if not choice.ticked:
        form.validate()
        form.refuse("", NOTHING_TICKED)
        return show_choice(choice, form)
    if not form.validate():
        return show_choice(choice, form)
    try:
        kept = keep(form.nom.data)
    except NameTaken:
        form.refuse("nom", TAKEN)
        return show_choice(choice, form)
    except NothingOpen:
        form.refuse("", NONE_OPEN)
        return show_choice(choice, form)
    flash(f"La proposition «\u00a0{kept.name}\u00a0» est enregistrée pour toute l’équipe.")
    left = len(choice.ticked) - len(kept.requests)
    if left:
        words = plural(left, "demande cochée n’était plus ouverte", "demandes cochées n’étaient plus ouvertes")
        flash(f"{words}\u00a0: la proposition ne la retient pas." if left == 1 else f"{words}\u00a0: elle les laisse.")
    return go(url_for("staff.proposal", proposal_id=kept.id))


def _proposal_here(proposal_id: int) -> SharedProposal:
    try:
        return get_proposal(proposal_id)
    except KeyError:
        abort(404)


def _show(found: SharedProposal, *, changed_meanwhile: bool = False) -> Response:
    return show_page(
        "staff/proposal.html",
        status=409 if changed_meanwhile else 200,
        proposal=found,
        changed_meanwhile=changed_meanwhile,
        composition=compose(find_cohort(), sorted(found.requests, key=by_name)),
        decided=found.decided,
        gone=found.erased,
        stage_words=STAGES,
        cohort_url=list_url(Filters(stages=COHORT_STAGES)),
        change_url=Choice(found.ids, proposal_id=found.id, version=found.version).url(),
        target=TARGET,
        axes=AXES,
        today=paris_day(now()),
    )


def _show_stale(choice: Choice, form: ProposalForm, current: SharedProposal) -> Response:
    """What a colleague changed meanwhile beside what was typed, which is ready to be sent again."""
    mine = [each for each in find_companies(choice.ticked) if each.is_open]
    only_mine = [each for each in mine if each.id not in current.ids]
    only_recorded = [each for each in current.requests if each.id not in choice.ticked]
    return show_page(
        "staff/proposal_stale.html",
        status=409,
        current=current,
        when=date_and_time(current.changed_at),
        name=form.nom.typed,
        mine=mine,
        only_mine=_names(only_mine),
        only_recorded=_names(only_recorded),
        again_url=replace(choice, version=current.version).url(),
    )


def _names(candidates: Iterable[Candidate]) -> list[str]:
    return [each.name or each.reference or f"n°\u00a0{each.id}" for each in sorted(candidates, key=by_name)]
