"""One dossier as staff keep it: read whole, changed one thing at a time, never over a colleague's change.

Every change names the version of the file it was made on; where the file changed since, StaleSave is raised and nothing
is written. A note or a call adds to the timeline and changes nothing else, so it is never stale.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import JOIN

from models.store import audit
from models.store.applications import Applicant, Application, find_application, keep_application
from models.store.audit import Actor
from models.store.database import writing
from models.store.tables import Assessment, ContentVersion, Event, Revision, StaffAccount
from models.store.timeline import EntryKind, add_entry


@dataclass(frozen=True, slots=True)
class Dossier:
    """An assessment with what staff decided about it."""

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
    days_granted: int | None
    granted_on: date | None
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


class StaleSave(Exception):
    """The file changed since the page was opened; `current` is what it is now."""

    def __init__(self, current: Dossier) -> None:
        super().__init__(current.id)
        self.current = current


_GRANTED = ("jour accordé", "jours accordés")


def get_dossier(dossier_id: int) -> Dossier:
    """The dossier with that id; raises KeyError where there is none."""
    rows = Assessment.select(Assessment, Event, StaffAccount).where(Assessment.id == dossier_id)
    row = rows.join(Event, JOIN.LEFT_OUTER).switch(Assessment).join(StaffAccount, JOIN.LEFT_OUTER).first()
    if row is None:
        raise KeyError(dossier_id)
    return Dossier(
        id=row.id,
        reference=row.reference or "",
        stand_reference=row.stand_reference or "",
        door=row.door,
        event_id=row.event_id,
        event=row.event.name if row.event else "",
        host_origin=row.host_origin,
        created_at=row.created_at,
        updated_at=row.updated_at,
        concluded_at=row.concluded_at,
        anonymised=row.anonymised_at is not None,
        verdict=row.verdict,
        offer=row.stage_recommended,
        stage=row.application_stage,
        assigned_to=row.assigned_to_id,
        assigned_name=row.assigned_to.name if row.assigned_to else "",
        call_back_on=row.call_back_on,
        days_granted=row.days_granted,
        granted_on=row.granted_on,
        version=row.file_version,
        application=find_application(dossier_id),
    )


def list_revisions(dossier_id: int) -> list[RevisionLine]:
    """The dossier's runs through the questions, the latest first."""
    rows = Revision.select(Revision, ContentVersion.version).join(ContentVersion, JOIN.LEFT_OUTER)
    rows = rows.where(Revision.assessment == dossier_id).order_by(Revision.number.desc())
    return [
        RevisionLine(
            *(row.id, row.number, row.short, row.opened_at, row.concluded_at, row.content_id),
            row.content.version if row.content_id else "",
        )
        for row in rows
    ]


@contextmanager
def _changing(dossier_id: int, version: int) -> Iterator[Dossier]:
    with writing():
        current = get_dossier(dossier_id)
        if current.version != version:
            raise StaleSave(current)
        yield current
        _set(dossier_id, file_version=Assessment.file_version + 1)


def _set(dossier_id: int, **values: Any) -> None:
    Assessment.update(**values).where(Assessment.id == dossier_id).execute()


def change_stage(
    dossier_id: int, version: int, stage: str, on: date, reason: str, now: datetime, by: Actor, *, shown: str
) -> None:
    """Move the application to a stage, on a day, for a reason (may be empty); `shown` is the stage in words.

    Raises StaleSave, KeyError.
    """
    with _changing(dossier_id, version) as dossier:
        _set(dossier_id, application_stage=stage, last_contact_at=now)
        add_entry(dossier_id, EntryKind.STAGE, now, by, summary=shown, text=reason, happened_on=on)
        detail = f"{dossier.stage or 'aucune'} → {stage}"
        audit.record(by, "changer d’étape", now, subject=dossier.name, detail=detail, assessment_id=dossier_id)


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
    with _changing(dossier_id, version) as dossier:
        _set(dossier_id, assigned_to=assigned_to, call_back_on=call_back_on)
        add_entry(dossier_id, EntryKind.FOLLOW_UP, now, by, summary=shown)
        audit.record(by, "changer le suivi", now, subject=dossier.name, detail=shown, assessment_id=dossier_id)


def grant_days(
    dossier_id: int, version: int, days: int | None, on: date, reason: str, now: datetime, by: Actor
) -> None:
    """Note the days the Aract granted (None takes them back). Raises StaleSave, KeyError."""
    with _changing(dossier_id, version) as dossier:
        _set(dossier_id, days_granted=days, granted_on=on if days is not None else None)
        shown = "Plus aucun jour accordé" if days is None else f"{days}\u00a0{_GRANTED[days > 1]}"
        add_entry(dossier_id, EntryKind.GRANT, now, by, summary=shown, text=reason, happened_on=on)
        detail = f"{dossier.days_granted or 0} → {days or 0}"
        audit.record(by, "accorder des jours", now, subject=dossier.name, detail=detail, assessment_id=dossier_id)


def change_applicant(dossier_id: int, version: int, applicant: Applicant, now: datetime, by: Actor) -> None:
    """Correct who to reach, the company, the project; a first request opens the file. Raises StaleSave, KeyError."""
    with _changing(dossier_id, version) as dossier:
        keep_application(dossier_id, applicant, now)
        _set(dossier_id, last_contact_at=now, application_stage=dossier.stage or "nouveau")
        add_entry(dossier_id, EntryKind.DETAILS, now, by, summary="Coordonnées et projet modifiés")
        audit.record(by, "modifier les coordonnées", now, subject=dossier.name, assessment_id=dossier_id)


def add_note(dossier_id: int, kind: EntryKind, text: str, on: date | None, now: datetime, by: Actor) -> None:
    """Add a note or a call; a call counts as a contact. Never changes a stage. Raises KeyError."""
    with writing():
        dossier = get_dossier(dossier_id)
        add_entry(dossier_id, kind, now, by, text=text, happened_on=on)
        if kind is EntryKind.CALL:
            _set(dossier_id, last_contact_at=now)
        action = "noter un appel" if kind is EntryKind.CALL else "écrire une note"
        audit.record(by, action, now, subject=dossier.name, assessment_id=dossier_id)
