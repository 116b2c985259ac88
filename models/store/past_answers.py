"""The answers of the latest concluded visits, to be replayed under another content."""

from __future__ import annotations

from models.rules.replay import Past
from models.store.encoding import decode_result
from models.store.tables import Assessment, Revision


def latest_answers(limit: int) -> list[Past]:
    """The answers behind the newest result of each of the latest concluded visits, the latest first."""
    rows = Revision.select(Revision.result, Assessment.id, Assessment.reference).join(Assessment)
    newest: dict[int, Past] = {}
    for row in rows.where(Revision.result.is_null(False)).order_by(Revision.id.desc()).limit(limit):
        if row.assessment.id not in newest:
            kept = decode_result(row.result)
            newest[row.assessment.id] = Past(
                row.assessment.id, row.assessment.reference or "", kept.answers, kept.short
            )
    return list(newest.values())
