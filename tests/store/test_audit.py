"""The audit log is read page by page, the newest first."""

from __future__ import annotations

from pathlib import Path

from models.store.audit import COMMAND_LINE, PAGE, list_audit, record
from models.store.database import writing
from tests.store.making import NOW


def test_its_pages_follow_on_without_a_gap_nor_a_double(store: Path) -> None:
    with writing():
        for number in range(PAGE + 2):
            record(COMMAND_LINE, "faire", NOW, subject=str(number))
    newest = list_audit()
    assert [entry.subject for entry in newest] == [str(number) for number in range(PAGE + 1, 1, -1)]
    assert [entry.subject for entry in list_audit(before=newest[-1].id)] == ["1", "0"]
