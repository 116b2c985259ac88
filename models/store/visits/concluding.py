"""Conclusion and revision: a result is frozen with its content, and changing an answer afterwards opens a copy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from msgspec.structs import replace

from models.rules.result import Result
from models.store.database import all_rows, one_row, run, writing
from models.store.encoding import decode_result, encode_result
from models.store.times import to_milliseconds, to_moment, to_moment_or_none
from models.store.tokens import Purpose, derived_token, new_salt, token_hash
from models.store.visits.answering import VisitGone, note_presence
from models.store.visits.facts import set_result_facts
from models.store.visits.finding import Visit, read_answers
from models.store.visits.starting import add_access

PHONE_DAYS = 14
"""How long a phone's address waits to be opened, unless the content says otherwise."""


class AnswersChanged(Exception):
    """Another tab changed the answers while the result was computed: find the visit again and compute it anew."""


@dataclass(frozen=True, slots=True)
class KeptResult:
    """A concluded result, with the content version (by id) and the revision it belongs to."""

    result: Result
    content_id: int
    revision_number: int
    concluded_at: datetime


def conclude_visit(
    visit: Visit, token: str, result: Result, content_id: int, now: datetime, *, phone_days: int = PHONE_DAYS
) -> Result:
    """Freeze the newest revision with its result, and store the addresses that follow from it (phone, read-only).

    Concluded already: the kept result, nothing changes. `phone_days` is how long the phone's address waits to be
    opened. Raises AnswersChanged, VisitGone, StoreUnavailable.
    """
    moment = to_milliseconds(now)
    with writing():
        state = one_row("SELECT result FROM revision WHERE id = ?", (visit.revision_id,))
        if state is None:
            raise VisitGone(visit.uid)
        if state[0] is not None:
            return decode_result(state[0])
        latest = one_row("SELECT max(sequence) FROM answer WHERE revision_id = ?", (visit.revision_id,))
        if latest is not None and latest[0] != max(visit.sequence.values(), default=None):
            raise AnswersChanged(visit.uid)
        run(
            "UPDATE revision SET concluded_at = ?, content_id = ?, result = ? WHERE id = ?",
            (moment, content_id, encode_result(result), visit.revision_id),
        )
        set_result_facts(visit.assessment_id, result, moment)
        run("UPDATE assessment SET updated_at = ? WHERE id = ?", (moment, visit.assessment_id))
        _add_derived_addresses(visit, token, moment, phone_days)
        note_presence(visit, moment)
    return result


def newest_result(assessment_id: int) -> KeptResult | None:
    """The newest concluded result of an assessment, whatever revision is open now; None before the first."""
    row = one_row(
        "SELECT result, content_id, number, concluded_at FROM revision"
        " WHERE assessment_id = ? AND concluded_at IS NOT NULL ORDER BY number DESC LIMIT 1",
        (assessment_id,),
    )
    if row is None:
        return None
    return KeptResult(decode_result(row[0]), row[1], row[2], to_moment(row[3]))


def open_revision(visit: Visit, now: datetime, *, short: bool) -> Visit:
    """Open a copy of the concluded answers to change; the visit on it. One that is open already is taken up again.

    A short one is made long by `short=False`, never the other way. Raises VisitGone, StoreUnavailable.
    """
    moment = to_milliseconds(now)
    with writing():
        newest = one_row(
            "SELECT id, concluded_at, number FROM revision WHERE assessment_id = ? ORDER BY number DESC LIMIT 1",
            (visit.assessment_id,),
        )
        if newest is None:
            raise VisitGone(visit.uid)
        revision_id, concluded_at, number = newest
        if concluded_at is not None:
            revision_id = _copy_revision(visit.assessment_id, revision_id, number + 1, moment, short=short)
        elif not short:
            run("UPDATE revision SET short = 0 WHERE id = ?", (revision_id,))
        run("UPDATE assessment SET updated_at = ? WHERE id = ?", (moment, visit.assessment_id))
        note_presence(visit, moment)
        return _on_revision(visit, revision_id, now)


def _copy_revision(assessment_id: int, copied_id: int, number: int, moment: int, *, short: bool) -> int:
    revision_id: int = all_rows(
        "INSERT INTO revision (assessment_id, number, short, opened_at) VALUES (?, ?, ?, ?) RETURNING id",
        (assessment_id, number, int(short), moment),
    )[0][0]
    run(
        "INSERT INTO answer (revision_id, key, value, sequence, answered_at)"
        " SELECT ?, key, value, sequence, answered_at FROM answer WHERE revision_id = ?",
        (revision_id, copied_id),
    )
    return revision_id


def _on_revision(visit: Visit, revision_id: int, now: datetime) -> Visit:
    row = one_row("SELECT number, short, concluded_at FROM revision WHERE id = ?", (revision_id,))
    assert row is not None
    answers, sequence = read_answers(revision_id)
    return replace(
        visit,
        revision_id=revision_id,
        revision_number=row[0],
        short=bool(row[1]),
        concluded_at=to_moment_or_none(row[2]),
        answers=answers,
        sequence=sequence,
        updated_at=now,
        phone_opened=visit.phone_opened or visit.purpose is Purpose.PHONE,
        expires_at=None,
    )


def _add_derived_addresses(visit: Visit, token: str, moment: int, phone_days: int) -> None:
    """Kiosk → phone → read-only; personal or phone → read-only. Stored now, because reading never writes."""
    if token_hash(token) != visit.token_hash:
        raise ValueError("the token is not the visit's")
    holder, salt = token, visit.salt
    if visit.purpose is Purpose.KIOSK:
        holder = derived_token(token, visit.salt, Purpose.PHONE)
        expires_at = moment + phone_days * timedelta(days=1) // timedelta(milliseconds=1)
        add_access(visit.assessment_id, holder, Purpose.PHONE, new_salt(), moment, expires_at)
        row = one_row("SELECT salt FROM access WHERE token_hash = ?", (token_hash(holder),))
        assert row is not None
        salt = row[0]
    add_access(visit.assessment_id, derived_token(holder, salt, Purpose.SHARE), Purpose.SHARE, new_salt(), moment)
