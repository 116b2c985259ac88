"""Proposals: open requests that the team chooses together, under a name. Nothing is decided by one.

What was decided or erased since leaves by itself: a dossier no longer open is told apart (`decided`), one erased has
no row left and is only counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import peewee
from peewee import JOIN, chunked, fn

from models.rules.variety import OPEN_STAGES
from models.store import audit
from models.store.audit import Actor
from models.store.database import writing
from models.store.sample import Candidate, find_companies
from models.store.tables import Assessment, Proposal, ProposalDossier

MOST_CHOSEN = 100
"""Requests in one proposal: more than three times the companies that the Aract looks for."""

ROWS_IN_A_STATEMENT = 200


class NameTaken(Exception):
    """Another proposal has that name."""


class NothingOpen(Exception):
    """None of the requests chosen is open any more."""


class StaleProposal(Exception):
    """The proposal changed since it was opened; `current` is what it is now."""

    def __init__(self, current: SharedProposal) -> None:
        super().__init__(current.id)
        self.current = current


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """A proposal as it is listed: how many of its requests are open still."""

    id: int
    name: str
    created_at: datetime
    created_by: str
    changed_at: datetime
    changed_by: str
    still_open: int

    @property
    def was_changed(self) -> bool:
        """Whether it is another than when it was first kept."""
        return self.changed_at != self.created_at


@dataclass(frozen=True, slots=True)
class SharedProposal:
    """One proposal, whole: `requests` are open still, `decided` no longer, and so many were `erased` since."""

    id: int
    name: str
    version: int
    created_at: datetime
    created_by: str
    changed_at: datetime
    changed_by: str
    requests: tuple[Candidate, ...]
    decided: tuple[Candidate, ...]
    erased: int

    @property
    def was_changed(self) -> bool:
        """Whether it is another than when it was first kept."""
        return self.version > 1

    @property
    def ids(self) -> tuple[int, ...]:
        """Its open requests."""
        return tuple(each.id for each in self.requests)


def list_proposals() -> list[ProposalLine]:
    """All proposals, the latest changed first."""
    is_open = (Assessment.id == ProposalDossier.assessment) & Assessment.application_stage.in_(OPEN_STAGES)
    rows = Proposal.select(Proposal, fn.count(Assessment.id).alias("still_open"))
    rows = rows.join(ProposalDossier, JOIN.LEFT_OUTER).join(Assessment, JOIN.LEFT_OUTER, on=is_open)
    rows = rows.group_by(Proposal.id).order_by(Proposal.changed_at.desc(), Proposal.id.desc())
    return [
        ProposalLine(
            *(row.id, row.name, row.created_at, row.created_by, row.changed_at, row.changed_by, row.still_open)
        )
        for row in rows.objects()
    ]


def get_proposal(proposal_id: int) -> SharedProposal:
    """The proposal with that id. Raises KeyError."""
    row = Proposal.get_or_none(Proposal.id == proposal_id)
    if row is None:
        raise KeyError(proposal_id)
    members = ProposalDossier.select(ProposalDossier.assessment).where(ProposalDossier.proposal == proposal_id)
    found = find_companies(each.assessment_id for each in members)
    return SharedProposal(
        *(row.id, row.name, row.version, row.created_at, row.created_by, row.changed_at, row.changed_by),
        requests=tuple(each for each in found if each.is_open),
        decided=tuple(each for each in found if not each.is_open),
        erased=max(row.chosen - len(found), 0),
    )


def save_proposal(name: str, chosen: Iterable[int], now: datetime, by: Actor) -> SharedProposal:
    """Keep a new proposal for everybody: the dossiers chosen that are open. Raises NameTaken, NothingOpen."""
    with writing():
        ids = _open_among(chosen)
        told = {"created_at": now, "created_by": by.name, "changed_at": now, "changed_by": by.name}
        proposal = _named(name, lambda: Proposal.create(name=name, version=1, chosen=len(ids), **told))
        _keep_members(proposal.id, ids)
        audit.record(by, "enregistrer une proposition", now, subject=name, detail=_counted(ids))
        return get_proposal(proposal.id)


def change_proposal(
    proposal_id: int, version: int, name: str, chosen: Iterable[int], now: datetime, by: Actor
) -> SharedProposal:
    """Give a proposal another name or other requests, on the version that was shown.

    Raises KeyError, StaleProposal, NameTaken, NothingOpen.
    """
    with writing():
        current = _current(proposal_id, version)
        ids = _open_among(chosen)
        changed = {"name": name, "version": version + 1, "chosen": len(ids), "changed_at": now, "changed_by": by.name}
        _named(name, Proposal.update(**changed).where(Proposal.id == proposal_id).execute)
        ProposalDossier.delete().where(ProposalDossier.proposal == proposal_id).execute()
        _keep_members(proposal_id, ids)
        former = "" if current.name == name else f"auparavant «\u00a0{current.name}\u00a0», "
        audit.record(by, "changer une proposition", now, subject=name, detail=former + _counted(ids))
        return get_proposal(proposal_id)


def delete_proposal(proposal_id: int, version: int, now: datetime, by: Actor) -> None:
    """Take a proposal away from everybody, if it is what was shown; nothing where it is gone. Raises StaleProposal."""
    with writing():
        try:
            current = _current(proposal_id, version)
        except KeyError:
            return
        Proposal.delete().where(Proposal.id == proposal_id).execute()
        audit.record(by, "supprimer une proposition", now, subject=current.name, detail=_counted(current.ids))


def _current(proposal_id: int, version: int) -> SharedProposal:
    current = get_proposal(proposal_id)
    if current.version != version:
        raise StaleProposal(current)
    return current


def _open_among(chosen: Iterable[int]) -> list[int]:
    ids = [each.id for each in find_companies(chosen) if each.is_open]
    if not ids:
        raise NothingOpen
    return ids


def _named(name: str, keep: Callable[[], Any]) -> Any:
    try:
        return keep()
    except peewee.IntegrityError as error:
        raise NameTaken(name) from error


def _keep_members(proposal_id: int, ids: Iterable[int]) -> None:
    rows = ({"proposal": proposal_id, "assessment": each} for each in ids)
    for batch in chunked(rows, ROWS_IN_A_STATEMENT):
        ProposalDossier.insert_many(batch).execute()


def _counted(ids: Iterable[int]) -> str:
    return f"{len(list(ids))} demandes"
