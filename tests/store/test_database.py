from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import peewee
import pytest
from playhouse.schema_diff import diff_models

from models.store import migrations, tables
from models.store.database import StoreUnavailable, close_database, database, open_database, writing
from models.store.migrations import SchemaTooNew, apply_migrations, known_migrations
from models.store.settings import get_setting, set_setting
from models.store.tables import Assessment, PublishedSheet, Revision, Setting
from models.store.visits import delete_assessment
from tests.engines import FILE
from tests.rows import everything, rows
from tests.store.making import ANSWERS, NOW, result_of, sql, started


@pytest.mark.file
def test_an_answer_is_written_through_to_the_disk_and_links_are_enforced(store: Path) -> None:
    assert database.pragma("journal_mode") == "wal"
    assert database.pragma("synchronous") == 2
    assert database.pragma("foreign_keys") == 1
    assert database.pragma("busy_timeout") == 5000
    with pytest.raises(peewee.IntegrityError):
        Revision.create(assessment=99, number=1, short=False, opened_at=NOW)


def test_opening_again_changes_nothing(store: Path) -> None:
    before = everything()
    close_database()
    open_database(store)
    assert everything() == before
    assert apply_migrations(database.obj) == []


def test_opening_another_closes_this_one(store: Path, tmp_path: Path) -> None:
    this = database.obj
    open_database(tmp_path / "other.db")
    assert this.is_closed()


def test_what_is_erased_is_listed_beside_the_file_or_where_a_server_was_told(
    store: Path, engine: str, tmp_path: Path
) -> None:
    visit, _ = started()
    (uid,) = [row.uid for row in rows(Assessment)]
    delete_assessment(visit.assessment_id, NOW)
    register = Path(f"{store}.effaces") if engine == FILE else tmp_path / "effaces"
    assert uid in register.read_text()


@pytest.mark.file
def test_a_folder_that_cannot_be_made_is_a_refusal_that_names_it(store: Path, tmp_path: Path) -> None:
    (tmp_path / "a-file").touch()
    with pytest.raises(StoreUnavailable, match="a-file"):
        open_database(tmp_path / "a-file" / "diagnostics.db")


@pytest.mark.file
def test_after_the_journal_is_emptied_a_writer_waits_as_long_as_before(store: Path) -> None:
    database.forget_journal()
    assert database.pragma("busy_timeout") == 5000


@pytest.mark.file
def test_a_newer_schema_refuses_to_start_and_is_left_alone(store: Path) -> None:
    close_database()
    sql(store, "INSERT INTO schema_migration (name, applied) VALUES ('9000_from_the_future', 0)")
    with pytest.raises(SchemaTooNew, match="9000"):
        open_database(store)
    assert sql(store, "SELECT max(name) FROM schema_migration") == [("9000_from_the_future",)]


def test_a_migration_that_fails_leaves_the_schema_as_it_was(store: Path, tmp_path: Path) -> None:
    folder = tmp_path / "steps"
    folder.mkdir()
    for name in known_migrations():
        (folder / f"{name}.py").write_text("def up(migrator, database): pass")
    (folder / "9000_new.py").write_text(
        "def up(migrator, database):\n"
        "    database.execute_sql('CREATE TABLE half (id INTEGER)')\n"
        "    database.execute_sql('INSERT INTO nowhere VALUES (1)')\n"
    )
    with pytest.raises(peewee.DatabaseError):
        apply_migrations(database.obj, folder)
    assert not database.table_exists("half")
    assert apply_migrations(database.obj) == []


def test_steps_are_numbered_one_by_one() -> None:
    assert [int(name[:4]) for name in known_migrations()] == list(range(1, len(known_migrations()) + 1))


def test_every_foreign_key_of_an_assessment_says_what_becomes_of_the_row(store: Path) -> None:
    """What belongs to an assessment cascades, so that forgetting can't forget a table."""
    links = {
        table: key.table
        for table in database.get_tables()
        for key in database.get_foreign_keys(table)
        if key.dest_table == "assessment"
    }
    assert {"access", "revision", "application", "outbox_message"} <= links.keys()
    assert {link.on_delete for link in Assessment._meta.backrefs} == {"CASCADE", "SET NULL"}
    kept = [link.model for link in Assessment._meta.backrefs if link.on_delete == "SET NULL"]
    assert kept == [PublishedSheet], "what outlives its dossier, because the company agreed"


def test_the_tables_are_what_the_migrations_made(store: Path) -> None:
    assert set(database.get_tables()) == {table._meta.table_name for table in tables.ALL} | {"schema_migration"}
    assert not diff_models(database.obj, tables.ALL)
    for table in tables.ALL:
        made = {column.name: column.null for column in database.get_columns(table._meta.table_name)}
        assert made == {name: field.null for name, field in table._meta.columns.items()}


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


@pytest.mark.file
def test_a_lock_held_too_long_by_another_program_is_a_refusal_and_nothing_is_kept(store: Path) -> None:
    visit, _ = started()
    before = everything()
    database.obj.timeout = 0
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
        database.obj.timeout = 5
    assert visit.reference == "S26-001"


@pytest.mark.file
def test_a_thread_that_writes_for_too_long_is_a_refusal_for_the_others(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.store.engine.BUSY_SECONDS", 0.01)
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


@pytest.mark.file
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
        rows(Setting)


@pytest.mark.file
def test_a_full_disk_is_a_refusal_and_the_database_goes_on_afterwards(store: Path) -> None:
    visit, token = started()
    before = everything()

    def write_twice() -> None:
        with writing():
            set_setting("small", "1")
            set_setting("large", "x" * 100_000)

    pages = database.pragma("page_count")
    database.execute_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreUnavailable, match="full"):
        set_setting("large", "x" * 100_000)
    assert everything() == before
    with pytest.raises(StoreUnavailable, match="full"):
        write_twice()
    assert everything() == before
    database.execute_sql("PRAGMA max_page_count = 1073741823")
    set_setting("large", "x" * 100_000)
    assert len(get_setting("large") or "") == 100_000
    assert (visit.revision_number, bool(token)) == (1, True)


@pytest.mark.file
def test_a_database_that_turned_read_only_can_be_read_but_not_written(store: Path) -> None:
    set_setting("a", "1")
    # What SQLite answers is the same as for a file without write permission.
    database.execute_sql("PRAGMA query_only = 1")
    with pytest.raises(StoreUnavailable, match="readonly"):
        set_setting("a", "2")
    assert get_setting("a") == "1"


def test_a_file_that_is_no_database_is_a_refusal(tmp_path: Path) -> None:
    path = tmp_path / "diagnostics.db"
    path.write_bytes(b"not a database, whatever its name says " * 100)
    with pytest.raises(StoreUnavailable):
        open_database(path)
    assert path.read_bytes().startswith(b"not a database")


@pytest.mark.file
def test_a_mistake_in_the_program_is_not_a_refusal(store: Path) -> None:
    with pytest.raises(peewee.OperationalError, match="no such table"):
        database.execute_sql("SELECT * FROM nowhere")
    with pytest.raises(sqlite3.OperationalError, match="integer overflow"):
        # The error of a row that is not the first comes from reading on.
        database.execute_sql("SELECT 1 UNION ALL SELECT abs(-9223372036854775808)").fetchall()


def test_a_statement_with_a_value_too_many_is_not_a_refusal(store: Path | str) -> None:
    with pytest.raises(peewee.ProgrammingError):
        database.execute_sql("SELECT 1", (1,))


def test_the_result_in_the_tests_is_a_real_one() -> None:
    assert result_of(ANSWERS).concluded_on == NOW.date()
    assert migrations.FOLDER.name == "migrations"
