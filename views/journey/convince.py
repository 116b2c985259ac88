"""For the partners and the team: a one-page note, the validity day for an agenda, a message to a colleague."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import quote

from flask import Flask, Response, abort

from models.contact.text import EntryError, read_line
from models.french.formats import euros
from models.store.visits import newest_result
from views.journey.pdf import send_note
from views.journey.result_page import ResultView, show_result, view_result
from views.web.current_visit import CurrentVisit, current_visit, posted
from views.web.doors import journey, not_at_kiosk

COMPANY_LIMIT = 80
"""The most characters of a company's name on a note."""


@journey.post("/diagnostics/<token>/note.pdf")
def note(token: str) -> Response:
    """The one-page note as a PDF, with the company's name typed for it alone: printed there, kept nowhere."""
    not_at_kiosk()
    seen = _with_an_offer(current_visit(token))
    typed = posted().get("entreprise", "")
    try:
        return send_note(seen, read_line(typed, COMPANY_LIMIT))
    except EntryError as refusal:
        return show_result(token, note_typed=typed, note_error=str(refusal))


@journey.get("/diagnostics/<token>/validite.ics")
def validity_day(token: str) -> Response:
    """The last day of the estimate as an entry for any agenda."""
    not_at_kiosk()
    seen = _with_an_offer(current_visit(token))
    response = Response(agenda_entry(seen), mimetype="text/calendar")
    response.headers.set("Content-Disposition", "attachment", filename=f"validite-{seen.reference}.ics")
    return response


def _with_an_offer(current: CurrentVisit) -> ResultView:
    kept = newest_result(current.visit.assessment_id)
    if kept is None or kept.result.estimate is None:
        abort(404)
    return view_result(kept, current.visit.reference)


def agenda_entry(seen: ResultView) -> str:
    """An iCalendar file (RFC 5545) with one whole-day entry and a reminder a week before."""
    day = seen.result.valid_until
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Aract Auvergne-Rhone-Alpes//Autodiagnostic//FR",
        "BEGIN:VEVENT",
        f"UID:{seen.reference}-{seen.revision}@autodiagnostic",
        f"DTSTAMP:{seen.concluded_at:%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(f'Dernier jour de l’estimation {seen.reference} (appui-conseil de l’Aract)')}",
        f"DESCRIPTION:{_escaped(_in_brief(seen))}",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "TRIGGER:-P7D",
        f"DESCRIPTION:{_escaped('Dans une semaine, l’estimation ne sera plus valable.')}",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def mail_to_colleague(seen: ResultView, share_url: str) -> str:
    """An address that opens the visitor's own mail program on a message with the read-only address."""
    subject = "Notre autodiagnostic d’innovation sociale"
    body = (
        f"Bonjour,\r\n\r\nJ’ai fait le point sur notre projet avec l’autodiagnostic de l’Aract. {_in_brief(seen)}\r\n"
        f"Le résultat, à lire\u00a0: {share_url}\r\n"
    )
    return f"mailto:?subject={quote(subject)}&body={quote(body)}"


def _in_brief(seen: ResultView) -> str:
    estimate = seen.result.estimate
    if estimate is None:
        return "Il donne le profil de nos pratiques."
    return f"Résultat\u00a0: {estimate.days} jours d’appui-conseil, {euros(estimate.company_cents)} HT à notre charge."


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> str:
    """A line cut every 73 bytes or fewer, never inside a character, as agendas want it."""
    pieces, size = [""], 0
    for sign in line:
        width = len(sign.encode())
        if size + width > 73:
            pieces.append(" ")
            size = 1
        pieces[-1] += sign
        size += width
    return "\r\n".join(pieces)


def add_convincing(app: Flask) -> None:
    """What the result's templates call."""
    app.jinja_env.globals.update(mail_to_colleague=mail_to_colleague)
