"""Imports are remembered, with the dossiers that each made; and by what every request is recognised."""

from __future__ import annotations

import unicodedata
from typing import Any

from peewee import BigIntegerField as MomentField
from peewee import CompositeKey, ForeignKeyField, IntegerField, Model, SqliteDatabase, TextField, chunked


class Table(Model):
    class Meta:
        legacy_table_names = False


class Assessment(Table):
    pass


class Application(Table):
    assessment = ForeignKeyField(Assessment, on_delete="CASCADE", index=False)
    company_number = TextField()
    email = TextField()
    phone = TextField()
    company = TextField()


class DossierLikeness(Table):
    kind = TextField()
    value = TextField()
    assessment = ForeignKeyField(Assessment, on_delete="CASCADE", index=False)

    class Meta:
        primary_key = CompositeKey("kind", "value", "assessment")


class DossierImport(Table):
    digest = TextField()
    dossiers = IntegerField()
    made_at = MomentField()
    made_by = TextField()
    undone_at = MomentField(null=True)
    undone_by = TextField()


class ImportedDossier(Table):
    assessment = ForeignKeyField(Assessment, primary_key=True, on_delete="CASCADE")
    source = ForeignKeyField(DossierImport, on_delete="CASCADE", index=False)
    version = IntegerField()


DossierLikeness.add_index(DossierLikeness.index(DossierLikeness.assessment, name="dossier_likeness_by_assessment"))
DossierImport.add_index(DossierImport.index(DossierImport.digest, name="dossier_import_by_digest"))
ImportedDossier.add_index(ImportedDossier.index(ImportedDossier.source, name="imported_dossier_by_source"))

MADE = [DossierLikeness, DossierImport, ImportedDossier]
LEGAL_FORMS = frozenset({"sa", "sas", "sasu", "sarl", "eurl", "scop", "scic", "snc"})


def up(_migrator: object, database: Any) -> None:
    """Make the tables, and note the marks of every request."""
    on_sqlite = isinstance(database, SqliteDatabase)
    for table in MADE:
        table._meta.strict_tables = on_sqlite
    DossierLikeness._meta.without_rowid = on_sqlite
    with database.bind_ctx([Application, *MADE]):
        database.create_tables(MADE, safe=False)
        marks = (mark for row in Application.select().order_by(Application.id) for mark in _marks(row))
        for batch in chunked(marks, 300):
            DossierLikeness.insert_many(batch).execute()


def _marks(row: Any) -> list[dict[str, Any]]:
    marks = {
        "siren": row.company_number[:9],
        "email": _fold(row.email).strip(),
        "telephone": row.phone.partition(";")[0],
        "entreprise": _company_mark(row.company),
    }
    return [{"kind": kind, "value": value, "assessment": row.assessment_id} for kind, value in marks.items() if value]


def _company_mark(company: str) -> str:
    words = ["".join(filter(str.isalnum, word)) for word in _fold(company).replace(".", "").split()]
    return "".join(word for word in words if word not in LEGAL_FORMS) or "".join(words)


def _fold(text: str) -> str:
    text = text.casefold().replace("œ", "oe").replace("æ", "ae").replace("’", "'")
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
