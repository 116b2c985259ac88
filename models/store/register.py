"""The register beside the database: what was erased or withdrawn on request, kept when a backup is put in its place."""

from __future__ import annotations

import os
from pathlib import Path

from models.store.database import StoreUnavailable, database


def register_path() -> Path:
    """The list of what was erased on request, beside the database: kept when a backup is put in its place."""
    return database.register


def erased_on_request() -> set[str]:
    """What stands in the list: identifiers of assessments, and names of withdrawn publications."""
    try:
        return set(register_path().read_text("ascii").split())
    except FileNotFoundError:
        return set()


def enter_in_register(name: str) -> None:
    """Add a line, on the disk before anything else is done. Raises StoreUnavailable."""
    try:
        with open(register_path(), "a", encoding="ascii", opener=_privately) as register:
            register.write(f"{name}\n")
            register.flush()
            os.fsync(register.fileno())
    except OSError as error:
        raise StoreUnavailable(str(error)) from error


def _privately(path: str, flags: int) -> int:
    """Open a file for its owner alone, as the database is."""
    opened = os.open(path, flags, 0o600)
    os.fchmod(opened, 0o600)
    return opened
