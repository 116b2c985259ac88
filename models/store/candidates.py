"""Contents being prepared: kept apart from the versions until one is published, which makes it a version for good."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from models.store import audit, tables
from models.store.audit import Actor
from models.store.contents import ContentVersion, find_content, publish_content, published_content, register_content
from models.store.database import writing
from models.store.tables import ContentCandidate


@dataclass(frozen=True, slots=True)
class Candidate:
    """A content being prepared from the version `base_id`; `origin` is the name of the file it came in, or empty."""

    id: int
    base_id: int
    version: str
    source: bytes
    origin: str
    made_by: str
    created_at: datetime
    updated_at: datetime

    @property
    def sha256(self) -> str:
        """What identifies its bytes, and so its state."""
        return hashlib.sha256(self.source).hexdigest()


class StaleCandidate(Exception):
    """A colleague changed the candidate since the page was opened; `current` is what it is now."""

    def __init__(self, current: Candidate) -> None:
        super().__init__(current.id)
        self.current = current


class BaseMoved(Exception):
    """Another version was published since the candidate was begun: publishing it would undo that one unseen."""


class VersionTaken(Exception):
    """Another content already has that version's name."""


def create_candidate(base_id: int, version: str, source: bytes, origin: str, now: datetime, by: Actor) -> Candidate:
    """Begin a candidate from a version."""
    with writing():
        row = ContentCandidate.create(
            base_version=base_id,
            version=version,
            source=source,
            origin=origin,
            made_by=by.name,
            created_at=now,
            updated_at=now,
        )
        audit.record(by, "préparer un contenu", now, subject=version, detail=origin)
        return get_candidate(row.id)


def get_candidate(candidate_id: int) -> Candidate:
    """The candidate with that id; raises KeyError where there is none."""
    row = ContentCandidate.get_or_none(ContentCandidate.id == candidate_id)
    if row is None:
        raise KeyError(candidate_id)
    return _candidate(row)


def list_candidates() -> list[Candidate]:
    """All candidates, the latest changed first."""
    rows = ContentCandidate.select().order_by(ContentCandidate.updated_at.desc(), ContentCandidate.id.desc())
    return [_candidate(row) for row in rows]


def change_candidate(candidate: Candidate, source: bytes, now: datetime, by: Actor, *, detail: str) -> Candidate:
    """Give a candidate other bytes; `detail` says in the log what was changed. Raises StaleCandidate, KeyError."""
    with writing():
        _refuse_stale(candidate)
        _set(candidate, source=source, made_by=by.name, updated_at=now)
        audit.record(by, "modifier un contenu en préparation", now, subject=candidate.version, detail=detail)
        return get_candidate(candidate.id)


def move_candidate(candidate: Candidate, base_id: int, source: bytes, now: datetime, by: Actor) -> Candidate:
    """Set a candidate on another base, with the bytes that follow. Raises StaleCandidate, KeyError."""
    with writing():
        _set(candidate, base_version=base_id)
        return change_candidate(candidate, source, now, by, detail="reporté sur la version en service")


def discard_candidate(candidate: Candidate, now: datetime, by: Actor) -> None:
    """Throw a candidate away."""
    with writing():
        ContentCandidate.delete().where(ContentCandidate.id == candidate.id).execute()
        audit.record(by, "jeter un contenu en préparation", now, subject=candidate.version)


def publish_candidate(candidate: Candidate, running_id: int, now: datetime, by: Actor) -> ContentVersion:
    """Make the candidate a version, and the one that runs, all at once. `running_id` is the version that runs now.

    Raises StaleCandidate, BaseMoved, VersionTaken, KeyError.
    """
    with writing():
        _refuse_stale(candidate)
        published = published_content()
        if candidate.base_id != running_id or (published is not None and published.id != running_id):
            raise BaseMoved(candidate.version)
        if version_taken(candidate.version, candidate.source):
            raise VersionTaken(candidate.version)
        kept = register_content(candidate.source, candidate.version, now, base_id=candidate.base_id)
        published = publish_content(kept.id, now, by.name)
        ContentCandidate.delete().where(ContentCandidate.id == candidate.id).execute()
        audit.record(by, "publier un contenu", now, subject=kept.version, detail=f"empreinte {kept.sha256[:12]}")
        return published


def restore_content(content_id: int, now: datetime, by: Actor) -> ContentVersion:
    """Make a former version the one that runs again. Raises KeyError."""
    with writing():
        former = find_content(content_id)
        audit.record(by, "remettre un contenu en service", now, subject=former.version)
        return publish_content(content_id, now, by.name)


def version_taken(version: str, source: bytes) -> bool:
    """Whether another content, by its bytes, is a version of that name."""
    sha256 = hashlib.sha256(source).hexdigest()
    named = tables.ContentVersion.select().where(tables.ContentVersion.version == version)
    return bool(named.where(tables.ContentVersion.sha256 != sha256).exists())


def version_names() -> set[str]:
    """The names of all versions and candidates."""
    return {row.version for table in (tables.ContentVersion, ContentCandidate) for row in table.select(table.version)}


def _refuse_stale(candidate: Candidate) -> None:
    current = get_candidate(candidate.id)
    if current.source != candidate.source:
        raise StaleCandidate(current)


def _candidate(row: ContentCandidate) -> Candidate:
    return Candidate(**{field.name: getattr(row, field.name) for field in fields(Candidate)})


def _set(candidate: Candidate, **values: Any) -> None:
    ContentCandidate.update(**values).where(ContentCandidate.id == candidate.id).execute()
