"""Versions of the content: each known by its bytes, never altered, the newest published one runs."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from models.store.database import Row, all_rows, one_row, run, writing
from models.store.times import to_milliseconds, to_moment, to_moment_or_none

COLUMNS = "id, version, sha256, source, created_at, published_at, base_id, published_by"


@dataclass(frozen=True, slots=True)
class ContentVersion:
    """One version; `base_id` is the version it was made from, `published_at` the last time it was published."""

    id: int
    version: str
    sha256: str
    source: bytes
    created_at: datetime
    published_at: datetime | None
    base_id: int | None
    published_by: str | None


def register_content(source: bytes, version: str, now: datetime, *, base_id: int | None = None) -> ContentVersion:
    """Keep a version; the same bytes a second time are the version already kept."""
    sha256 = hashlib.sha256(source).hexdigest()
    with writing():
        run(
            "INSERT INTO content_version (version, sha256, source, created_at, base_id) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (sha256) DO NOTHING",
            (version, sha256, source, to_milliseconds(now), base_id),
        )
        return _content(one_row("SELECT " + COLUMNS + " FROM content_version WHERE sha256 = ?", (sha256,)))


def publish_content(content_id: int, now: datetime, by: str) -> ContentVersion:
    """Make a version the one that runs; publishing a former one again takes the latest back.

    Raises KeyError where there is no such version.
    """
    with writing():
        # Two publications within a millisecond, or a clock set back, must still follow one another.
        changed = run(
            "UPDATE content_version SET published_by = ?, published_at ="
            " max(?, (SELECT coalesce(max(published_at), 0) + 1 FROM content_version)) WHERE id = ?",
            (by, to_milliseconds(now), content_id),
        )
        if not changed:
            raise KeyError(content_id)
        return find_content(content_id)


def find_content(content_id: int) -> ContentVersion:
    """The version with that id. Raises KeyError."""
    return _content(one_row("SELECT " + COLUMNS + " FROM content_version WHERE id = ?", (content_id,)))


def published_content() -> ContentVersion | None:
    """The version that runs: the newest published one; None before the first publication."""
    row = one_row(
        "SELECT " + COLUMNS + " FROM content_version WHERE published_at IS NOT NULL ORDER BY published_at DESC LIMIT 1"
    )
    return None if row is None else _content(row)


def list_contents() -> list[ContentVersion]:
    """All versions, the newest registered first."""
    return [_content(row) for row in all_rows("SELECT " + COLUMNS + " FROM content_version ORDER BY id DESC")]


def _content(row: Row | None) -> ContentVersion:
    if row is None:
        raise KeyError("no such content version")
    number, version, sha256, source, created_at, published_at, base_id, published_by = row
    return ContentVersion(
        id=number,
        version=version,
        sha256=sha256,
        source=source,
        created_at=to_moment(created_at),
        published_at=to_moment_or_none(published_at),
        base_id=base_id,
        published_by=published_by,
    )
