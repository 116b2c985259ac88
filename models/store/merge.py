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

from models.store.database import database, writing
from models.store.engine import SqliteFile
from models.store.erasure import erased_on_request
from models.store.histories import History, bring_revisions, read_history
from models.store.search_words import keep_words
from models.store.sqlite.stand_file import MergeRefused, open_stand_file
from models.store.tables import (
    Access,
    Application,
    Assessment,
    ContentVersion,
    Erased,
    Event,
    OutboxMessage,
    ReferenceCounter,
    Table,
)
from models.store.tokens import Purpose
from models.store.visits.concluding import PHONE_DAYS
from models.store.visits.finding import Door
from models.store.visits.starting import next_reference

__all__ = ["MergeCounts", "MergeRefused", "merge_file"]

FACTS = (
    *("created_at", "updated_at", "waiting_at", "anonymised_at", "department", "structure", "sector", "headcount"),
    *("size", "themes", "ambition", "verdict", "stage_recommended", "company_level", "concluded_at"),
)
"""An assessment's columns that change with its answers and result."""

OF_THE_STAND = frozenset({"assigned_to", "call_back_on", "days_granted", "granted_on", "file_version"})
"""An assessment's columns that stay behind: what refers to staff is of the stand's own machine."""

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

    stand: SqliteFile
    now: datetime
    phone_days: int
    events: dict[int, int] = field(default_factory=dict)
    contents: dict[int, int] = field(default_factory=dict)
    done: Counter[str] = field(default_factory=Counter)
    reasons: list[str] = field(default_factory=list)

    def read(self, table: type[Table], *which: Any) -> list[dict[str, Any]]:
        """The file's rows of a table, by column name, in a fixed order."""
        query = table.select().where(*which) if which else table.select()
        return list(query.order_by(table._meta.primary_key).dicts().bind(self.stand))


def merge_file(path: Path, now: datetime, *, phone_days: int = PHONE_DAYS) -> MergeCounts:
    """Bring a stand's file in, or nothing of it; what was done. The phones' `phone_days` start now.

    Raises MergeRefused with every reason, StoreUnavailable.
    """
    with open_stand_file(path) as stand, writing():
        merge = _Merge(stand, now, phone_days)
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
    for counter in merge.read(ReferenceCounter):
        if counter["last"] > HIGHEST_NUMBER:
            raise ValueError(f"{counter['last']} références en {counter['year']}")
        here = ReferenceCounter.get_or_none(ReferenceCounter.year == counter["year"])
        if here is None:
            ReferenceCounter.create(**counter)
        elif here.last < counter["last"]:
            here.last = counter["last"]
            here.save()


def _bring_events(merge: _Merge) -> None:
    """The same `uid` is the same event; so is the same code under the same name, made on both machines."""
    for event in merge.read(Event):
        known = Event.get_or_none(Event.uid == event["uid"])
        if known is None:
            known = Event.get_or_none(Event.code == event["code"])
            if known is not None and known.name != event["name"]:
                merge.reasons.append(
                    f"Le code « {event['code']} » désigne ici l’évènement « {known.name} » et dans le fichier"
                    f" « {event['name']} »."
                )
                continue
        if known is None:
            known = _insert(Event, event)
            merge.done["events"] += 1
        merge.events[event["id"]] = known.id


def _bring_contents(merge: _Merge) -> None:
    """Contents are their bytes; a stand's becomes known here, never published."""
    for content in merge.read(ContentVersion):
        known = ContentVersion.get_or_none(ContentVersion.sha256 == content["sha256"])
        if known is None:
            begun_from = merge.contents.get(content["base_version"])
            unpublished = {"base_version": begun_from, "published_at": None, "published_by": None}
            known = _insert(ContentVersion, {**content, **unpublished})
            merge.done["contents"] += 1
        merge.contents[content["id"]] = known.id


def _bring_assessments(merge: _Merge) -> None:
    gone = {row.uid for row in Erased.select()} | erased_on_request()
    for assessment in merge.read(Assessment):
        if assessment["event"] is not None and assessment["event"] not in merge.events:
            continue  # its event is refused already
        known = Assessment.get_or_none(Assessment.uid == assessment["uid"])
        if assessment["uid"] in gone:
            merge.done["erased"] += 1
        elif known is None:
            _add_assessment(merge, assessment)
            merge.done["added"] += 1
        else:
            _update_assessment(merge, assessment, known.id)


def _add_assessment(merge: _Merge, assessment: dict[str, Any]) -> None:
    kept = {name: value for name, value in assessment.items() if name not in OF_THE_STAND}
    kept |= {"application_stage": None, "last_contact_at": None}
    event_id = None if assessment["event"] is None else merge.events[assessment["event"]]
    values = {**kept, "door": Door(assessment["door"]), "event": event_id, **_references(assessment)}
    assessment_id = _insert(Assessment, values).id
    bring_revisions(assessment_id, read_history(assessment["id"], merge.stand), History(()), merge.contents)
    _bring_addresses(merge, assessment, assessment_id)
    _bring_application(merge, assessment, assessment_id)


def _update_assessment(merge: _Merge, assessment: Mapping[str, Any], assessment_id: int) -> None:
    """Bring what the stand's visit has more; refuse where both went on in different directions."""
    theirs, ours = read_history(assessment["id"], merge.stand), read_history(assessment_id, database.obj)
    if ours.extends(theirs):
        merge.done["unchanged"] += 1
    elif theirs.extends(ours):
        bring_revisions(assessment_id, theirs, ours, merge.contents)
        facts = {name: assessment[name] for name in FACTS}
        Assessment.update(facts).where(Assessment.id == assessment_id).execute()
        _bring_addresses(merge, assessment, assessment_id)
        merge.done["updated"] += 1
    else:
        merge.reasons.append(
            f"Le diagnostic {assessment['reference'] or assessment['uid']} a changé ici et dans le fichier,"
            " de deux façons différentes."
        )
    _bring_application(merge, assessment, assessment_id)


def _bring_addresses(merge: _Merge, assessment: Mapping[str, Any], assessment_id: int) -> None:
    for access in merge.read(Access, Access.assessment == assessment["id"]):
        known = Access.get_or_none(Access.token_hash == access["token_hash"])
        if known is not None:
            if known.assessment_id != assessment_id:
                merge.reasons.append(f"Une adresse du diagnostic {assessment['reference']} mène ici à un autre.")
            continue
        values = {**access, "purpose": Purpose(access["purpose"]), "assessment": assessment_id}
        if access["purpose"] == Purpose.PHONE and access["opened_at"] is None:
            values["expires_at"] = merge.now + timedelta(days=merge.phone_days)
        elif access["purpose"] == Purpose.KIOSK and access["closed_at"] is None:
            values["closed_at"] = merge.now  # the tablet's visit stayed at the stand
        Access.insert(values).execute()


def _bring_application(merge: _Merge, assessment: Mapping[str, Any], assessment_id: int) -> None:
    """A request made at the stand, with its letters not sent yet, unless one was made here."""
    if Application.get_or_none(Application.assessment == assessment_id) is not None:
        return
    for row in merge.read(Application, Application.assessment == assessment["id"]):
        keep_words(_insert(Application, {**row, "assessment": assessment_id}))
        here = Assessment.get_by_id(assessment_id)
        here.application_stage = here.application_stage or assessment["application_stage"]
        contact_at = assessment["last_contact_at"] or row["updated_at"]
        here.last_contact_at = max(here.last_contact_at or contact_at, contact_at)
        here.save()
    waiting = (OutboxMessage.assessment == assessment["id"]) & OutboxMessage.next_attempt_at.is_null(False)
    for row in merge.read(OutboxMessage, waiting):
        if OutboxMessage.get_or_none(OutboxMessage.uid == row["uid"]) is None:
            _insert(OutboxMessage, {**row, "assessment": assessment_id})


def _references(assessment: Mapping[str, Any]) -> dict[str, str | None]:
    """The references an incoming assessment gets: its own if it is free here, else the next one beside its own."""
    wanted: str | None = assessment["reference"]
    if wanted is None:
        return {"reference": None, "stand_reference": None}
    if Assessment.get_or_none(Assessment.reference == wanted) is None:
        return {"reference": wanted, "stand_reference": assessment["stand_reference"]}
    return {"reference": next_reference(assessment["created_at"]), "stand_reference": wanted}


def _insert(table: type[Table], values: Mapping[str, Any]) -> Any:
    """Insert a row under a new id."""
    return table.create(**{name: value for name, value in values.items() if name != "id"})
