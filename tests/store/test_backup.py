from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from models.store.database import close_database, database, open_database
from models.store.health import probe
from models.store.sqlite.backup import BackupFailed, Contents, back_up, check_file
from models.store.sqlite.journal import is_served, note_serving
from models.store.visits import find_visit
from tests.rows import everything
from tests.store.making import NOW, answered, concluded, found, salon, sql, started

pytestmark = pytest.mark.file


def test_a_backup_holds_everything_and_opens_as_a_database(store: Path, tmp_path: Path) -> None:
    salon()
    visit, token = concluded()
    target = tmp_path / "copies" / "here" / "one.db"
    contents = back_up(target, NOW)
    assert contents.newest == (visit.uid, 1772443800123)
    assert contents.rows["answer"] == len(visit.answers)
    assert check_file(target) == contents
    assert [path.name for path in target.parent.iterdir()] == ["one.db"]
    assert target.stat().st_mode & 0o077 == 0
    before = everything()
    close_database()
    open_database(target)
    assert found(token) == visit
    assert {**everything(), "setting": []} == {**before, "setting": []}
    close_database()
    open_database(store)


def test_its_age_is_told(store: Path, tmp_path: Path) -> None:
    back_up(tmp_path / "one.db", NOW)
    assert probe(NOW) == {"last_backup": NOW.isoformat()}


def test_a_database_that_takes_no_writes_can_still_be_saved(store: Path, tmp_path: Path) -> None:
    visit, _ = concluded()
    database.execute_sql("PRAGMA query_only = 1")
    contents = back_up(tmp_path / "one.db", NOW)
    assert contents.newest is not None
    assert contents.newest[0] == visit.uid


def test_a_copy_that_differs_is_no_backup(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    concluded()
    monkeypatch.setattr("models.store.sqlite.backup.check_file", lambda _: Contents({}, None))
    with pytest.raises(BackupFailed, match="relue"):
        back_up(tmp_path / "one.db", NOW)
    assert list(tmp_path.glob("one.db*")) == []
    assert probe(NOW) == {"last_backup": None}


def test_an_empty_database_has_a_backup_too(store: Path, tmp_path: Path) -> None:
    assert back_up(tmp_path / "one.db", NOW).newest is None


def test_an_existing_file_is_never_overwritten(store: Path, tmp_path: Path) -> None:
    target = tmp_path / "precious"
    target.write_text("precious")
    with pytest.raises(BackupFailed, match="existe déjà"):
        back_up(target, NOW)
    assert target.read_text() == "precious"


def test_a_backup_that_cannot_be_written_leaves_nothing(store: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(BackupFailed, match="échoué"):
        back_up(tmp_path / "file" / "one.db", NOW)
    assert probe(NOW) == {"last_backup": None}
    assert (tmp_path / "file").read_text() == "not a folder"


def test_it_is_of_one_moment_while_visitors_write(store: Path, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            answered()
        close_database()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(5):
            contents = back_up(tmp_path / f"{number}.db", NOW)
            # Whole transactions only: an assessment is never there without its revision and its address.
            assert contents.rows["assessment"] == contents.rows["revision"] == contents.rows["access"]
    finally:
        stop.set()
        writer.join()


def test_a_copy_made_while_the_file_is_served_is_whole_by_itself(store: Path, tmp_path: Path) -> None:
    note_serving()
    back_up(tmp_path / "one.db", NOW)
    served = {}
    for file in (store, tmp_path / "one.db"):
        with closing(sqlite3.connect(file)) as connection:
            served[file.name] = is_served(connection)
    assert served == {store.name: True, "one.db": False}


@pytest.mark.parametrize("damage", ["integrity", "links", "pages"])
def test_a_damaged_file_is_told_apart(store: Path, tmp_path: Path, damage: str) -> None:
    for _ in range(30):
        answered()
    target = tmp_path / "one.db"
    back_up(target, NOW)
    if damage == "links":
        sql(target, "DELETE FROM assessment WHERE id = 3")
        with pytest.raises(BackupFailed, match="sans attache"):
            check_file(target)
    elif damage == "pages":
        held = bytearray(target.read_bytes()) + bytes(4096)
        held[28:32] = (len(held) // 4096).to_bytes(4, "big")  # a page more, which belongs to nothing
        target.write_bytes(held)
        with pytest.raises(BackupFailed, match="abîmé"):
            check_file(target)
    else:
        held = bytearray(target.read_bytes())
        for page in range(len(held) // 4096 // 2, len(held) // 4096):
            held[page * 4096 + 8 : page * 4096 + 200] = b"\xff" * 192
        target.write_bytes(held)
        with pytest.raises((BackupFailed, sqlite3.DatabaseError)):
            check_file(target)


def test_a_draft_left_by_a_crash_is_in_nobodys_way(store: Path, tmp_path: Path) -> None:
    (tmp_path / "one.db.en-cours").write_bytes(b"half a copy")
    visit, token = started()
    assert back_up(tmp_path / "one.db", NOW).newest == (visit.uid, 1772443800123)
    assert find_visit(token, NOW) == visit
