"""The beginning of a visit: its assessment, first revision, reference and address."""

from __future__ import annotations

import uuid
from datetime import datetime

from models.store.database import writing
from models.store.tables import Access, Assessment, ReferenceCounter, Revision
from models.store.tokens import Purpose, new_salt, new_token, token_hash
from models.store.visits.finding import Door, Visit


def start_assessment(
    *, door: str, now: datetime, event_id: int | None = None, host_origin: str = "", short: bool = False
) -> tuple[Visit, str]:
    """Begin an assessment; the visit, and the token of its address (a kiosk's where the door is `borne`).

    Raises ValueError for an unknown door.
    """
    entrance = Door(door)
    purpose = Purpose.KIOSK if entrance is Door.KIOSK else Purpose.PERSONAL
    token, salt, uid = new_token(), new_salt(), str(uuid.uuid4())
    with writing():
        reference = next_reference(now)
        assessment = Assessment.create(
            uid=uid,
            reference=reference,
            door=entrance,
            host_origin=host_origin,
            event=event_id,
            created_at=now,
            updated_at=now,
        )
        revision = Revision.create(assessment=assessment, number=1, short=short, opened_at=now)
        add_access(assessment.id, token, purpose, salt, now)
    visit = Visit(
        assessment_id=assessment.id,
        uid=uid,
        reference=reference,
        purpose=purpose,
        door=entrance,
        event_id=event_id,
        host_origin=host_origin,
        token_hash=token_hash(token),
        salt=salt,
        revision_id=revision.id,
        revision_number=1,
        short=short,
        answers={},
        sequence={},
        read_at={},
        concluded_at=None,
        has_result=False,
        created_at=now,
        updated_at=now,
        access_closed=False,
        expires_at=None,
        phone_opened=False,
    )
    return visit, token


def next_reference(now: datetime) -> str:
    """The next short reference of the year ("S26-014"), within the caller's transaction: unique, never given twice."""
    counter = ReferenceCounter.insert(year=now.year, last=1).on_conflict(
        conflict_target=[ReferenceCounter.year], update={ReferenceCounter.last: ReferenceCounter.last + 1}
    )
    number = counter.returning(ReferenceCounter.last).execute()[0].last
    return f"S{now.year % 100:02}-{number:03}"


def add_access(
    assessment_id: int,
    token: str,
    purpose: Purpose,
    salt: bytes,
    now: datetime,
    expires_at: datetime | None = None,
) -> None:
    """Store an address (its hash) within the caller's transaction; one that is known already stays as it is."""
    Access.insert(
        token_hash=token_hash(token),
        assessment=assessment_id,
        purpose=purpose,
        salt=salt,
        created_at=now,
        expires_at=expires_at,
        last_sign_of_life=now if purpose is Purpose.KIOSK else None,
    ).on_conflict(action="nothing", conflict_target=[Access.token_hash]).execute()
