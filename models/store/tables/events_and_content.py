"""Events, versions of the content, and what the service remembers by name."""

from __future__ import annotations

from peewee import BlobField, BooleanField, ForeignKeyField, IntegerField, TextField

from models.store.fields import DayField, MomentField
from models.store.tables.table import Table, index_on


class Event(Table):
    """An event with a kiosk."""

    uid = TextField(unique=True)
    code = TextField(unique=True)
    name = TextField()
    place = TextField()
    starts_on = DayField(null=True)
    ends_on = DayField(null=True)
    idle_seconds = IntegerField()
    pin_hash = TextField(null=True)
    has_printer = BooleanField()
    is_open = BooleanField()
    created_at = MomentField()


class ContentVersion(Table):
    """A version of the content, known by its bytes."""

    version = TextField()
    sha256 = TextField(unique=True)
    source = BlobField()
    created_at = MomentField()
    published_at = MomentField(null=True)
    base_version = ForeignKeyField("self", column_name="base_id", null=True, index=False)
    published_by = TextField(null=True)


# Which version runs is asked at each step: without it, SQLite would read past each version's source to know.
index_on(
    "content_published",
    *(ContentVersion.published_at, ContentVersion.id),
    where=ContentVersion.published_at.is_null(False),
)


class ContentCandidate(Table):
    """A content being prepared: changed until it is published as a version, or thrown away."""

    base_version = ForeignKeyField(ContentVersion, column_name="base_id", index=False)
    version = TextField()
    source = BlobField()
    origin = TextField()
    made_by = TextField()
    created_at = MomentField()
    updated_at = MomentField()


class Setting(Table):
    """A setting that staff change, by name."""

    name = TextField(primary_key=True)
    value = TextField()


class ReferenceCounter(Table):
    """One row a year: references run on and are never given twice, even after a deletion."""

    year = IntegerField(primary_key=True)
    last = IntegerField()
