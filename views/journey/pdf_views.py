"""What the PDF says of other views, as plain data: its last page, or a few words where nothing may be shown."""

from __future__ import annotations

from typing import Any

from views.journey.other_views import DimensionRow, OtherViews

ALIGNED = "Vous voyez les choses de la même façon. Aucun écart n’atteint un point et demi\u00a0: c’est bon signe."


def describe_views(views: OtherViews) -> dict[str, Any]:
    """The page's texts and marks; places are in half points, -1 where a mark has none."""
    return {
        "title": "D’autres regards sur vos pratiques",
        "intro": f"{views.collected} Ni vote, ni note\u00a0: de quoi parler ensemble.",
        "hidden": list(views.hidden),
        "aligned": ALIGNED if views.aligned else "",
        "since": views.since,
        "names": [{"who": who, "name": name} for who, name in views.names],
        "rows": [_row(row) for row in views.rows],
    }


def views_in_a_line(views: OtherViews | None) -> str:
    """Where nothing of them may be shown: how many answered, and why no more."""
    return "" if views is None or views.rows else f"D’autres regards, {views.days}. {' '.join(views.hidden)}"


def _row(row: DimensionRow) -> dict[str, Any]:
    return {
        "title": row.title,
        "marks": [
            {
                "who": mark.who,
                "value": mark.value,
                "beside": ", ".join(
                    words for words in (mark.former and f"{mark.former} la première fois", mark.unknown) if words
                ),
                "place": -1 if mark.half_points is None else mark.half_points,
                "former": -1 if mark.former_half_points is None else mark.former_half_points,
            }
            for mark in row.marks
        ],
        "talks": [{"sentence": gap.sentence, "questions": list(gap.questions)} for gap in row.gaps],
    }
