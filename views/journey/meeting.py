"""The meeting: one page to print, to talk the views over in an hour and write down what is decided."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response

from models.store.collections import counted_collections
from models.store.visits import newest_result
from views.journey.other_views import TO_OTHERS, DimensionRow
from views.journey.result_page import view_result
from views.web.current_visit import current_visit
from views.web.doors import journey, not_at_kiosk
from views.web.render import go, show

OPENING, LOOKING, DECIDING, CLOSING = 5, 10, 10, 5
TALKING = 30
"""Minutes of each part of the hour; those of talking are shared between the subjects."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What to talk over, and for how many minutes; none where everybody sees things alike."""

    minutes: int
    row: DimensionRow | None


@journey.get("/diagnostics/<token>/resultat/reunion")
def meeting(token: str) -> Response:
    """The guide; back to the result where there are no views to talk over."""
    not_at_kiosk()
    current = current_visit(token)
    kept = newest_result(current.visit.assessment_id)
    if kept is None:
        return current.go_on()
    seen = view_result(kept, current.visit.reference, counted_collections(current.visit.assessment_id), TO_OTHERS)
    if seen.views is None or not seen.views.rows:
        return go(current.url("result"))
    headlines = seen.views.headlines
    subjects = [Subject(TALKING // len(headlines), row) for row in headlines] or [Subject(TALKING, None)]
    return show(
        "journey/meeting.html",
        url=current.url("meeting"),
        current=current,
        seen=seen,
        views=seen.views,
        subjects=subjects,
        opening=OPENING,
        looking=LOOKING,
        deciding=DECIDING,
        closing=CLOSING,
    )
