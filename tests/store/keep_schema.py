"""Keeps a small database of one schema, to prove later that it can be brought up to date.

`python -m tests.store.keep_schema NUMBER` writes `tests/store/schemas/NUMBER.db`, which is never written again.
"""

from __future__ import annotations

import shutil
import sqlite3
import sys
import tempfile
from contextlib import closing
from functools import partial
from pathlib import Path
from unittest.mock import patch

from models.store.contents import register_content
from models.store.database import close_database, open_database
from models.store.migrations import apply_migrations, known_migrations
from tests.store.making import NOW, answered, at_kiosk, salon

SCHEMAS = Path(__file__).parent / "schemas"
TOKENS = ("SchemaTokenKiosk000000", "SchemaTokenPerson00000")
"""The tokens of the kept visits: one concluded at a kiosk, one with all answers on the site."""


def keep(number: int) -> Path:
    """Write the database of that schema: an event, a content, a concluded visit and an unfinished one."""
    target = SCHEMAS / f"{number:04}.db"
    if target.exists():
        raise SystemExit(f"{target.name} is kept already")
    with tempfile.TemporaryDirectory() as folder:
        steps, draft = Path(folder) / "steps", Path(folder) / "draft.db"
        steps.mkdir()
        for migration in known_migrations()[:number]:
            shutil.copy(migration.path, steps)
        up_to_here = partial(apply_migrations, folder=steps)
        tokens = iter(TOKENS)
        with (
            patch("models.store.database.apply_migrations", up_to_here),
            patch("models.store.visits.starting.new_token", lambda: next(tokens)),
        ):
            open_database(draft)
            register_content(b"version = 1", "2026.1", NOW)
            at_kiosk(salon())
            answered()
            close_database()
        with closing(sqlite3.connect(draft, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("PRAGMA page_size = 1024")
            connection.execute("VACUUM")
        shutil.copy(draft, target)
    return target


if __name__ == "__main__":
    print(keep(int(sys.argv[1])))
