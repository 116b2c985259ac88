"""One change made to several dossiers at once, each as if it were made in its own file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from models.store.audit import Actor
from models.store.database import writing
from models.store.dossier_file import FOLLOW_UP, Dossier, add_note, follow_up, get_dossier
from models.store.timeline import EntryKind, entries_since


@dataclass(slots=True)
class Outcome:
    """What became of each: changed, already so, changed by a colleague since it was shown, or no longer there."""

    done: list[Dossier] = field(default_factory=list)
    already: list[Dossier] = field(default_factory=list)
    stale: list[Dossier] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)


def assign_many(
    versions: Mapping[int, int],
    assigned_to: int | None,
    now: datetime,
    by: Actor,
    shown: Callable[[date | None], str],
) -> Outcome:
    """Give dossiers (ids, and the versions that were shown) to a colleague, or to nobody; call-back days stay.

    All in one transaction; those that changed since are left as they are. `shown` says a follow-up in words.
    """
    outcome = Outcome()
    with writing():
        for dossier in _still_there(versions, outcome):
            if dossier.assigned_to == assigned_to:
                outcome.already.append(dossier)
            elif entries_since(dossier.id, versions[dossier.id], FOLLOW_UP):
                outcome.stale.append(dossier)
            else:
                words = shown(dossier.call_back_on)
                follow_up(dossier.id, dossier.version, assigned_to, dossier.call_back_on, now, by, shown=words)
                outcome.done.append(dossier)
    return outcome


def note_many(versions: Mapping[int, int], text: str, on: date, now: datetime, by: Actor) -> Outcome:
    """Add the same note to dossiers, in one transaction; it changes nothing else, so that none is stale."""
    outcome = Outcome()
    with writing():
        for dossier in _still_there(versions, outcome):
            add_note(dossier.id, EntryKind.NOTE, text, on, now, by)
            outcome.done.append(dossier)
    return outcome


def _still_there(versions: Mapping[int, int], outcome: Outcome) -> list[Dossier]:
    found = []
    for dossier_id in versions:
        try:
            dossier = get_dossier(dossier_id)
        except KeyError:
            outcome.gone.append(dossier_id)
            continue
        if dossier.anonymised:
            outcome.gone.append(dossier_id)
        else:
            found.append(dossier)
    return found
