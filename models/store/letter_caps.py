"""Mail is no weapon: how many letters a day an assessment may have written, and an address may be written."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from models.store.database import writing
from models.store.outbox import Letter, MailKind, count_letters, write_letter
from models.store.tables import Mailed

A_DAY = timedelta(days=1)
MOST_OF_AN_ASSESSMENT = {MailKind.ADDRESS: 5, MailKind.RECEIPT: 5, MailKind.NOTICE: 20, MailKind.LETTER: 10}
"""Letters of a kind that one assessment has written in a day: enough for slips, too few to pester anybody."""

MOST_TO_AN_ADDRESS = 10
"""Letters to one address, for whatever assessments, until a day has passed without any."""


def write_if_few(letter: Letter, now: datetime, assessment_id: int, *, uid: str = "") -> bool:
    """Put a letter in the outbox, unless too many were; whether it was.

    It is counted and written in one transaction, the caller's where there is one: two at once can't both be the last.
    """
    with writing():
        written = count_letters(assessment_id, letter.kind, now - A_DAY)
        if written >= MOST_OF_AN_ASSESSMENT[letter.kind]:
            return False
        if letter.kind is not MailKind.NOTICE and not _count(letter.recipient, now):
            return False
        write_letter(letter, now, assessment_id, uid=uid)
    return True


def forget_counts(now: datetime) -> None:
    """Forget the counts that are a day old, and those of a clock that was ahead; in the caller's transaction."""
    Mailed.delete().where((Mailed.last_at < now - A_DAY) | (Mailed.last_at > now + A_DAY)).execute()


def _count(recipient: str, now: datetime) -> bool:
    """One more letter to that address; False where it had its share."""
    forget_counts(now)
    key = _key(recipient)
    known = Mailed.get_or_none(Mailed.key == key)
    if known is None:
        Mailed.insert(key=key, count=1, last_at=now).execute()
        return True
    if known.count >= MOST_TO_AN_ADDRESS:
        return False
    Mailed.update(count=Mailed.count + 1, last_at=now).where(Mailed.key == key).execute()
    return True


def _key(recipient: str) -> bytes:
    """One mailbox, however it is spelled: capitals and what follows a + make no other."""
    name, _, domain = recipient.casefold().rpartition("@")
    return hashlib.sha256(f"{name.partition('+')[0]}@{domain}".encode()).digest()
