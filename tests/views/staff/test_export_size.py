"""Rows leave as they are read: the memory an export takes doesn't grow with them. (`make bench` exports 100 000.)"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from models.store.database import writing
from tests.rows import run
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
def test_the_peak_memory_doesn_t_grow_with_the_rows(app: Flask, instance: Path, tmp_path: Path) -> None:
    model = applied_dossier(app)
    _multiply(model)
    files = [instance, tmp_path / "diagnostics.db", tmp_path / "export.xlsx"]
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
    numbers = f"WITH RECURSIVE number(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM number WHERE n < {ROWS})"
    facts = "door, host_origin, created_at, updated_at, department, structure, sector, headcount, size, themes, verdict"
    facts += ", file_version, waiting_at"
    kept = "kind, name, role, email, phone, company, company_number, siren, postal_code, project, moment, wants_news"
    # Only what an export reads of a result: whole ones would fill the disk for nothing.
    result = (
        "json_object('content_version', result ->> 'content_version', 'answers', result -> 'answers',"
        " 'maturity', result -> 'maturity', 'estimate', result -> 'estimate')"
    )
    with writing():
        run(
            f"{numbers} INSERT INTO assessment (id, uid, reference, concluded_at, application_stage, {facts})"
            f" SELECT n + 10, 'u' || n, 'T' || n, concluded_at, application_stage, {facts}"
            " FROM number, assessment WHERE id = ?",
            (model,),
        )
        run(
            f"{numbers} INSERT INTO revision"
            " (assessment_id, number, short, opened_at, concluded_at, content_id, result)"
            f" SELECT n + 10, 1, short, opened_at, concluded_at, content_id, {result}"
            " FROM number, revision WHERE assessment_id = ?",
            (model,),
        )
        run(
            f"{numbers} INSERT INTO application (assessment_id, created_at, updated_at, {kept})"
            f" SELECT n + 10, created_at, updated_at, {kept} FROM number, application WHERE assessment_id = ?",
            (model,),
        )
