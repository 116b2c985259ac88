"""The forms that stand on a file's page, and what of them was refused."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from flask import request

from models.store.dossier_file import Dossier
from views.staff.dossiers.decision_forms import ConsultantForm, GrantForm, StageForm
from views.staff.dossiers.dossier_forms import DossierForm, FollowUpForm, LinkForm, NoteForm, Stale, WorkForm

WORK: tuple[type[WorkForm], ...] = (NoteForm, FollowUpForm, StageForm, GrantForm, ConsultantForm)
"""The parts of the page's one form, saved by one button."""


class Refused:
    """The forms that were refused, told as one."""

    def __init__(self, forms: Sequence[DossierForm]) -> None:
        self.errors = {name: errors for form in forms for name, errors in form.errors.items()}
        self.form_errors = [message for form in forms for message in form.form_errors]
        self.mistakes = {field: words for form in forms for field, words in form.mistakes.items()}
        met = [form.stale for form in forms if form.stale]
        changes = {each.id: each for each in chain.from_iterable(one.changes for one in met)}
        lines = [*chain.from_iterable(one.lines for one in met)]
        self.stale = Stale(list(changes.values()), lines, met[0].field) if met else None
        self.refused = bool(forms)


def forms_of(file: Dossier, refused: Sequence[DossierForm]) -> dict[str, DossierForm]:
    """The forms of the file's page by name: those refused; the others with what is typed in them, whichever button.

    Where a colleague's change was met, the parts in which nothing was typed say what the file says now.
    """
    met = any(form.stale for form in refused)
    posted = () if request.method == "POST" and not met else (None,)
    kept = {form.name: form for form in refused}
    standing: tuple[type[DossierForm], ...] = (*WORK, LinkForm)
    return {form.name: kept.get(form.name) or form(file, *posted) for form in standing}


def typed_beside(file: Dossier) -> bool:
    """Whether the page's one form held something unsaved when a button beside it was pressed."""
    return request.method == "POST" and any(form(file).touched for form in WORK)
