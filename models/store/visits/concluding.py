"""Conclusion and revision: a result is frozen with its content; what changes afterwards is another revision.

Changing an answer opens a copy of the answers. Going through the questions again opens a revision without any: what
was answered before is proposed beside each question, read from the last result, and is no answer until it is given.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from msgspec.structs import replace
from peewee import Value, fn

from models.rules.comparison import times_shown
from models.rules.result import Result
from models.store.database import writing
from models.store.encoding import decode_result, encode_result
from models.store.tables import Access, AnswerRow, Assessment, Revision
from models.store.times import day_of
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
    """A concluded result, with the content version (by id) and the revision it belongs to.

    `earlier` are the results it is compared with, the oldest first (`models.rules.comparison`); the assessment's id is
    0 where it is nobody's.
    """

    result: Result
    content_id: int
    revision_number: int
    concluded_at: datetime
    earlier: tuple[Result, ...] = ()
    assessment_id: int = 0


def conclude_visit(
    visit: Visit, token: str, result: Result, content_id: int, now: datetime, *, phone_days: int = PHONE_DAYS
) -> Result:
    """Freeze the newest revision with its result, and store the addresses that follow from it (phone, read-only).

    Concluded already: the kept result, nothing changes. `phone_days` is how long the phone's address waits to be
    opened. Raises AnswersChanged, VisitGone, StoreUnavailable.
    """
    with writing():
        revision = Revision.get_or_none(Revision.id == visit.revision_id)
        if revision is None:
            raise VisitGone(visit.uid)
        if revision.result is not None:
            return decode_result(revision.result)
        latest = AnswerRow.select(fn.max(AnswerRow.sequence)).where(AnswerRow.revision == revision).scalar()
        if latest != max(visit.sequence.values(), default=None):
            raise AnswersChanged(visit.uid)
        revision.concluded_at, revision.content, revision.result = now, content_id, encode_result(result)
        revision.save()
        set_result_facts(visit.assessment_id, result, now)
        _touch(visit, now)
        _add_derived_addresses(visit, token, now, phone_days)
    return result


def newest_result(assessment_id: int) -> KeptResult | None:
    """The newest concluded result of an assessment, whatever revision is open now; None before the first."""
    concluded = (Revision.assessment == assessment_id) & Revision.concluded_at.is_null(False)
    revision = Revision.select().where(concluded).order_by(Revision.number.desc()).first()
    if revision is None:
        return None
    earlier = _earlier_results(revision) if revision.number > 1 else ()
    return KeptResult(
        *(decode_result(revision.result), revision.content_id, revision.number, revision.concluded_at),
        *(earlier, assessment_id),
    )


def _earlier_results(newest: Revision) -> tuple[Result, ...]:
    """Of the results before this one, those that make a time to compare it with: a few, however many there are."""
    columns = Revision.id, Revision.concluded_at, Revision.short
    concluded = (Revision.assessment == newest.assessment_id) & Revision.concluded_at.is_null(False)
    rows = list(Revision.select(*columns).where(concluded).order_by(Revision.number))
    times = times_shown([(day_of(row.concluded_at), row.short) for row in rows])
    wanted = [rows[place].id for place in times if rows[place].id != newest.id]
    kept = Revision.select(Revision.result).where(Revision.id.in_(wanted)).order_by(Revision.number)
    return tuple(decode_result(row.result) for row in kept)


def open_revision(visit: Visit, now: datetime, *, short: bool) -> Visit:
    """Open a copy of the concluded answers to change; the visit on it. One that is open already is taken up again.

    A short one is made long by `short=False`, never the other way. Raises VisitGone, StoreUnavailable.
    """
    with writing():
        newest = _newest_revision(visit)
        if newest.concluded_at is not None:
            newest = _copy_revision(newest, now, short=short)
        elif not short:
            newest.short = False
            newest.save()
        _touch(visit, now)
        return _on_revision(visit, newest, now)


def begin_again(visit: Visit, now: datetime, *, in_place_of: datetime | None = None) -> Visit:
    """Open a revision without answers, on the whole path; the visit on it.

    One that is open already is taken up again, whatever it is, unless it was opened at `in_place_of`: that one is
    dropped. Raises VisitGone, StoreUnavailable.
    """
    with writing():
        newest = _newest_revision(visit)
        if newest.concluded_at is None and newest.number > 1 and newest.opened_at == in_place_of:
            newest.delete_instance()
            newest = _newest_revision(visit)
            set_result_facts(visit.assessment_id, decode_result(newest.result), newest.concluded_at)
        if newest.concluded_at is not None:
            number = newest.number + 1
            newest = Revision.create(assessment=visit.assessment_id, number=number, short=False, opened_at=now)
        _touch(visit, now)
        return _on_revision(visit, newest, now)


def open_since(visit: Visit) -> datetime | None:
    """When the revision that waits to be concluded was opened; None where none does."""
    newest = _newest_revision(visit)
    return newest.opened_at if newest.concluded_at is None else None


def _newest_revision(visit: Visit) -> Any:
    """The newest revision of a visit. Raises VisitGone."""
    all_of_it = Revision.select().where(Revision.assessment == visit.assessment_id)
    newest = all_of_it.order_by(Revision.number.desc()).first()
    if newest is None:
        raise VisitGone(visit.uid)
    return newest


def _touch(visit: Visit, now: datetime) -> None:
    Assessment.update(updated_at=now).where(Assessment.id == visit.assessment_id).execute()
    note_presence(visit, now)


def _copy_revision(copied: Revision, now: datetime, *, short: bool) -> Revision:
    """The result was concluded on the words of its size: those are the ones that were read."""
    copy = Revision.create(assessment=copied.assessment_id, number=copied.number + 1, short=short, opened_at=now)
    rest = [AnswerRow.key, AnswerRow.value, AnswerRow.sequence, AnswerRow.answered_at]
    read_at = Value(str(decode_result(copied.result).size))
    given = AnswerRow.select(Value(copy.id), *rest, read_at).where(AnswerRow.revision == copied)
    AnswerRow.insert_from(given, [AnswerRow.revision, *rest, AnswerRow.read_at]).execute()
    return copy


def _on_revision(visit: Visit, revision: Revision, now: datetime) -> Visit:
    answers, sequence, read_at = read_answers(revision.id)
    return replace(
        visit,
        revision_id=revision.id,
        revision_number=revision.number,
        short=revision.short,
        concluded_at=revision.concluded_at,
        answers=answers,
        sequence=sequence,
        read_at=read_at,
        updated_at=now,
        phone_opened=visit.phone_opened or visit.purpose is Purpose.PHONE,
        expires_at=None,
    )


def _add_derived_addresses(visit: Visit, token: str, now: datetime, phone_days: int) -> None:
    """Kiosk → phone → read-only; personal or phone → read-only. Stored now, because reading never writes."""
    if token_hash(token) != visit.token_hash:
        raise ValueError("the token is not the visit's")
    holder, salt = token, visit.salt
    if visit.purpose is Purpose.KIOSK:
        holder = derived_token(token, visit.salt, Purpose.PHONE)
        add_access(visit.assessment_id, holder, Purpose.PHONE, new_salt(), now, now + timedelta(days=phone_days))
        salt = Access.get_by_id(token_hash(holder)).salt
    add_access(visit.assessment_id, derived_token(holder, salt, Purpose.SHARE), Purpose.SHARE, new_salt(), now)
