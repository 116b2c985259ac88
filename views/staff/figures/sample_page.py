"""Is the sample varied? The cohort beside its target, what is missing, and what it would be with the requests ticked.

The address carries what is ticked, so that it can be shared; a name keeps it for the team (`proposal_pages`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import urlsplit

from flask import Response, request, url_for
from werkzeug.datastructures import MultiDict

from models.french.staff_words import STAGES, printable
from models.rules.variety import COHORT_STAGES, OPEN_STAGES, TARGET
from models.store.dossiers import count_dossiers
from models.store.filters import Filters
from models.store.list_order import Sort
from models.store.proposals import MOST_CHOSEN, SharedProposal, get_proposal, list_proposals
from models.store.sample import Candidate, find_companies, open_requests
from models.store.search_words import fold
from views.forms.typed_fields import ReadField
from views.staff.access import staff
from views.staff.dossiers.list_query import LONGEST_TEXT, list_url
from views.staff.dossiers.way_back import SAMPLE, trail_to
from views.staff.figures.composition import AXES, compose, find_cohort, tell_requests
from views.staff.layout import show_page
from views.staff.staff_form import StaffForm
from views.web.render import wants_fragment

MOST_SHOWN = 100
LONGEST_NAME = 60
_LONGEST_ID = 15


class ProposalForm(StaffForm):
    """The name under which what is ticked is kept for the team."""

    nom = ReadField(
        "Nom de la proposition",
        longest=LONGEST_NAME,
        missing="Donnez un nom à cette proposition, puis enregistrez-la.",
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """What an address says: the requests ticked, the list's order and search, and the proposal being changed.

    `version` is that of the proposal when it was opened: 0 where none is being changed.
    """

    ticked: tuple[int, ...] = ()
    text: str = ""
    by_name: bool = False
    proposal_id: int = 0
    version: int = 0

    def url(self) -> str:
        """The page's address with all of it."""
        return url_for(
            "staff.sample",
            demande=self.ticked,
            q=self.text or None,
            ordre="nom" if self.by_name else None,
            proposition=self.proposal_id or None,
            version=self.version or None,
        )


def read_choice(sent: MultiDict[str, str]) -> Choice:
    """The choice in an address or a form; what means nothing is left out."""
    ticked = dict.fromkeys(number for each in sent.getlist("demande") if (number := _whole(each)))
    return Choice(
        ticked=tuple(ticked)[:MOST_CHOSEN],
        text="".join(sign for sign in sent.get("q", "")[:LONGEST_TEXT] if sign.isprintable()).strip(),
        by_name=sent.get("ordre") == "nom",
        proposal_id=_whole(sent.get("proposition", "")),
        version=_whole(sent.get("version", "")),
    )


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST_ID else 0


@staff.get("/echantillon")
def sample() -> Response:
    """The variety of the cohort and of what it would be with the requests ticked: to help choose, never to decide."""
    choice = read_choice(request.args)
    typed = printable(request.args.get("nom", ""))[:LONGEST_NAME]
    proposal = _changed(choice)
    response = show_choice(choice, ProposalForm(None, nom=typed or (proposal.name if proposal else "")))
    if wants_fragment():
        response.headers["HX-Replace-Url"] = choice.url()
    return response


def show_choice(choice: Choice, form: ProposalForm, *, status: int = 200) -> Response:
    """The page with these requests ticked, and the form that keeps them."""
    found = find_companies(choice.ticked)
    chosen, cohort = [each for each in found if each.is_open], find_cohort()
    return show_page(
        "staff/sample.html",
        status=status,
        blocks=() if form.errors or status != 200 else ["figures", "charts"],  # a mistake stands beside them
        form=form,
        choice=replace(choice, ticked=tuple(each.id for each in chosen)),
        proposal=_changed(choice),
        proposals=[] if wants_fragment() else list_proposals(),
        composition=compose(cohort, chosen),
        decided=[each for each in found if not each.is_open],
        gone=len(choice.ticked) - len(found),
        target=TARGET,
        axes=AXES,
        stage_words=STAGES,
        cohort_url=list_url(Filters(stages=COHORT_STAGES)),
        requests=() if wants_fragment() else tell_requests(_listed(choice, chosen), cohort),
        open_count=count_dossiers(Filters(stages=OPEN_STAGES, text=choice.text)),
        open_url=list_url(Filters(stages=OPEN_STAGES, text=choice.text)),
        most_shown=MOST_SHOWN,
        file_url=partial(_file_url, replace(choice, ticked=tuple(each.id for each in chosen))),
    )


def _file_url(choice: Choice, dossier_id: int) -> str:
    """A request's file, with the way back to what is ticked, and on to the next open request."""
    listed = Filters(stages=OPEN_STAGES, text=choice.text)
    sort = Sort.COMPANY if choice.by_name else Sort.OLDEST
    return trail_to(dossier_id, None, listed, sort, origin=f"{SAMPLE}?{urlsplit(choice.url()).query}")


def _changed(choice: Choice) -> SharedProposal | None:
    """The proposal being changed; None where there is none, or none any more."""
    try:
        return get_proposal(choice.proposal_id) if choice.proposal_id else None
    except KeyError:
        return None


def _listed(choice: Choice, chosen: Sequence[Candidate]) -> list[Candidate]:
    """The first open requests, and among them all that are ticked, in the order asked for."""
    first = open_requests(choice.text, by_name=choice.by_name, most=MOST_SHOWN)
    listed = {each.id: each for each in (*first, *chosen)}.values()
    return sorted(listed, key=by_name if choice.by_name else _by_date)


def by_name(candidate: Candidate) -> tuple[str, int]:
    """The alphabet's order, accents and capitals aside."""
    return fold(candidate.name or candidate.reference), candidate.id


def _by_date(candidate: Candidate) -> tuple[object, int]:
    return candidate.created_at, candidate.id
