"""The beginning of a visit: its assessment, first revision, reference and address."""

from __future__ import annotations

import uuid
from datetime import datetime

from models.store.database import all_rows, run, writing
from models.store.times import to_milliseconds
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
    token, salt, uid, moment = new_token(), new_salt(), str(uuid.uuid4()), to_milliseconds(now)
    with writing():
        reference = next_reference(now)
        assessment_id = all_rows(
            "INSERT INTO assessment (uid, reference, door, host_origin, event_id, created_at, updated_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id",
            (uid, reference, entrance, host_origin, event_id, moment, moment),
        )[0][0]
        revision_id = all_rows(
            "INSERT INTO revision (assessment_id, number, short, opened_at) VALUES (?, 1, ?, ?) RETURNING id",
            (assessment_id, int(short), moment),
        )[0][0]
        add_access(assessment_id, token, purpose, salt, moment)
    visit = Visit(
        assessment_id=assessment_id,
        uid=uid,
        reference=reference,
        purpose=purpose,
        door=entrance,
        event_id=event_id,
        host_origin=host_origin,
        token_hash=token_hash(token),
        salt=salt,
        revision_id=revision_id,
        revision_number=1,
        short=short,
        answers={},
        sequence={},
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
    number = all_rows(
        "INSERT INTO reference_counter VALUES (?, 1) ON CONFLICT DO UPDATE SET last = last + 1 RETURNING last",
        (now.year,),
    )[0][0]
    return f"S{now.year % 100:02}-{number:03}"


def add_access(
    assessment_id: int, token: str, purpose: Purpose, salt: bytes, moment: int, expires_at: int | None = None
) -> None:
    """Store an address (its hash) within the caller's transaction; one that is known already stays as it is."""
    sign_of_life = moment if purpose is Purpose.KIOSK else None
    run(
        "INSERT INTO access (token_hash, assessment_id, purpose, salt, created_at, expires_at, last_sign_of_life)"
        " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (token_hash) DO NOTHING",
        (token_hash(token), assessment_id, purpose, salt, moment, expires_at, sign_of_life),
    )
