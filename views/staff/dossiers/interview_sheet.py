"""The first-interview sheet, to print: what to clear up, what sits oddly together, three questions to ask."""

from __future__ import annotations

from flask import Response

from models.french.formats import paris_day
from models.french.staff_words import LEVELS, OFFERS, VERDICTS
from models.rules.explanation import find_contradictions
from models.store.visits import newest_result
from views.journey.prompts import prompts
from views.staff.access import consultantes_too, staff
from views.staff.dossiers.file import dossier_here, see
from views.staff.layout import show_page
from views.web.doors import now


@staff.get("/dossiers/<id:dossier_id>/entretien")
@consultantes_too
def interview(dossier_id: int) -> Response:
    """The sheet of one dossier; before the first conclusion, a word that says there is nothing to prepare from."""
    file = dossier_here(dossier_id)
    seen = see(newest_result(file.id), file)
    return show_page(
        "staff/interview.html",
        file=file,
        seen=seen,
        prompts=prompts(seen) if seen else [],
        contradictions=find_contradictions(seen.questionnaire, seen.result.answers) if seen else (),
        to_clear_up=seen.to_clear_up if seen else (),
        verdicts=VERDICTS,
        offers=OFFERS,
        levels=LEVELS,
        today=paris_day(now()),
    )
