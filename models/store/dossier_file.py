"""One dossier as staff keep it: read whole, changed one thing at a time, never over a colleague's change.

Every change names the version of the file it was made on; where the file changed since, StaleSave is raised and nothing
is written. A note or a call adds to the timeline and changes nothing else, so it is never stale.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass, fields
from datetime import date, datetime

from models.store import audit
from models.store.applications import Applicant, Application, find_application
from models.store.audit import Actor
from models.store.database import Row, all_rows, one_row, run, writing
from models.store.timeline import EntryKind, add_entry
from models.store.times import to_milliseconds, to_moment, to_moment_or_none


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
_READ = (
    "SELECT assessment.id, reference, stand_reference, door, event_id, event.name, host_origin,"
    " assessment.created_at, assessment.updated_at, concluded_at, anonymised_at, verdict, stage_recommended,"
    " application_stage, assigned_to, staff_account.name, call_back_on, days_granted, granted_on, file_version"
    " FROM assessment LEFT JOIN event ON event.id = event_id"
    " LEFT JOIN staff_account ON staff_account.id = assigned_to WHERE assessment.id = ?"
)


def get_dossier(dossier_id: int) -> Dossier:
    """The dossier with that id; raises KeyError where there is none."""
    row = one_row(_READ, (dossier_id,))
    if row is None:
        raise KeyError(dossier_id)
    return _dossier(row, find_application(dossier_id))


def _dossier(row: Row, application: Application | None) -> Dossier:
    return Dossier(
        id=row[0],
        reference=row[1] or "",
        stand_reference=row[2] or "",
        door=row[3],
        event_id=row[4],
        event=row[5] or "",
        host_origin=row[6],
        created_at=to_moment(row[7]),
        updated_at=to_moment(row[8]),
        concluded_at=to_moment_or_none(row[9]),
        anonymised=row[10] is not None,
        verdict=row[11],
        offer=row[12],
        stage=row[13],
        assigned_to=row[14],
        assigned_name=row[15] or "",
        call_back_on=_day(row[16]),
        days_granted=row[17],
        granted_on=_day(row[18]),
        version=row[19],
        application=application,
    )


def list_revisions(dossier_id: int) -> list[RevisionLine]:
    """The dossier's runs through the questions, the latest first."""
    rows = all_rows(
        "SELECT revision.id, number, short, opened_at, concluded_at, content_id, coalesce(version, '')"
        " FROM revision LEFT JOIN content_version ON content_version.id = content_id"
        " WHERE assessment_id = ? ORDER BY number DESC",
        (dossier_id,),
    )
    return [
        RevisionLine(row[0], row[1], bool(row[2]), to_moment(row[3]), to_moment_or_none(row[4]), row[5], row[6])
        for row in rows
    ]


@contextmanager
def _changing(dossier_id: int, version: int) -> Iterator[Dossier]:
    with writing():
        current = get_dossier(dossier_id)
        if current.version != version:
            raise StaleSave(current)
        yield current
        run("UPDATE assessment SET file_version = file_version + 1 WHERE id = ?", (dossier_id,))


def change_stage(
    dossier_id: int, version: int, stage: str, on: date, reason: str, now: datetime, by: Actor, *, shown: str
) -> None:
    """Move the application to a stage, on a day, for a reason (may be empty); `shown` is the stage in words.

    Raises StaleSave, KeyError.
    """
    with _changing(dossier_id, version) as dossier:
        run(
            "UPDATE assessment SET application_stage = ?, last_contact_at = ? WHERE id = ?",
            (stage, to_milliseconds(now), dossier_id),
        )
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
        run(
            "UPDATE assessment SET assigned_to = ?, call_back_on = ? WHERE id = ?",
            (assigned_to, call_back_on.isoformat() if call_back_on else None, dossier_id),
        )
        add_entry(dossier_id, EntryKind.FOLLOW_UP, now, by, summary=shown)
        audit.record(by, "changer le suivi", now, subject=dossier.name, detail=shown, assessment_id=dossier_id)


def grant_days(
    dossier_id: int, version: int, days: int | None, on: date, reason: str, now: datetime, by: Actor
) -> None:
    """Note the days the Aract granted (None takes them back). Raises StaleSave, KeyError."""
    with _changing(dossier_id, version) as dossier:
        granted_on = on.isoformat() if days is not None else None
        run("UPDATE assessment SET days_granted = ?, granted_on = ? WHERE id = ?", (days, granted_on, dossier_id))
        shown = "Plus aucun jour accordé" if days is None else f"{days}\u00a0{_GRANTED[days > 1]}"
        add_entry(dossier_id, EntryKind.GRANT, now, by, summary=shown, text=reason, happened_on=on)
        detail = f"{dossier.days_granted or 0} → {days or 0}"
        audit.record(by, "accorder des jours", now, subject=dossier.name, detail=detail, assessment_id=dossier_id)


def change_applicant(dossier_id: int, version: int, applicant: Applicant, now: datetime, by: Actor) -> None:
    """Correct who to reach, the company, the project; a first request opens the file. Raises StaleSave, KeyError."""
    columns = [field.name for field in fields(Applicant)]
    with _changing(dossier_id, version) as dossier:
        moment = to_milliseconds(now)
        run(
            f"INSERT INTO application (assessment_id, created_at, updated_at, {', '.join(columns)})"
            f" VALUES (?, ?, ?, {', '.join('?' * len(columns))}) ON CONFLICT (assessment_id) DO UPDATE SET"
            f" updated_at = excluded.updated_at, {', '.join(f'{name} = excluded.{name}' for name in columns)}",
            (dossier_id, moment, moment, *astuple(applicant)),
        )
        run(
            "UPDATE assessment SET last_contact_at = ?, application_stage = coalesce(application_stage, 'nouveau')"
            " WHERE id = ?",
            (moment, dossier_id),
        )
        add_entry(dossier_id, EntryKind.DETAILS, now, by, summary="Coordonnées et projet modifiés")
        audit.record(by, "modifier les coordonnées", now, subject=dossier.name, assessment_id=dossier_id)


def add_note(dossier_id: int, kind: EntryKind, text: str, on: date | None, now: datetime, by: Actor) -> None:
    """Add a note or a call; a call counts as a contact. Never changes a stage. Raises KeyError."""
    with writing():
        dossier = get_dossier(dossier_id)
        add_entry(dossier_id, kind, now, by, text=text, happened_on=on)
        if kind is EntryKind.CALL:
            run("UPDATE assessment SET last_contact_at = ? WHERE id = ?", (to_milliseconds(now), dossier_id))
        action = "noter un appel" if kind is EntryKind.CALL else "écrire une note"
        audit.record(by, action, now, subject=dossier.name, assessment_id=dossier_id)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
