"""Many visits at once, for the demonstration and the benchmarks: the rows that visitors leave, written by the batch."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from peewee import chunked, fn

from models.rules.question import Answer
from models.rules.result import Result
from models.store.database import writing
from models.store.encoding import encode_answer, encode_result
from models.store.tables import Access, AnswerRow, Assessment, Audit, Revision, Table
from models.store.tokens import Purpose, new_salt, new_token, token_hash
from models.store.visits.facts import answer_facts, result_facts
from models.store.visits.finding import Door
from models.store.visits.starting import next_reference

PACE = timedelta(seconds=14)
"""The time between two answers of an invented visit."""

ROWS_IN_A_STATEMENT = 400
"""Well below the number of values that either engine takes at once."""


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
    with writing():
        ids = _insert(Assessment, [_assessment(visit) for visit in visits])
        revision_ids = _insert(Revision, [_revision(visit, id_) for visit, id_ in zip(visits, ids, strict=True)])
        _insert(
            AnswerRow, [row for visit, id_ in zip(visits, revision_ids, strict=True) for row in _answers(visit, id_)]
        )
        _insert(Access, [_access(visit, id_) for visit, id_ in zip(visits, ids, strict=True)])
    return ids


def _insert(table: type[Table], rows: Sequence[dict[str, Any]]) -> list[int]:
    """Insert the rows, a few hundred in a statement; their ids, where the table has such."""
    ids: list[int] = []
    for batch in chunked(rows, ROWS_IN_A_STATEMENT):
        statement = table.insert_many(batch)
        if table._meta.primary_key.name == "id":
            ids += [row.id for row in statement.returning(table.id).execute()]
        else:
            statement.execute()
    return ids


def _ended_at(visit: PastVisit) -> datetime:
    return visit.started_at + PACE * len(visit.answers)


def _assessment(visit: PastVisit) -> dict[str, Any]:
    facts = result_facts(visit.result, _ended_at(visit)) if visit.result else answer_facts(visit.answers)
    return {
        **dict.fromkeys(("verdict", "stage_recommended", "company_level", "concluded_at")),
        **facts,
        "uid": str(uuid.uuid4()),
        "reference": next_reference(visit.started_at),
        "door": visit.door,
        "host_origin": "",
        "event": visit.event_id,
        "created_at": visit.started_at,
        "updated_at": _ended_at(visit),
        "waiting_at": visit.waiting_at,
    }


def _revision(visit: PastVisit, assessment_id: int) -> dict[str, Any]:
    return {
        "assessment": assessment_id,
        "number": 1,
        "short": visit.short,
        "opened_at": visit.started_at,
        "concluded_at": _ended_at(visit) if visit.result else None,
        "content": visit.content_id if visit.result else None,
        "result": encode_result(visit.result) if visit.result else None,
    }


def _answers(visit: PastVisit, revision_id: int) -> Iterator[dict[str, Any]]:
    for number, (key, answer) in enumerate(visit.answers.items(), start=1):
        yield {
            "revision": revision_id,
            "key": key,
            "value": encode_answer(answer),
            "sequence": number,
            "answered_at": visit.started_at + PACE * number,
        }


def _access(visit: PastVisit, assessment_id: int) -> dict[str, Any]:
    return {
        "token_hash": token_hash(new_token()),
        "assessment": assessment_id,
        "purpose": Purpose.KIOSK if visit.door is Door.KIOSK else Purpose.PERSONAL,
        "salt": new_salt(),
        "created_at": visit.started_at,
        "last_sign_of_life": _ended_at(visit),
    }


def finished_before(moment: datetime) -> list[int]:
    """The visits whose only result is of the whole path and older, the oldest first."""
    long_ones = Revision.select(Revision.assessment).where(Revision.short == False)  # noqa: E712
    rows = Assessment.select(Assessment.id).where(Assessment.concluded_at < moment, Assessment.id.in_(long_ones))
    return [row.id for row in rows.order_by(Assessment.id)]


def add_later_result(assessment_id: int, result: Result, content_id: int, concluded_at: datetime) -> None:
    """One result more of a visit, as taking stock again would have left it. Raises StoreUnavailable."""
    visit = PastVisit(
        Door.SITE, concluded_at - PACE * len(result.answers), result.answers, False, None, result, content_id
    )
    with writing():
        former = Revision.select(fn.max(Revision.number)).where(Revision.assessment == assessment_id).scalar()
        (revision_id,) = _insert(Revision, [{**_revision(visit, assessment_id), "number": former + 1}])
        _insert(AnswerRow, list(_answers(visit, revision_id)))
        facts = {**result_facts(result, concluded_at), "updated_at": concluded_at}
        Assessment.update(facts).where(Assessment.id == assessment_id).execute()


def put_journal_in_order() -> None:
    """Write the journal anew by its moments: an invented past is told dossier by dossier."""
    with writing():
        lines = [
            {name: value for name, value in row.__data__.items() if name != "id"}
            for row in Audit.select().order_by(Audit.at)
        ]
        Audit.delete().execute()
        for batch in chunked(lines, ROWS_IN_A_STATEMENT):
            Audit.insert_many(batch).execute()


def count_visits() -> int:
    """How many assessments there are."""
    return int(Assessment.select().count())
