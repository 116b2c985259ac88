"""What the guide shows: a copy of the version that the company agreed to, under an address that stays."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.rules.sheet import SheetText
from models.store import audit
from models.store.audit import Actor
from models.store.database import writing
from models.store.dossier_file import get_dossier
from models.store.encoding import decode_sheet, encode_sheet
from models.store.search_words import fold
from models.store.sheets.parting import forbid_return
from models.store.sheets.versions import (
    OtherVersion,
    newest_version,
    refuse_unfinished,
    tell,
)
from models.store.tables import PublishedSheet

LONGEST_SLUG = 60
UNTITLED = "projet"


class NotAgreed(Exception):
    """The company didn't agree to that version, or took its agreement back."""


@dataclass(frozen=True, slots=True)
class Published:
    """A sheet that the guide shows, or showed until it was withdrawn: its text is then empty.

    `dossier_id` is None where the dossier is gone and the sheet stays.
    """

    id: int
    slug: str
    dossier_id: int | None
    number: int
    text: SheetText
    outlives: bool
    published_at: datetime
    published_by: str
    withdrawn_at: datetime | None
    withdrawn_by: str


_SHOWN = PublishedSheet.withdrawn_at.is_null()


def list_published() -> list[Published]:
    """The sheets that the guide shows, the newest first."""
    rows = PublishedSheet.select().where(_SHOWN)
    return [_published(row) for row in rows.order_by(PublishedSheet.published_at.desc(), PublishedSheet.id.desc())]


def all_published() -> list[Published]:
    """Those and the withdrawn ones."""
    return [_published(row) for row in PublishedSheet.select().order_by(PublishedSheet.id)]


def find_published(slug: str) -> Published | None:
    """The sheet shown at an address of the guide; None where there is none, or none any more."""
    return _one(_SHOWN, PublishedSheet.slug == slug)


def published_of(dossier_id: int) -> Published | None:
    """What is, or was, published of a dossier's sheet."""
    return _one(PublishedSheet.assessment == dossier_id)


def published_by_address(token_hash: bytes) -> Published | None:
    """The sheet whose dossier is gone, by the address that its company had."""
    return _one(_SHOWN, PublishedSheet.token_hash == token_hash)


def publish(dossier_id: int, number: int, now: datetime, by: Actor) -> str:
    """Show the version that the company agreed to in the guide, in place of the former one; its address there.

    The address stays when the title changes. It is another where the sheet named the company and doesn't any more: the
    words of the former would tell. Raises OtherVersion, NotAgreed, NotFinished, KeyError.
    """
    with writing():
        dossier = get_dossier(dossier_id)
        refuse_unfinished(dossier)
        version = newest_version(dossier_id)
        if version is None or version.number != number:
            raise OtherVersion(number)
        if not version.agreed:
            raise NotAgreed(number)
        row = PublishedSheet.get_or_none(PublishedSheet.assessment == dossier_id)
        row = row or PublishedSheet(assessment=dossier_id, slug=_free_slug(version.text.title))
        if row.named and not version.text.named:
            row.slug = _free_slug(version.text.title)
        row.number, row.text, row.named = number, encode_sheet(version.text), version.text.named
        row.outlives, row.published_at, row.published_by = version.outlives, now, by.name
        row.withdrawn_at, row.withdrawn_by = None, ""
        row.save()
        tell(dossier, now, by, f"Version {number} publiée", "publier une fiche", f"version {number}")
        return str(row.slug)


def withdraw(published_id: int, now: datetime, by: Actor) -> int | None:
    """Take a sheet out of the guide at once, or leave it out; the id of its dossier, if it has one. Raises KeyError."""
    with writing():
        row = PublishedSheet.get_or_none(PublishedSheet.id == published_id)
        take_down(published_id, now, by)
        return row.assessment_id


def take_down(published_id: int, now: datetime, by: Actor) -> None:
    """The same, in the caller's transaction: its text is gone, its address is kept for another publication.

    Where the dossier is gone there will be none, and nothing stays. Raises KeyError.
    """
    row = PublishedSheet.get_or_none(PublishedSheet.id == published_id)
    if row is None:
        raise KeyError(published_id)
    if row.withdrawn_at is not None:
        return
    forbid_return(row)
    if row.assessment_id is None:
        row.delete_instance()
        audit.record(by, "retirer une fiche", now, subject=f"fiche {row.slug}")
        return
    row.text, row.withdrawn_at, row.withdrawn_by = encode_sheet(SheetText()), now, by.name
    row.save()
    tell(
        get_dossier(row.assessment_id), now, by, "Fiche retirée du guide", "retirer une fiche", f"version {row.number}"
    )


def _free_slug(title: str) -> str:
    """The title as an address, with a number where another sheet has, or had, the same."""
    words = re.sub(r"[^a-z0-9]+", "-", fold(title).encode("ascii", "ignore").decode())
    begun = words[:LONGEST_SLUG].strip("-") or UNTITLED
    taken = {row.slug for row in PublishedSheet.select(PublishedSheet.slug)}
    spelled = (begun if place == 1 else f"{begun}-{place}" for place in range(1, len(taken) + 2))
    return next(each for each in spelled if each not in taken)


def _one(*which: Any) -> Published | None:
    row = PublishedSheet.get_or_none(*which)
    return _published(row) if row else None


def _published(row: PublishedSheet) -> Published:
    return Published(
        id=row.id,
        slug=row.slug,
        dossier_id=row.assessment_id,
        number=row.number,
        text=decode_sheet(row.text),
        outlives=row.outlives,
        published_at=row.published_at,
        published_by=row.published_by,
        withdrawn_at=row.withdrawn_at,
        withdrawn_by=row.withdrawn_by,
    )
