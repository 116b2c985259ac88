"""Rows leave as they are read: the memory an export takes doesn't grow with them. (`make bench` exports 100 000.)"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from peewee import chunked

from models.service.settings import Settings
from models.store.database import writing
from models.store.tables import Application, Assessment, Revision, Table
from tests.rows import only, rows
from tests.server import PROJECT
from tests.views.staff.dossiers import applied_dossier

FEW, ROWS = 1_000, 3_000
KILOBYTES = 300
"""How much higher the peak of ROWS may be than the peak of FEW: their ids, and chance. Kept, they would take 1.5 MB."""

EXPORT = """
import sys, tracemalloc
from dataclasses import replace
from pathlib import Path
from app import create_app
from models.service.settings import read_settings
from views.staff.dossiers.export_columns import columns
from views.staff.dossiers.exports import csv_rows, write_workbook
from views.web.library import running
from models.store.dossier_export import select_dossiers
from models.store.filters import Filters

settings = read_settings({"SECRET_KEY": "a key for the tests, of no other use"})
app = create_app(replace(settings, instance=Path(sys.argv[1]), database=Path(sys.argv[2])))
with app.app_context():
    import xlsxwriter
    ids = select_dossiers(Filters())

    def export(rows):
        lines = sum(part.count("\\r\\n") for part in csv_rows(rows, columns(running().questionnaire)))
        with open(sys.argv[3], "wb") as file:
            write_workbook(file, rows, "tous les dossiers")
        return lines

    def peak(rows):
        before = tracemalloc.get_traced_memory()[0]
        tracemalloc.reset_peak()
        export(rows)
        return (tracemalloc.get_traced_memory()[1] - before) // 1000

    few = ids[:int(sys.argv[4])]
    lines = export(few)  # what is made once and kept is there now
    tracemalloc.start()
    print(len(ids), lines, peak(few), peak(ids))
"""


@pytest.mark.slow
@pytest.mark.file
def test_the_peak_memory_doesn_t_grow_with_the_rows(
    app: Flask, settings: Settings, instance: Path, tmp_path: Path
) -> None:
    model = applied_dossier(app)
    _multiply(model)
    files = [instance, settings.database, tmp_path / "export.xlsx"]
    done = subprocess.run(
        [sys.executable, "-c", EXPORT, *map(str, files), str(FEW)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    rows, lines, peak_of_few, peak = map(int, done.stdout.split())
    assert rows == ROWS
    assert lines > FEW
    assert peak < peak_of_few + KILOBYTES, f"{peak_of_few} kB for {FEW} rows, {peak} kB for {ROWS}"


def _multiply(model: int) -> None:
    """Copy a dossier, its result and its application until there are ROWS."""
    dossier, (revision,), (asked,) = only(Assessment), rows(Revision), rows(Application)
    assert dossier.id == model
    whole = json.loads(revision.result)
    # Only what an export reads of a result: whole ones would fill the disk for nothing.
    result = json.dumps({name: whole[name] for name in ("content_version", "answers", "maturity", "estimate")})
    others = range(model + 1, model + ROWS)
    with writing():
        _insert(Assessment, ({**_facts(dossier), "id": n, "uid": f"u{n}", "reference": f"T{n}"} for n in others))
        _insert(Revision, ({**_facts(revision), "assessment": n, "result": result} for n in others))
        _insert(Application, ({**_facts(asked), "assessment": n} for n in others))


def _facts(row: Table) -> dict[str, Any]:
    return {name: value for name, value in row.__data__.items() if name != "id"}


def _insert(table: type[Table], copies: Iterable[dict[str, Any]]) -> None:
    for batch in chunked(copies, 400):
        table.insert_many(batch).execute()
