"""The list as a table for a spreadsheet: what its filters keep, in its order, with fixed, documented columns."""

from __future__ import annotations

import csv
import io
import tempfile
from array import array
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from decimal import Decimal
from threading import BoundedSemaphore, Lock
from typing import IO

from flask import Response, request, stream_with_context

from models.french.formats import long_date, paris_day, plural
from models.store import audit
from models.store.database import writing
from models.store.dossier_export import select_dossiers, stream_dossiers
from models.store.dossiers import count_dossiers
from models.store.filters import Filters
from views.staff.access import actor, staff
from views.staff.dossiers.export_columns import Cell, Column, columns
from views.staff.dossiers.left_out import left_out
from views.staff.dossiers.list_query import filters_in_words, read_filters, read_sort, write_query
from views.staff.layout import refuse, show_page
from views.web.doors import now
from views.web.library import running

WIDTH, WIDTHS = (
    14,
    {"entreprise": 30, "nom": 22, "email": 30, "projet": 60, "moment": 24, "evenement": 24, "themes": 40},
)
HEAD_HEIGHT = 32
"""Characters, and the points of a head of two lines."""

FLUSH_AFTER = 64 * 1024
COPY_BY = 64 * 1024
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


_WORKBOOK, _TABLES = Lock(), BoundedSemaphore(2)
"""One workbook (which takes seconds of processor) and two tables at a time: a thread is left for everybody else."""


def harmless(cell: Cell) -> Cell:
    """A cell that no spreadsheet takes for a formula: an apostrophe before a text that begins like one."""
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip(" ").startswith(_FORMULA_STARTS) else cell


@staff.get("/exports")
def exports() -> Response:
    """What the file will hold: the filters in words, the number of rows, and what each column means."""
    filters, sort = read_filters(request.args), read_sort(request.args)
    return show_page(
        "staff/exports.html",
        total=count_dossiers(filters),
        words=filters_in_words(filters),
        rehearsals=left_out(filters),
        query=write_query(filters, sort),
        codebook=columns(running().questionnaire),
    )


@staff.get("/export.csv")
def export_csv() -> Response:
    """The list as CSV for a French Excel: UTF-8 with its mark, semicolons; the count stands in the file's name."""
    filters = read_filters(request.args)
    ids = select_dossiers(filters, read_sort(request.args))
    chosen = columns(running().questionnaire)
    if not _TABLES.acquire(blocking=False):
        return _wait()
    with ExitStack() as taken:
        taken.callback(_TABLES.release)
        _note("CSV", ids, filters)
        place = taken.pop_all()
    response = Response(stream_with_context(_held(place, csv_rows(ids, chosen))), mimetype="text/csv")
    response.call_on_close(place.close)
    return _as_file(response, ids, "csv")


def _held(place: ExitStack, rows: Iterator[str]) -> Iterator[str]:
    """The rows; the place among the exports is given back with the last one."""
    with place:
        yield from rows


def csv_rows(ids: array[int], chosen: list[Column]) -> Iterator[str]:
    """The text of a CSV file, by pieces, a header first."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    buffer.write("\ufeff")
    writer.writerow([column.name for column in chosen])
    for dossier in stream_dossiers(ids):
        writer.writerow([harmless(column.value(dossier)) for column in chosen])
        if buffer.tell() > FLUSH_AFTER:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


@staff.get("/export.xlsx")
def export_xlsx() -> Response:
    """The list as a workbook: the rows, then a sheet that states the filters and the count, then the codebook."""
    filters, sort = read_filters(request.args), read_sort(request.args)
    ids = select_dossiers(filters, sort)
    if not _WORKBOOK.acquire(blocking=False):
        return _wait()
    file = tempfile.TemporaryFile()  # noqa: SIM115  (closed with the response)
    try:
        write_workbook(file, ids, filters_in_words(filters))
    finally:
        _WORKBOOK.release()
    _note("XLSX", ids, filters)
    length = file.tell()
    file.seek(0)
    response = Response(iter(lambda: file.read(COPY_BY), b""), mimetype=XLSX)
    response.content_length = length
    response.call_on_close(file.close)
    return _as_file(response, ids, "xlsx")


def write_workbook(file: IO[bytes], ids: array[int], words: str) -> None:
    """Write the workbook of these dossiers; `words` says which they are."""
    import xlsxwriter  # slow to import, and most runs never export

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "dd/mm/yyyy",
    }
    chosen = columns(running().questionnaire)
    with xlsxwriter.Workbook(file, options) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet("Dossiers")
        sheet.freeze_panes(1, 2)
        sheet.autofilter(0, 0, len(ids), len(chosen) - 1)
        sheet.set_row(0, HEAD_HEIGHT)
        for index, column in enumerate(chosen):
            sheet.set_column(index, index, WIDTHS.get(column.name, WIDTH))
        sheet.write_row(0, 0, [column.label for column in chosen], bold)
        write = {
            str: sheet.write_string,
            date: sheet.write_datetime,
            int: sheet.write_number,
            Decimal: sheet.write_number,
        }
        for place, dossier in enumerate(stream_dossiers(ids), start=1):
            for index, column in enumerate(chosen):
                if (cell := column.in_words(dossier)) is not None:
                    write[type(cell)](place, index, cell)
        about = book.add_worksheet("À propos")
        about.set_column(0, 0, 24)
        for place, line in enumerate(
            (
                ("Filtres", words),
                ("Nombre de lignes", len(ids)),
                ("Exporté le", long_date(paris_day(now()))),
                ("Version du contenu", running().questionnaire.version),
            )
        ):
            about.write_row(place, 0, line)
        _write_codebook(book, bold)


def _write_codebook(book: object, bold: object) -> None:
    sheet = book.add_worksheet("Colonnes")  # type: ignore[attr-defined]
    sheet.set_column(0, 2, 32)
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, ["colonne", "nom dans le CSV", "ce qu’elle contient", "valeur", "signification"], bold)
    place = 1
    for entry in columns(running().questionnaire):
        for value, meaning in entry.values.items() or (("", ""),):
            sheet.write_row(place, 0, [entry.label, entry.name, entry.meaning, value, meaning])
            place += 1


@staff.get("/exports/colonnes.csv")
def export_codebook() -> Response:
    """The codebook as a table: each column, what it holds, each of its values with its meaning."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow(["colonne", "contenu", "valeur", "signification"])
    for entry in columns(running().questionnaire):
        for value, meaning in entry.values.items() or (("", ""),):
            writer.writerow([harmless(cell) for cell in (entry.name, entry.meaning, value, meaning)])
    response = Response("\ufeff" + buffer.getvalue(), mimetype="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="colonnes.csv"'
    return response


def _note(kind: str, ids: array[int], filters: Filters) -> None:
    """Nothing leaves without a line in the journal, which doesn't repeat what was searched for: often a name."""
    words = filters_in_words(replace(filters, text=""))
    searched = ", avec une recherche" if filters.text else ""
    with writing():
        audit.record(
            actor(), "exporter la liste", now(), subject=kind, detail=f"{len(ids)} dossiers, {words}{searched}"
        )


def _wait() -> Response:
    response = refuse(
        503,
        "Un autre export est en cours",
        "Les exports se font l’un après l’autre, pour ne pas ralentir les visiteurs. Réessayez dans une minute.",
    )
    response.headers["Retry-After"] = "60"
    return response


def _as_file(response: Response, ids: array[int], extension: str) -> Response:
    day = paris_day(now()).isoformat()
    count = plural(len(ids), "ligne").replace("\u00a0", "-").replace("\u202f", "")
    response.headers["Content-Disposition"] = f'attachment; filename="dossiers-{day}-{count}.{extension}"'
    response.headers["X-Row-Count"] = str(len(ids))
    return response
