"""The events at which a tablet stands: made, changed, closed, made again; counted live; a poster to print."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

from flask import Response, abort, flash, request, url_for

from models.french.formats import paris_day
from models.store.events import (
    CodeTaken,
    Event,
    EventCounts,
    count_visits,
    create_event,
    get_event,
    list_events,
    save_event,
)
from models.store.filters import Filters
from views.kiosk.promise import promise_today
from views.kiosk.qr import qr_svg
from views.staff.access import actor, staff, unattended
from views.staff.dossiers.left_out import LeftOut, left_out
from views.staff.dossiers.list_query import list_url
from views.staff.events.event_form import EventForm
from views.staff.layout import go, show_page
from views.web.doors import now, public_url

TAKEN = "Un autre événement a déjà ce code\u00a0: choisissez-en un autre."


@dataclass(frozen=True, slots=True)
class Stand:
    """An event as the list shows it: its counts in all and today, the kiosk's address, its dossiers, its rehearsals."""

    event: Event
    counts: EventCounts
    today: EventCounts
    kiosk_url: str
    dossiers_url: str
    rehearsals: LeftOut


@staff.get("/evenements")
def events() -> Response:
    """Every event, the open ones first, with live counters."""
    stands = sorted((_stand(event) for event in list_events()), key=lambda stand: not stand.event.is_open)
    return show_page("staff/events.html", stands=stands, live=request.args.get("direct") != "non")


@staff.get("/evenements/<id:event_id>/compteurs")
@unattended
def event_counts(event_id: int) -> Response:
    """The counters of one event, which its page asks for again and again."""
    return show_page("staff/event_counts.html", stand=_stand(_event(event_id)))


@staff.route("/evenements/nouveau", methods=["GET", "POST"])
def event_new() -> Response:
    """A new event, open at once; its form is filled from another one where it is made again."""
    copied = request.args.get("copie", "")
    form = _form_again(get_event(int(copied[:18])) if copied.isascii() and copied.isdigit() else None)
    if form.validate_on_submit():
        try:
            made = create_event(now=now(), by=actor(), **form.values())
        except CodeTaken:
            form.refuse("code", TAKEN)
        else:
            flash(f"L’événement «\u00a0{made.name}\u00a0» est ouvert. Sa borne est à l’adresse {_kiosk_url(made)}.")
            return go(url_for("staff.events"))
    return show_page("staff/event_form.html", form=form)


@staff.route("/evenements/<id:event_id>", methods=["GET", "POST"])
def event(event_id: int) -> Response:
    """An event's form; keep what was changed."""
    found = _event(event_id)
    form = EventForm(found)
    if form.validate_on_submit():
        try:
            save_event(replace(found, **form.values()), now(), actor())
        except CodeTaken:
            form.refuse("code", TAKEN)
        else:
            flash(f"L’événement «\u00a0{form.name.data}\u00a0» est modifié.")
            return go(url_for("staff.events"))
    return show_page("staff/event_form.html", form=form)


@staff.post("/evenements/<id:event_id>/ouverture")
def event_switch(event_id: int) -> Response:
    """Close the event's kiosk, or open it again. The button says which, so that a double click changes nothing more."""
    found = _event(event_id)
    is_open = request.form.get("ouvert") == "oui"
    if is_open is not found.is_open:
        detail = "ouvert" if is_open else "fermé"
        save_event(replace(found, is_open=is_open), now(), actor(), detail=detail)
        flash(f"L’événement «\u00a0{found.name}\u00a0» est {detail}.")
    return go(url_for("staff.events"))


@staff.get("/evenements/<id:event_id>/affiche")
def event_poster(event_id: int) -> Response:
    """An A4 poster: what the scheme brings, and for who has no time the event's own way in, by her phone."""
    found = _event(event_id)
    site = public_url(url_for("pages.from_poster", code=found.code))
    return show_page(
        "staff/event_poster.html",
        event=found,
        site=site,
        site_qr=qr_svg(site, f"Ouvrir {site}"),
        promise=promise_today(),
    )


@staff.get("/evenements/<id:event_id>/feuille-equipe")
def event_team_sheet(event_id: int) -> Response:
    """The team's own sheet: the kiosk's address, to scan with the tablet, and what to do first."""
    found = _event(event_id)
    kiosk = _kiosk_url(found)
    return show_page("staff/event_team_sheet.html", event=found, kiosk=kiosk, kiosk_qr=qr_svg(kiosk, f"Ouvrir {kiosk}"))


def _event(event_id: int) -> Event:
    found = get_event(event_id)
    if found is None:
        abort(404)
    return found


def _stand(event: Event) -> Stand:
    visits = Filters(events=(event.id,))
    return Stand(
        event,
        count_visits(event.id),
        count_visits(event.id, paris_day(now())),
        _kiosk_url(event),
        list_url(visits),
        left_out(visits),
    )


def _kiosk_url(event: Event) -> str:
    return public_url(url_for("borne.start", code=event.code))


def _form_again(former: Event | None) -> EventForm:
    if former is None:
        return EventForm()
    values = asdict(former) | {"code": _free_code(former.code), "starts_on": None, "ends_on": None}
    return EventForm(**values)


def _free_code(code: str) -> str:
    """The code with the first number that no event has: `salon` → `salon-2`."""
    taken = {event.code for event in list_events()}
    stem, _, last = code.rpartition("-")
    stem = stem if stem and last.isdigit() and len(last) < len("2026") else code
    return next(each for number in range(2, len(taken) + 3) if (each := f"{stem}-{number}") not in taken)
