"""Contents being prepared: kept apart from the versions until one is published, which makes it a version for good."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from models.store import audit
from models.store.audit import Actor
from models.store.contents import ContentVersion, find_content, publish_content, published_content, register_content
from models.store.database import Row, all_rows, one_row, run, writing
from models.store.times import to_milliseconds, to_moment

COLUMNS = "id, base_id, version, source, origin, made_by, created_at, updated_at"


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
    moment = to_milliseconds(now)
    with writing():
        rows = all_rows(
            "INSERT INTO content_candidate (base_id, version, source, origin, made_by, created_at, updated_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id",
            (base_id, version, source, origin, by.name, moment, moment),
        )
        audit.record(by, "préparer un contenu", now, subject=version, detail=origin)
        return get_candidate(rows[0][0])


def get_candidate(candidate_id: int) -> Candidate:
    """The candidate with that id; raises KeyError where there is none."""
    row = one_row(f"SELECT {COLUMNS} FROM content_candidate WHERE id = ?", (candidate_id,))
    if row is None:
        raise KeyError(candidate_id)
    return _candidate(row)


def list_candidates() -> list[Candidate]:
    """All candidates, the latest changed first."""
    return [
        _candidate(row)
        for row in all_rows(f"SELECT {COLUMNS} FROM content_candidate ORDER BY updated_at DESC, id DESC")
    ]


def change_candidate(candidate: Candidate, source: bytes, now: datetime, by: Actor, *, detail: str) -> Candidate:
    """Give a candidate other bytes; `detail` says in the log what was changed. Raises StaleCandidate, KeyError."""
    with writing():
        _refuse_stale(candidate)
        run(
            "UPDATE content_candidate SET source = ?, made_by = ?, updated_at = ? WHERE id = ?",
            (source, by.name, to_milliseconds(now), candidate.id),
        )
        audit.record(by, "modifier un contenu en préparation", now, subject=candidate.version, detail=detail)
        return get_candidate(candidate.id)


def move_candidate(candidate: Candidate, base_id: int, source: bytes, now: datetime, by: Actor) -> Candidate:
    """Set a candidate on another base, with the bytes that follow. Raises StaleCandidate, KeyError."""
    with writing():
        _refuse_stale(candidate)
        run("UPDATE content_candidate SET base_id = ? WHERE id = ?", (base_id, candidate.id))
        return change_candidate(candidate, source, now, by, detail="reporté sur la version en service")


def discard_candidate(candidate: Candidate, now: datetime, by: Actor) -> None:
    """Throw a candidate away."""
    with writing():
        run("DELETE FROM content_candidate WHERE id = ?", (candidate.id,))
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
        run("DELETE FROM content_candidate WHERE id = ?", (candidate.id,))
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
    return one_row("SELECT 1 FROM content_version WHERE version = ? AND sha256 <> ?", (version, sha256)) is not None


def version_names() -> set[str]:
    """The names of all versions and candidates."""
    return {
        row[0] for row in all_rows("SELECT version FROM content_version UNION SELECT version FROM content_candidate")
    }


def _refuse_stale(candidate: Candidate) -> None:
    current = get_candidate(candidate.id)
    if current.source != candidate.source:
        raise StaleCandidate(current)


def _candidate(row: Row) -> Candidate:
    number, base_id, version, source, origin, made_by, created_at, updated_at = row
    return Candidate(number, base_id, version, source, origin, made_by, to_moment(created_at), to_moment(updated_at))
