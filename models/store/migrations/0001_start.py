"""The first schema that both engines share, as it was: a copy, which no later change of the tables touches."""

from __future__ import annotations

from typing import Any

from peewee import BigIntegerField as MomentField
from peewee import (
    BlobField,
    BooleanField,
    Check,
    CompositeKey,
    ForeignKeyField,
    IntegerField,
    Model,
    SqliteDatabase,
    TextField,
)
from peewee import TextField as DayField

from models.store.migrations.before import carry_over, is_of_before


class Table(Model):
    class Meta:
        legacy_table_names = False


class Event(Table):
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
    version = TextField()
    sha256 = TextField(unique=True)
    source = BlobField()
    created_at = MomentField()
    published_at = MomentField(null=True)
    base_version = ForeignKeyField("self", column_name="base_id", null=True, index=False)
    published_by = TextField(null=True)


class ContentCandidate(Table):
    base_version = ForeignKeyField(ContentVersion, column_name="base_id", index=False)
    version = TextField()
    source = BlobField()
    origin = TextField()
    made_by = TextField()
    created_at = MomentField()
    updated_at = MomentField()


class Setting(Table):
    name = TextField(primary_key=True)
    value = TextField()


class ReferenceCounter(Table):
    year = IntegerField(primary_key=True)
    last = IntegerField()


class StaffAccount(Table):
    email = TextField(unique=True)
    name = TextField()
    role = TextField()
    password_hash = TextField()
    must_change_password = BooleanField()
    totp_secret = TextField(null=True)
    totp_last_step = IntegerField(default=0)
    created_at = MomentField()
    disabled_at = MomentField(null=True)


class StaffRecoveryCode(Table):
    account = ForeignKeyField(StaffAccount, on_delete="CASCADE", index=False)
    code_hash = BlobField()

    class Meta:
        primary_key = CompositeKey("account", "code_hash")


class StaffSession(Table):
    token_hash = BlobField(primary_key=True)
    account = ForeignKeyField(StaffAccount, on_delete="CASCADE", index=False)
    created_at = MomentField()
    expires_at = MomentField()
    browser = TextField()


class SignInFailure(Table):
    key = BlobField(primary_key=True)
    count = IntegerField()
    last_at = MomentField()


class Assessment(Table):
    uid = TextField(unique=True)
    reference = TextField(unique=True, null=True)
    stand_reference = TextField(null=True)
    door = TextField()
    host_origin = TextField()
    event = ForeignKeyField(Event, null=True, index=False)
    created_at = MomentField()
    updated_at = MomentField()
    anonymised_at = MomentField(null=True)
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
    concluded_at = MomentField(null=True)
    application_stage = TextField(null=True)
    last_contact_at = MomentField(null=True)
    assigned_to = ForeignKeyField(StaffAccount, column_name="assigned_to", null=True, index=False)
    call_back_on = DayField(null=True)
    days_granted = IntegerField(null=True)
    granted_on = DayField(null=True)
    file_version = IntegerField(default=0)
    waiting_at = IntegerField(default=1)


class Access(Table):
    token_hash = BlobField(primary_key=True)
    assessment = ForeignKeyField(Assessment, on_delete="CASCADE", index=False)
    purpose = TextField()
    salt = BlobField()
    created_at = MomentField()
    expires_at = MomentField(null=True)
    last_sign_of_life = MomentField(null=True)
    closed_at = MomentField(null=True)
    opened_at = MomentField(null=True)


class Revision(Table):
    assessment = ForeignKeyField(Assessment, on_delete="CASCADE", index=False)
    number = IntegerField()
    short = BooleanField()
    opened_at = MomentField()
    concluded_at = MomentField(null=True)
    content = ForeignKeyField(ContentVersion, null=True, index=False)
    result = TextField(null=True)

    class Meta:
        indexes = ((("assessment", "number"), True),)
        constraints = (Check("(concluded_at IS NULL) = (result IS NULL)"),)


class AnswerRow(Table):
    revision = ForeignKeyField(Revision, on_delete="CASCADE", index=False)
    key = TextField()
    value = TextField()
    sequence = IntegerField()
    answered_at = MomentField()

    class Meta:
        table_name = "answer"
        primary_key = CompositeKey("revision", "key")


class Erased(Table):
    uid = TextField(primary_key=True)
    erased_at = MomentField()


class Probe(Table):
    id = IntegerField(primary_key=True, constraints=[Check("id = 1")])
    checked_at = MomentField()


class Application(Table):
    assessment = ForeignKeyField(Assessment, unique=True, on_delete="CASCADE")
    kind = TextField(constraints=[Check("kind IN ('rappel', 'candidature')")])
    name = TextField()
    role = TextField()
    email = TextField()
    phone = TextField()
    company = TextField()
    company_number = TextField()
    siren = TextField(default="")
    postal_code = TextField()
    project = TextField()
    moment = TextField()
    wants_news = BooleanField()
    created_at = MomentField()
    updated_at = MomentField()


class DossierSearch(Table):
    assessment = ForeignKeyField(Assessment, primary_key=True, on_delete="CASCADE")
    words = TextField()


class OutboxMessage(Table):
    uid = TextField(unique=True)
    kind = TextField()
    assessment = ForeignKeyField(Assessment, null=True, on_delete="CASCADE", index=False)
    recipient = TextField(null=True)
    reply_to = TextField(null=True)
    subject = TextField(null=True)
    plain = TextField(null=True)
    html = TextField(null=True)
    created_at = MomentField()
    attempts = IntegerField(default=0)
    next_attempt_at = MomentField(null=True)
    last_error = TextField(null=True)
    sent_at = MomentField(null=True)
    given_up_at = MomentField(null=True)


class Audit(Table):
    at = MomentField()
    account_id = IntegerField(null=True)
    actor = TextField()
    action = TextField()
    assessment_id = IntegerField(null=True)
    subject = TextField()
    detail = TextField()


class Timeline(Table):
    assessment = ForeignKeyField(Assessment, on_delete="CASCADE", index=False)
    at = MomentField()
    kind = TextField()
    author_account = ForeignKeyField(StaffAccount, column_name="author_id", null=True, index=False)
    author = TextField()
    happened_on = DayField(null=True)
    summary = TextField()
    text = TextField()


class DossierLink(Table):
    low = ForeignKeyField(Assessment, on_delete="CASCADE", index=False)
    high = ForeignKeyField(Assessment, on_delete="CASCADE", index=False)

    class Meta:
        primary_key = CompositeKey("low", "high")
        constraints = (Check("low_id < high_id"),)


class SavedView(Table):
    name = TextField(unique=True)
    query = TextField()
    created_at = MomentField()
    created_by = TextField()


def _index(name: str, *columns: Any, where: Any = None) -> None:
    columns[0].model.add_index(columns[0].model.index(*columns, name=name, where=where))


_index("assessment_by_stand_reference", Assessment.stand_reference, where=Assessment.stand_reference.is_null(False))
_index("assessment_by_event", Assessment.event, where=Assessment.event.is_null(False))
_index(
    "assessment_by_stage",
    Assessment.application_stage,
    Assessment.id,
    where=Assessment.application_stage.is_null(False),
)
_index("assessment_by_call_back", Assessment.call_back_on, Assessment.id, where=Assessment.call_back_on.is_null(False))
_index(
    "assessment_for_list",
    *(Assessment.created_at, Assessment.id, Assessment.application_stage, Assessment.concluded_at),
    *(Assessment.verdict, Assessment.stage_recommended, Assessment.company_level, Assessment.department),
    *(Assessment.sector, Assessment.structure, Assessment.size, Assessment.ambition, Assessment.door),
    *(Assessment.event, Assessment.assigned_to, Assessment.call_back_on, Assessment.days_granted),
    *(Assessment.headcount, Assessment.themes),
)
_index(
    "assessment_usage",
    *(Assessment.created_at, Assessment.door, Assessment.event, Assessment.waiting_at, Assessment.concluded_at),
    *(Assessment.application_stage, Assessment.stage_recommended),
)
_index("access_by_assessment", Access.assessment)
_index("application_by_siren", Application.siren, where=Application.siren != "")
_index("outbox_message_due", OutboxMessage.next_attempt_at, where=OutboxMessage.next_attempt_at.is_null(False))
_index("outbox_message_by_assessment", OutboxMessage.assessment, where=OutboxMessage.assessment.is_null(False))
_index("staff_session_by_account", StaffSession.account)
_index("audit_by_assessment", Audit.assessment_id, where=Audit.assessment_id.is_null(False))
_index("timeline_by_assessment", Timeline.assessment, Timeline.at)
_index("dossier_link_by_high", DossierLink.high)

TABLES = (
    *(Event, ContentVersion, ContentCandidate, Setting, ReferenceCounter),
    *(StaffAccount, StaffRecoveryCode, StaffSession, SignInFailure),
    *(Assessment, Access, Revision, AnswerRow, Erased, Probe),
    *(Application, DossierSearch, OutboxMessage, Audit, Timeline, DossierLink, SavedView),
)
KEYED_BY_CONTENT = (Setting, StaffRecoveryCode, StaffSession, SignInFailure, Access, AnswerRow, Erased, DossierLink)
"""On SQLite these are stored in the order of their key, without a hidden row number beside it."""


def up(_migrator: object, database: Any) -> None:
    """Make every table; an SQLite file begun before is carried into them."""
    for table in TABLES:
        table._meta.strict_tables = table._meta.without_rowid = False
        if isinstance(database, SqliteDatabase):
            table._meta.strict_tables = True
            table._meta.without_rowid = table in KEYED_BY_CONTENT
    if isinstance(database, SqliteDatabase) and is_of_before(database):
        carry_over(database, lambda: _make_tables(database))
    else:
        _make_tables(database)


def _make_tables(database: Any) -> None:
    with database.bind_ctx(TABLES):
        database.create_tables(TABLES, safe=False)
        Probe.create(id=1, checked_at=0)
