"""Many visits at once, for the demonstration and the benchmarks: the rows that visitors leave, written by the batch."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.rules.question import Answer
from models.rules.result import Result
from models.store.database import all_rows, database, one_row, writing
from models.store.encoding import encode_answer, encode_result
from models.store.times import to_milliseconds
from models.store.tokens import Purpose, new_salt, new_token, token_hash
from models.store.visits.facts import FACTS
from models.store.visits.finding import Door
from models.store.visits.starting import next_reference

PACE = timedelta(seconds=14)
"""The time between two answers of an invented visit."""


@dataclass(frozen=True, slots=True)
class PastVisit:
    """A visit of the past: its answers in the order given, and its result where it was concluded."""

    door: Door
    started_at: datetime
    answers: Mapping[str, Answer]
    short: bool
    event_id: int | None = None
    result: Result | None = None
    content_id: int | None = None
    waiting_at: int = 1


_ASSESSMENT = (
    "id", "uid", "reference", "door", "host_origin", "event_id", "created_at", "updated_at", "department",
    "structure", "sector", "headcount", "size", "themes", "ambition", "verdict", "stage_recommended",
    "company_level", "concluded_at", "waiting_at",
)  # fmt: skip
_INSERT_ASSESSMENT = f"INSERT INTO assessment ({', '.join(_ASSESSMENT)}) VALUES ({', '.join('?' * len(_ASSESSMENT))})"
_INSERT_REVISION = (
    "INSERT INTO revision (id, assessment_id, number, short, opened_at, concluded_at, content_id, result)"
    " VALUES (?, ?, 1, ?, ?, ?, ?, ?)"
)
_INSERT_ANSWER = "INSERT INTO answer (revision_id, key, value, sequence, answered_at) VALUES (?, ?, ?, ?, ?)"
_INSERT_ACCESS = (
    "INSERT INTO access (token_hash, assessment_id, purpose, salt, created_at, last_sign_of_life)"
    " VALUES (?, ?, ?, ?, ?, ?)"
)


def add_past_visits(visits: Iterable[PastVisit], batch: int = 2000) -> list[int]:
    """Write the visits, a transaction for each `batch`; their assessments' ids, in order. Raises StoreUnavailable."""
    ids: list[int] = []
    waiting: list[PastVisit] = []
    for visit in visits:
        waiting.append(visit)
        if len(waiting) == batch:
            ids += _write(waiting)
            waiting = []
    return ids + _write(waiting)


def _write(visits: Sequence[PastVisit]) -> list[int]:
    assessments: list[tuple[object, ...]] = []
    revisions: list[tuple[object, ...]] = []
    answers: list[tuple[object, ...]] = []
    accesses: list[tuple[object, ...]] = []
    with writing():
        first_assessment, first_revision = _next_id("assessment"), _next_id("revision")
        for place, visit in enumerate(visits):
            assessment_id, revision_id = first_assessment + place, first_revision + place
            begun = to_milliseconds(visit.started_at)
            ended = to_milliseconds(visit.started_at + PACE * len(visit.answers))
            concluded = ended if visit.result else None
            assessments.append((assessment_id, *_assessment_values(visit, begun, ended, concluded)))
            kept = encode_result(visit.result) if visit.result else None
            revisions.append(
                (
                    revision_id,
                    assessment_id,
                    int(visit.short),
                    begun,
                    concluded,
                    visit.content_id if kept else None,
                    kept,
                )
            )
            answers += (
                (revision_id, key, encode_answer(answer), number, to_milliseconds(visit.started_at + PACE * number))
                for number, (key, answer) in enumerate(visit.answers.items(), start=1)
            )
            purpose = Purpose.KIOSK if visit.door is Door.KIOSK else Purpose.PERSONAL
            accesses.append((token_hash(new_token()), assessment_id, purpose, new_salt(), begun, ended))
        connection = database.connection()  # type: ignore[no-untyped-call]
        connection.executemany(_INSERT_ASSESSMENT, assessments)
        connection.executemany(_INSERT_REVISION, revisions)
        connection.executemany(_INSERT_ANSWER, answers)
        connection.executemany(_INSERT_ACCESS, accesses)
    return [first_assessment + place for place in range(len(visits))]


def _next_id(table: str) -> int:
    row = one_row(f"SELECT coalesce(max(id), 0) + 1 FROM {table}")
    assert row is not None
    return int(row[0])


def _assessment_values(visit: PastVisit, begun: int, ended: int, concluded: int | None) -> tuple[object, ...]:
    facts: list[object] = []
    for key, (columns, values) in FACTS.items():
        facts += values(visit.answers[key]) if key in visit.answers else (None,) * len(columns)
    result = visit.result
    outcome: tuple[object, ...] = (None, None, None, None)
    if result is not None:
        stage = result.recommendation.stage if result.recommendation else None
        outcome = (result.eligibility.verdict, stage, result.maturity.level, concluded)
    return (
        str(uuid.uuid4()),
        next_reference(visit.started_at),
        visit.door,
        "",
        visit.event_id,
        begun,
        ended,
        *facts,
        *outcome,
        visit.waiting_at,
    )


def count_visits() -> int:
    """How many assessments there are."""
    return int(all_rows("SELECT count(*) FROM assessment")[0][0])
