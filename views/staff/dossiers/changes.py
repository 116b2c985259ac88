"""What staff change in a file: stage, follow-up, days granted, notes and calls, links, mails sent again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from flask import Response, abort, current_app, flash, request

from models.contact.text import EntryError, read_paragraphs
from models.french.formats import long_date, paris_day
from models.french.staff_words import STAGES
from models.store import audit
from models.store.database import writing
from models.store.dossier_file import Dossier, StaleSave, add_note, change_stage, follow_up, grant_days
from models.store.dossier_links import link, unlink
from models.store.filters import STAGES as STAGE_KEYS
from models.store.outbox import list_mail, send_again
from models.store.staff import list_colleagues
from models.store.timeline import EntryKind
from models.store.visits import find_by_reference
from views.staff.access import actor, staff
from views.staff.dossiers.file import dossier_here, file_url, follow_up_in_words, granted_in_words, show_file
from views.staff.dossiers.list_query import read_day
from views.staff.layout import go, show_page
from views.web.doors import now
from views.web.mailing import wake_post_office

MOST_DAYS = 30
"""A bound against slips of the keyboard; the scheme's own offers stop at 15."""


@dataclass(frozen=True, slots=True)
class StaleValue:
    """One field of a stale save: what was typed, and what is on record."""

    label: str
    typed: str
    recorded: str


@staff.post("/dossiers/<id:dossier_id>/etape")
def stage_change(dossier_id: int) -> Response:
    """Move the application to a stage, with its day and its reason."""
    file = dossier_here(dossier_id)
    stage, on, errors = request.form.get("etape", ""), *_day("etape_le")
    reason = _text("raison", errors)
    if stage not in STAGE_KEYS:
        errors["etape"] = "Choisissez une étape dans la liste."
    if stage == "ecarte" and not reason:
        errors["raison"] = "Écrivez pourquoi le projet est écarté\u00a0: la personne peut le demander."
    if errors or on is None:
        return _refused(file, errors)

    def save(version: int) -> None:
        change_stage(file.id, version, stage, on, reason, now(), actor(), shown=STAGES[stage])

    def lines(current: Dossier) -> list[StaleValue]:
        return [StaleValue("Étape", STAGES[stage], STAGES.get(current.stage or "", "Aucune"))]

    return _save(file, save, lines, "L’étape est enregistrée.")


@staff.post("/dossiers/<id:dossier_id>/suivi")
def follow_up_change(dossier_id: int) -> Response:
    """Give the dossier to a colleague, and say when to call back."""
    file = dossier_here(dossier_id)
    names = {str(one.id): one.name for one in list_colleagues()} | {"": ""}
    if file.assigned_to is not None:  # somebody who left may keep what she has
        names.setdefault(str(file.assigned_to), file.assigned_name)
    chosen, errors = request.form.get("suivi", ""), {}
    typed_day = request.form.get("rappel", "").strip()
    on = read_day(typed_day)
    if chosen not in names:
        errors["suivi"] = "Choisissez une personne dans la liste."
    if typed_day and on is None:
        errors["rappel"] = "Écrivez une date complète, ou laissez vide."
    if errors:
        return _refused(file, errors)
    shown = follow_up_in_words(names[chosen], on)

    def save(version: int) -> None:
        follow_up(file.id, version, int(chosen) if chosen else None, on, now(), actor(), shown=shown)

    def lines(current: Dossier) -> list[StaleValue]:
        return [StaleValue("Suivi", shown, follow_up_in_words(current.assigned_name, current.call_back_on))]

    return _save(file, save, lines, "Le suivi est enregistré.")


@staff.post("/dossiers/<id:dossier_id>/jours")
def grant(dossier_id: int) -> Response:
    """Note the days the Aract granted; an empty field takes them back."""
    file = dossier_here(dossier_id)
    typed = request.form.get("jours", "").strip()
    on, errors = _day("jours_le")
    reason = _text("jours_raison", errors)
    days = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else None
    if typed and (days is None or not 1 <= days <= MOST_DAYS):
        errors["jours"] = f"Écrivez un nombre de jours entre 1 et {MOST_DAYS}, ou laissez vide."
    if errors or on is None:
        return _refused(file, errors)

    def save(version: int) -> None:
        grant_days(file.id, version, days, on, reason, now(), actor())

    def lines(current: Dossier) -> list[StaleValue]:
        recorded = granted_in_words(current.days_granted)
        if current.granted_on:
            recorded += f" le {long_date(current.granted_on)}"
        return [StaleValue("Jours accordés", granted_in_words(days), recorded)]

    return _save(
        file, save, lines, f"C’est noté\u00a0: {granted_in_words(days)[0].lower()}{granted_in_words(days)[1:]}."
    )


@staff.post("/dossiers/<id:dossier_id>/notes")
def note(dossier_id: int) -> Response:
    """Add a note or a call to the timeline; nothing else changes."""
    file = dossier_here(dossier_id)
    kind = EntryKind.CALL if request.form.get("genre") == EntryKind.CALL else EntryKind.NOTE
    errors: dict[str, str] = {}
    text = _text("note", errors)
    if not text and not errors:
        errors["note"] = "Écrivez quelques mots, puis enregistrez."
    if errors:
        return _refused(file, errors)
    add_note(file.id, kind, text, paris_day(now()), now(), actor())
    flash("L’appel est noté." if kind is EntryKind.CALL else "La note est enregistrée.")
    return go(file_url(file.id, "historique"))


@staff.post("/dossiers/<id:dossier_id>/mails/<id:message_id>")
def mail_again(dossier_id: int, message_id: int) -> Response:
    """Put a message that didn't leave in front of the queue."""
    file = dossier_here(dossier_id)
    if message_id not in {mail.id for mail in list_mail(assessment_id=file.id)}:
        abort(404)
    with writing():
        sent = send_again(message_id, now())
        if sent:
            audit.record(actor(), "renvoyer un mail", now(), subject=file.name, assessment_id=file.id)
    if sent:
        wake_post_office(current_app)
        flash("Le message repart.")
    else:
        flash("Ce message ne peut plus partir\u00a0: son texte a été effacé. Envoyez plutôt une nouvelle adresse.")
    return go(file_url(file.id, "historique"))


@staff.post("/dossiers/<id:dossier_id>/liens")
def link_add(dossier_id: int) -> Response:
    """Link another dossier, by its reference."""
    file = dossier_here(dossier_id)
    found = [each for each in find_by_reference(request.form.get("autre", "")) if each != file.id]
    if not found:
        return _refused(file, {"autre": "Aucun autre dossier n’a cette référence."})
    link(file.id, found[0], now(), actor())
    flash("Les deux dossiers sont liés.")
    return go(file_url(file.id, "liens"))


@staff.post("/dossiers/<id:dossier_id>/liens/<id:other_id>/retirer")
def link_remove(dossier_id: int, other_id: int) -> Response:
    """Undo a link."""
    file, other = dossier_here(dossier_id), dossier_here(other_id)
    unlink(file.id, other.id, now(), actor())
    flash("Le lien est retiré.")
    return go(file_url(file.id, "liens"))


def _save(
    file: Dossier, save: Callable[[int], None], lines: Callable[[Dossier], list[StaleValue]], done: str
) -> Response:
    try:
        save(made_on())
    except StaleSave as stale:
        return show_stale(stale.current, lines(stale.current))
    flash(done)
    return go(file_url(file.id))


def made_on() -> int:
    """The version of the dossier that the form was made on; -1 where the form doesn't say."""
    typed = request.form.get("version", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1


def show_stale(current: Dossier, lines: list[StaleValue]) -> Response:
    """Both versions, side by side: keep the recorded one, or save one's own over it knowingly."""
    again = [(name, value) for name, value in request.form.items(multi=True) if name not in {"version", "csrf_token"}]
    return show_page(
        "staff/stale.html",
        status=409,
        file=current,
        lines=lines,
        again=again,
        action=request.script_root + request.full_path.rstrip("?"),
        back=file_url(current.id),
    )


def _refused(file: Dossier, errors: dict[str, str]) -> Response:
    return show_file(file, status=422, errors=errors, typed=dict(request.form.items()))


def _day(name: str) -> tuple[date | None, dict[str, str]]:
    """The day typed (today where nothing was), and the errors so far."""
    typed = request.form.get(name, "").strip()
    day = read_day(typed) if typed else paris_day(now())
    return day, {} if day else {name: "Écrivez une date complète."}


def _text(name: str, errors: dict[str, str]) -> str:
    try:
        return read_paragraphs(request.form.get(name, ""))
    except EntryError as reason:
        errors[name] = str(reason)
        return ""
