"""What the company says of its sheet, at its own address: a change, its agreement, or that it takes it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from models.store.audit import Actor
from models.store.database import writing
from models.store.dossier_file import Dossier, get_dossier
from models.store.sheets.publishing import Published, published_by_address, published_of, take_down
from models.store.sheets.versions import (
    OtherVersion,
    Version,
    change_version,
    list_versions,
    newest_version,
    refuse_unfinished,
    tell,
)
from models.store.tables import Access
from models.store.tokens import Purpose, new_salt, new_token, token_hash
from models.store.visits.starting import add_access

COMPANY = Actor(None, "l’entreprise", "l’entreprise")
"""Whoever holds the sheet's address."""


@dataclass(frozen=True, slots=True)
class OfferedSheet:
    """What the company finds at its address.

    `shown` is the version it was last asked about, None where its dossier was erased and the sheet stays;
    `being_rewritten`: another one is being written, so that this one can't be agreed to any more.
    """

    dossier_id: int | None
    shown: Version | None
    being_rewritten: bool
    published: Published | None

    @property
    def can_withdraw(self) -> bool:
        """Whether there is something to take back: a published sheet, or an agreement."""
        return bool(self.published or (self.shown and self.shown.agreed))


def ask_agreement(dossier_id: int, number: int, now: datetime, by: Actor) -> str:
    """A new address of the sheet for the company, in place of the former ones; its token, of which a hash is kept.

    In the caller's transaction, with the letter that brings it. Raises OtherVersion, NotFinished, KeyError.
    """
    with writing():
        dossier = get_dossier(dossier_id)
        refuse_unfinished(dossier)
        _refuse_other(newest_version(dossier_id), number)
        token = new_token()
        ours = (Access.assessment == dossier_id) & (Access.purpose == Purpose.SHEET) & Access.closed_at.is_null()
        Access.update(closed_at=now).where(ours).execute()
        add_access(dossier_id, token, Purpose.SHEET, new_salt(), now)
        change_version(dossier_id, number, asked_at=now)
        told = f"Accord demandé pour la version {number}"
        tell(dossier, now, by, told, "demander un accord", f"version {number}")
    return token


def find_offered(token: str) -> OfferedSheet | None:
    """The sheet at a company's address; None where the address is unknown, or closed."""
    hashed = token_hash(token)
    ours = (Access.token_hash == hashed) & (Access.purpose == Purpose.SHEET) & Access.closed_at.is_null()
    access = Access.get_or_none(ours)
    if access is None:
        kept = published_by_address(hashed)
        return OfferedSheet(None, None, being_rewritten=False, published=kept) if kept else None
    versions = list_versions(access.assessment_id)
    asked = [each for each in versions if each.asked_at]
    if not asked:
        return None
    published = published_of(access.assessment_id)
    shown_now = published if published and not published.withdrawn_at else None
    return OfferedSheet(access.assessment_id, asked[0], asked[0].number != versions[0].number, shown_now)


def agree(token: str, number: int, who: str, words: str, *, outlives: bool, now: datetime) -> None:
    """Keep the company's agreement to a version: who gave it, in which words, and whether it outlives the dossier.

    Given again it changes nothing. Raises OtherVersion, KeyError.
    """
    with writing():
        dossier, version = _asked(token, number)
        if version.agreed:
            return
        given = {"agreed_at": now, "agreed_by": who, "agreement": words, "outlives": outlives, "taken_back_at": None}
        change_version(dossier.id, number, **given)
        told = f"Accord donné pour la version {number}, par {who}"
        tell(dossier, now, COMPANY, told, "donner son accord", f"version {number}", words)


def ask_change(token: str, number: int, words: str, now: datetime) -> None:
    """Keep what the company wants changed; a former agreement to that version allows no new publication of it.

    Raises OtherVersion, KeyError.
    """
    with writing():
        dossier, version = _asked(token, number)
        if version.change_asked == words and version.change_asked_at and not version.agreed:
            return
        change_version(dossier.id, number, change_asked=words, change_asked_at=now)
        tell(dossier, now, COMPANY, f"Changement demandé à la version {number}", "demander un changement", text=words)


def take_back(token: str, now: datetime) -> None:
    """Withdraw the company's sheet at once, and every agreement to it; once more changes nothing. Raises KeyError."""
    with writing():
        found = find_offered(token)
        if found is None:
            raise KeyError(token)
        if found.published:
            take_down(found.published.id, now, COMPANY)
        if found.dossier_id is None:
            return
        agreed = [each for each in list_versions(found.dossier_id) if each.agreed]
        for each in agreed:
            change_version(found.dossier_id, each.number, taken_back_at=now)
        if agreed and not found.published:
            tell(get_dossier(found.dossier_id), now, COMPANY, "Accord repris", "reprendre son accord")


def _asked(token: str, number: int) -> tuple[Dossier, Version]:
    """The dossier behind an address, and the version asked about, if it is the one that was shown."""
    found = find_offered(token)
    if found is None or found.dossier_id is None or found.shown is None:
        raise KeyError(token)
    if found.being_rewritten:
        raise OtherVersion(number)
    _refuse_other(found.shown, number)
    return get_dossier(found.dossier_id), found.shown


def _refuse_other(version: Version | None, number: int) -> None:
    if version is None or version.number != number:
        raise OtherVersion(number)
