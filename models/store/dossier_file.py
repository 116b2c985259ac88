"""One dossier as staff keep it: read whole, changed one thing at a time, never over a colleague's change.

Every change names how far the history went when the page was opened; where the same part of the file changed since,
StaleSave is raised and nothing is written. Changes of different parts never collide; a note adds to the history alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import JOIN, fn

from models.rules.accompaniment import covers
from models.rules.result import Grant
from models.store import audit
from models.store.applications import Applicant, Application, find_application, keep_application
from models.store.audit import Actor
from models.store.database import writing
from models.store.grants import grant_columns
from models.store.prepared import prepared
from models.store.tables import Assessment, ContentVersion, Event, Revision, StaffAccount
from models.store.timeline import Entry, EntryKind, add_entry, entries_since, newest_entry


@dataclass(frozen=True, slots=True)
class Dossier:
    """An assessment with what staff decided about it; `version` is how far its history goes."""

    id: int
    reference: str
    stand_reference: str
    door: str
    event_id: int | None
    event: str
    host_origin: str
    created_at: datetime
    updated_at: datetime
    concluded_at: datetime | None
    anonymised: bool
    verdict: str | None
    offer: str | None
    stage: str | None
    assigned_to: int | None
    assigned_name: str
    call_back_on: date | None
    grant: Grant | None
    half_days_used: int
    version: int
    application: Application | None

    @property
    def name(self) -> str:
        """What staff call it in a log: its reference, or its number."""
        return self.reference or f"n°\u00a0{self.id}"


@dataclass(frozen=True, slots=True)
class RevisionLine:
    """One run through the questions."""

    id: int
    number: int
    short: bool
    opened_at: datetime
    concluded_at: datetime | None
    content_id: int | None
    content_version: str


class DaysUsed(Exception):
    """Visits already took more than the grant would leave: `half_days` of them."""

    def __init__(self, half_days: int) -> None:
        super().__init__(half_days)
        self.half_days = half_days


class StaleSave(Exception):
    """The same part of the file changed since the page was opened: `changes` say what and by whom."""

    def __init__(self, changes: list[Entry]) -> None:
        super().__init__(len(changes))
        self.changes = changes


FOLLOW_UP = frozenset({EntryKind.FOLLOW_UP})
DECISIONS = frozenset({EntryKind.STAGE, EntryKind.GRANT})
"""What is granted depends on the stage, and the other way round."""
DETAILS = frozenset({EntryKind.DETAILS, EntryKind.REQUEST})
FACTS = frozenset({EntryKind.FACTS})
"""The parts of a file, by what the history tells of each."""


_GRANTED = tuple(grant_columns(None))

_TOLD = {
    "id": Assessment.id,
    "reference": fn.coalesce(Assessment.reference, ""),
    "stand_reference": fn.coalesce(Assessment.stand_reference, ""),
    "door": Assessment.door,
    "event_id": Assessment.event,
    "event": fn.coalesce(Event.name, ""),
    "host_origin": Assessment.host_origin,
    "created_at": Assessment.created_at,
    "updated_at": Assessment.updated_at,
    "concluded_at": Assessment.concluded_at,
    "anonymised_at": Assessment.anonymised_at,
    "verdict": Assessment.verdict,
    "offer": Assessment.stage_recommended,
    "stage": Assessment.application_stage,
    "assigned_to": Assessment.assigned_to,
    "assigned_name": fn.coalesce(StaffAccount.name, ""),
    "call_back_on": Assessment.call_back_on,
    "half_days_used": Assessment.half_days_used,
    **{name: getattr(Assessment, name) for name in _GRANTED},
}
"""What is read of a dossier, by name."""


@prepared
def _found(dossier_id: int) -> Any:
    rows = Assessment.select(*_TOLD.values()).join(Event, JOIN.LEFT_OUTER)
    return rows.join_from(Assessment, StaffAccount, JOIN.LEFT_OUTER).where(Assessment.id == dossier_id)


def get_dossier(dossier_id: int) -> Dossier:
    """The dossier with that id; raises KeyError where there is none."""
    for row in _found(dossier_id):
        told = dict(zip(_TOLD, row, strict=True))
        granted, anonymised_at = [told.pop(name) for name in _GRANTED], told.pop("anonymised_at")
        return Dossier(
            **told,
            anonymised=anonymised_at is not None,
            grant=None if granted[0] is None else Grant(*granted),
            version=newest_entry(dossier_id),
            application=find_application(dossier_id),
        )
    raise KeyError(dossier_id)


def list_revisions(dossier_id: int) -> list[RevisionLine]:
    """The dossier's runs through the questions, the latest first."""
    # With its id: what is joined takes the place of the column that led to it.
    rows = Revision.select(Revision, ContentVersion.id, ContentVersion.version).join(ContentVersion, JOIN.LEFT_OUTER)
    rows = rows.where(Revision.assessment == dossier_id).order_by(Revision.number.desc())
    return [
        RevisionLine(
            *(row.id, row.number, row.short, row.opened_at, row.concluded_at, row.content_id),
            row.content.version if row.content_id else "",
        )
        for row in rows
    ]


@contextmanager
def changing(dossier_id: int, version: int, part: Collection[EntryKind]) -> Iterator[Dossier]:
    """A transaction that changes one part of a file as it was shown. Raises StaleSave, KeyError."""
    with writing():
        current = get_dossier(dossier_id)
        if changes := entries_since(dossier_id, version, part):
            raise StaleSave(changes)
        yield current


def _set(dossier_id: int, **values: Any) -> None:
    Assessment.update(**values).where(Assessment.id == dossier_id).execute()


def change_stage(
    dossier_id: int,
    version: int,
    stage: str,
    on: date | None,
    reason: str,
    now: datetime,
    by: Actor,
    *,
    shown: str,
    withdrawn: str = "",
) -> None:
    """Move the application to a stage, on a day, for a reason (may be empty); `shown` is the stage in words.

    The history keeps that day, where it is known, and the day it was noted. `withdrawn` are the words by which what
    was granted is taken back in the same step; empty where it stays. Raises StaleSave, DaysUsed, KeyError.
    """
    with changing(dossier_id, version, DECISIONS) as dossier:
        _set(dossier_id, application_stage=stage, last_contact_at=now)
        add_entry(dossier_id, EntryKind.STAGE, now, by, summary=shown, text=reason, happened_on=on)
        detail = f"{dossier.stage or 'aucune'} → {stage}"
        audit.record(by, "changer d’étape", now, subject=dossier.name, detail=detail, assessment_id=dossier_id)
        if withdrawn and dossier.grant:
            _decide(dossier, None, on, "", now, by, withdrawn)


def follow_up(
    dossier_id: int,
    version: int,
    assigned_to: int | None,
    call_back_on: date | None,
    now: datetime,
    by: Actor,
    *,
    shown: str,
) -> None:
    """Give the dossier to a colleague (or to nobody) and say when to call back; `shown` says it in words.

    Raises StaleSave, KeyError.
    """
    with changing(dossier_id, version, FOLLOW_UP) as dossier:
        _set(dossier_id, assigned_to=assigned_to, call_back_on=call_back_on)
        add_entry(dossier_id, EntryKind.FOLLOW_UP, now, by, summary=shown)
        audit.record(by, "changer le suivi", now, subject=dossier.name, detail=shown, assessment_id=dossier_id)


def grant_days(
    dossier_id: int,
    version: int,
    grant: Grant | None,
    on: date,
    reason: str,
    now: datetime,
    by: Actor,
    *,
    shown: str,
) -> None:
    """Note what the Aract granted, or that day took back (None); `shown` says it in words.

    The history keeps every decision, the former ones too. Raises StaleSave, KeyError; DaysUsed where visits took more.
    """
    with changing(dossier_id, version, DECISIONS) as dossier:
        _decide(dossier, grant, on, reason, now, by, shown)


def _decide(
    dossier: Dossier, grant: Grant | None, on: date | None, reason: str, now: datetime, by: Actor, shown: str
) -> None:
    if not covers(grant.days if grant else None, dossier.half_days_used):
        raise DaysUsed(dossier.half_days_used)
    _set(dossier.id, **grant_columns(grant))
    add_entry(dossier.id, EntryKind.GRANT, now, by, summary=shown, text=reason, happened_on=on)
    detail = f"{dossier.grant.days if dossier.grant else 0} → {grant.days if grant else 0}"
    audit.record(by, "accorder des jours", now, subject=dossier.name, detail=detail, assessment_id=dossier.id)


def change_applicant(
    dossier_id: int,
    version: int,
    applicant: Applicant,
    now: datetime,
    by: Actor,
    *,
    received: datetime | None = None,
) -> None:
    """Correct who to reach, the company, the project; a first request opens the file, as of when it was `received`.

    Raises StaleSave, KeyError.
    """
    with changing(dossier_id, version, DETAILS) as dossier:
        keep_application(dossier_id, applicant, now, received=received)
        _set(dossier_id, last_contact_at=now, application_stage=dossier.stage or "nouveau")
        add_entry(dossier_id, EntryKind.DETAILS, now, by, summary="Coordonnées et projet modifiés")
        audit.record(by, "modifier les coordonnées", now, subject=dossier.name, assessment_id=dossier_id)


def add_note(
    dossier_id: int, kind: EntryKind, text: str, on: date | None, now: datetime, by: Actor, *, summary: str = ""
) -> None:
    """Add a note or a call of that day; a call counts as a contact. Never changes a stage. Raises KeyError."""
    with writing():
        dossier = get_dossier(dossier_id)
        add_entry(dossier_id, kind, now, by, summary=summary, text=text, happened_on=on)
        if kind is EntryKind.CALL:
            _set(dossier_id, last_contact_at=now)
        action = "noter un appel" if kind is EntryKind.CALL else "écrire une note"
        audit.record(by, action, now, subject=dossier.name, assessment_id=dossier_id)
