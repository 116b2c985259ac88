"""The addresses of a visit: renewed, shared, closed at the kiosk. The reset of one never touches the others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from msgspec.structs import replace

from models.store.database import one_row, run, writing
from models.store.times import to_milliseconds
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
    row = one_row(
        "SELECT assessment.id, reference, event_id FROM access JOIN assessment ON assessment.id = assessment_id"
        " WHERE token_hash = ? AND purpose = 'share' AND closed_at IS NULL",
        (token_hash(token),),
    )
    if row is None:
        return None
    kept = newest_result(row[0])
    return None if kept is None else SharedResult(row[0], row[1] or "", row[2], kept)


def renew_address(visit: Visit, now: datetime) -> str:
    """A new personal address, in place of the personal or phone ones; its token. Read-only addresses go on working.

    Raises VisitGone, StoreUnavailable.
    """
    return renew_address_of(visit.assessment_id, now)


def renew_address_of(assessment_id: int, now: datetime) -> str:
    """The same, for staff who know the assessment and not its address. Raises VisitGone, StoreUnavailable."""
    token, salt, moment = new_token(), new_salt(), to_milliseconds(now)
    with writing():
        state = one_row("SELECT concluded_at FROM assessment WHERE id = ? AND anonymised_at IS NULL", (assessment_id,))
        if state is None:
            raise VisitGone(str(assessment_id))
        # Closed and not deleted: the kiosk's next conclusion must not bring the old phone address back.
        run(
            "UPDATE access SET closed_at = ? WHERE assessment_id = ? AND purpose IN ('personal', 'phone')"
            " AND closed_at IS NULL",
            (moment, assessment_id),
        )
        add_access(assessment_id, token, Purpose.PERSONAL, salt, moment)
        if state[0] is not None:
            add_access(assessment_id, derived_token(token, salt, Purpose.SHARE), Purpose.SHARE, new_salt(), moment)
    return token


def revoke_share(visit: Visit, token: str, now: datetime) -> Visit:
    """Kill every read-only address of the assessment and store a new one; the visit with its new salt.

    Raises ValueError where the token isn't the visit's or is a kiosk's, VisitGone, StoreUnavailable.
    """
    if token_hash(token) != visit.token_hash or visit.purpose is Purpose.KIOSK:
        raise ValueError("only a personal or phone address has a read-only one")
    salt, moment = new_salt(), to_milliseconds(now)
    with writing():
        if not run("UPDATE access SET salt = ? WHERE token_hash = ?", (salt, visit.token_hash)):
            raise VisitGone(visit.uid)
        run("DELETE FROM access WHERE assessment_id = ? AND purpose = 'share'", (visit.assessment_id,))
        if visit.has_result:
            add_access(
                visit.assessment_id, derived_token(token, salt, Purpose.SHARE), Purpose.SHARE, new_salt(), moment
            )
        note_presence(visit, moment)
    return replace(visit, salt=salt)


def close_kiosk_visit(visit: Visit, now: datetime) -> None:
    """End a kiosk's visit: its address is closed for good, the phone's lives on. A second time changes nothing."""
    with writing():
        run(
            "UPDATE access SET closed_at = ? WHERE token_hash = ? AND purpose = 'kiosk' AND closed_at IS NULL",
            (to_milliseconds(now), visit.token_hash),
        )


def close_kiosk_visits(event_id: int, now: datetime) -> int:
    """End every visit under way on the event's tablets; how many addresses were closed."""
    with writing():
        return run(
            "UPDATE access SET closed_at = ? WHERE purpose = 'kiosk' AND closed_at IS NULL"
            " AND assessment_id IN (SELECT id FROM assessment WHERE event_id = ?)",
            (to_milliseconds(now), event_id),
        )


def sign_of_life(visit: Visit, now: datetime) -> None:
    """Somebody is there: the kiosk's visit goes on. Nothing for other addresses, nor once it is closed."""
    with writing():
        run(
            "UPDATE access SET last_sign_of_life = ? WHERE token_hash = ? AND purpose = 'kiosk' AND closed_at IS NULL",
            (to_milliseconds(now), visit.token_hash),
        )


def mark_opened(visit: Visit, now: datetime) -> None:
    """Note that the phone's address was opened: from now on it doesn't expire. (Any answer notes it too.)"""
    with writing():
        note_presence(visit, to_milliseconds(now))
