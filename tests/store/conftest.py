"""What the store's tests share: a real file of their own, a clock that is told, and visits to make."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.store.contents import register_content
from models.store.database import close_database, open_database
from tests.store.making import NOW


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the test's database is."""
    return tmp_path / "diagnostics.db"


@pytest.fixture
def store(path: Path) -> Iterator[Path]:
    """An open, empty database with one content version (id 1)."""
    open_database(path)
    register_content(b"version = 1", "2026.1", NOW)
    yield path
    close_database()


@pytest.fixture
def main(tmp_path: Path) -> Path:
    return tmp_path / "main" / "diagnostics.db"


@pytest.fixture
def stand(tmp_path: Path, main: Path) -> Iterator[Path]:
    """The stand's laptop, on: what a test does first happens there."""
    path = tmp_path / "stand" / "diagnostics.db"
    open_database(path)
    register_content(b"version = 1", "2026.1", NOW)
    yield path
    close_database()
