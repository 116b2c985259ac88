"""Dossiers for a table outside: read a few at a time, so that 100 000 take no more memory than 500."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import msgspec
from peewee import JOIN, chunked

from models.rules.question import Answer
from models.rules.result import Grant
from models.store.accompaniments import consultants_of
from models.store.audit import VISITOR
from models.store.dossiers import dossier_ids
from models.store.encoding import decode_answer
from models.store.filters import Filters, state_of
from models.store.grants import read_grant
from models.store.list_order import Sort
from models.store.prepared import prepared
from models.store.tables import AnswerRow, Application, Assessment, Event, Revision, StaffAccount, Timeline
from models.store.timeline import EntryKind
from models.store.times import day_of

BATCH = 200
"""Dossiers in memory at once."""


class _Points(msgspec.Struct):
    points: int


class _Maturity(msgspec.Struct):
    company: _Points
    project: _Points


class _Estimate(msgspec.Struct):
    days: int
    total_cents: int
    company_cents: int
    region_cents: int


class _Outcome(msgspec.Struct):
    """The few fields of a kept result that a table has."""

    content_version: str
    answers: dict[str, Answer]
    maturity: _Maturity
    estimate: _Estimate | None


_outcomes: msgspec.json.Decoder[_Outcome] = msgspec.json.Decoder(_Outcome)


@dataclass(frozen=True, slots=True)
class ExportedDossier:
    """One dossier with everything a table says of it. Amounts are cents; what is unknown is None or empty.

    `stage_days` are by the stage's words, as the history tells them: the last time it came to each.
    """

    id: int
    reference: str
    created_at: datetime
    concluded_at: datetime | None
    requested_at: datetime | None
    stage_days: Mapping[str, date]
    anonymised: bool
    door: str
    event: str
    state: str
    verdict: str | None
    offer: str | None
    level: str | None
    size: str | None
    content_version: str
    days: int | None
    total_cents: int | None
    company_cents: int | None
    region_cents: int | None
    company_points: int | None
    project_points: int | None
    grant: Grant | None
    half_days_used: int
    consultant: str
    assigned_to: str
    call_back_on: date | None
    answers: Mapping[str, Answer]
    applicant: Mapping[str, str]


APPLICANT = (
    *("kind", "name", "role", "email", "phone", "company"),
    *("company_number", "postal_code", "project", "moment", "wants_news"),
)
_COLUMNS = {
    **Assessment._meta.fields,
    "event_name": Event.name,
    "follower": StaffAccount.name,
    "revision_id": Revision.id,
    "result": Revision.result,
    "requested_at": Application.created_at,
    **{name: getattr(Application, name) for name in APPLICANT},
}
"""What is read of a dossier, by name."""

_FACTS = {
    "territoire": "department",
    "structure": "structure",
    "secteur": "sector",
    "themes": "themes",
    "ambition": "ambition",
}
"""Questions whose answers are facts of the assessment, with their columns."""


def select_dossiers(filters: Filters, sort: Sort = Sort.NEWEST) -> array[int]:
    """The ids of what an export will hold, eight bytes each: its row count is known before its first row."""
    return dossier_ids(filters, sort)


def stream_dossiers(ids: array[int]) -> Iterator[ExportedDossier]:
    """Those dossiers, in that order; one erased meanwhile is left out."""
    read, answered = prepared(_dossiers, BATCH), prepared(_answers, BATCH)
    for batch in chunked(ids, BATCH):
        found = (SimpleNamespace(**dict(zip(_COLUMNS, row, strict=True))) for row in read(*_filled(batch)))
        rows = {row.id: row for row in found}
        unfinished = [row.revision_id for row in rows.values() if row.revision_id and not row.result]
        given: dict[int, dict[str, Answer]] = {}
        for revision_id, key, value in answered(*_filled(unfinished)):
            given.setdefault(revision_id, {})[key] = decode_answer(value)
        followed = [row.id for row in rows.values() if row.application_stage]
        days, consultants = _stage_days(followed), consultants_of(followed)
        for dossier_id in batch:
            if dossier_id in rows:
                told = days.get(dossier_id, {}), consultants.get(dossier_id, "")
                yield _exported(rows[dossier_id], given, *told)


def _filled(ids: Sequence[int]) -> list[int]:
    """As many as a batch has: no row has the number 0."""
    return [*ids, *[0] * (BATCH - len(ids))]


def _dossiers(*ids: Any) -> Any:
    """The dossiers with the newest result, else the newest revision, and who asked for something."""
    run = Revision.alias()
    newest = run.select(run.id).where(run.assessment == Assessment.id)
    newest = newest.order_by(run.result.is_null(), run.number.desc()).limit(1)
    return (
        Assessment.select(*_COLUMNS.values())
        .join(Revision, JOIN.LEFT_OUTER, on=Revision.id == newest)
        .join_from(Assessment, Application, JOIN.LEFT_OUTER)
        .join_from(Assessment, Event, JOIN.LEFT_OUTER)
        .join_from(Assessment, StaffAccount, JOIN.LEFT_OUTER)
        .where(Assessment.id.in_(ids))
    )


def _answers(*revision_ids: Any) -> Any:
    """What was answered so far, by revision."""
    return AnswerRow.select(AnswerRow.revision, AnswerRow.key, AnswerRow.value).where(
        AnswerRow.revision.in_(revision_ids)
    )


def _stage_days(ids: Sequence[int]) -> dict[int, dict[str, date]]:
    """The days of each dossier's stages, by their words."""
    days: dict[int, dict[str, date]] = {}
    told = (Timeline.assessment, Timeline.summary, Timeline.happened_on, Timeline.author, Timeline.at)
    entries = Timeline.select(*told)
    moved = entries.where(Timeline.assessment.in_(ids), Timeline.kind == EntryKind.STAGE)
    for dossier_id, words, day, author, at in moved.order_by(Timeline.id).tuples():
        # Whoever asks is at that stage from that moment; staff may not know the day.
        if day := day or (day_of(at) if author == VISITOR.name else None):
            days.setdefault(dossier_id, {})[words] = day
    return days


def _exported(
    row: Any, given: Mapping[int, dict[str, Answer]], stage_days: Mapping[str, date], consultant: str
) -> ExportedDossier:
    outcome = _outcomes.decode(row.result) if row.result else None
    estimate = outcome.estimate if outcome else None
    return ExportedDossier(
        id=row.id,
        reference=row.reference or "",
        created_at=row.created_at,
        concluded_at=row.concluded_at,
        requested_at=row.requested_at,
        stage_days=stage_days,
        anonymised=row.anonymised_at is not None,
        door=row.door,
        event=row.event_name or "",
        state=state_of(row),
        verdict=row.verdict,
        offer=row.stage_recommended,
        level=row.company_level,
        size=row.size,
        content_version=outcome.content_version if outcome else "",
        days=estimate.days if estimate else None,
        total_cents=estimate.total_cents if estimate else None,
        company_cents=estimate.company_cents if estimate else None,
        region_cents=estimate.region_cents if estimate else None,
        company_points=outcome.maturity.company.points if outcome else None,
        project_points=outcome.maturity.project.points if outcome else None,
        grant=read_grant(row),
        half_days_used=row.half_days_used,
        consultant=consultant,
        assigned_to=row.follower or "",
        call_back_on=row.call_back_on,
        answers=outcome.answers if outcome else _facts(row) | given.get(row.revision_id, {}),
        applicant={name: "1" if value is True else str(value) for name in APPLICANT if (value := getattr(row, name))},
    )


def _facts(row: Any) -> dict[str, Answer]:
    """Of a dossier reduced to figures, the facts that are left."""
    known = {key: getattr(row, column) for key, column in _FACTS.items()}
    return {key: _parts(fact) if key == "themes" else fact for key, fact in known.items() if fact}


def _parts(joined: str) -> tuple[str, ...]:
    return tuple(part for part in joined.split("|") if part)
