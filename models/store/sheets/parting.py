"""What becomes of a published sheet when its dossier is erased or reduced to figures.

A decision. What was written and agreed goes with the dossier, always. What is published stays where the agreement said
so: without the company's name it says so by itself, with the name only where the company chose it. It then belongs to
no dossier any more; the company's own address still takes it back.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from models.rules.sheet import SheetText
from models.store.encoding import encode_sheet
from models.store.register import enter_in_register
from models.store.tables import Access, PublishedSheet
from models.store.times import to_milliseconds
from models.store.tokens import Purpose


def part_from_sheet(assessment_id: int, *, keep: bool = True) -> None:
    """Part a dossier from its published sheet, in the caller's transaction, before its addresses go.

    `keep` False: the sheet goes with it whatever was agreed.
    """
    row = PublishedSheet.get_or_none(PublishedSheet.assessment == assessment_id)
    if row is None:
        return
    if not (keep and row.outlives) or row.withdrawn_at is not None:
        forbid_return(row)
        row.delete_instance()
        return
    ours = (Access.assessment == assessment_id) & (Access.purpose == Purpose.SHEET) & Access.closed_at.is_null()
    access = Access.get_or_none(ours)
    row.assessment, row.published_by, row.token_hash = None, "", access.token_hash if access else None
    row.save()


def stays_published(assessment_id: int) -> bool | None:
    """Whether the sheet that the guide shows of a dossier may stay once it is erased; None where it shows none."""
    row = PublishedSheet.get_or_none(PublishedSheet.assessment == assessment_id, PublishedSheet.withdrawn_at.is_null())
    return None if row is None else bool(row.outlives)


def forbid_return(row: Any) -> None:
    """Note a publication that ends in the register beside the database: a backup put back must not publish it again."""
    if row.withdrawn_at is None:
        enter_in_register(_name(row))


def withdraw_again(register: Collection[str], now: datetime) -> None:
    """Withdraw, in the caller's transaction, what a restored backup published again, by the names in the register."""
    for row in list(PublishedSheet.select().where(PublishedSheet.withdrawn_at.is_null())):
        if _name(row) not in register:
            continue
        if row.assessment_id is None:
            row.delete_instance()
        else:
            row.text, row.withdrawn_at = encode_sheet(SheetText()), now
            row.save()


def _name(row: Any) -> str:
    """One publication of a sheet; the next one has another name."""
    return f"fiche-{row.id}-{to_milliseconds(row.published_at)}"
