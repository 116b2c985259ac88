"""What the store's tests share: a database of their own on each engine, a clock that is told, and visits to make."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.store.contents import register_content
from models.store.database import close_database, open_database
from tests.store.making import NOW


@pytest.fixture
def store(database_address: Path | str, tmp_path: Path, kept_connections: None) -> Iterator[Path | str]:
    """An open, empty database with one content version (id 1); its database_address."""
    open_database(database_address, tmp_path / "effaces")
    register_content(b"version = 1", "2026.1", NOW)
    yield database_address
    close_database()


@pytest.fixture
def main(database_address: Path | str) -> Path | str:
    """Where a stand comes home to."""
    return database_address


@pytest.fixture
def stand(tmp_path: Path, main: Path | str, empty_file: Path) -> Iterator[Path]:
    """The stand’s laptop, on: what a test does first happens there. It has a file, whatever the main database is.

    After `main`, whose server may have to start first.
    """
    path = tmp_path / "stand" / "diagnostics.db"
    path.parent.mkdir()
    shutil.copy(empty_file, path)
    open_database(path)
    register_content(b"version = 1", "2026.1", NOW)
    yield path
    close_database()
