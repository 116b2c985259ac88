"""A backup put back: nothing of two databases mixes, and nobody who was erased comes back."""

from __future__ import annotations

import os
import shutil
import sqlite3
from pathlib import Path

import pytest

from models.store.database import StoreUnavailable, close_database, open_database
from models.store.health import probe
from models.store.sqlite.backup import BackupFailed, back_up, forget_old_backups, refuse_new_database, register_of
from models.store.sqlite.restore import RestoreRefused, newer_than, restore
from models.store.tables import Assessment
from models.store.visits import delete_assessment, find_visit
from tests.rows import values
from tests.store.coming_home import DAY, HOME
from tests.store.making import NOW, concluded, found, sql, started

pytestmark = pytest.mark.file


def backup_of(tmp_path: Path) -> Path:
    back_up(tmp_path / "copies" / "one.db", NOW)
    return tmp_path / "copies" / "one.db"


def test_the_database_is_as_it_was_and_the_former_one_is_kept(store: Path, tmp_path: Path) -> None:
    visit, token = concluded()
    copy = backup_of(tmp_path)
    later, _ = started(HOME)
    assert newer_than(copy) == 1
    done = restore(copy, HOME)
    assert found(token).uid == visit.uid
    assert values(Assessment, "uid") == [(visit.uid,)]
    assert sql(done.former, "SELECT count(*) FROM assessment") == [(2,)]
    assert (done.erased_again, later.uid != visit.uid) == (0, True)


def test_a_journal_left_beside_the_file_is_not_taken_for_the_backups(store: Path, tmp_path: Path) -> None:
    visit, _ = concluded()
    copy = backup_of(tmp_path)
    started(HOME)
    journal = Path(f"{store}-wal")
    old = journal.read_bytes()
    close_database()
    journal.write_bytes(old)
    open_database(store)
    restore(copy, HOME)
    assert values(Assessment, "uid") == [(visit.uid,)]
    assert sql(store, "PRAGMA integrity_check") == [("ok",)]


def test_who_was_erased_since_stays_erased(store: Path, tmp_path: Path) -> None:
    visit, token = concluded()
    copy = backup_of(tmp_path)
    delete_assessment(visit.assessment_id, HOME)
    assert restore(copy, HOME).erased_again == 1
    assert find_visit(token, HOME) is None


def test_the_register_travels_to_another_machine(store: Path, tmp_path: Path) -> None:
    visit, token = concluded()
    early = backup_of(tmp_path)
    delete_assessment(visit.assessment_id, HOME)
    back_up(tmp_path / "late.db", HOME)
    shutil.copyfile(register_of(tmp_path / "late.db"), register_of(early))
    elsewhere = tmp_path / "elsewhere" / "diagnostics.db"
    open_database(elsewhere)
    assert restore(early, HOME).erased_again == 1
    assert find_visit(token, HOME) is None


def test_nothing_is_replaced_under_a_running_service(store: Path, tmp_path: Path) -> None:
    visit, token = concluded()
    copy = backup_of(tmp_path)
    other = sqlite3.connect(store)
    other.execute("SELECT count(*) FROM assessment").fetchall()
    with pytest.raises(RestoreRefused, match="Le service tourne"):
        restore(copy, HOME)
    other.close()
    assert found(token).uid == visit.uid


def test_what_is_no_backup_is_refused(store: Path, tmp_path: Path) -> None:
    (tmp_path / "text.db").write_bytes(b"hello")
    sql(tmp_path / "other.db", "CREATE TABLE assessment (uid, updated_at)")
    copy = backup_of(tmp_path)
    sql(copy, "INSERT INTO schema_migration (name, applied) VALUES ('9000_future', 0)")
    for file in (tmp_path / "text.db", tmp_path / "other.db", copy, store, tmp_path / "none.db"):
        with pytest.raises(RestoreRefused):
            restore(file, HOME)
    concluded()


def test_a_file_removed_or_replaced_under_the_service_is_noticed(store: Path, tmp_path: Path) -> None:
    copy = backup_of(tmp_path)
    shutil.move(store, tmp_path / "away.db")
    with pytest.raises(StoreUnavailable, match="removed or replaced"):
        probe(NOW)
    shutil.copyfile(copy, store)
    with pytest.raises(StoreUnavailable, match="removed or replaced"):
        probe(NOW)
    close_database()


def test_a_mistyped_address_has_no_backup_and_leaves_no_database(store: Path, tmp_path: Path) -> None:
    open_database(tmp_path / "mistyped.db")
    with pytest.raises(BackupFailed, match="DATABASE_URL"):
        refuse_new_database()
    assert list(tmp_path.glob("mistyped*")) == []


def test_old_dated_backups_go_and_nothing_else(tmp_path: Path) -> None:
    for name, age in (
        ("diagnostics-2026-01-01T000000Z.db", 30 + 1 / 86_400),
        ("diagnostics-2026-01-02T000000Z.db", 30),
        ("diagnostics-2026-03-01T000000Z.db", 1),
        ("mine.db", 90),
    ):
        (tmp_path / name).touch()
        moment = (NOW - age * DAY).timestamp()
        os.utime(tmp_path / name, (moment, moment))
    assert forget_old_backups(tmp_path, 30, NOW) == 1
    kept = ["diagnostics-2026-01-02T000000Z.db", "diagnostics-2026-03-01T000000Z.db", "mine.db"]
    assert sorted(path.name for path in tmp_path.iterdir()) == kept


def test_an_old_backup_that_cannot_be_deleted_is_told(tmp_path: Path) -> None:
    (tmp_path / "diagnostics-2026-01-01T000000Z.db").mkdir()
    with pytest.raises(BackupFailed, match="reste"):
        forget_old_backups(tmp_path, 30, NOW + 3650 * DAY)
