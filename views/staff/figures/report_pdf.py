"""What the report says on paper, as plain data for templates/pdf/rapport.typ."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from models.french.formats import euros, long_date, number
from views.journey.pdf_document import OPERATOR
from views.staff.figures.composition import Distribution
from views.staff.figures.report import Report, ReportLine, ReportTable
from views.staff.figures.report_words import SCHEME, gain_in_words, in_tenths, sentences
from views.web.library import running
from views.web.typesetting import typeset

TEMPLATE = "rapport.typ"
MOST_PAGES = 6
AT_FULL_SIZE = (1.0,)
HEAD_LINES = 4
"""What a chart takes besides its own lines."""


def make_report_pdf(report: Report, today: date) -> bytes:
    """The PDF/UA of a report, as it stands on that day."""
    return typeset(TEMPLATE, describe_report(report, today), MOST_PAGES, AT_FULL_SIZE)


def describe_report(report: Report, today: date) -> dict[str, Any]:
    """Everything the template reads, as JSON values."""
    title = f"Rapport à la Région — {report.period.label[:1].lower()}{report.period.label[1:]}"
    return {
        "title": title,
        "author": running().questionnaire.wording.title,
        "operator": OPERATOR,
        "description": f"{title}, {long_date(today)}",
        "day": {"year": today.year, "month": today.month, "day": today.day},
        "date": long_date(today),
        "reference": report.period.label,
        "footer": f"{title} · {long_date(today)}",
        "scheme": SCHEME,
        "sentences": sentences(report),
        "tables": [_table(each) for each in report.tables],
        "companies": number(report.companies),
        "distributions": _side_by_side([_distribution(each) for each in report.distributions]),
        "gaps": [gap.words for gap in report.gaps],
        "progress": [
            {
                "title": each.title,
                "before": in_tenths(each.mean.before),
                "after": in_tenths(each.mean.after),
                "gain": gain_in_words(each.mean.before, each.mean.after),
                "maximum": each.mean.maximum,
                "companies": number(each.mean.companies),
                "from": float(each.mean.before / each.mean.maximum),
                "to": float(each.mean.after / each.mean.maximum),
            }
            for each in report.progress
        ],
        "sheets": [f"{each.text.title} ({long_date(each.published_at)})" for each in report.sheets],
        "comment": [part for part in report.comment.text.split("\n") if part.strip()],
    }


def _table(table: ReportTable) -> dict[str, Any]:
    largest = max((line.granted.region_cents for line in table.lines[:-1]), default=0)
    return {
        "title": table.title,
        "told_by": table.told_by,
        "rows": [_line(line, largest, total=line is table.total) for line in table.lines],
    }


def _line(line: ReportLine, largest: int, *, total: bool) -> dict[str, Any]:
    granted = line.granted
    return {
        "title": line.title,
        "requests": number(line.requests.number),
        "retained": number(line.retained.number),
        "granted": number(granted.dossiers),
        "days": number(granted.days),
        "region": euros(granted.region_cents),
        "company": euros(granted.company_cents),
        "share": 0 if total or not largest else granted.region_cents / largest,
        "total": total,
    }


def _side_by_side(charts: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """The charts that hold something in two columns of about the same height."""
    sides: list[list[dict[str, Any]]] = [[], []]
    heights = [0, 0]
    for each in charts:
        if each["lines"]:
            shorter = heights.index(min(heights))
            sides[shorter].append(each)
            heights[shorter] += len(each["lines"]) + HEAD_LINES
    return sides


def _distribution(chart: Distribution) -> dict[str, Any]:
    return {
        "title": chart.title,
        "lines": [
            {"label": line.label, "count": number(line.count), "share": line.count / chart.largest}
            for line in chart.lines
            if line.count
        ],
    }
