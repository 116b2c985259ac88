"""Other views on the company: the direction opens a collection, hands slips out, watches, closes, erases."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Response, abort, request, url_for

from models.french.formats import paris_day
from models.rules.collection import FEWEST_EMPLOYEES, TEAM_THRESHOLD, Group, closing_days, groups_offered, most_slips
from models.rules.result import Result
from models.store import collections
from models.store.collections import CollectionOpen, NoCollection, OpenCollection, SlipsRefused
from models.store.visits import newest_result
from views.forms.collection_form import CollectionForm, SlipsForm, collection_form, more_slips_form
from views.journey.slip_sheet import send_poster, send_sheet
from views.web.current_visit import CurrentVisit, current_visit, posted
from views.web.doors import journey, not_at_kiosk, public_url
from views.web.render import go, show

NAMES = {Group.REPRESENTANTS: "Les représentants du personnel", Group.EQUIPE: "L’équipe"}


@dataclass(frozen=True, slots=True)
class Asking:
    """A visit whose direction may ask for other views: its result, whom it may ask, the collection it has open."""

    current: CurrentVisit
    result: Result
    most: dict[Group, int]
    open: OpenCollection | None

    @property
    def today(self) -> date:
        """The day it is in Paris."""
        return paris_day(self.current.moment)

    @property
    def may_open(self) -> bool:
        """Whether there is somebody to ask, and all of the direction's own view to compare with."""
        return bool(self.most) and not self.result.short

    @property
    def left(self) -> dict[Group, int]:
        """How many more slips each group may be given."""
        given = {group.group: group.given for group in self.open.groups} if self.open else {}
        return {group: max(0, most - given.get(group, 0)) for group, most in self.most.items()}

    @property
    def due(self) -> bool:
        """Whether the open collection's day is over: it waits to be counted."""
        return self.open is not None and self.open.is_due(self.current.moment)


def asking_here(token: str) -> Asking:
    """Who asks; leads on to the next step where there is no result yet, 404 at a kiosk."""
    not_at_kiosk()
    current = current_visit(token)
    kept = newest_result(current.visit.assessment_id)
    if kept is None:
        abort(current.go_on())
    headcount = kept.result.answers.get("effectif")
    employees = headcount if isinstance(headcount, int) else 0
    most = {group: most_slips(group, employees) for group in groups_offered(employees)}
    return Asking(current, kept.result, most, collections.find_open(current.visit))


@journey.get("/diagnostics/<token>/regards")
def other_views(token: str) -> Response:
    """Other views: how to ask for them; or, once asked, how many answered and until when."""
    return _show(asking_here(token))


@journey.post("/diagnostics/<token>/regards")
def ask_for_views(token: str) -> Response:
    """Open a collection; one that is open already is shown."""
    asking, typed = asking_here(token), posted()
    if asking.open or not asking.may_open:
        return go(asking.current.url("other_views", fait="ouvert" if asking.open else None))
    form = collection_form(asking.most, asking.today, typed)
    if not form.validate():
        return _show(asking, form=form)
    assert form.fin.data is not None
    visit, now = asking.current.visit, asking.current.moment
    with suppress(CollectionOpen):  # by a second click, a moment ago
        collections.open_collection(visit, token, asking.result.size, form.fin.data, form.slips, now)
    return go(asking.current.url("other_views"))


@journey.get("/diagnostics/<token>/regards/bulletins.pdf")
def slips_pdf(token: str) -> Response:
    """The sheet of slips, used or not: the same each time. 404 where none is open for this address."""
    asking = asking_here(token)
    if asking.open is None or not asking.open.printable or asking.due:
        abort(404)
    printable = collections.printable_slips(asking.current.visit, token)
    addresses = {group: [slip_url(each) for each in tokens] for group, tokens in printable.items()}
    return send_sheet(addresses, asking.open.closes_on, asking.today)


@journey.get("/diagnostics/<token>/regards/affiche.pdf")
def poster_pdf(token: str) -> Response:
    """A poster: what it is for, who sees what, until when. 404 where no collection is open."""
    asking = asking_here(token)
    if asking.open is None or asking.due:
        abort(404)
    groups = [group.group for group in asking.open.groups]
    return send_poster(groups, asking.open.closes_on, asking.today)


@journey.post("/diagnostics/<token>/regards/bulletins")
def give_slips(token: str) -> Response:
    """More slips; or, after a new personal address, other ones in the place of those that nobody used."""
    asking, typed = asking_here(token), posted()
    visit, back = asking.current.visit, asking.current.url("other_views")
    if asking.open is None or asking.due:
        return go(back)
    if not asking.open.printable:
        collections.renew_slips(visit, token)
        return go(back)
    form = more_slips_form(asking.left, typed)
    if not form.validate():
        return _show(asking, more=form)
    try:
        collections.add_slips(visit, token, form.slips, asking.most)
    except (SlipsRefused, NoCollection):  # given or closed in another tab, a moment ago: show what there is now
        return go(back)
    return go(f"{back}#bulletins")


@journey.get("/diagnostics/<token>/regards/cloture")
def confirm_closing(token: str) -> Response:
    """Ask before a collection is closed and counted."""
    asking = asking_here(token)
    if asking.open is None:
        return go(asking.current.url("other_views"))
    return show("regards/close.html", url=asking.current.url("confirm_closing"), **_seen(asking))


@journey.post("/diagnostics/<token>/regards/cloture")
def close_views(token: str) -> Response:
    """Close and count, once: it can never be opened again."""
    asking = asking_here(token)
    posted()
    current = asking.current
    collections.close_collection(current.visit.assessment_id, current.edition.questionnaire, current.moment)
    return go(current.url("other_views", fait="cloture"))


@journey.get("/diagnostics/<token>/regards/supprimer/<uid>")
def confirm_erasing(token: str, uid: str) -> Response:
    """Ask before a collection is erased, open or counted."""
    asking = asking_here(token)
    kept = {each.uid for each in collections.counted_collections(asking.current.visit.assessment_id)}
    if uid not in kept | {asking.open.uid if asking.open else ""}:
        return go(asking.current.url("other_views"))
    return show("regards/erase.html", url=asking.current.url("confirm_erasing", uid=uid), uid=uid, **_seen(asking))


@journey.post("/diagnostics/<token>/regards/supprimer/<uid>")
def erase_views(token: str, uid: str) -> Response:
    """Erase a collection for good, with its slips and whatever was sent."""
    asking = asking_here(token)
    posted()
    collections.erase_collection(asking.current.visit.assessment_id, uid)
    return go(asking.current.url("other_views", fait="suppression"))


def slip_url(token: str) -> str:
    """A slip's address, to print."""
    return public_url(url_for("slips.slip", token=token))


def _show(asking: Asking, *, form: CollectionForm | None = None, more: SlipsForm | None = None) -> Response:
    """The page of other views, whichever state they are in."""
    template = "regards/watch.html" if asking.open else "regards/ask.html"
    return show(
        template,
        status=422 if form or more else 200,
        url=asking.current.url("other_views"),
        form=form or collection_form(asking.most, asking.today),
        more=more or more_slips_form(asking.left),
        days=closing_days(asking.today),
        counted=collections.counted_collections(asking.current.visit.assessment_id),
        done=request.args.get("fait", ""),
        fewest=FEWEST_EMPLOYEES[Group.EQUIPE],
        called=NAMES,
        **_seen(asking),
    )


def _seen(asking: Asking) -> dict[str, Any]:
    return {
        "current": asking.current,
        "asking": asking,
        "collection": asking.open,
        "threshold": TEAM_THRESHOLD,
    }
