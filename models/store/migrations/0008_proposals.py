"""Proposals: open requests that the team chose together, under a name."""

from __future__ import annotations

from typing import Any

from peewee import BigIntegerField as MomentField
from peewee import CompositeKey, ForeignKeyField, IntegerField, Model, SqliteDatabase, TextField


class Table(Model):
    class Meta:
        legacy_table_names = False


class Assessment(Table):
    pass


class Proposal(Table):
    name = TextField(unique=True)
    version = IntegerField()
    chosen = IntegerField()
    created_at = MomentField()
    created_by = TextField()
    changed_at = MomentField()
    changed_by = TextField()


class ProposalDossier(Table):
    proposal = ForeignKeyField(Proposal, on_delete="CASCADE", index=False)
    assessment = ForeignKeyField(Assessment, on_delete="CASCADE", index=False)

    class Meta:
        primary_key = CompositeKey("proposal", "assessment")


ProposalDossier.add_index(ProposalDossier.index(ProposalDossier.assessment, name="proposal_dossier_by_assessment"))


def up(_migrator: object, database: Any) -> None:
    """Make both tables."""
    on_sqlite = isinstance(database, SqliteDatabase)
    for table in (Proposal, ProposalDossier):
        table._meta.strict_tables = on_sqlite
    ProposalDossier._meta.without_rowid = on_sqlite
    with database.bind_ctx([Proposal, ProposalDossier]):
        database.create_tables([Proposal, ProposalDossier], safe=False)
