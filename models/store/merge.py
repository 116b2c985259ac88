"""A stand without network comes home: its assessments, events and results join the main database.

Everything is known by its `uid` (contents by their hash), so that merging the same file again changes nothing. One
conflict refuses the whole file. A reference that the main database gave to another visit meanwhile is renumbered; the
one shown at the stand stays findable (`stand_reference`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import peewee

from models.store.database import all_rows, one_row, run, writing
from models.store.erasure import erased_on_request
from models.store.histories import History, bring_revisions, main_history, stand_history
from models.store.stand_file import MergeRefused, StandFile, open_stand_file
from models.store.times import to_milliseconds, to_moment
from models.store.tokens import Purpose
from models.store.visits.concluding import PHONE_DAYS
from models.store.visits.finding import Door
from models.store.visits.starting import next_reference

__all__ = ["MergeCounts", "MergeRefused", "merge_file"]

# Columns by name, and not `*`: a file may hold more, and what refers to staff accounts is of its own machine.
EVENT = "id uid code name place starts_on ends_on idle_seconds pin_hash has_printer is_open created_at"
CONTENT = "id version sha256 source created_at base_id"
IDENTITY = "id uid reference stand_reference door host_origin event_id"
FACTS = (
    "created_at updated_at waiting_at anonymised_at department structure sector headcount size themes ambition verdict"
    " stage_recommended company_level concluded_at"
)
"""An assessment's columns that change with its answers and result."""
ACCESS = "token_hash assessment_id purpose salt created_at expires_at last_sign_of_life closed_at opened_at"
APPLICATION = (
    "assessment_id kind name role email phone company company_number postal_code project moment wants_news"
    " created_at updated_at"
)
LETTER = "uid kind assessment_id recipient reply_to subject plain html created_at attempts next_attempt_at last_error"


HIGHEST_NUMBER = 999_999
"""More visits a year than any stand sees: beyond, the file is not what it says."""


@dataclass(frozen=True, slots=True)
class MergeCounts:
    """What a merge did: new events, contents and assessments, assessments brought up to date, left alone (nothing new
    in the file), and not brought back because they were erased here."""

    events: int
    contents: int
    added: int
    updated: int
    unchanged: int
    erased: int


@dataclass(slots=True)
class _Merge:
    """One merge under way: the file, the identifiers here of what the file numbers otherwise, what was found."""

    stand: StandFile
    now: int
    phone_milliseconds: int
    events: dict[int, int] = field(default_factory=dict)
    contents: dict[int, int] = field(default_factory=dict)
    done: Counter[str] = field(default_factory=Counter)
    reasons: list[str] = field(default_factory=list)


def merge_file(path: Path, now: datetime, *, phone_days: int = PHONE_DAYS) -> MergeCounts:
    """Bring a stand's file in, or nothing of it; what was done. The phones' `phone_days` start now.

    Raises MergeRefused with every reason, StoreUnavailable.
    """
    length = phone_days * timedelta(days=1) // timedelta(milliseconds=1)
    with open_stand_file(path) as stand, writing():
        merge = _Merge(stand, to_milliseconds(now), length)
        try:
            _use_up_references(merge)
            _bring_events(merge)
            _bring_contents(merge)
            _bring_assessments(merge)
        except (peewee.IntegrityError, msgspec.MsgspecError, ValueError, OverflowError) as error:
            merge.reasons.append(f"Le fichier contredit la base principale\u00a0: {error}")
        if merge.reasons:
            raise MergeRefused(merge.reasons)  # rolls all of it back
    names = ("events", "contents", "added", "updated", "unchanged", "erased")
    return MergeCounts(**{name: merge.done[name] for name in names})


def _use_up_references(merge: _Merge) -> None:
    """The numbers given at the stand are given: nobody gets one of them here from now on."""
    for counter in merge.stand.rows("SELECT year, last FROM reference_counter"):
        if counter["last"] > HIGHEST_NUMBER:
            raise ValueError(f"{counter['last']} références en {counter['year']}")
        run(
            "INSERT INTO reference_counter VALUES (?1, ?2) ON CONFLICT DO UPDATE SET last = max(last, ?2)",
            (counter["year"], counter["last"]),
        )


def _bring_events(merge: _Merge) -> None:
    """The same `uid` is the same event; so is the same code under the same name, made on both machines."""
    for event in merge.stand.rows(f"SELECT {_listed(EVENT)} FROM event ORDER BY id"):
        known = one_row("SELECT id, name FROM event WHERE uid = ?", (event["uid"],))
        if known is None:
            known = one_row("SELECT id, name FROM event WHERE code = ?", (event["code"],))
            if known is not None and known[1] != event["name"]:
                merge.reasons.append(
                    f"Le code « {event['code']} » désigne ici l’évènement « {known[1]} » et dans le fichier"
                    f" « {event['name']} »."
                )
                continue
        if known is None:
            merge.events[event["id"]] = _insert("event", event)
            merge.done["events"] += 1
        else:
            merge.events[event["id"]] = known[0]


def _bring_contents(merge: _Merge) -> None:
    """Contents are their bytes; a stand's becomes known here, never published."""
    for content in merge.stand.rows(f"SELECT {_listed(CONTENT)} FROM content_version ORDER BY id"):
        known = one_row("SELECT id FROM content_version WHERE sha256 = ?", (content["sha256"],))
        if known is None:
            stand_base = merge.contents.get(content["base_id"])
            merge.contents[content["id"]] = _insert("content_version", {**content, "base_id": stand_base})
            merge.done["contents"] += 1
        else:
            merge.contents[content["id"]] = known[0]


def _bring_assessments(merge: _Merge) -> None:
    gone = {row[0] for row in all_rows("SELECT uid FROM erased")} | erased_on_request()
    for assessment in merge.stand.rows(f"SELECT {_listed(IDENTITY)}, {_listed(FACTS)} FROM assessment ORDER BY id"):
        if assessment["event_id"] is not None and assessment["event_id"] not in merge.events:
            continue  # its event is refused already
        known = one_row("SELECT id FROM assessment WHERE uid = ?", (assessment["uid"],))
        if assessment["uid"] in gone:
            merge.done["erased"] += 1
        elif known is None:
            _add_assessment(merge, assessment)
            merge.done["added"] += 1
        else:
            _update_assessment(merge, assessment, known[0])


def _add_assessment(merge: _Merge, assessment: dict[str, Any]) -> None:
    event_id = None if assessment["event_id"] is None else merge.events[assessment["event_id"]]
    values = {**assessment, "door": Door(assessment["door"]), "event_id": event_id, **_references(assessment)}
    assessment_id = _insert("assessment", values)
    bring_revisions(assessment_id, stand_history(merge.stand, assessment["id"]), History(()), merge.contents)
    _bring_addresses(merge, assessment, assessment_id)
    _bring_application(merge, assessment, assessment_id)


def _update_assessment(merge: _Merge, assessment: Mapping[str, Any], assessment_id: int) -> None:
    """Bring what the stand's visit has more; refuse where both went on in different directions."""
    theirs, ours = stand_history(merge.stand, assessment["id"]), main_history(assessment_id)
    if ours.extends(theirs):
        merge.done["unchanged"] += 1
    elif theirs.extends(ours):
        bring_revisions(assessment_id, theirs, ours, merge.contents)
        columns = ", ".join(f"{column} = ?" for column in FACTS.split())
        facts = [assessment[column] for column in FACTS.split()]
        run(f"UPDATE assessment SET {columns} WHERE id = ?", (*facts, assessment_id))
        _bring_addresses(merge, assessment, assessment_id)
        merge.done["updated"] += 1
    else:
        merge.reasons.append(
            f"Le diagnostic {assessment['reference'] or assessment['uid']} a changé ici et dans le fichier,"
            " de deux façons différentes."
        )
    _bring_application(merge, assessment, assessment_id)


def _bring_addresses(merge: _Merge, assessment: Mapping[str, Any], assessment_id: int) -> None:
    for access in merge.stand.rows(
        f"SELECT {_listed(ACCESS)} FROM access WHERE assessment_id = ?", (assessment["id"],)
    ):
        known = one_row("SELECT assessment_id FROM access WHERE token_hash = ?", (access["token_hash"],))
        if known is not None:
            if known[0] != assessment_id:
                merge.reasons.append(f"Une adresse du diagnostic {assessment['reference']} mène ici à un autre.")
            continue
        values = {**access, "purpose": Purpose(access["purpose"]), "assessment_id": assessment_id}
        if access["purpose"] == Purpose.PHONE and access["opened_at"] is None:
            values["expires_at"] = merge.now + merge.phone_milliseconds
        elif access["purpose"] == Purpose.KIOSK and access["closed_at"] is None:
            values["closed_at"] = merge.now  # the tablet's visit stayed at the stand
        _insert("access", values, returning="assessment_id")


def _bring_application(merge: _Merge, assessment: Mapping[str, Any], assessment_id: int) -> None:
    """A request made at the stand, with its letters not sent yet, unless one was made here."""
    if one_row("SELECT 1 FROM application WHERE assessment_id = ?", (assessment_id,)) is not None:
        return
    stand_id = (assessment["id"],)
    for row in merge.stand.rows(f"SELECT {_listed(APPLICATION)} FROM application WHERE assessment_id = ?", stand_id):
        _insert("application", {**row, "assessment_id": assessment_id})
        stage = merge.stand.rows("SELECT application_stage, last_contact_at FROM assessment WHERE id = ?", stand_id)[0]
        run(
            "UPDATE assessment SET application_stage = coalesce(application_stage, ?), last_contact_at ="
            " max(coalesce(last_contact_at, 0), ?) WHERE id = ?",
            (stage["application_stage"], stage["last_contact_at"] or row["updated_at"], assessment_id),
        )
    unsent = f"SELECT {_listed(LETTER)} FROM outbox_message WHERE assessment_id = ? AND next_attempt_at IS NOT NULL"
    for row in merge.stand.rows(unsent, stand_id):
        if one_row("SELECT 1 FROM outbox_message WHERE uid = ?", (row["uid"],)) is None:
            _insert("outbox_message", {**row, "assessment_id": assessment_id})


def _references(assessment: Mapping[str, Any]) -> dict[str, str | None]:
    """The references an incoming assessment gets: its own if it is free here, else the next one beside its own."""
    wanted: str | None = assessment["reference"]
    if wanted is None:
        return {"reference": None, "stand_reference": None}
    if one_row("SELECT 1 FROM assessment WHERE reference = ?", (wanted,)) is None:
        return {"reference": wanted, "stand_reference": assessment["stand_reference"]}
    return {"reference": next_reference(to_moment(assessment["created_at"])), "stand_reference": wanted}


def _listed(columns: str) -> str:
    return columns.replace(" ", ", ")


def _insert(table: str, values: dict[str, Any], returning: str = "id") -> int:
    """Insert a row under a new id; the column asked for."""
    columns = [column for column in values if column != "id"]
    marks = ", ".join("?" for _ in columns)
    number: int = all_rows(
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks}) RETURNING {returning}",
        [values[column] for column in columns],
    )[0][0]
    return number
