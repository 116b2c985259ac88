"""Where the companies that answered stand: counted once a day over all results, read without the one that asks."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import msgspec
from peewee import fn

from models.rules.peers import LEAST, Counts, Group, Peer, Peers, Tally, may_change, peer_of, tell, without
from models.rules.question import Answer, Size
from models.rules.result import Maturity
from models.store.database import writing
from models.store.tables import Assessment, PeerCount, Revision
from models.store.visits.finding import Door

BATCH = 500
"""Assessments looked at in one query."""

PAUSE_SECONDS = 0.02
"""Between two of them: whoever is answering meanwhile comes first."""

SETTLED = timedelta(minutes=5)
"""Results younger than that wait for the next count: their conclusion may not be on record yet."""


class _Kept(msgspec.Struct):
    """The part of a kept result by which it counts."""

    short: bool
    size: Size
    answers: dict[str, Answer]
    maturity: Maturity


class _Counted(msgspec.Struct):
    """A group as it is kept: its counts, the scale that they are of, and the last assessment that was there then.

    What comes home from a stand is older than its arrival: it has a later id.
    """

    scale: dict[str, int]
    last_id: int
    counts: Counts


_results: msgspec.json.Decoder[_Kept] = msgspec.json.Decoder(_Kept)
_counted: msgspec.json.Decoder[_Counted] = msgspec.json.Decoder(_Counted)


@dataclass(slots=True)
class _Underway:
    """A group being counted: what is kept of it, and how many in it came, or answered again, since."""

    kept: _Counted | None = None
    counted_at: datetime | None = None
    tally: Tally = field(default_factory=Tally)
    newcomers: int = 0

    def add(self, peer: Peer, assessment_id: int, concluded_at: datetime) -> None:
        """Count a company."""
        self.tally.add(peer)
        if self.kept is not None and self.counted_at is not None:
            self.newcomers += concluded_at > self.counted_at or assessment_id > self.kept.last_id

    def may_be_replaced(self, anew: _Counted) -> bool:
        """Whether the new counts are other enough than those kept, if any are."""
        if self.kept is None:
            return True
        return self.kept.scale != anew.scale or may_change(self.kept.counts, anew.counts, self.newcomers)


@dataclass(frozen=True, slots=True)
class PeersOfGroup:
    """The others of the narrowest group that has enough of them, and when they were counted."""

    group: Group
    counted_at: datetime
    peers: Peers


def count_peers(scale: Mapping[str, int], now: datetime) -> int:
    """Count every group anew; how many companies count in all. Raises StoreUnavailable.

    A group's figures stay as they are until enough of it has changed. Those of another scale are forgotten.
    """
    until, last_id = now - SETTLED, int(Assessment.select(fn.coalesce(fn.max(Assessment.id), 0)).scalar())
    groups: dict[Group, _Underway] = {
        (row.size, row.sector): _Underway(_counted.decode(row.counts), row.counted_at) for row in PeerCount.select()
    }
    companies = 0
    for peer, assessment_id, concluded_at in _members(scale, until, last_id):
        companies += 1
        for group in peer.groups:
            groups.setdefault(group, _Underway()).add(peer, assessment_id, concluded_at)
    with writing():
        for group, underway in groups.items():
            anew = _Counted(dict(scale), last_id, underway.tally.counts)
            if underway.may_be_replaced(anew):
                _replace(group, anew, underway.counted_at, until)
    return companies


def _replace(group: Group, anew: _Counted, before: datetime | None, until: datetime) -> None:
    """Keep a group's new counts in place of those of `before`, in the caller's transaction; none where too few.

    Another process that counts meanwhile was first: its counts stay.
    """
    size, sector = group
    there = (PeerCount.size == size) & (PeerCount.sector == sector)
    if before is not None:
        PeerCount.delete().where(there, PeerCount.counted_at == before).execute()
    if anew.counts.companies >= LEAST and PeerCount.get_or_none(there) is None:
        counts = msgspec.json.encode(anew).decode()
        PeerCount.insert(size=size, sector=sector, counted_at=until, counts=counts).execute()


def _members(scale: Mapping[str, int], until: datetime, last_id: int) -> Iterator[tuple[Peer, int, datetime]]:
    """The companies that count, each by its newest result until then: whose it is, and when it was concluded."""
    for first in range(1, last_id + 1, BATCH):
        if first > 1:
            time.sleep(PAUSE_SECONDS)
        batch = Assessment.id.between(first, min(first + BATCH - 1, last_id))
        newest = {assessment_id: (result, at) for assessment_id, result, at in _concluded(until, batch)}
        for assessment_id, (result, concluded_at) in newest.items():
            peer = _peer(result, scale)
            if peer is not None:
                yield peer, assessment_id, concluded_at


def _concluded(until: datetime, *which: Any) -> Iterator[Any]:
    """The results concluded until then, those of one assessment in order; none of those that staff entered."""
    rows = Revision.select(Revision.assessment, Revision.result, Revision.concluded_at).join(Assessment)
    ours = (Assessment.door != Door.MANUAL) & Revision.result.is_null(False) & (Revision.concluded_at <= until)
    return rows.where(ours, *which).order_by(Revision.assessment, Revision.number).tuples().iterator()


def _peer(result: str, scale: Mapping[str, int]) -> Peer | None:
    """As what a kept result counts; one that can't be read counts for nothing, and stops no other from counting."""
    try:
        kept = _results.decode(result)
    except msgspec.MsgspecError:
        return None
    return peer_of(kept.maturity, kept.size, kept.answers.get("secteur"), scale, short=kept.short)


def find_peers(assessment_id: int, peer: Peer, scale: Mapping[str, int]) -> PeersOfGroup | None:
    """What is told to a company of the others like it; None where too few of them are known."""
    for size, sector in peer.groups:
        row = PeerCount.get_or_none(PeerCount.size == size, PeerCount.sector == sector)
        if row is None:
            continue
        kept = _counted.decode(row.counts)
        if kept.scale != dict(scale):
            continue
        own = _counted_as(assessment_id, row.counted_at, scale) if assessment_id <= kept.last_id else None
        is_in = own is not None and (size, sector) in own.groups
        told = tell(without(kept.counts, own) if own is not None and is_in else kept.counts, scale)
        if told is not None:
            return PeersOfGroup((size, sector), row.counted_at, told)
    return None


def _counted_as(assessment_id: int, counted_at: datetime, scale: Mapping[str, int]) -> Peer | None:
    """As what an assessment was counted at that moment, if it was."""
    results = [result for _, result, _ in _concluded(counted_at, Assessment.id == assessment_id)]
    return _peer(results[-1], scale) if results else None
