"""A note or a call that was wrong: said otherwise, withdrawn or put back; the history keeps the former."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Response, abort, flash, request

from models.french.formats import long_date
from models.store.dossier_file import Dossier
from models.store.note_corrections import Note, correct_note, find_note, withdraw_note
from models.store.timeline import Entry, EntryKind
from views.forms.typed_fields import DayField, ParagraphsField
from views.staff.access import actor, staff
from views.staff.dossiers.dossier_forms import DossierForm, check_past
from views.staff.dossiers.file import KINDS, dossier_here, file_url
from views.staff.dossiers.work import save
from views.staff.layout import go, show_page
from views.web.doors import now


class CorrectionForm(DossierForm):
    """What a note says, or, by its other button, that it says nothing any more."""

    note = ParagraphsField(
        "Ce qui s’est dit", missing="Écrivez ce qui s’est dit. Pour ne rien en garder, retirez la note.", rows="6"
    )
    le = DayField("Le", optional=False)

    def __init__(self, file: Dossier, found: Note, *posted: Any, **data: Any) -> None:
        self.found = found
        self.withdraws = request.form.get("geste") == "retirer"
        super().__init__(file, *posted, **({"note": found.said.text, "le": found.said.happened_on} | data))

    def changes(self) -> list[Entry]:
        """What was done to this note meanwhile."""
        self.found = find_note(self.file.id, self.found.first.id)
        return self.found.since(self.version.data)

    def on_record(self) -> dict[str, str]:
        """What the note says now; nothing once it is withdrawn."""
        said = self.found.said
        told = {"note": said.text, "le": long_date(said.happened_on) if said.happened_on else ""}
        return dict.fromkeys(told, "") if self.found.withdrawn else told

    @property
    def day(self) -> date | None:
        """The day it tells of; the former where none is written."""
        return self.le.data or self.found.said.happened_on

    def validate_le(self, field: DayField) -> None:
        """A day that has come."""
        check_past(field.data)

    def validate(self, *given: Any, **options: Any) -> bool:
        """Something changes; to withdraw it nothing needs to be typed."""
        if self.withdraws:
            return True
        if not super().validate(*given, **options):
            return False
        said = self.found.said
        same = not self.found.withdrawn and (self.note.data, self.day) == (said.text, said.happened_on)
        if same:
            self.refuse("", "Rien n’a changé. Corrigez ce qui est faux, retirez la note, ou revenez au dossier.")
        return not same


@staff.route("/dossiers/<id:dossier_id>/notes/<id:entry_id>", methods=["GET", "POST"])
def note(dossier_id: int, entry_id: int) -> Response:
    """A note or a call to correct, to withdraw or to put back; its former versions stay in the history."""
    file = dossier_here(dossier_id)
    try:
        form = CorrectionForm(file, find_note(dossier_id, entry_id))
    except KeyError:
        abort(404)
    back = file_url(dossier_id, "historique")
    if not form.is_submitted() or not save([form], lambda: _keep(form)):
        status = 409 if form.stale else 200
        return show_page(
            "staff/note.html", status=status, form=form, file=form.file, note=form.found, back=back, kinds=KINDS
        )
    call = form.found.first.kind is EntryKind.CALL
    flash(f"{'L’appel' if call else 'La note'} est {_done(form)}. L’historique garde ce qui était écrit.")
    return go(back)


def _keep(form: CorrectionForm) -> None:
    named = (form.file.id, form.version.data, form.found.first.id)
    if form.withdraws:
        withdraw_note(*named, now(), actor())
    else:
        correct_note(*named, form.note.data, form.day, now(), actor())


def _done(form: CorrectionForm) -> str:
    """What was done to it, agreed with what it is."""
    verb = "retiré" if form.withdraws else "rétabli" if form.found.withdrawn else "corrigé"
    return verb if form.found.first.kind is EntryKind.CALL else f"{verb}e"
