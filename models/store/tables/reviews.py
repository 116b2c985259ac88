"""The review of an accompaniment."""

from __future__ import annotations

from peewee import ForeignKeyField, IntegerField, TextField

from models.store.fields import MomentField
from models.store.tables.assessments import Assessment
from models.store.tables.table import Table


class Review(Table):
    """What a company and its consultant say of the accompaniment: one row a dossier; the history keeps every version.

    `answers` is JSON text, empty before the company answered; its version counts the saves.
    """

    assessment = ForeignKeyField(Assessment, primary_key=True, on_delete="CASCADE")
    asked_at = MomentField(null=True)
    answers = TextField(default="")
    answered_at = MomentField(null=True)
    answers_version = IntegerField(default=0)
    words = TextField(default="")
    words_at = MomentField(null=True)
    words_by = TextField(default="")
