"""The document to take away, as PDF/UA-1: compiled by typst from templates/pdf, one compiler kept warm."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from flask import Response

from models.content.glyphs import without_missing_letters
from views.journey.pdf_document import describe
from views.journey.pdf_note import describe_note
from views.journey.result_page import ResultView

if TYPE_CHECKING:
    from typst import Compiler

PROJECT = Path(__file__).resolve().parent.parent.parent
TEMPLATES = PROJECT / "templates" / "pdf"
FONTS = PROJECT / "static" / "fonts" / "pdf"

ESTIMATE, NOTE = "estimation.typ", "note.typ"
MOST_PAGES = 2
SCALES = (1.08, 1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7)
"""Sizes of the text, tried in this order until everything fits: the content file's texts may grow."""

ON_ONE_PAGE = (1.16, *(scale for scale in SCALES if scale >= 0.9))
"""Those in which a no is worth a single page."""

_PAGE_COUNT = re.compile(rb"/Type/Pages/Count (\d+)")
_compiling = Lock()


@lru_cache(maxsize=2)
def _compiler(template: str) -> Compiler:
    """Typst with our fonts and no others, so that the bytes are the same on every machine; one a template, warm."""
    import typst  # 30 ms that the start of the server doesn't have to wait for

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
    return typst.Compiler(str(TEMPLATES / template), root=str(TEMPLATES), font_paths=fonts)


def make_pdf(seen: ResultView, share_url: str | None = None) -> bytes:
    """The PDF of a kept result, with the QR of its read-only address if given. Same result, same bytes."""
    document = describe(seen, share_url)
    if seen.result.estimate is None:
        pdf = _fit(ESTIMATE, _as_json({**document, "pages": 1}), ON_ONE_PAGE)
        if page_count(pdf) == 1:
            return pdf
    return _fit(ESTIMATE, _as_json({**document, "pages": MOST_PAGES}), SCALES)


def make_note(seen: ResultView, company: str) -> bytes:
    """The one-page note of a result with an offer, for the company of that name (may be empty)."""
    return _in_largest_text(NOTE, _as_json({**describe_note(seen, company), "pages": 1}), SCALES)


def _as_json(document: dict[str, Any]) -> str:
    return without_missing_letters(json.dumps(document, ensure_ascii=False))


@lru_cache(maxsize=32)
def _fit(template: str, document: str, scales: tuple[float, ...]) -> bytes:
    """The document, the last ones made being kept at hand: never one that holds what somebody typed for it."""
    return _in_largest_text(template, document, scales)


def _in_largest_text(template: str, document: str, scales: tuple[float, ...]) -> bytes:
    """The document (JSON, its `pages` in it) in the largest text that keeps to so many pages, else in the smallest."""
    pdf, pages = b"", json.loads(document)["pages"]
    for scale in scales:
        pdf = _compile(template, document, scale)
        if page_count(pdf) <= pages:
            break
    return pdf


def _compile(template: str, document: str, scale: float) -> bytes:
    with _compiling:
        pdf = _compiler(template).compile(
            format="pdf",
            sys_inputs={"document": document, "scale": str(scale)},
            pdf_standards="ua-1",
            timestamp=0,
        )
    assert isinstance(pdf, bytes), "a PDF is one file"
    return pdf


def page_count(pdf: bytes) -> int:
    """How many pages a PDF made here has."""
    found = _PAGE_COUNT.search(pdf)
    assert found is not None, "typst writes its page tree in the clear"
    return int(found.group(1))


def pdf_name(seen: ResultView) -> str:
    """A file name that says what it is: `estimation-indicative-S26-014.pdf`, or `profil-…` where not eligible."""
    kind = "estimation-indicative" if seen.result.estimate else "profil"
    return f"{kind}-{seen.reference}.pdf"


def send_pdf(seen: ResultView, share_url: str | None = None) -> Response:
    """The PDF as a download."""
    return _download(make_pdf(seen, share_url), pdf_name(seen))


def send_note(seen: ResultView, company: str) -> Response:
    """The one-page note as a download."""
    return _download(make_note(seen, company), f"note-{seen.reference}.pdf")


def _download(pdf: bytes, name: str) -> Response:
    response = Response(pdf, mimetype="application/pdf")
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
