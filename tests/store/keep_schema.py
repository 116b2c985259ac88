"""Keeps a small database of every schema, to prove that each can be brought up to date.

`python -m tests.store.keep_schema` writes the missing `tests/store/schemas/NUMBER.db`, up to the last but one schema;
a kept file is never written again. The first was made by the program of its day (a visit concluded at a kiosk, one with
all its answers on the site); each later one is the one before, one migration further, with rows in its new tables.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from models.store.migrations import apply_migrations, known_migrations
from models.store.stand_file import StandFile

SCHEMAS = Path(__file__).parent / "schemas"
TOKENS = ("SchemaTokenKiosk000000", "SchemaTokenPerson00000")
"""The tokens of the two kept visits."""

NEW_ROWS = {
    2: (
        "INSERT INTO application (assessment_id, kind, name, role, email, phone, company, company_number, postal_code,"
        " project, moment, wants_news, created_at, updated_at) VALUES (1, 'candidature', 'Zoé', 'gérante',"
        " 'zoe@exemple.fr', '+33400000000', 'Scop', '73282932000074', '07000', 'Un projet', 'le matin', 0, 1, 1)",
        "INSERT INTO outbox_message (uid, kind, assessment_id, recipient, subject, plain, html, created_at,"
        " next_attempt_at) VALUES ('m', 'accuse-de-reception', 1, 'zoe@exemple.fr', 'Objet', 'Bonjour', '<p>', 1, 1)",
        "UPDATE assessment SET application_stage = 'candidature', last_contact_at = 1 WHERE id = 1",
    ),
    3: (
        "INSERT INTO staff_account (email, name, role, password_hash, must_change_password, created_at)"
        " VALUES ('lea@exemple.fr', 'Léa', 'administratrice', 'hash', 0, 1)",
        "UPDATE assessment SET assigned_to = 1, call_back_on = '2026-04-01' WHERE id = 1",
        "INSERT INTO timeline (assessment_id, at, kind, author_id, author, summary, text)"
        " VALUES (1, 1, 'note', 1, 'Léa', 'Appel', 'À rappeler')",
        "INSERT INTO saved_view (name, query, created_at, created_by) VALUES ('Vue', 'statut=nouveau', 1, 'Léa')",
    ),
}
"""By schema number: rows in the tables that it brought."""


def keep_missing() -> list[Path]:
    """Write what isn't kept yet."""
    written = []
    for migration in known_migrations()[1:-1]:
        target = SCHEMAS / f"{migration.number:04}.db"
        if not target.exists():
            _keep(migration.number, target)
            written.append(target)
    return written


def _keep(number: int, target: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        steps, draft = Path(folder) / "steps", Path(folder) / "draft.db"
        steps.mkdir()
        for migration in known_migrations()[:number]:
            shutil.copy(migration.path, steps)
        shutil.copy(SCHEMAS / f"{number - 1:04}.db", draft)
        with closing(sqlite3.connect(draft, isolation_level=None)) as connection:
            apply_migrations(StandFile(connection), steps)
            for statement in NEW_ROWS.get(number, ()):
                connection.execute(statement)
            connection.execute("VACUUM")
        shutil.copy(draft, target)


if __name__ == "__main__":
    print(*keep_missing(), sep="\n")
