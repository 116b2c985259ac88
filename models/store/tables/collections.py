"""Other views on a company: what was asked of whom, the slips that ask, and the boxes that answers go into.

Nothing of what was sent has a row of its own, a moment or an order: a box holds how often each answer was given, and is
one row that is written anew each time. A slip knows that it was used, and nothing else.
"""

from __future__ import annotations

from peewee import BlobField, BooleanField, Check, CompositeKey, ForeignKeyField, IntegerField, TextField

from models.store.fields import DayField, MomentField
from models.store.tables.assessments import Assessment
from models.store.tables.table import Table, index_on


class Collection(Table):
    """Views collected on one assessment until a day; once closed, what they came to, as JSON text.

    `size` decides the slips' words. Slips follow from `salt` and the personal address with `holder_hash`, so that they
    can be printed again; both are forgotten at closing.
    """

    uid = TextField(unique=True)
    assessment = ForeignKeyField(Assessment, on_delete="CASCADE", index=False)
    size = TextField()
    opened_at = MomentField()
    closes_on = DayField()
    closed_at = MomentField(null=True)
    counted = TextField(null=True)
    salt = BlobField(null=True)
    holder_hash = BlobField(null=True)

    class Meta:
        """Peewee's options."""

        constraints = (Check("(closed_at IS NULL) = (counted IS NULL)"),)


class Box(Table):
    """What a group sent: how many answers, and for each dimension how often each was given (JSON text, by key).

    `given` is how many slips the group had in all, `printed` how many follow from the collection's present salt.
    """

    collection = ForeignKeyField(Collection, on_delete="CASCADE", index=False)
    group = TextField(column_name="group_key")
    given = IntegerField()
    printed = IntegerField()
    sent = IntegerField(default=0)
    contents = TextField(default="{}")

    class Meta:
        """Peewee's options."""

        primary_key = CompositeKey("collection", "group")


class Slip(Table):
    """A single-use address: only its token's hash. At closing it forgets whether it was used."""

    token_hash = BlobField(primary_key=True)
    collection = ForeignKeyField(Collection, on_delete="CASCADE", index=False)
    group = TextField(column_name="group_key")
    used = BooleanField(default=False)


class Attempt(Table):
    """Answers in progress on a slip, under an address of their own that no paper bears: only its hash is here, and
    without it what is `sealed` (JSON text) can't be read."""

    token_hash = BlobField(primary_key=True)
    slip = ForeignKeyField(Slip, on_delete="CASCADE", index=False)
    sealed = BlobField()


index_on("collection_by_assessment", Collection.assessment)
index_on("collection_to_close", Collection.closes_on, where=Collection.closed_at.is_null())
index_on("slip_by_collection", Slip.collection, Slip.group)
index_on("attempt_by_slip", Attempt.slip)
