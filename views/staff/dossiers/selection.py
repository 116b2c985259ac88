"""Several dossiers of the list at once: given to a colleague, noted, or exported."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from flask import flash, request

from models.contact.text import PROJECT_LIMIT, read_paragraphs
from models.french.formats import paris_day, plural
from models.french.staff_words import follow_up_in_words
from models.store.dossier_file import Dossier
from models.store.dossiers import PAGE
from models.store.many_dossiers import Outcome, assign_many, note_many
from models.store.staff import list_colleagues
from views.forms.typed_fields import ChoiceField, ReadField
from views.staff.access import actor
from views.staff.staff_form import StaffForm
from views.web.doors import now

NOBODY = 0
"""The choice that takes the follow-up back."""

EXPORT = "exporter"


class SelectionForm(StaffForm):
    """What to do with the dossiers that are ticked; `versions` are those of their lines, as they were shown."""

    confier = ChoiceField("Confier à", lambda _: _people(), empty="Ne pas changer", optional=False)
    note = ReadField("Note", read_paragraphs, longest=PROJECT_LIMIT, optional=False)

    def __init__(self, *posted: Any) -> None:
        super().__init__(*posted)
        ticked = request.form.getlist("dossier") if self.is_submitted() else []
        self.versions = dict(filter(None, map(_read_line, ticked)))

    @property
    def exports(self) -> bool:
        """Whether a file is asked for, rather than a change."""
        return bool(request.form.get("faire") == EXPORT)

    @property
    def asks_for_something(self) -> bool:
        """Whether anything was chosen or written."""
        return self.confier.data is not None or bool(self.note.data)

    def check(self) -> bool:
        """Whether what is asked can be done; else say why it can't."""
        if not self.validate():
            return False
        if not self.versions:
            self.refuse("", "Rien n’est coché. Cochez au moins un dossier, puis recommencez.")
        elif len(self.versions) > PAGE:
            self.refuse("", f"Une page compte {PAGE} dossiers au plus\u00a0: décochez-en, puis recommencez.")
        elif self.exports and self.asks_for_something:
            self.refuse("", "Rien n’est exporté\u00a0: enregistrez d’abord ce que vous avez préparé, ou effacez-le.")
        elif not self.exports and not self.asks_for_something:
            self.refuse("", "Choisissez à qui confier ces dossiers, ou écrivez une note, puis recommencez.")
        return not self.form_errors


def _people() -> Mapping[int, str]:
    return {each.id: each.name for each in list_colleagues()} | {NOBODY: "Personne"}


def _read_line(written: str) -> tuple[int, int] | None:
    """The id and the version of a ticked line."""
    parts = written.split("~")
    plain = len(parts) == 2 and all(part.isascii() and part.isdigit() and len(part) <= 15 for part in parts)
    return (int(parts[0]), int(parts[1])) if plain else None


def change_ticked(form: SelectionForm) -> list[Dossier]:
    """Do what a checked form asks for, and say what was done; the dossiers left alone, since a colleague changed them.

    What is done is no longer asked for: what remains in the form is to be confirmed.
    """
    stale: list[Dossier] = []
    if form.confier.data is not None:
        stale = _assign(form)
    if form.note.data:
        noted = note_many(form.versions, form.note.data, paris_day(now()), now(), actor())
        if noted.done:
            flash(f"La note est ajoutée à {plural(len(noted.done), 'dossier')}.")
        if noted.gone and form.confier.data is None:
            _say_gone(noted)
    return stale


def _assign(form: SelectionForm) -> list[Dossier]:
    who = "" if form.confier.data == NOBODY else form.confier.in_words
    shown = partial(follow_up_in_words, who)
    outcome = assign_many(form.versions, form.confier.data or None, now(), actor(), shown)
    said = []
    if outcome.done:
        count = plural(len(outcome.done), "dossier confié", "dossiers confiés")
        alone = plural(len(outcome.done), "dossier n’est", "dossiers ne sont")
        said.append(f"{count} à {who}." if who else f"{alone} plus suivi{'s' * (len(outcome.done) > 1)} par personne.")
    if outcome.already:
        was = "l’était" if len(outcome.already) == 1 else "l’étaient"
        so = f"confié{'s' * (len(outcome.already) > 1)} à {who}" if who else "sans suivi"
        count = plural(len(outcome.already), "dossier")
        said.append(f"{len(outcome.already)} {was} déjà." if outcome.done and who else f"{count} déjà {so}.")
    if said:
        flash(" ".join(said))
    if outcome.gone:
        _say_gone(outcome)
    return outcome.stale


def _say_gone(outcome: Outcome) -> None:
    gone = plural(len(outcome.gone), "dossier n’existe plus, ou n’a", "dossiers n’existent plus, ou n’ont")
    flash(f"{gone} plus que des chiffres\u00a0: rien n’y est changé.")
