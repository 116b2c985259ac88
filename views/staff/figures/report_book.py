"""The report as a workbook: what it is about, then a sheet a table, numbers as numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import IO, Any

from models.french.formats import long_date
from models.rules.accompaniment import HALVES
from views.staff.dossiers.exports import harmless
from views.staff.figures.report import Report, ReportTable
from views.staff.figures.report_words import SCHEME, sentences

Row = Sequence[str | int | float]

HEADS = (
    "Demandes reçues",
    "dont retenues",
    "Projets avec des jours accordés",
    "Jours accordés",
    "dont utilisés",
    "Part de la Région (€ HT)",
    "Part des entreprises (€ HT)",
)


def write_book(file: IO[bytes], report: Report, today: date) -> None:
    """Write the workbook of a report, as it stands on that day."""
    import xlsxwriter  # slow to import, and most runs never export

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        _sheet(book, "Rapport", ("Rapport", report.period.label), _about(report, today), widths=(24, 90))
        for table in report.tables:
            _sheet(book, table.title, (table.told_by, *HEADS), _rows(table), widths=(26, 16))
        variety = [
            (each.title, line.label, line.count) for each in report.distributions for line in each.lines if line.count
        ]
        progress = [
            (each.title, float(each.mean.before), float(each.mean.after), each.mean.maximum, each.mean.companies)
            for each in report.progress
        ]
        heads = ("Pratiques", "Avant (moyenne)", "Après (moyenne)", "Sur", "Entreprises")
        _sheet(book, "Avant et après", heads, progress, widths=(34, 16))
        sheets = [(each.text.title, long_date(each.published_at)) for each in report.sheets]
        _sheet(book, "Fiches publiées", ("Titre", "Publiée le"), sheets, widths=(60, 20))
        _sheet(book, "Variété", ("Ce qui varie", "Valeur", "Entreprises retenues"), variety, widths=(22, 34))


def _about(report: Report, today: date) -> Iterator[Row]:
    yield "Établi le", long_date(today)
    yield "Le dispositif", SCHEME
    for words in sentences(report):
        yield "En résumé", words
    for gap in report.gaps:
        yield "Ce qui manque", gap.words
    if report.comment.text:
        yield "Commentaire de l’Aract", report.comment.text


def _rows(table: ReportTable) -> Iterator[Row]:
    for line in table.lines:
        granted = line.granted
        yield (
            *(line.title, line.requests.number, line.retained.number, granted.dossiers, granted.days),
            *(granted.half_days_used / HALVES, granted.region_cents / 100, granted.company_cents / 100),
        )


def _sheet(
    book: Any, name: str, heads: Sequence[str], rows: Iterator[Row] | Sequence[Row], widths: Sequence[int]
) -> None:
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.freeze_panes(1, 1)
    for column in range(len(heads)):
        sheet.set_column(column, column, widths[min(column, len(widths) - 1)], wrapped)
    sheet.write_row(0, 0, heads, bold)
    for place, row in enumerate(rows, start=1):
        sheet.write_row(place, 0, [harmless(cell) if isinstance(cell, str) else cell for cell in row])
