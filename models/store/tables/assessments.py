"""Visits: their addresses, their runs through the questions, their answers."""

from __future__ import annotations

from peewee import BlobField, BooleanField, Check, CompositeKey, ForeignKeyField, IntegerField, TextField

from models.store.fields import DayField, MomentField
from models.store.tables.events_and_content import ContentVersion, Event
from models.store.tables.people import StaffAccount
from models.store.tables.table import Table, index_on


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
    granted_day_cents = IntegerField(null=True)
    granted_company_cents = IntegerField(null=True)
    granted_region_cents = IntegerField(null=True)
    half_days_used = IntegerField(default=0)
    waiting_at = IntegerField(default=1)  # in no index, nor is `updated_at`: each answer changes them


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


index_on("assessment_by_stand_reference", Assessment.stand_reference, where=Assessment.stand_reference.is_null(False))
# Everything that tells an event's rehearsals from its other visits.
index_on(
    "assessment_by_event",
    *(Assessment.event, Assessment.created_at, Assessment.application_stage),
    where=Assessment.event.is_null(False),
)
# Everything that requests are filtered, counted and added up by: they are few, and read on every page. The id isn't
# second: SQLite would then look each stage up for each of the ids that a filter by the request's day gives.
index_on(
    "assessment_by_stage",
    *(Assessment.application_stage, Assessment.created_at, Assessment.id, Assessment.concluded_at),
    *(Assessment.verdict, Assessment.stage_recommended, Assessment.company_level, Assessment.department),
    *(Assessment.sector, Assessment.structure, Assessment.size, Assessment.ambition, Assessment.door),
    *(Assessment.event, Assessment.assigned_to, Assessment.call_back_on, Assessment.days_granted),
    *(Assessment.granted_on, Assessment.granted_company_cents, Assessment.granted_region_cents),
    *(Assessment.half_days_used, Assessment.headcount, Assessment.themes),
    where=Assessment.application_stage.is_null(False),
)
index_on(
    "assessment_by_call_back", Assessment.call_back_on, Assessment.id, where=Assessment.call_back_on.is_null(False)
)
# Everything the list filters, counts and orders by, so that it never reads the table itself; newest first.
index_on(
    "assessment_for_list",
    *(Assessment.created_at, Assessment.id, Assessment.application_stage, Assessment.concluded_at),
    *(Assessment.verdict, Assessment.stage_recommended, Assessment.company_level, Assessment.department),
    *(Assessment.sector, Assessment.structure, Assessment.size, Assessment.ambition, Assessment.door),
    *(Assessment.event, Assessment.assigned_to, Assessment.call_back_on, Assessment.days_granted),
    *(Assessment.headcount, Assessment.themes),
)
# Finished visits as the figures group them: counted as they are read, where SQLite would put them all in order first.
# The event comes before the door: no list that is narrowed to a door is led here.
index_on(
    "assessment_finished",
    *(Assessment.event, Assessment.door, Assessment.stage_recommended),
    *(Assessment.created_at, Assessment.application_stage),
    where=Assessment.concluded_at.is_null(False),
)
# No index holds where a visit waits, which each answer changes: of those that wait the rows are read, and no others.
index_on(
    "assessment_unfinished",
    *(Assessment.created_at, Assessment.door, Assessment.event),
    where=Assessment.concluded_at.is_null(),
)
index_on("assessment_by_grant", Assessment.granted_on, where=Assessment.granted_on.is_null(False))
index_on("access_by_assessment", Access.assessment)
index_on("access_opened", Access.assessment, Access.purpose, where=Access.opened_at.is_null(False))
