"""The first sheet of an XLSX workbook as rows of text, read with the standard library and within bounds.

A workbook is a ZIP of XML files: each is read a piece at a time, and none may declare a document type, so that no
entity is ever expanded. What they unpack to, their elements and the text of the sheet are counted while they are read.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from posixpath import normpath
from typing import BinaryIO
from xml.parsers import expat

MOST_BYTES = 8 * 1024 * 1024
"""What all the parts that are read may unpack to, together."""
MOST_ELEMENTS = 300_000
DEEPEST = 30
MOST_COLUMNS = 200
LAST_ROW = 5_000
MOST_TEXT = 600_000
"""Characters of the whole sheet: a text that is written once may stand in every cell."""
LONGEST_FORMAT = 200

_PIECE = 64 * 1024
_COLUMN = re.compile(r"([A-Z]{1,3})\d+")
_DATE_SIGNS = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_DATE_FORMATS = frozenset({*range(14, 18), 22, *range(27, 37), *range(50, 59)})
"""The formats of days that every workbook has without writing them down."""

_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error, expat.ExpatError, EOFError, OSError),
    *(LookupError, ValueError, OverflowError, RuntimeError),
)
"""What zipfile, expat and the reading of numbers raise for bytes that are no workbook; a password is a RuntimeError."""

Attributes = Mapping[str, str]
_End = Callable[[str], None] | None
_Text = Callable[[str], None] | None


class UnreadableWorkbook(ValueError):
    """The workbook can't be read, or not within bounds."""


class TooLarge(UnreadableWorkbook):
    """It holds more than a table of dossiers can."""


def read_rows(file: BinaryIO) -> list[list[str]]:
    """The first sheet that is shown, row by row from the first, blank ones too. Raises UnreadableWorkbook."""
    try:
        with zipfile.ZipFile(file) as parts:
            return _Workbook(parts).rows()
    except UnreadableWorkbook:
        raise
    except _BROKEN as error:
        raise UnreadableWorkbook(str(error)) from error


class _Workbook:
    """A workbook being read: what may still be unpacked and met, and the elements that are open."""

    def __init__(self, parts: zipfile.ZipFile) -> None:
        self.parts, self.bytes_left, self.elements_left = parts, MOST_BYTES, MOST_ELEMENTS
        self.inside: list[str] = []
        self.from_1904 = False

    def rows(self) -> list[list[str]]:
        sheet = self._first_sheet()
        shared = self._shared_texts()
        return _Sheet(self, shared, self._formats_of_days()).read(sheet)

    def parse(self, name: str, start: Callable[[str, Attributes], None], end: _End = None, text: _Text = None) -> None:
        """Read a part a piece at a time; its names come without their namespace."""
        self.inside = []

        def open_element(tag: str, given: dict[str, str]) -> None:
            self.elements_left -= 1
            self.inside.append(_bare(tag))
            if self.elements_left < 0 or len(self.inside) > DEEPEST:
                raise TooLarge
            start(self.inside[-1], {_bare(key): value for key, value in given.items()})

        def close_element(_: str) -> None:
            closed = self.inside.pop()
            if end:
                end(closed)

        parser = expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse
        parser.StartElementHandler, parser.EndElementHandler = open_element, close_element
        parser.CharacterDataHandler = text
        for piece in self._pieces(name):
            parser.Parse(piece)
        parser.Parse(b"", True)  # noqa: FBT003 - its own signature

    def _pieces(self, name: str) -> Iterator[bytes]:
        """A part's bytes. Only what the format itself compresses with is unpacked: it gives no more than is asked."""
        if self.parts.getinfo(name).compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise UnreadableWorkbook(name)
        with self.parts.open(name) as part:
            while piece := part.read(_PIECE):
                self.bytes_left -= len(piece)
                if self.bytes_left < 0:
                    raise TooLarge
                yield piece

    @property
    def in_text(self) -> bool:
        """Whether what is read now are words that are shown: not how they are pronounced."""
        return bool(self.inside) and self.inside[-1] == "t" and "rPh" not in self.inside

    def _first_sheet(self) -> str:
        shown: list[str] = []
        targets: dict[str, str] = {}

        def book(tag: str, given: Attributes) -> None:
            if tag == "workbookPr":
                self.from_1904 = given.get("date1904") in {"1", "true"}
            elif tag == "sheet" and given.get("state", "visible") == "visible":
                shown.append(given["id"])

        def relation(tag: str, given: Attributes) -> None:
            if tag == "Relationship":
                targets[given["Id"]] = given["Target"]

        self.parse("xl/workbook.xml", book)
        self.parse("xl/_rels/workbook.xml.rels", relation)
        target = targets[shown[0]]
        return target.lstrip("/") if target.startswith("/") else normpath(f"xl/{target}")

    def _shared_texts(self) -> list[str]:
        """The texts that cells refer to by number."""
        if "xl/sharedStrings.xml" not in self.parts.namelist():
            return []
        texts: list[list[str]] = []

        def start(tag: str, _: Attributes) -> None:
            if tag == "si":
                texts.append([])

        def text(words: str) -> None:
            if self.in_text:
                texts[-1].append(words)

        self.parse("xl/sharedStrings.xml", start, text=text)
        return ["".join(words) for words in texts]

    def _formats_of_days(self) -> list[bool]:
        """For each style of cell, whether it shows a number as a day."""
        if "xl/styles.xml" not in self.parts.namelist():
            return []
        own: dict[int, bool] = {}
        days: list[bool] = []

        def start(tag: str, given: Attributes) -> None:
            if tag == "numFmt":
                shown = _DATE_SIGNS.sub("", given["formatCode"][:LONGEST_FORMAT].lower())
                own[int(given["numFmtId"])] = bool(re.search("[dy]", shown))
            elif tag == "xf" and "cellXfs" in self.inside:
                number = int(given.get("numFmtId", "0"))
                days.append(own.get(number, number in _DATE_FORMATS))

        self.parse("xl/styles.xml", start)
        return days


class _Sheet:
    """A sheet being read: the rows so far, and the cell that is open."""

    def __init__(self, book: _Workbook, shared: list[str], days: list[bool]) -> None:
        self.book, self.shared, self.days = book, shared, days
        self.found: list[list[str]] = []
        self.characters = 0
        self.at, self.next_column, self.column = 0, 0, 0
        self.kind, self.style = "n", 0
        self.words: list[str] = []

    def read(self, name: str) -> list[list[str]]:
        self.book.parse(name, self._start, self._end, self._text)
        return self.found

    def _start(self, tag: str, given: Attributes) -> None:
        if tag == "row":
            self.at, self.next_column = int(given.get("r", self.at + 1)), 0
        elif tag == "c":
            placed = _COLUMN.fullmatch(given.get("r", ""))
            self.column = _column_number(placed[1]) if placed else self.next_column
            self.next_column = self.column + 1
            self.kind, self.style, self.words = given.get("t", "n"), int(given.get("s", "0")), []

    def _text(self, words: str) -> None:
        if self.book.in_text or self.book.inside[-1:] == ["v"]:
            self.words.append(words)

    def _end(self, tag: str) -> None:
        if tag == "c" and (value := self._value("".join(self.words)).strip()):
            self._keep(value)

    def _keep(self, value: str) -> None:
        """Put a text in its place."""
        self.characters += len(value)
        if self.characters > MOST_TEXT or not 0 < self.at <= LAST_ROW or self.column >= MOST_COLUMNS:
            raise TooLarge
        self.found.extend([] for _ in range(self.at - len(self.found)))
        row = self.found[self.at - 1]
        row.extend([""] * (self.column + 1 - len(row)))
        row[self.column] = value

    def _value(self, written: str) -> str:
        if self.kind == "s":
            return self.shared[int(written)] if written else ""
        if self.kind == "b":
            return "oui" if written == "1" else "non"
        if self.kind != "n" or not written:
            return "" if self.kind == "e" else written.partition("T")[0] if self.kind == "d" else written
        if self.style < len(self.days) and self.days[self.style]:
            return self._day(float(written))
        return _number(written)

    def _day(self, serial: float) -> str:
        """A day by its number: the first of 1900 is 1, and that year is counted as a leap year."""
        first = date(1904, 1, 1) if self.book.from_1904 else date(1899, 12, 30)
        return (first + timedelta(days=int(serial))).isoformat()


def _number(written: str) -> str:
    """48 for 48.0 and 4.8E1: as it was typed."""
    try:
        number = Decimal(written)
    except InvalidOperation as error:
        raise UnreadableWorkbook(written) from error
    if not number.is_finite() or abs(number.adjusted()) > 20:
        raise UnreadableWorkbook(written)
    return format(number.normalize(), "f")


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _bare(name: str) -> str:
    return name.rpartition("}")[2]


def _refuse(*_: object) -> None:
    raise UnreadableWorkbook("a document type")
