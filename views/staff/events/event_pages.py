"""The events at which a tablet stands: made, changed, closed, made again; counted live; a poster to print."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time

from flask import Response, abort, flash, request, url_for

from models.contact.text import EntryError, read_line
from models.content.typography import set_right
from models.french.formats import PARIS, paris_day
from models.store.events import (
    IDLE_SECONDS,
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
from models.store.passwords import hash_password
from views.forms.event_fields import LONGEST_IDLE, SHORTEST_IDLE, read_code, read_pin
from views.kiosk.promise import promise_today
from views.kiosk.qr import qr_svg
from views.staff.access import actor, staff, unattended
from views.staff.dossiers.list_query import list_url, read_day
from views.staff.layout import go, show_page
from views.web.doors import now, public_url

FIELDS = ("name", "code", "place", "starts_on", "ends_on", "idle", "pin")
EMPTY = dict.fromkeys(FIELDS, "") | {"idle": str(IDLE_SECONDS)}
TAKEN = "Un autre événement a déjà ce code\u00a0: choisissez-en un autre."


@dataclass(frozen=True, slots=True)
class Stand:
    """An event as the list shows it: its counts in all and today, the kiosk's address, the list of its dossiers."""

    event: Event
    counts: EventCounts
    today: EventCounts
    kiosk_url: str
    dossiers_url: str


@dataclass(slots=True)
class EventEntry:
    """What the form brought: the values that could be read, and what is wrong with the others, by field."""

    values: dict[str, object] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


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


@staff.get("/evenements/nouveau")
def event_new() -> Response:
    """The form of a new event, filled from another one where it is made again."""
    copied = request.args.get("copie", "")
    typed = EMPTY
    if copied.isascii() and copied.isdigit():
        event = get_event(int(copied[:18]))
        if event is not None:
            typed = _typed(event) | {"code": _free_code(event.code), "starts_on": "", "ends_on": ""}
    return _form(None, typed)


@staff.post("/evenements")
def event_create() -> Response:
    """A new event, open at once."""
    entry = _read(None)
    if entry.errors:
        return _form(None, errors=entry.errors, status=422)
    try:
        event = create_event(now=now(), by=actor(), **entry.values)  # type: ignore[arg-type]
    except CodeTaken:
        return _form(None, errors={"code": TAKEN}, status=422)
    flash(f"L’événement «\u00a0{event.name}\u00a0» est ouvert. Sa borne est à l’adresse {_kiosk_url(event)}.")
    return go(url_for("staff.events"))


@staff.get("/evenements/<id:event_id>")
def event(event_id: int) -> Response:
    """The form of an event."""
    found = _event(event_id)
    return _form(found, _typed(found))


@staff.post("/evenements/<id:event_id>")
def event_change(event_id: int) -> Response:
    """Keep what was changed."""
    found = _event(event_id)
    entry = _read(found)
    if entry.errors:
        return _form(found, errors=entry.errors, status=422)
    try:
        save_event(replace(found, **entry.values), now(), actor())  # type: ignore[arg-type]
    except CodeTaken:
        return _form(found, errors={"code": TAKEN}, status=422)
    flash(f"L’événement «\u00a0{entry.values['name']}\u00a0» est modifié.")
    return go(url_for("staff.events"))


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
    """An A4 poster: what the scheme brings, and for who has no time the way in by her own phone."""
    found = _event(event_id)
    site = public_url(url_for("site.start"))
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
    midnight = datetime.combine(paris_day(now()), time.min, PARIS)
    return Stand(
        event,
        count_visits(event.id),
        count_visits(event.id, midnight),
        _kiosk_url(event),
        list_url(Filters(events=(event.id,))),
    )


def _kiosk_url(event: Event) -> str:
    return public_url(url_for("borne.start", code=event.code))


def _form(
    event: Event | None, typed: dict[str, str] | None = None, *, errors: dict[str, str] | None = None, status: int = 200
) -> Response:
    typed = typed or {name: request.form.get(name, "") for name in FIELDS}
    has_printer = event.has_printer if event and request.method == "GET" else request.form.get("printer") == "oui"
    return show_page(
        "staff/event_form.html",
        status=status,
        event=event,
        typed=typed,
        errors=errors or {},
        has_printer=has_printer,
        shortest_idle=SHORTEST_IDLE,
        longest_idle=LONGEST_IDLE,
    )


def _typed(event: Event) -> dict[str, str]:
    return {
        "name": event.name,
        "code": event.code,
        "place": event.place,
        "starts_on": event.starts_on.isoformat() if event.starts_on else "",
        "ends_on": event.ends_on.isoformat() if event.ends_on else "",
        "idle": str(event.idle_seconds),
        "pin": "",
    }


def _free_code(code: str) -> str:
    """The code with the first number that no event has: `salon` → `salon-2`."""
    taken = {event.code for event in list_events()}
    stem, _, last = code.rpartition("-")
    stem = stem if stem and last.isdigit() and len(last) < len("2026") else code
    return next(each for number in range(2, len(taken) + 3) if (each := f"{stem}-{number}") not in taken)


def _read(event: Event | None) -> EventEntry:
    """The form's values, each checked; a PIN left empty stays what it was."""
    entry = EventEntry({"has_printer": request.form.get("printer") == "oui"})
    _read_words(entry)
    _read_days(entry)
    typed = request.form.get("idle", "").strip()
    idle = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < len("99999") else 0
    if SHORTEST_IDLE <= idle <= LONGEST_IDLE:
        entry.values["idle_seconds"] = idle
    else:
        entry.errors["idle"] = f"Écrivez un nombre de secondes entre {SHORTEST_IDLE} et {LONGEST_IDLE}."
    pin = request.form.get("pin", "").strip()
    if request.form.get("no_pin") == "oui":
        entry.values["pin_hash"] = None
    elif pin:
        try:
            entry.values["pin_hash"] = hash_password(read_pin(pin))
        except ValueError as reason:
            entry.errors["pin"] = set_right(str(reason))
    elif event is None:
        entry.values["pin_hash"] = None
    return entry


def _read_words(entry: EventEntry) -> None:
    for name in ("name", "place"):
        try:
            entry.values[name] = read_line(request.form.get(name, ""))
        except EntryError as reason:
            entry.errors[name] = str(reason)
    if entry.values.get("name") == "":
        entry.errors["name"] = "Donnez un nom à l’événement."
    try:
        entry.values["code"] = read_code(request.form.get("code", "").strip())
    except ValueError as reason:
        entry.errors["code"] = set_right(str(reason))


def _read_days(entry: EventEntry) -> None:
    for name in ("starts_on", "ends_on"):
        typed = request.form.get(name, "").strip()
        day = read_day(typed)
        if typed and day is None:
            entry.errors[name] = "Écrivez une date comme 2026-11-23, ou laissez vide."
        entry.values[name] = day
    first, last = entry.values["starts_on"], entry.values["ends_on"]
    if isinstance(first, date) and isinstance(last, date) and last < first:
        entry.errors["ends_on"] = "Le dernier jour vient avant le premier."
