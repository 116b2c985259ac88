"""What narrows the list of dossiers: one translation into SQL, so that a number and the list it opens always agree."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from models.store.times import to_milliseconds

STAGES = ("nouveau", "contacte", "candidature", "selectionne", "accompagne", "termine", "ecarte")
"""The stages of an application, in the order they are gone through."""

NO_REQUEST = "sans-demande"
"""In place of a stage: concluded, and nobody asked for anything."""

UNFINISHED = "inacheve"
"""In place of a stage: not concluded."""

UNKNOWN = "inconnu"
"""A filter's value for what was not answered."""

_PARIS = ZoneInfo("Europe/Paris")
STATE = (
    "coalesce(assessment.application_stage, CASE WHEN assessment.concluded_at IS NULL"
    f" THEN '{UNFINISHED}' ELSE '{NO_REQUEST}' END)"
)
_REFERENCE = re.compile(r"[a-z]\d\d-\d{3,}")


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed to. Values of one field are alternatives, fields add up; empty means anything.

    Values are the scheme's keys; `stages` also takes NO_REQUEST and UNFINISHED, and fields of facts UNKNOWN. Days are
    Paris days, both included, of the beginning of the assessment. `call_back_by` keeps those to call back that day or
    before, `mail_failed` those with a message that was given up or whose last try failed. `finished` keeps the visits
    with a result, `contacted` those followed by a request. `reached` and `left_at` are places in the questionnaire (1
    is its first question): visits that got at least that far, and unfinished ones that wait there.
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
    mail_failed: bool = False
    granted: bool = False
    ungranted: bool = False
    finished: bool = False
    contacted: bool = False
    reached: tuple[int, ...] = ()
    left_at: tuple[int, ...] = ()


COLUMNS = {
    "stages": STATE,
    "verdicts": "assessment.verdict",
    "offers": "assessment.stage_recommended",
    "levels": "assessment.company_level",
    "departments": "assessment.department",
    "sectors": "assessment.sector",
    "structures": "assessment.structure",
    "sizes": "assessment.size",
    "ambitions": "assessment.ambition",
    "doors": "assessment.door",
    "events": "assessment.event_id",
    "assigned_to": "assessment.assigned_to",
}
"""The fields of Filters that are alternatives of one column."""

MAIL_TROUBLE = (
    "SELECT assessment_id FROM outbox_message WHERE assessment_id IS NOT NULL"
    " AND sent_at IS NULL AND (given_up_at IS NOT NULL OR last_error IS NOT NULL)"
)


@dataclass(slots=True)
class Where:
    """A condition being put together, with its parameters."""

    sql: list[str] = field(default_factory=list)
    params: list[object] = field(default_factory=list)

    def add(self, sql: str, *params: object) -> None:
        """One more condition that must hold."""
        self.sql.append(sql)
        self.params.extend(params)

    def __str__(self) -> str:
        return " AND ".join(self.sql) or "1"


def condition(filters: Filters) -> Where:
    """The filters as one SQL condition on `assessment`: for the list, its counts, and any figure that opens it."""
    where = Where()
    for name, column in COLUMNS.items():
        # A stage by its own column where that will do: its index then helps.
        plain = name == "stages" and set(filters.stages) <= set(STAGES)
        _among(where, "assessment.application_stage" if plain else column, getattr(filters, name))
    if filters.themes:
        where.add(
            f"({' OR '.join('assessment.themes LIKE ?' for _ in filters.themes)})",
            *(f"%|{each}|%" for each in filters.themes),
        )
    if filters.since:
        where.add("assessment.created_at >= ?", _start_of(filters.since))
    if filters.until:
        where.add("assessment.created_at < ?", _start_of(filters.until + timedelta(days=1)))
    if filters.unassigned:
        where.add("assessment.assigned_to IS NULL")
    if filters.call_back_by:
        where.add("assessment.call_back_on <= ?", filters.call_back_by.isoformat())
    if filters.mail_failed:
        where.add(f"assessment.id IN ({MAIL_TROUBLE})")
    if filters.granted:
        where.add("assessment.days_granted IS NOT NULL")
    _got_that_far(where, filters)
    if filters.text.strip():
        _matching(where, filters.text)
    return where


def _got_that_far(where: Where, filters: Filters) -> None:
    if filters.ungranted:
        where.add("assessment.days_granted IS NULL")
    if filters.finished:
        where.add("assessment.concluded_at IS NOT NULL")
    if filters.contacted:
        where.add("assessment.application_stage IS NOT NULL")
    if filters.reached:
        where.add("(assessment.waiting_at >= ? OR assessment.concluded_at IS NOT NULL)", min(filters.reached))
    if filters.left_at:
        _among(where, "assessment.waiting_at", filters.left_at)
        where.add("assessment.concluded_at IS NULL")


def _among(where: Where, column: str, values: tuple[object, ...]) -> None:
    known = [value for value in values if value != UNKNOWN]
    choices = [f"{column} IN ({', '.join('?' * len(known))})"] if known else []
    choices += [f"{column} IS NULL"] if len(known) < len(values) else []
    if choices:
        where.add(f"({' OR '.join(choices)})", *known)


def _matching(where: Where, text: str) -> None:
    words = fold(text).split()
    found = Where()
    for word in words:
        found.add("instr(words, ?)", word)
    choices = [f"assessment.id IN (SELECT assessment_id FROM dossier_search WHERE {found})"]
    params = list(found.params)
    if len(words) == 1 and _REFERENCE.fullmatch(words[0]):
        choices.append("assessment.reference = ? OR assessment.stand_reference = ?")
        params += [words[0].upper()] * 2
    where.add(f"({' OR '.join(choices)})", *params)


def fold(text: str) -> str:
    """Small letters without accents, as `dossier_search` keeps them."""
    text = text.casefold().replace("œ", "oe").replace("æ", "ae").replace("’", "'")
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))


def _start_of(day: date) -> int:
    return to_milliseconds(datetime.combine(day, time(), _PARIS))


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
