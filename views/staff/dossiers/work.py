"""The work on a file, by one form and one save: who called, what was said, the next call, the stage, the grant."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from flask import Response, flash, request

from models.french.formats import in_sentence, paris_day
from models.french.staff_words import STAGES, follow_up_in_words
from models.store.accompaniments import assign_consultant
from models.store.database import writing
from models.store.dossier_file import Dossier, add_note, change_stage, follow_up, get_dossier, grant_days
from models.store.timeline import EntryKind, newest_entry
from views.staff.access import actor, safe_return, staff
from views.staff.dossiers.changes import link_add
from views.staff.dossiers.decision_forms import ConsultantForm, GrantForm, StageForm
from views.staff.dossiers.dossier_forms import DossierForm, FollowUpForm, NoteForm
from views.staff.dossiers.file import dossier_here, file_url, show_file
from views.staff.layout import go
from views.web.doors import now


@staff.post("/dossiers/<id:dossier_id>/suivi")
def work(dossier_id: int) -> Response:
    """Keep all that was typed of a call, the follow-up, the decisions: all of it or, told why, nothing."""
    file = dossier_here(dossier_id)
    note, following, stage, grant = NoteForm(file), FollowUpForm(file), StageForm(file), GrantForm(file)
    consultant = ConsultantForm(file)
    touched = [form for form in (note, following, stage, grant, consultant) if form.touched]
    if not touched and request.form.get("autre", "").strip():
        return link_add(dossier_id)  # Enter, in the field of another dossier's reference
    if stage in touched:
        grant.stage = consultant.stage = stage.etape.data

    def change() -> None:
        keep = {note: _keep_note, following: _keep_follow_up, stage: _keep_stage, grant: _keep_grant}
        keep[consultant] = _keep_consultant
        for form in touched:
            keep[form](form, note)

    touched = touched or [note]
    if not save(touched, change):
        refused = get_dossier(file.id)
        return show_file(refused, touched, status=409 if any(form.stale for form in touched) else 422)
    return _go_on(file, " ".join(_done(touched)))


def _go_on(file: Dossier, done: str) -> Response:
    """Back to the file; on to where a link led, once what was typed before following it is kept (`suite`)."""
    onward = request.form.get("suite")
    flash(f"{_named(file)}\u00a0: {done}" if onward else done)
    return go(safe_return(onward) if onward else file_url(file.id))


def _named(file: Dossier) -> str:
    who = file.application.applicant if file.application else None
    return (who.company or who.name if who else "") or f"Dossier {file.name}"


def save(forms: Sequence[DossierForm], change: Callable[[], None]) -> bool:
    """Make the change that valid forms ask for, unless a colleague or the person changed those parts meanwhile.

    What they changed is told first: it may be why something isn't valid any more.
    """
    with writing():  # in its turn already while it looks: what is left of a grant is nobody else's meanwhile
        wrong = [form for form in forms if not form.validate()]
        met = {form: form.changes() for form in forms}
        if not wrong and not any(met.values()):
            change()
            return True
        current = get_dossier(forms[0].file.id)
    for form, changes in met.items():
        if changes:
            form.file = current
            form.meet(changes)
    return False


def _keep_note(form: NoteForm, _note: NoteForm) -> None:
    kind, on = form.genre.data or EntryKind.CALL, form.le.data or paris_day(now())
    add_note(form.file.id, kind, form.note.data, on, now(), actor(), summary=form.summary)


def _keep_follow_up(form: FollowUpForm, _note: NoteForm) -> None:
    who, on = form.suivi.data, form.rappel.data
    shown = follow_up_in_words(form.suivi.in_words if who else "", on)
    follow_up(form.file.id, _version(form), who, on, now(), actor(), shown=shown)


def _keep_stage(form: StageForm, note: NoteForm) -> None:
    """On its own day, else on that of the call or the note."""
    stage, on = form.etape.data, form.etape_le.data or note.le.data or paris_day(now())
    words = {"shown": STAGES[stage], "withdrawn": form.withdrawn}
    change_stage(form.file.id, _version(form), stage, on, form.raison.data, now(), actor(), **words)


def _keep_grant(form: GrantForm, _note: NoteForm) -> None:
    if form.decided is None and get_dossier(form.file.id).grant is None:
        return  # taken back with the stage, in this very save
    reason = form.jours_raison.data
    grant_days(form.file.id, _version(form), form.decided, form.day, reason, now(), actor(), shown=form.in_words)


def _keep_consultant(form: ConsultantForm, _note: NoteForm) -> None:
    assign_consultant(form.file.id, _version(form), form.consultante.data, now(), actor(), shown=form.in_words)


def _version(form: DossierForm) -> int:
    """Nobody changed that part, and what this save already did isn't somebody else's."""
    return newest_entry(form.file.id)


def _done(forms: Sequence[DossierForm]) -> Iterator[str]:
    for form in forms:
        if isinstance(form, NoteForm):
            yield "La note est enregistrée." if form.genre.data == EntryKind.NOTE else "L’appel est noté."
        elif isinstance(form, FollowUpForm):
            yield "Le suivi est enregistré."
        elif isinstance(form, StageForm):
            yield "L’étape est enregistrée."
        elif isinstance(form, GrantForm | ConsultantForm):
            yield f"C’est noté\u00a0: {in_sentence(form.in_words)}."
