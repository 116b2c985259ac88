"""The addresses of a visit: renewed, shared, closed at the kiosk. The reset of one never touches the others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from models.store.database import writing
from models.store.tables import Access, Assessment
from models.store.tokens import Purpose, derived_token, new_salt, new_token, token_hash
from models.store.visits.answering import VisitGone, note_presence
from models.store.visits.concluding import KeptResult, newest_result
from models.store.visits.finding import KIOSK_COUNTDOWN_SECONDS, KIOSK_RESULT_SECONDS, Visit
from models.store.visits.starting import add_access

__all__ = ["KIOSK_COUNTDOWN_SECONDS", "KIOSK_RESULT_SECONDS"]


@dataclass(frozen=True, slots=True)
class SharedResult:
    """What a read-only address shows."""

    assessment_id: int
    reference: str
    event_id: int | None
    kept: KeptResult


def phone_token(visit: Visit, token: str) -> str:
    """The token of the phone's address that follows from a kiosk's visit."""
    return derived_token(token, visit.salt, Purpose.PHONE)


def share_token(visit: Visit, token: str) -> str:
    """The token of the read-only address that follows from a personal or phone visit, once it has a result."""
    return derived_token(token, visit.salt, Purpose.SHARE)


def find_shared(token: str) -> SharedResult | None:
    """The newest concluded result behind a read-only address; None where it is unknown or revoked."""
    open_one = (Access.token_hash == token_hash(token)) & (Access.purpose == Purpose.SHARE) & Access.closed_at.is_null()
    assessment = Assessment.select().join(Access).where(open_one).first()
    kept = newest_result(assessment.id) if assessment else None
    if kept is None:
        return None
    return SharedResult(assessment.id, assessment.reference or "", assessment.event_id, kept)


def renew_address(visit: Visit, now: datetime) -> str:
    """A new personal address, in place of the personal or phone ones; its token. Read-only addresses go on working.

    Raises VisitGone, StoreUnavailable.
    """
    return renew_address_of(visit.assessment_id, now)


def renew_address_of(assessment_id: int, now: datetime) -> str:
    """The same, for staff who know the assessment and not its address. Raises VisitGone, StoreUnavailable."""
    with writing():
        named = (Assessment.id == assessment_id) & Assessment.anonymised_at.is_null()
        if not Assessment.select().where(named).exists():
            raise VisitGone(str(assessment_id))
        # Closed and not deleted: the kiosk's next conclusion must not bring the old phone address back.
        _close(now, Access.assessment == assessment_id, Access.purpose.in_([Purpose.PERSONAL, Purpose.PHONE]))
        return add_personal_address(assessment_id, now)


def add_personal_address(assessment_id: int, now: datetime) -> str:
    """A personal address more, with the read-only one that follows from it; its token. The others go on working.

    In the caller's transaction. Raises StoreUnavailable.
    """
    token, salt = new_token(), new_salt()
    with writing():
        add_access(assessment_id, token, Purpose.PERSONAL, salt, now)
        if Assessment.get_by_id(assessment_id).concluded_at is not None:
            add_access(assessment_id, derived_token(token, salt, Purpose.SHARE), Purpose.SHARE, new_salt(), now)
    return token


def revoke_share(visit: Visit, token: str, now: datetime) -> Visit:
    """Kill every read-only address of the assessment and store a new one; the visit with its new salt.

    Raises ValueError where the token isn't the visit's or is a kiosk's, VisitGone, StoreUnavailable.
    """
    if token_hash(token) != visit.token_hash or visit.purpose is Purpose.KIOSK:
        raise ValueError("only a personal or phone address has a read-only one")
    salt = new_salt()
    with writing():
        if not Access.update(salt=salt).where(Access.token_hash == visit.token_hash).execute():
            raise VisitGone(visit.uid)
        shared = (Access.assessment == visit.assessment_id) & (Access.purpose == Purpose.SHARE)
        Access.delete().where(shared).execute()
        if visit.has_result:
            add_access(visit.assessment_id, derived_token(token, salt, Purpose.SHARE), Purpose.SHARE, new_salt(), now)
        note_presence(visit, now)
    return replace(visit, salt=salt)


def close_kiosk_visit(visit: Visit, now: datetime) -> None:
    """End a kiosk's visit: its address is closed for good, the phone's lives on. A second time changes nothing."""
    with writing():
        _close(now, Access.token_hash == visit.token_hash, Access.purpose == Purpose.KIOSK)


def close_kiosk_visits(event_id: int, now: datetime) -> int:
    """End every visit under way on the event's tablets; how many addresses were closed."""
    of_event = Assessment.select(Assessment.id).where(Assessment.event == event_id)
    with writing():
        return _close(now, Access.purpose == Purpose.KIOSK, Access.assessment.in_(of_event))


def _close(now: datetime, *which: Any) -> int:
    return int(Access.update(closed_at=now).where(*which, Access.closed_at.is_null()).execute())


def sign_of_life(visit: Visit, now: datetime) -> None:
    """Somebody is there: the kiosk's visit goes on. Nothing for other addresses, nor once it is closed."""
    kiosk = (Access.token_hash == visit.token_hash) & (Access.purpose == Purpose.KIOSK) & Access.closed_at.is_null()
    with writing(visit.assessment_id):
        Access.update(last_sign_of_life=now).where(kiosk).execute()


def mark_opened(visit: Visit, now: datetime) -> None:
    """Note that the phone's address was opened: from now on it doesn't expire. (Any answer notes it too.)"""
    with writing(visit.assessment_id):
        note_presence(visit, now)
