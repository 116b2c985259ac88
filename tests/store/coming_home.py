"""Going between a stand's laptop and the main database, for the tests of the merge."""

from __future__ import annotations

import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from models.store.contents import register_content
from models.store.database import close_database, open_database
from models.store.merge import MergeCounts, MergeRefused, merge_file
from tests.rows import everything
from tests.rules.sample import SAMPLE
from tests.store.making import NOW

DAY = timedelta(days=1)
REGISTER = Path(tempfile.mkdtemp()) / "effaces"
"""Where the erasures of a server's database are listed."""

HOME = NOW + 3 * DAY
"""When the laptop is back."""


def go_to(path: Path | str) -> None:
    """Work on that database from now on, as the program at that place would, with the same content."""
    close_database()
    open_database(path, None if isinstance(path, Path) else REGISTER)
    register_content(b"version = 1", "2026.1", NOW)


def bring(stand: Path, now: datetime = HOME, **options: Any) -> MergeCounts:
    """Merge a stand's file; every content is the sample one."""
    return merge_file(stand, now, lambda _: SAMPLE, **options)


def come_home(stand: Path, main: Path | str) -> MergeCounts:
    go_to(main)
    return bring(stand)


def refusal(stand: Path, main: Path | str) -> str:
    """Why the file is refused, with nothing changed."""
    go_to(main)
    before = everything()
    with pytest.raises(MergeRefused) as refused:
        bring(stand)
    assert everything() == before
    return "\n".join(refused.value.reasons)
