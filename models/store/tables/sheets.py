"""Project sheets: every version written of a dossier's, and what is published of it."""

from __future__ import annotations

from peewee import BlobField, BooleanField, ForeignKeyField, IntegerField, TextField

from models.store.fields import MomentField
from models.store.tables.assessments import Assessment
from models.store.tables.table import Table


class SheetVersion(Table):
    """One version of a dossier's sheet (`text` is JSON), and what the company said of it: a change asked, or agreed.

    `agreement` is the sentence agreed to; `outlives` whether the sheet may then stay when the dossier is erased.
    """

    assessment = ForeignKeyField(Assessment, on_delete="CASCADE", index=False)
    number = IntegerField()
    text = TextField()
    written_at = MomentField()
    written_by = TextField()
    asked_at = MomentField(null=True)
    change_asked_at = MomentField(null=True)
    change_asked = TextField(default="")
    agreed_at = MomentField(null=True)
    agreed_by = TextField(default="")
    agreement = TextField(default="")
    outlives = BooleanField(default=False)
    taken_back_at = MomentField(null=True)

    class Meta:
        """Peewee's options."""

        indexes = ((("assessment", "number"), True),)


class PublishedSheet(Table):
    """What the guide shows, or showed: a copy of the version that was agreed to, which may outlive its dossier.

    `text` is empty once withdrawn; `token_hash` is the company's address, kept where the dossier is gone.
    """

    slug = TextField(unique=True)
    assessment = ForeignKeyField(Assessment, null=True, unique=True, on_delete="SET NULL")
    number = IntegerField()
    text = TextField()
    named = BooleanField()
    outlives = BooleanField()
    published_at = MomentField()
    published_by = TextField()
    withdrawn_at = MomentField(null=True)
    withdrawn_by = TextField(default="")
    token_hash = BlobField(null=True, unique=True)
