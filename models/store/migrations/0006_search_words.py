"""Requests are also found by telephone number, and without a name's spaces: the words of all are noted anew."""

from __future__ import annotations

import unicodedata
from typing import Any

from peewee import IntegerField, Model, TextField


class Application(Model):
    assessment_id = IntegerField()
    company = TextField()
    name = TextField()
    email = TextField()
    company_number = TextField()
    postal_code = TextField()
    phone = TextField()

    class Meta:
        legacy_table_names = False


class DossierSearch(Model):
    assessment_id = IntegerField(primary_key=True)
    words = TextField()

    class Meta:
        legacy_table_names = False


def up(_migrator: object, database: Any) -> None:
    """Write the words of every request."""
    with database.bind_ctx([Application, DossierSearch]):
        for row in Application.select().order_by(Application.id):
            changed = DossierSearch.update(words=_words(row))
            changed.where(DossierSearch.assessment_id == row.assessment_id).execute()


def _words(row: Any) -> str:
    told = (row.company, row.name, row.email, row.company_number, row.postal_code)
    spelled = (_fold(" ".join(filter(None, told))), _squeeze(row.company), _squeeze(row.name), *_phone(row.phone))
    return " ".join(filter(None, spelled))


def _fold(text: str) -> str:
    text = text.casefold().replace("œ", "oe").replace("æ", "ae").replace("’", "'")
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))


def _squeeze(text: str) -> str:
    return "".join(sign for sign in _fold(text) if sign.isalnum())


def _phone(phone: str) -> tuple[str, ...]:
    digits = phone.partition(";")[0].removeprefix("+")
    for prefix in ("33", "262", "508", "590", "594", "596"):
        if digits.startswith(prefix):
            return digits, f"0{digits.removeprefix(prefix)}"
    return (digits,)
