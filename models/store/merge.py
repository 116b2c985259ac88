"""A stand without network comes home: its assessments and events join the main database, and nothing else of it.

Everything is known by its `uid` (contents by their hash), so that merging the same file again changes nothing. One
conflict, or one thing that no stand can have produced (`stand_claims`), refuses the whole file. A reference that the
main database gave to another visit meanwhile is renumbered; the one shown at the stand stays findable
(`stand_reference`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import peewee

from models.rules.questionnaire import Questionnaire
from models.store import stand_claims as claims
from models.store.database import database, writing
from models.store.engine import SqliteFile
from models.store.histories import History, bring_revisions, read_history
from models.store.register import erased_on_request
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
    Revision,
    StaffAccount,
    Table,
)
from models.store.tokens import Purpose
from models.store.visits.concluding import PHONE_DAYS
from models.store.visits.finding import Door
from models.store.visits.starting import next_reference

__all__ = ["MergeCounts", "MergeRefused", "merge_file"]

OF_THE_VISIT = ("uid", "created_at", "updated_at")
"""An assessment's columns that are taken as they are, once checked; the others follow from its history."""

HOLDERS = frozenset({Purpose.PERSONAL, Purpose.KIOSK})
"""The addresses that a visit begins with."""


@dataclass(frozen=True, slots=True)
class MergeCounts:
    """What a merge did: new events and assessments, assessments brought up to date, left alone (nothing new in the
    file), and left aside because they were erased here or are figures without answers; and the references that the
    file's visits had at the stand, in order, to compare."""

    events: int
    added: int
    updated: int
    unchanged: int
    erased: int
    references: tuple[str, ...] = field(default=(), compare=False)


@dataclass(slots=True)
class _Merge:
    """One merge under way: the file, the identifiers here of what the file numbers otherwise, what was found."""

    stand: SqliteFile
    now: datetime
    phone_days: int
    same_event: str | None
    events: dict[int, int] = field(default_factory=dict)
    contents: dict[int, int] = field(default_factory=dict)
    questionnaires: dict[int, Questionnaire] = field(default_factory=dict)
    done: Counter[str] = field(default_factory=Counter)
    reasons: list[str] = field(default_factory=list)

    def read(self, table: type[Table], *which: Any) -> list[dict[str, Any]]:
        """The file's rows of a table, by column name, in a fixed order."""
        query = table.select().where(*which) if which else table.select()
        return list(query.order_by(table._meta.primary_key).dicts().bind(self.stand))

    def checked(self, assessment: Mapping[str, Any], theirs: History) -> History:
        """A visit of the file, read through field by field. Raises Implausible."""
        claims.check_visit(assessment, self.now)
        addresses = self.read(Access, Access.assessment == assessment["id"])
        claims.check_addresses(assessment, addresses, theirs, self.now)
        return claims.checked_history(assessment, theirs, self.questionnaires, self.now)

    def facts(self, history: History) -> dict[str, Any]:
        """The columns that follow from a history; the newest content known to both says where it waits."""
        newest = max(self.questionnaires, default=None)
        return claims.facts_of(history, None if newest is None else self.questionnaires[newest])


def merge_file(
    path: Path,
    now: datetime,
    questionnaire_of: Callable[[int], Questionnaire],
    *,
    phone_days: int = PHONE_DAYS,
    same_event: str | None = None,
) -> MergeCounts:
    """Bring a stand's file in, or nothing of it; what was done. The phones' `phone_days` start now.

    `questionnaire_of` reads a content of this database, by its id; the event whose code is `same_event` is the one
    here, whatever its name. Raises MergeRefused with every reason, StoreUnavailable.
    """
    with open_stand_file(path) as stand, writing():
        merge = _Merge(stand, now, phone_days, same_event)
        references: tuple[str, ...] = ()
        try:
            _refuse_what_no_stand_makes(merge)
            _use_up_references(merge)
            _bring_events(merge)
            _find_contents(merge, questionnaire_of)
            references = _bring_assessments(merge)
        except claims.Implausible as reason:
            merge.reasons.append(str(reason))
        except (peewee.IntegrityError, msgspec.MsgspecError, ValueError, TypeError, OverflowError) as error:
            merge.reasons.append(f"Le fichier contredit la base principale\u00a0: {error}")
        if merge.reasons:
            raise MergeRefused(merge.reasons)  # rolls all of it back
    names = ("events", "added", "updated", "unchanged", "erased")
    return MergeCounts(**{name: merge.done[name] for name in names}, references=references)


def _refuse_what_no_stand_makes(merge: _Merge) -> None:
    """Letters, requests and accounts: those of a backup, that this database knows, are left where they are."""
    for account in merge.read(StaffAccount):
        if StaffAccount.get_or_none(StaffAccount.email == account["email"]) is None:
            merge.reasons.append(
                "Le fichier contient un compte du pilotage inconnu ici\u00a0: un stand n’en apporte pas."
                " Si vous l’avez créé au stand, créez-le d’abord ici, avec la même adresse."
            )
            break
    waiting = OutboxMessage.next_attempt_at.is_null(False)
    uids = {letter["uid"] for letter in merge.read(OutboxMessage, waiting)}
    if any(OutboxMessage.get_or_none(OutboxMessage.uid == uid) is None for uid in uids):
        merge.reasons.append("Le fichier contient des messages à envoyer\u00a0: un stand n’en écrit pas.")
    asked = Assessment.select(Assessment.uid).join(Application)
    known = {assessment.uid for assessment in asked}
    if any(assessment.uid not in known for assessment in asked.clone().bind(merge.stand)):
        merge.reasons.append("Le fichier contient des demandes de contact\u00a0: une borne n’en prend pas.")
    visits = Assessment.select().bind(merge.stand).count()
    event = Event.select().bind(merge.stand).first()
    if event is not None and not visits:
        merge.reasons.append(
            "Le fichier connaît un événement et aucun diagnostic\u00a0: il lui manque sans doute son journal, le"
            " fichier du même nom qui finit par « -wal ». Arrêtez le stand et copiez les deux, ou écrivez au stand le"
            " fichier à rapporter par « flask --app app stand-file »."
        )


def _use_up_references(merge: _Merge) -> None:
    """The numbers given at the stand are given: nobody gets one of them here from now on."""
    for counter in merge.read(ReferenceCounter):
        claims.check_counter(counter, merge.now)
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
            claims.check_event(event, merge.now)
            known = Event.get_or_none(Event.code == event["code"])
            if known is not None and known.name != event["name"] and event["code"] != merge.same_event:
                merge.reasons.append(
                    f"Le code « {event['code']} » désigne ici l’événement « {known.name} » et dans le fichier"
                    f" « {event['name']} ». Si c’est le même, ajoutez --same-event {event['code']}."
                )
                continue
        if known is None:
            known = _insert(Event, event)
            merge.done["events"] += 1
        merge.events[event["id"]] = known.id


def _find_contents(merge: _Merge, questionnaire_of: Callable[[int], Questionnaire]) -> None:
    """Contents are their bytes, and none comes by a stand: those its visits were made with must be known here."""
    used = {revision["content"] for revision in merge.read(Revision, Revision.content.is_null(False))}
    contents = merge.read(ContentVersion)
    for content in contents:
        known = ContentVersion.get_or_none(ContentVersion.sha256 == content["sha256"])
        if known is not None:
            merge.contents[content["id"]] = known.id
            merge.questionnaires[content["id"]] = questionnaire_of(known.id)
    missing = [each for each in contents if each["id"] in used and each["id"] not in merge.contents]
    if missing or not merge.contents:
        merge.reasons.append(
            "Les diagnostics du fichier ont été faits avec un contenu inconnu ici"
            f" (empreinte {', '.join(repr(each['sha256'])[1:9] for each in missing or contents)})\u00a0:"
            " publiez-le d’abord ici, puis joignez le fichier."
        )


def _bring_assessments(merge: _Merge) -> tuple[str, ...]:
    """Bring each visit; the references of all of them at the stand."""
    gone = {row.uid for row in Erased.select()} | erased_on_request()
    references = []
    for assessment in merge.read(Assessment):
        if merge.reasons and not set(merge.questionnaires):
            break  # nothing can be read without a content
        if assessment["event"] is not None and assessment["event"] not in merge.events:
            continue  # its event is refused already
        try:
            _bring_assessment(merge, assessment, gone)
        except claims.Implausible as reason:
            merge.reasons.append(str(reason))
        references.append(str(assessment["stand_reference"] or assessment["reference"] or ""))
    return tuple(sorted(filter(None, references)))


def _bring_assessment(merge: _Merge, assessment: Mapping[str, Any], gone: set[str]) -> None:
    known = Assessment.get_or_none(Assessment.uid == assessment["uid"])
    if assessment["uid"] in gone or (known is None and assessment["anonymised_at"] is not None):
        merge.done["erased"] += 1
    elif known is None:
        _add_assessment(merge, assessment)
        merge.done["added"] += 1
    else:
        _update_assessment(merge, assessment, known)


def _add_assessment(merge: _Merge, assessment: Mapping[str, Any]) -> None:
    history = merge.checked(assessment, read_history(assessment["id"], merge.stand))
    event_id = None if assessment["event"] is None else merge.events[assessment["event"]]
    values = {name: assessment[name] for name in OF_THE_VISIT} | merge.facts(history) | _references(assessment)
    assessment_id = _insert(
        Assessment, {**values, "door": Door(assessment["door"]), "host_origin": "", "event": event_id}
    ).id
    bring_revisions(assessment_id, history, History(()), merge.contents)
    _bring_addresses(merge, assessment, assessment_id)


def _update_assessment(merge: _Merge, assessment: Mapping[str, Any], known: Assessment) -> None:
    """Bring what the stand's visit has more; refuse where both went on in different directions."""
    theirs, ours = read_history(assessment["id"], merge.stand), read_history(known.id, database.obj)
    begun = (assessment["door"], merge.events.get(assessment["event"]), assessment["created_at"])
    if ours.extends(theirs):
        merge.done["unchanged"] += 1
    elif theirs.extends(ours) and begun == (known.door, known.event_id, known.created_at):
        history = merge.checked(assessment, theirs)
        bring_revisions(known.id, history, ours, merge.contents)
        facts = {**merge.facts(history), "updated_at": assessment["updated_at"]}
        Assessment.update(facts).where(Assessment.id == known.id).execute()
        _bring_addresses(merge, assessment, known.id)
        merge.done["updated"] += 1
    else:
        merge.reasons.append(f"{claims.label(assessment)} a changé ici et dans le fichier, de deux façons différentes.")


def _bring_addresses(merge: _Merge, assessment: Mapping[str, Any], assessment_id: int) -> None:
    """A visit's addresses; to one that is known here come only those of its first result."""
    here = {access.purpose for access in Access.select().where(Access.assessment == assessment_id)}
    for access in merge.read(Access, Access.assessment == assessment["id"]):
        known, purpose = Access.get_or_none(Access.token_hash == access["token_hash"]), Purpose(access["purpose"])
        if known is not None:
            if known.assessment_id != assessment_id:
                raise claims.Implausible(f"{claims.label(assessment)} a une adresse qui mène ici à un autre.")
            continue
        if here and (purpose in HOLDERS or purpose in here):
            raise claims.Implausible(f"{claims.label(assessment)} a une adresse qu’il n’avait pas ici.")
        values = {**access, "purpose": purpose, "assessment": assessment_id}
        if purpose is Purpose.PHONE and access["opened_at"] is None:
            values["expires_at"] = merge.now + timedelta(days=merge.phone_days)
        elif purpose is Purpose.KIOSK and access["closed_at"] is None:
            values["closed_at"] = merge.now  # the tablet's visit stayed at the stand
        Access.insert(values).execute()


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
