"""What narrows the list of dossiers: one expression, so that a number and the list it opens always agree."""

from __future__ import annotations

import operator
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import reduce
from typing import Any

from peewee import Case, Value, fn

from models.store.rehearsals import first_days, is_rehearsal
from models.store.search_words import sought, squeeze
from models.store.tables import Application, Assessment, Collection, DossierSearch, OutboxMessage, Timeline
from models.store.times import end_of, start_of

STAGES = ("nouveau", "contacte", "candidature", "selectionne", "accompagne", "termine", "ecarte")
"""The stages of an application, in the order they are gone through."""

WAITING = ("nouveau", "candidature")
"""The stages that a request brings to, where somebody waits for an answer."""

NO_REQUEST = "sans-demande"
"""In place of a stage: concluded, and nobody asked for anything."""

UNFINISHED = "inacheve"
"""In place of a stage: not concluded."""

UNKNOWN = "inconnu"
"""A filter's value for what was not answered."""

STATE = fn.coalesce(
    Assessment.application_stage, Case(None, [(Assessment.concluded_at.is_null(), UNFINISHED)], NO_REQUEST)
)
"""The stage of an application, or what stands in its place."""


def state_of(assessment: Any) -> str:
    """The same of one assessment that was read."""
    return assessment.application_stage or (UNFINISHED if assessment.concluded_at is None else NO_REQUEST)


_REFERENCE = re.compile(r"([a-z]\d\d)(\d{3,})")


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed to. Values of one field are alternatives, fields add up; empty means anything.

    Values are the scheme's keys; `stages` also takes NO_REQUEST and UNFINISHED, and fields of facts UNKNOWN. Days are
    Paris days, both included, of the beginning of the assessment. `call_back_by` keeps those to call back that day or
    before, `requested_since` and `requested_until` those whose request came in between, `granted_since` and
    `granted_until` the same of days granted, `unanswered_by` those whose request came that day or before and that
    nobody called or moved on since, `mail_failed` those with a message that was given up or whose last try failed,
    `mail_waiting` those with one not sent yet. `finished` keeps the visits
    with a result, `contacted` those followed by a request, `collected` those with a collection of other views.
    `reached` and `left_at` are places in the questionnaire (1 is its first question): visits that got at least that
    far, and unfinished ones that wait there. `chosen` are the ids of dossiers that somebody picked. Rehearsals are left
    out of everything but what was picked; `rehearsals` keeps them alone.
    """

    stages: tuple[str, ...] = ()
    verdicts: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    structures: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    ambitions: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    doors: tuple[str, ...] = ()
    events: tuple[int, ...] = ()
    assigned_to: tuple[int, ...] = ()
    since: date | None = None
    until: date | None = None
    text: str = ""
    unassigned: bool = False
    call_back_by: date | None = None
    requested_since: date | None = None
    requested_until: date | None = None
    granted_since: date | None = None
    granted_until: date | None = None
    unanswered_by: date | None = None
    mail_failed: bool = False
    mail_waiting: bool = False
    granted: bool = False
    ungranted: bool = False
    finished: bool = False
    contacted: bool = False
    collected: bool = False
    rehearsals: bool = False
    reached: tuple[int, ...] = ()
    left_at: tuple[int, ...] = ()
    chosen: tuple[int, ...] = ()

    @property
    def requests_only(self) -> bool:
        """Whether nothing but requests can be kept, by their stage or as such."""
        return self.contacted or (bool(self.stages) and set(self.stages) <= set(STAGES))

    @property
    def few(self) -> bool:
        """Whether an index leads to what is kept, which is little beside all that is left out."""
        return bool(self.requests_only or self.call_back_by or self.text or self.chosen)


COLUMNS = {
    "stages": STATE,
    "verdicts": Assessment.verdict,
    "offers": Assessment.stage_recommended,
    "levels": Assessment.company_level,
    "departments": Assessment.department,
    "sectors": Assessment.sector,
    "structures": Assessment.structure,
    "sizes": Assessment.size,
    "ambitions": Assessment.ambition,
    "doors": Assessment.door,
    "events": Assessment.event,
    "assigned_to": Assessment.assigned_to,
    "left_at": Assessment.waiting_at,
    "chosen": Assessment.id,
}
"""The fields of Filters that are alternatives of one column."""

_UNSENT = OutboxMessage.select(OutboxMessage.assessment).where(
    OutboxMessage.assessment.is_null(False), OutboxMessage.sent_at.is_null()
)
_IN_TROUBLE = _UNSENT.where(OutboxMessage.given_up_at.is_null(False) | OutboxMessage.last_error.is_null(False))

YES_OR_NO = {
    "unassigned": Assessment.assigned_to.is_null(),
    "mail_failed": Assessment.id.in_(_IN_TROUBLE),
    "mail_waiting": Assessment.id.in_(_UNSENT),
    "granted": Assessment.days_granted.is_null(False),
    "ungranted": Assessment.days_granted.is_null(),
    "finished": Assessment.concluded_at.is_null(False),
    "left_at": Assessment.concluded_at.is_null(),
    "contacted": Assessment.application_stage.is_null(False),
    "collected": Assessment.id.in_(Collection.select(Collection.assessment)),
}
"""The fields of Filters that ask for one thing, where they are given."""

ANYTHING, NOTHING = Value(1) == 1, Value(1) == 0


def condition(filters: Filters) -> Any:
    """The filters as one expression on `Assessment`: for the list, its counts, and any figure that opens it."""
    return reduce(operator.and_, _conditions(filters), ANYTHING)


def _conditions(filters: Filters) -> Iterator[Any]:
    for name, column in COLUMNS.items():
        values = getattr(filters, name)
        # A stage by its own column where that will do: its index then helps.
        plain = name == "stages" and set(values) <= set(STAGES)
        if values:
            yield _among(Assessment.application_stage if plain else column, values)
    if filters.themes:
        yield reduce(operator.or_, (Assessment.themes.contains(f"|{each}|") for each in filters.themes))
    if filters.reached:
        yield (Assessment.waiting_at >= min(filters.reached)) | Assessment.concluded_at.is_null(False)
    if filters.text.strip():
        yield _matching(filters.text)
    yield from (told for name, told in YES_OR_NO.items() if getattr(filters, name))
    yield from _dated(filters)
    yield from _rehearsed(filters)


def _rehearsed(filters: Filters) -> Iterator[Any]:
    """The rehearsals or all the others; among requests there are none."""
    if filters.rehearsals or not (filters.requests_only or filters.chosen):
        days = first_days(filters.events, filters.since)
        if filters.rehearsals:
            yield is_rehearsal(days)
        elif days:
            yield ~is_rehearsal(days)


def _dated(filters: Filters) -> Iterator[Any]:
    if filters.since:
        yield Assessment.created_at >= start_of(filters.since)
    if filters.until:
        yield Assessment.created_at < end_of(filters.until)
    if filters.requested_since or filters.requested_until:
        yield Assessment.id.in_(_requested(filters.requested_since, filters.requested_until))
    if filters.granted_since:
        yield Assessment.granted_on >= filters.granted_since
    if filters.granted_until:
        yield Assessment.granted_on <= filters.granted_until
    if filters.call_back_by:
        yield Assessment.call_back_on <= filters.call_back_by
    if filters.unanswered_by:
        yield _unanswered(filters.unanswered_by)


def _unanswered(day: date) -> Any:
    """Asked that day or before, and waiting since: a call that was withdrawn didn't answer."""
    later = Timeline.alias()
    replaced = later.select(later.replaces).where(later.replaces.is_null(False))
    answered = Timeline.select(Timeline.assessment).where(
        *(Timeline.kind.in_(("appel", "etape")), Timeline.author_account.is_null(False)),
        Timeline.id.not_in(replaced),
    )
    waits = Assessment.application_stage.in_(WAITING)
    return waits & Assessment.id.in_(_requested(None, day)) & Assessment.id.not_in(answered)


def _requested(since: date | None, until: date | None) -> Any:
    requests = Application.select(Application.assessment)
    if since:
        requests = requests.where(Application.created_at >= start_of(since))
    if until:
        requests = requests.where(Application.created_at < end_of(until))
    return requests


def _among(column: Any, values: tuple[object, ...]) -> Any:
    known = [value for value in values if value != UNKNOWN]
    choice = column.in_(known)
    return choice | column.is_null() if len(known) < len(values) else choice


def _matching(text: str) -> Any:
    choice = NOTHING
    if wanted := [reduce(operator.or_, map(DossierSearch.words.contains, spellings)) for spellings in sought(text)]:
        choice = Assessment.id.in_(DossierSearch.select(DossierSearch.assessment).where(*wanted))
    if parts := _REFERENCE.fullmatch(squeeze(text)):
        reference = "-".join(parts.groups()).upper()
        choice |= (Assessment.reference == reference) | (Assessment.stand_reference == reference)
    return choice


def without(filters: Filters, name: str, value: object) -> Filters:
    """The filters with one value of a field taken away (or the whole field, where it holds only one)."""
    kept = getattr(filters, name)
    rest: Any = tuple(each for each in kept if each != value) if isinstance(kept, tuple) else _default(name)
    return replace(filters, **{name: rest})


def active(filters: Filters) -> Iterator[tuple[str, object]]:
    """Each field that narrows the list, with each of its values."""
    for each in fields(filters):
        kept = getattr(filters, each.name)
        if isinstance(kept, tuple):
            yield from ((each.name, value) for value in kept)
        elif kept:
            yield each.name, kept


def _default(name: str) -> object:
    return getattr(Filters(), name)
