"""The tables as Peewee models, thin: columns and links, no behaviour. The migrations make them; a test compares."""

from __future__ import annotations

from peewee import BlobField, CompositeKey, ForeignKeyField, IntegerField, Model, TextField

from models.store.database import database


class Table(Model):
    """Every table lives in the one database."""

    class Meta:
        """Peewee's options."""

        database = database
        legacy_table_names = False


class Event(Table):
    """An event with a kiosk."""

    uid = TextField(unique=True)
    code = TextField(unique=True)
    name = TextField()
    place = TextField()
    starts_on = TextField(null=True)
    ends_on = TextField(null=True)
    idle_seconds = IntegerField()
    pin_hash = TextField(null=True)
    has_printer = IntegerField()
    is_open = IntegerField()
    created_at = IntegerField()


class ContentVersion(Table):
    """A version of the content."""

    version = TextField()
    sha256 = TextField(unique=True)
    source = BlobField()
    created_at = IntegerField()
    published_at = IntegerField(null=True)
    base_version = ForeignKeyField("self", column_name="base_id", null=True)
    published_by = TextField(null=True)


class Setting(Table):
    """A setting by name."""

    name = TextField(primary_key=True)
    value = TextField()


class Assessment(Table):
    """A visit: one dossier, with its facts."""

    uid = TextField(unique=True)
    reference = TextField(unique=True, null=True)
    stand_reference = TextField(null=True)
    door = TextField()
    host_origin = TextField()
    event = ForeignKeyField(Event, backref="assessments", null=True)
    created_at = IntegerField()
    updated_at = IntegerField()
    anonymised_at = IntegerField(null=True)
    department = TextField(null=True)
    structure = TextField(null=True)
    sector = TextField(null=True)
    headcount = IntegerField(null=True)
    size = TextField(null=True)
    themes = TextField(null=True)
    ambition = TextField(null=True)
    verdict = TextField(null=True)
    stage_recommended = TextField(null=True)
    company_level = TextField(null=True)
    concluded_at = IntegerField(null=True)
    application_stage = TextField(null=True)
    last_contact_at = IntegerField(null=True)
    assigned_to = IntegerField(null=True)
    call_back_on = TextField(null=True)
    days_granted = IntegerField(null=True)
    granted_on = TextField(null=True)
    file_version = IntegerField(default=0)
    waiting_at = IntegerField(default=1)


class Access(Table):
    """An address: only its token's hash."""

    token_hash = BlobField(primary_key=True)
    assessment = ForeignKeyField(Assessment, backref="accesses", on_delete="CASCADE")
    purpose = TextField()
    salt = BlobField()
    created_at = IntegerField()
    expires_at = IntegerField(null=True)
    last_sign_of_life = IntegerField(null=True)
    closed_at = IntegerField(null=True)
    opened_at = IntegerField(null=True)


class Revision(Table):
    """One run through the questions, concluded or not."""

    assessment = ForeignKeyField(Assessment, backref="revisions", on_delete="CASCADE")
    number = IntegerField()
    short = IntegerField()
    opened_at = IntegerField()
    concluded_at = IntegerField(null=True)
    content = ForeignKeyField(ContentVersion, column_name="content_id", null=True)
    result = TextField(null=True)


class AnswerRow(Table):
    """One answer, as JSON text."""

    revision = ForeignKeyField(Revision, backref="answers", on_delete="CASCADE")
    key = TextField()
    value = TextField()
    sequence = IntegerField()
    answered_at = IntegerField()

    class Meta:
        """Peewee's options."""

        table_name = "answer"
        primary_key = CompositeKey("revision", "key")


class Erased(Table):
    """An assessment that must not come back."""

    uid = TextField(primary_key=True)
    erased_at = IntegerField()
