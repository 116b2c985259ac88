"""What is added to an assessment once somebody asks the Aract for something, and the team’s own work on it."""

from __future__ import annotations

from peewee import BooleanField, Check, CompositeKey, ForeignKeyField, IntegerField, TextField

from models.store.fields import DayField, MomentField
from models.store.tables.assessments import Assessment
from models.store.tables.people import StaffAccount
from models.store.tables.table import Table, index_on


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


class DossierLikeness(Table):
    """By what a dossier may be found to be the same company's as another: one row for each mark."""

    kind = TextField()
    value = TextField()
    assessment = ForeignKeyField(Assessment, on_delete="CASCADE", index=False)

    class Meta:
        """Peewee's options."""

        primary_key = CompositeKey("kind", "value", "assessment")


class DossierImport(Table):
    """A table of earlier dossiers that was imported, known by its bytes, and how many dossiers it made."""

    digest = TextField()
    dossiers = IntegerField()
    made_at = MomentField()
    made_by = TextField()
    undone_at = MomentField(null=True)
    undone_by = TextField(default="")


class ImportedDossier(Table):
    """A dossier that an import made; `version` is how far its history went then."""

    assessment = ForeignKeyField(Assessment, primary_key=True, on_delete="CASCADE")
    source = ForeignKeyField(DossierImport, on_delete="CASCADE", index=False)
    version = IntegerField()


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
    """What happened to a dossier, as staff tell it; a note corrected or withdrawn is replaced by a later row."""

    assessment = ForeignKeyField(Assessment, on_delete="CASCADE", index=False)
    at = MomentField()
    kind = TextField()
    author_account = ForeignKeyField(StaffAccount, column_name="author_id", null=True, index=False)
    author = TextField()
    happened_on = DayField(null=True)
    summary = TextField()
    text = TextField()
    replaces = ForeignKeyField("self", column_name="replaces_id", null=True, on_delete="CASCADE", index=False)


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


index_on("application_by_day", Application.created_at, Application.assessment)
index_on("application_by_siren", Application.siren, where=Application.siren != "")
index_on("dossier_likeness_by_assessment", DossierLikeness.assessment)
index_on("dossier_import_by_digest", DossierImport.digest)
index_on("imported_dossier_by_source", ImportedDossier.source)
index_on("outbox_message_due", OutboxMessage.next_attempt_at, where=OutboxMessage.next_attempt_at.is_null(False))
index_on("outbox_message_by_assessment", OutboxMessage.assessment, where=OutboxMessage.assessment.is_null(False))
index_on("audit_by_assessment", Audit.assessment_id, where=Audit.assessment_id.is_null(False))
index_on("timeline_by_assessment", Timeline.assessment, Timeline.at)
index_on("timeline_by_replaced", Timeline.replaces, where=Timeline.replaces.is_null(False))
index_on("dossier_link_by_high", DossierLink.high)
