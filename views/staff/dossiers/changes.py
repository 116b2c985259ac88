"""What staff change in a file: stage, follow-up, days granted, notes and calls, links, mails sent again."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, abort, current_app, flash, request

from models.french.formats import paris_day
from models.french.staff_words import STAGES, follow_up_in_words
from models.store import audit
from models.store.database import writing
from models.store.dossier_file import Dossier, StaleSave, add_note, change_stage, follow_up, grant_days
from models.store.dossier_links import link, unlink
from models.store.outbox import list_mail, send_again
from models.store.timeline import EntryKind
from views.staff.access import actor, staff
from views.staff.dossiers.dossier_forms import DossierForm, FollowUpForm, GrantForm, LinkForm, NoteForm, StageForm
from views.staff.dossiers.file import dossier_here, file_url, show_file
from views.staff.layout import go, show_page
from views.web.doors import now
from views.web.mailing import wake_post_office


@staff.post("/dossiers/<id:dossier_id>/etape")
def stage_change(dossier_id: int) -> Response:
    """Move the application to a stage, with its day and its reason."""
    form = StageForm(dossier_here(dossier_id))

    def change(file_id: int, version: int) -> None:
        stage, on = form.etape.data, form.etape_le.data or paris_day(now())
        change_stage(file_id, version, stage, on, form.raison.data, now(), actor(), shown=STAGES[stage])

    return _save(form, change, "L’étape est enregistrée.")


@staff.post("/dossiers/<id:dossier_id>/suivi")
def follow_up_change(dossier_id: int) -> Response:
    """Give the dossier to a colleague, and say when to call back."""
    form = FollowUpForm(dossier_here(dossier_id))

    def change(file_id: int, version: int) -> None:
        who, on = form.suivi.data, form.rappel.data
        shown = follow_up_in_words(form.suivi.in_words if who else "", on)
        follow_up(file_id, version, who, on, now(), actor(), shown=shown)

    return _save(form, change, "Le suivi est enregistré.")


@staff.post("/dossiers/<id:dossier_id>/jours")
def grant(dossier_id: int) -> Response:
    """Note the days the Aract granted; an empty field takes them back."""
    form = GrantForm(dossier_here(dossier_id))

    def change(file_id: int, version: int) -> None:
        on = form.jours_le.data or paris_day(now())
        grant_days(file_id, version, form.jours.data, on, form.jours_raison.data, now(), actor())

    words = form.jours.in_words
    return _save(form, change, f"C’est noté\u00a0: {words[:1].lower()}{words[1:]}.")


@staff.post("/dossiers/<id:dossier_id>/notes")
def note(dossier_id: int) -> Response:
    """Add a note or a call to the timeline; nothing else changes."""
    file = dossier_here(dossier_id)
    form = NoteForm(file)
    if not form.validate():
        return show_file(file, form)
    kind = form.genre.data or EntryKind.NOTE
    add_note(file.id, kind, form.note.data, paris_day(now()), now(), actor())
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
    form = LinkForm(file)
    if not form.validate():
        return show_file(file, form)
    link(file.id, form.other, now(), actor())
    flash("Les deux dossiers sont liés.")
    return go(file_url(file.id, "liens"))


@staff.post("/dossiers/<id:dossier_id>/liens/<id:other_id>/retirer")
def link_remove(dossier_id: int, other_id: int) -> Response:
    """Undo a link."""
    file, other = dossier_here(dossier_id), dossier_here(other_id)
    unlink(file.id, other.id, now(), actor())
    flash("Le lien est retiré.")
    return go(file_url(file.id, "liens"))


def _save(form: DossierForm, change: Callable[[int, int], None], done: str) -> Response:
    """Make the change a valid form asks for, on the version it was made on."""
    if not form.validate():
        return show_file(form.file, form)
    try:
        change(form.file.id, form.version.data)
    except StaleSave as stale:
        return show_stale(form, stale.current)
    flash(done)
    return go(file_url(form.file.id))


def show_stale(form: DossierForm, current: Dossier) -> Response:
    """Both versions, side by side: keep the recorded one, or save one's own over it knowingly."""
    again = [(name, value) for name, value in request.form.items(multi=True) if name not in {"version", "csrf_token"}]
    return show_page(
        "staff/stale.html",
        status=409,
        file=current,
        lines=form.compare(current),
        again=again,
        action=request.script_root + request.full_path.rstrip("?"),
        back=file_url(current.id),
    )
