"""« Un projet proche du vôtre »: of those published, the one that shares the most with a result, and why."""

from __future__ import annotations

from dataclasses import dataclass

from models.french.sheet_words import SheetTold, nearness_in_words, tell_sheet
from models.rules.nearness import Traits, nearest
from models.rules.question import Answer
from models.rules.result import Result
from models.store.sheets.publishing import list_published
from views.web.library import running


@dataclass(frozen=True, slots=True)
class NearProject:
    """A published project near the visitor's, and why in words."""

    slug: str
    told: SheetTold
    why: str


def near_project(result: Result, assessment_id: int) -> NearProject | None:
    """The published project that is nearest, but one's own; None where none shares a theme."""
    published = {each: each.text for each in list_published() if each.dossier_id != assessment_id}
    traits = {each: Traits(text.themes, text.size, text.sector) for each, text in published.items()}
    found = nearest(_traits(result), traits)
    if found is None:
        return None
    sheet, near = found
    questionnaire = running().questionnaire
    told = tell_sheet(questionnaire, sheet.text)
    return NearProject(sheet.slug, told, nearness_in_words(questionnaire, near, told))


def _traits(result: Result) -> Traits:
    themes: Answer = result.answers.get("themes", ())
    chosen = themes if isinstance(themes, tuple) else ()
    return Traits(chosen, result.size, str(result.answers.get("secteur", "")))
