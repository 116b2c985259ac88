"""The facts of a dossier that the team entered or imported, to put right; what a company answered stays hers."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, request

from models.french.staff_words import facts_in_words
from models.rules.question import Answer
from models.store.dossier_file import FACTS, Dossier
from models.store.fact_corrections import CORRECTED, AnsweredByCompany, correct_facts, known_facts
from models.store.timeline import Entry
from views.forms.typed_fields import ParagraphsField
from views.staff.access import actor, staff
from views.staff.dossiers.dossier_forms import DossierForm
from views.staff.dossiers.entry_form import EntryForm
from views.staff.dossiers.file import KINDS, dossier_here, file_url
from views.staff.dossiers.work import save
from views.staff.layout import go, refuse, show_page
from views.web.doors import now
from views.web.library import running

HERS = (
    "Ces réponses sont celles de l’entreprise",
    "L’équipe ne les corrige pas. L’entreprise peut les changer elle-même, à son adresse personnelle\u00a0: "
    "envoyez-lui-en une nouvelle depuis son dossier, si elle l’a perdue.",
)


class FactsForm(DossierForm):
    """The facts as they are entered, and why they change.

    `seen` is what stood in each field when the page was opened; the page sends it along.
    """

    part = FACTS
    territoire, structure, secteur = EntryForm.territoire, EntryForm.structure, EntryForm.secteur
    effectif, themes = EntryForm.effectif, EntryForm.themes
    raison = ParagraphsField("Pourquoi", missing="Écrivez pourquoi\u00a0: l’historique le garde.", rows="3")
    validate_effectif = EntryForm.validate_effectif

    def __init__(self, file: Dossier, *posted: Any, **data: Any) -> None:
        self.questionnaire = running().questionnaire
        super().__init__(file, *posted, **data)
        self.seen = {key: request.form.get(f"vu_{key}", self.standing(key)) for key in CORRECTED}

    def standing(self, key: str) -> str:
        """What stands in a field."""
        return "|".join(self[key].data or ()) if key == "themes" else self[key].typed.strip()

    def meet(self, changes: list[Entry]) -> None:
        """As any form; and what wasn't touched since the page was opened says what the file says now."""
        fresh = type(self)(self.file, None)
        for key in CORRECTED:
            if self.standing(key) == self.seen[key]:
                self[key].data, self[key].raw_data = fresh[key].data, None
            self.seen[key] = fresh.standing(key)
        super().meet(changes)

    @classmethod
    def recorded(cls, file: Dossier) -> dict[str, Any]:
        """The facts on record; raises AnsweredByCompany."""
        return dict(known_facts(file.id))

    @property
    def facts(self) -> dict[str, Answer]:
        """What was read, once valid."""
        return {key: self[key].data for key in CORRECTED if self[key].data not in (None, "", ())}

    @property
    def changed(self) -> dict[str, str]:
        """« Commerce → Services », by the name of each fact that says something else than the file."""
        former = facts_in_words(self.questionnaire, known_facts(self.file.id))
        said = facts_in_words(self.questionnaire, self.facts)
        return {name: f"{former[name]} → {words}" for name, words in said.items() if words != former[name]}

    def validate(self, *given: Any, **options: Any) -> bool:
        """Something changes."""
        if not super().validate(*given, **options):
            return False
        if not self.changed:
            self.refuse("", "Aucun fait n’a changé. Corrigez ce qui est faux, ou revenez au dossier.")
        return bool(self.changed)


@staff.route("/dossiers/<id:dossier_id>/faits", methods=["GET", "POST"])
def facts(dossier_id: int) -> Response:
    """The facts that the team entered, to correct with a reason; 409 where the company answered."""
    file = dossier_here(dossier_id)
    try:
        form = FactsForm(file)
        kept = form.is_submitted() and save([form], lambda: _keep(form))
    except AnsweredByCompany:
        return refuse(409, *HERS)
    if not kept:
        status, back = 409 if form.stale else 200, file_url(dossier_id)
        return show_page("staff/facts.html", status=status, form=form, file=form.file, back=back, kinds=KINDS)
    flash("Les faits sont corrigés. L’historique garde les anciens.")
    return go(file_url(dossier_id))


def _keep(form: FactsForm) -> None:
    changed = form.changed
    shown = " · ".join(f"{name}\u00a0: {words}" for name, words in changed.items())
    told = {"shown": shown, "fields": ", ".join(changed)}
    correct_facts(form.file.id, form.version.data, form.facts, form.raison.data, now(), actor(), **told)
