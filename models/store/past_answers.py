"""The answers of the latest concluded visits, to be replayed under another content."""

from __future__ import annotations

from models.rules.replay import Past
from models.store.database import all_rows
from models.store.encoding import decode_result


def latest_answers(limit: int) -> list[Past]:
    """The answers behind the newest result of each of the latest concluded visits, the latest first."""
    rows = all_rows(
        "SELECT assessment.id, coalesce(reference, ''), result FROM revision"
        " JOIN assessment ON assessment.id = assessment_id WHERE result IS NOT NULL ORDER BY revision.id DESC LIMIT ?",
        (limit,),
    )
    newest: dict[int, Past] = {}
    for assessment_id, reference, result in rows:
        if assessment_id not in newest:
            kept = decode_result(result)
            newest[assessment_id] = Past(assessment_id, reference, kept.answers, kept.short)
    return list(newest.values())
