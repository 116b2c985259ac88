"""The tables: each a model, its columns typed. The migrations make them; a test compares."""

from __future__ import annotations

from typing import Any

from peewee import (
    BlobField,
    BooleanField,
    Check,
    CompositeKey,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)

from models.store.database import database
from models.store.fields import DayField, MomentField


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


class StaffAccount(Table):
    """A member of staff. The e-mail is in small letters."""

    email = TextField(unique=True)
    name = TextField()
    role = TextField()
    password_hash = TextField()
    must_change_password = BooleanField()
    totp_secret = TextField(null=True)
    totp_last_step = IntegerField(default=0)
    created_at = MomentField()
    disabled_at = MomentField(null=True)
    provisional_until = MomentField(null=True)


class StaffRecoveryCode(Table):
    """An unspent recovery code of an account: only its hash."""

    account = ForeignKeyField(StaffAccount, on_delete="CASCADE", index=False)
    code_hash = BlobField()

    class Meta:
        """Peewee's options."""

        primary_key = CompositeKey("account", "code_hash")


class StaffSession(Table):
    """A browser that is signed in: only its token's hash."""

    token_hash = BlobField(primary_key=True)
    account = ForeignKeyField(StaffAccount, on_delete="CASCADE", index=False)
    created_at = MomentField()
    expires_at = MomentField()
    browser = TextField()


class SignInFailure(Table):
    """Wrong tries from an address, and from it on an account; the key is a hash, so that no address is kept."""

    key = BlobField(primary_key=True)
    count = IntegerField()
    last_at = MomentField()


class Mailed(Table):
    """Letters asked for lately to an address; the key is a hash, so that no address is kept."""

    key = BlobField(primary_key=True)
    count = IntegerField()
    last_at = MomentField()


class Assessment(Table):
    """A visit, at the stand and on the phone alike: one dossier.

    The facts repeat answers and the newest concluded result for filters; they are what remains when the rest is
    forgotten (`anonymised_at`). `themes` is `|a|b|`. `waiting_at` is the place in the questionnaire (1 is the first
    question) where the newest revision waits, for figures alone: the path is derived from the answers.
    """

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
    """An address of a visit: only its token's hash."""

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
    """One run through the questions, concluded or not; the result is JSON text."""

    assessment = ForeignKeyField(Assessment, on_delete="CASCADE", index=False)
    number = IntegerField()
    short = BooleanField()
    opened_at = MomentField()
    concluded_at = MomentField(null=True)
    content = ForeignKeyField(ContentVersion, null=True, index=False)
    result = TextField(null=True)

    class Meta:
        """Peewee's options."""

        indexes = ((("assessment", "number"), True),)
        constraints = (Check("(concluded_at IS NULL) = (result IS NULL)"),)


class AnswerRow(Table):
    """One answer, as JSON text; `read_at` is the size of company for which its options were worded, where known."""

    revision = ForeignKeyField(Revision, on_delete="CASCADE", index=False)
    key = TextField()
    value = TextField()
    sequence = IntegerField()
    answered_at = MomentField()
    read_at = TextField(null=True)

    class Meta:
        """Peewee's options."""

        table_name = "answer"
        primary_key = CompositeKey("revision", "key")


class Erased(Table):
    """An assessment that neither a restored backup nor a merged stand may bring back."""

    uid = TextField(primary_key=True)
    erased_at = MomentField()


class Probe(Table):
    """The health check's one row."""

    id = IntegerField(primary_key=True, constraints=[Check("id = 1")])
    checked_at = MomentField()


class Application(Table):
    """Who asked to be called back or applied: one row an assessment."""

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
    """What the list's free text is looked for in: company, person and the like, folded."""

    assessment = ForeignKeyField(Assessment, primary_key=True, on_delete="CASCADE")
    words = TextField()


class OutboxMessage(Table):
    """Mail to send. Recipient and texts are erased once sent; `next_attempt_at` is empty when nothing is left to do."""

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
    """Who changed what, and when; it outlives accounts and dossiers, and repeats nothing of a dossier but its name."""

    at = MomentField()
    account_id = IntegerField(null=True)
    actor = TextField()
    action = TextField()
    assessment_id = IntegerField(null=True)
    subject = TextField()
    detail = TextField()


class Timeline(Table):
    """What happened to a dossier, as staff tell it."""

    assessment = ForeignKeyField(Assessment, on_delete="CASCADE", index=False)
    at = MomentField()
    kind = TextField()
    author_account = ForeignKeyField(StaffAccount, column_name="author_id", null=True, index=False)
    author = TextField()
    happened_on = DayField(null=True)
    summary = TextField()
    text = TextField()


class DossierLink(Table):
    """Two dossiers that belong together; the lower id first."""

    low = ForeignKeyField(Assessment, on_delete="CASCADE", index=False)
    high = ForeignKeyField(Assessment, on_delete="CASCADE", index=False)

    class Meta:
        """Peewee's options."""

        primary_key = CompositeKey("low", "high")
        constraints = (Check("low_id < high_id"),)


class SavedView(Table):
    """A view of the list that the team shares."""

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
# Everything the list filters, counts and orders by, so that it never reads the table itself; newest first.
_index(
    "assessment_for_list",
    *(Assessment.created_at, Assessment.id, Assessment.application_stage, Assessment.concluded_at),
    *(Assessment.verdict, Assessment.stage_recommended, Assessment.company_level, Assessment.department),
    *(Assessment.sector, Assessment.structure, Assessment.size, Assessment.ambition, Assessment.door),
    *(Assessment.event, Assessment.assigned_to, Assessment.call_back_on, Assessment.days_granted),
    *(Assessment.headcount, Assessment.themes),
)
# Everything that the funnel counts, so that it never reads the wide rows.
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

ALL: tuple[type[Table], ...] = (
    *(Event, ContentVersion, ContentCandidate, Setting, ReferenceCounter),
    *(StaffAccount, StaffRecoveryCode, StaffSession, SignInFailure, Mailed),
    *(Assessment, Access, Revision, AnswerRow, Erased, Probe),
    *(Application, DossierSearch, OutboxMessage, Audit, Timeline, DossierLink, SavedView),
)
"""Every table, those that others refer to first."""
