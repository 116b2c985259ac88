"""A collection is erased for good, open or counted, with its slips, whatever was sent, and what it came to."""

from __future__ import annotations

from models.store import tables
from models.store.collections.answering import empty_journal
from models.store.database import database, writing
from models.store.register import enter_in_register


def erase_collection(assessment_id: int, uid: str) -> bool:
    """Erase that collection of the assessment; False where there is none. Raises StoreUnavailable."""
    theirs = tables.Collection.select().where(tables.Collection.assessment == assessment_id)
    found = next((row for row in theirs if row.uid == uid), None)  # any text is compared here: a server refuses some
    if found is None:
        return False
    enter_in_register(uid)
    with database.overwriting(), writing(assessment_id):
        tables.Collection.delete().where(tables.Collection.id == found.id).execute()
    empty_journal()
    return True
