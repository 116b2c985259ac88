from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import peewee
import pytest

from models.store import migrations, tables
from models.store.database import (
    StoreUnavailable,
    all_rows,
    close_database,
    database,
    one_row,
    open_database,
    run,
    writing,
)
from models.store.migrations import SchemaTooNew, apply_migrations, known_migrations, schema_version
from models.store.settings import get_setting, set_setting
from tests.store.making import ANSWERS, NOW, everything, result_of, sql, started


def pragma(name: str) -> object:
    row = one_row(f"PRAGMA {name}")
    assert row is not None
    return row[0]


def test_an_answer_is_written_through_to_the_disk_and_links_are_enforced(store: Path) -> None:
    assert pragma("journal_mode") == "wal"
    assert pragma("synchronous") == 2
    assert pragma("foreign_keys") == 1
    assert pragma("busy_timeout") == 5000
    with pytest.raises(peewee.IntegrityError):
        run("INSERT INTO revision (assessment_id, number, short, opened_at) VALUES (99, 1, 0, 0)")


def test_opening_again_changes_nothing(store: Path) -> None:
    before = everything()
    close_database()
    open_database(store)
    assert everything() == before
    assert schema_version(database) == len(known_migrations())
    with writing():
        assert apply_migrations(database) == []


def test_a_newer_schema_refuses_to_start_and_is_left_alone(store: Path) -> None:
    close_database()
    sql(store, "INSERT INTO schema_version (number, name) VALUES (9000, 'from the future')")
    with pytest.raises(SchemaTooNew, match="9000"):
        open_database(store)
    assert sql(store, "SELECT max(number) FROM schema_version") == [(9000,)]


def test_a_migration_that_fails_leaves_the_schema_as_it_was(store: Path, tmp_path: Path) -> None:
    folder = tmp_path / "steps"
    folder.mkdir()
    known = len(known_migrations())
    for number in range(1, known + 1):
        (folder / f"{number:04}_old.sql").write_text("SELECT 1;")
    (folder / f"{known + 1:04}_new.sql").write_text(
        "CREATE TABLE half (id INTEGER);\nINSERT INTO half VALUES (1);\nINSERT INTO nowhere VALUES (1);\n"
    )
    with pytest.raises(peewee.OperationalError), writing():
        apply_migrations(database, folder)
    assert schema_version(database) == known
    assert all_rows("SELECT name FROM sqlite_schema WHERE name = 'half'") == []


@pytest.mark.parametrize(
    ("names", "script"), [(["0001_a.sql", "0003_b.sql"], "SELECT 1;"), (["0001_a.sql", "0001_b.sql"], "SELECT 1;")]
)
def test_migrations_are_numbered_one_by_one(tmp_path: Path, names: list[str], script: str) -> None:
    for name in names:
        (tmp_path / name).write_text(script)
    with pytest.raises(ValueError, match="numbered"):
        known_migrations(tmp_path)


def test_an_unfinished_statement_is_a_mistake(store: Path, tmp_path: Path) -> None:
    known = len(known_migrations())
    for number in range(1, known + 2):
        (tmp_path / f"{number:04}_step.sql").write_text("SELECT 1")
    with pytest.raises(ValueError, match="unfinished"), writing():
        apply_migrations(database, tmp_path)


def test_every_foreign_key_of_an_assessment_says_what_becomes_of_the_row(store: Path) -> None:
    """What belongs to an assessment cascades, so that forgetting can't forget a table."""
    names = [row[0] for row in all_rows("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    links = [(name, link) for name in names for link in all_rows(f"PRAGMA foreign_key_list({name})")]
    to_assessment = {name: link[6] for name, link in links if link[2] == "assessment"}
    assert {"access", "revision", "application", "outbox_message"} <= to_assessment.keys()
    assert set(to_assessment.values()) <= {"CASCADE", "SET NULL"}


@pytest.mark.parametrize("model", tables.Table.__subclasses__(), ids=lambda model: model.__name__)
def test_the_models_tell_the_columns_that_the_migrations_made(store: Path, model: type[tables.Table]) -> None:
    meta = model._meta
    columns = {row[1]: bool(row[3] or row[5]) for row in all_rows(f"PRAGMA table_info({meta.table_name})")}
    assert meta.columns.keys() <= columns.keys()
    for name, field in meta.columns.items():
        assert field.null is not columns[name], name


def test_an_exception_takes_the_whole_transaction_back(store: Path) -> None:

    def fail_late() -> None:
        with writing():
            set_setting("a", "1")
            with writing():
                set_setting("b", "1")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_late()
    assert get_setting("a") is None
    assert get_setting("b") is None
    set_setting("a", "2")
    assert get_setting("a") == "2"


def test_a_lock_held_too_long_by_another_program_is_a_refusal_and_nothing_is_kept(store: Path) -> None:
    visit, _ = started()
    before = everything()
    database.timeout = 0
    other = sqlite3.connect(store, isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailable, match="locked"):
            set_setting("a", "1")
        assert everything() == before
        other.execute("ROLLBACK")
        set_setting("a", "1")
        assert get_setting("a") == "1"
    finally:
        other.close()
        database.timeout = 5
    assert visit.reference == "S26-001"


def test_a_thread_that_writes_for_too_long_is_a_refusal_for_the_others(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.store.database.BUSY_SECONDS", 0.01)
    writes, go_on = threading.Event(), threading.Event()

    def write_slowly() -> None:
        with writing():
            writes.set()
            go_on.wait(timeout=30)
        close_database()

    slow = threading.Thread(target=write_slowly)
    slow.start()
    writes.wait(timeout=30)
    with pytest.raises(StoreUnavailable, match="another thread"):
        set_setting("a", "1")
    go_on.set()
    slow.join()
    assert get_setting("a") is None


def test_a_damaged_page_met_while_reading_on_is_a_refusal(store: Path) -> None:
    for number in range(400):
        set_setting(f"{number:04}", "x" * 100)
    close_database()
    held = bytearray(store.read_bytes())
    page = next(place for place in range(0, len(held), 4096) if b"0300" in held[place : place + 4096])
    held[page : page + 100] = b"\xff" * 100
    store.write_bytes(held)
    open_database(store)
    with pytest.raises(StoreUnavailable, match="malformed"):
        all_rows("SELECT name FROM setting ORDER BY name")


def test_a_full_disk_is_a_refusal_and_the_database_goes_on_afterwards(store: Path) -> None:
    visit, token = started()
    before = everything()

    def write_twice() -> None:
        with writing():
            set_setting("small", "1")
            set_setting("large", "x" * 100_000)

    pages = pragma("page_count")
    run(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreUnavailable, match="full"):
        set_setting("large", "x" * 100_000)
    assert everything() == before
    with pytest.raises(StoreUnavailable, match="full"):
        write_twice()
    assert everything() == before
    run("PRAGMA max_page_count = 1073741823")
    set_setting("large", "x" * 100_000)
    assert len(get_setting("large") or "") == 100_000
    assert (visit.revision_number, bool(token)) == (1, True)


def test_a_database_that_turned_read_only_can_be_read_but_not_written(store: Path) -> None:
    set_setting("a", "1")
    run("PRAGMA query_only = 1")  # what SQLite answers is the same as for a file without write permission
    with pytest.raises(StoreUnavailable, match="readonly"):
        set_setting("a", "2")
    assert get_setting("a") == "1"


def test_a_file_that_is_no_database_is_a_refusal(path: Path) -> None:
    path.write_bytes(b"not a database, whatever its name says " * 100)
    with pytest.raises(StoreUnavailable):
        open_database(path)
    assert path.read_bytes().startswith(b"not a database")


def test_a_mistake_in_the_program_is_not_a_refusal(store: Path) -> None:
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        all_rows("SELECT * FROM nowhere")
    with pytest.raises(sqlite3.OperationalError, match="integer overflow"):
        # The error of a row that is not the first comes from reading on.
        all_rows("SELECT 1 UNION ALL SELECT abs(-9223372036854775808)")


def test_the_result_in_the_tests_is_a_real_one() -> None:
    assert result_of(ANSWERS).concluded_on == NOW.date()
    assert migrations.FOLDER.name == "migrations"
