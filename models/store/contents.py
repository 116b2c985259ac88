"""Versions of the content: each known by its bytes, never altered, the newest published one runs."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from models.store import tables
from models.store.database import writing
from models.store.prepared import prepared
from models.store.times import MILLISECOND


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
        kept = tables.ContentVersion.insert(
            version=version, sha256=sha256, source=source, created_at=now, base_version=base_id
        )
        kept.on_conflict(action="nothing", conflict_target=[tables.ContentVersion.sha256]).execute()
        return _content(tables.ContentVersion.get(tables.ContentVersion.sha256 == sha256))


def publish_content(content_id: int, now: datetime, by: str) -> ContentVersion:
    """Make a version the one that runs; publishing a former one again takes the latest back.

    Raises KeyError where there is no such version.
    """
    with writing():
        # Two publications within a millisecond, or a clock set back, must still follow one another.
        latest = published_content()
        moment = max(now, latest.published_at + MILLISECOND) if latest and latest.published_at else now
        changed = tables.ContentVersion.update(published_by=by, published_at=moment)
        changed.where(tables.ContentVersion.id == content_id).execute()
        return find_content(content_id)


def find_content(content_id: int) -> ContentVersion:
    """The version with that id. Raises KeyError."""
    row = tables.ContentVersion.get_or_none(tables.ContentVersion.id == content_id)
    if row is None:
        raise KeyError("no such content version")
    return _content(row)


def published_content() -> ContentVersion | None:
    """The version that runs: the newest published one; None before the first publication."""
    published = tables.ContentVersion.select().where(tables.ContentVersion.published_at.is_null(False))
    row = published.order_by(tables.ContentVersion.published_at.desc()).first()
    return None if row is None else _content(row)


def content_of_day(day: datetime) -> ContentVersion | None:
    """The version that ran at that moment, as far as is known; before the oldest, the oldest.

    Versions never published are those that a file brought: they ran until the first publication.
    """
    versions = list_contents()
    published = [each for each in versions if each.published_at and each.published_at <= day]
    brought = [each for each in versions if not each.published_at and each.created_at <= day]
    if published:
        return max(published, key=lambda each: each.published_at or day)
    return max(brought, key=lambda each: each.id, default=versions[-1] if versions else None)


def newest_published() -> Any:
    """The query of the id of the version that runs; no row before the first publication."""
    published = tables.ContentVersion.select(tables.ContentVersion.id)
    return (
        published.where(tables.ContentVersion.published_at.is_null(False))
        .order_by(tables.ContentVersion.published_at.desc())
        .limit(1)
    )


_running = prepared(newest_published)


def published_id() -> int | None:
    """The id of the version that runs, asked at every request where several processes serve (a visit brings it)."""
    rows = _running()
    return rows[0][0] if rows else None


def list_contents() -> list[ContentVersion]:
    """All versions, the newest registered first."""
    return [_content(row) for row in tables.ContentVersion.select().order_by(tables.ContentVersion.id.desc())]


def _content(row: tables.ContentVersion) -> ContentVersion:
    return ContentVersion(**{field.name: getattr(row, field.name) for field in fields(ContentVersion)})
