"""Workbooks for the import's tests: made by openpyxl as staff would save them, or by hand to be wrong on purpose."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable
from typing import Any

from openpyxl import Workbook

BOOK = '<workbook xmlns:r="r"><sheets><sheet name="A" sheetId="1" r:id="x"/></sheets></workbook>'
RELATIONS = '<Relationships><Relationship Id="x" Target="worksheets/sheet1.xml"/></Relationships>'


def workbook(rows: Iterable[Iterable[Any]], change: Callable[[Workbook], None] = lambda _: None) -> bytes:
    """The bytes of a workbook with these rows in its first sheet."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    change(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def parts(sheet: str, *, compression: int = zipfile.ZIP_DEFLATED, **others: str) -> bytes:
    """The bytes of a workbook whose sheet is this XML."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        archive.writestr("xl/workbook.xml", others.get("book", BOOK))
        archive.writestr("xl/_rels/workbook.xml.rels", others.get("relations", RELATIONS))
        if "shared" in others:
            archive.writestr("xl/sharedStrings.xml", others["shared"])
        if "styles" in others:
            archive.writestr("xl/styles.xml", others["styles"])
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
    return file.getvalue()
