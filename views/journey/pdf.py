"""The document to take away, as PDF/UA-1: compiled by typst from templates/pdf, one compiler kept warm."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from flask import Response

from models.content.letters import without_missing_letters
from views.journey.pdf_document import describe
from views.journey.result_page import ResultView

if TYPE_CHECKING:
    from typst import Compiler

PROJECT = Path(__file__).resolve().parent.parent.parent
TEMPLATES = PROJECT / "templates" / "pdf"
FONTS = PROJECT / "static" / "fonts" / "pdf"

MOST_PAGES = 2
SCALES = (1.08, 1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7)
"""Sizes of the text, tried in this order until everything fits on two pages: the content file's texts may grow."""

_PAGE_COUNT = re.compile(rb"/Type/Pages/Count (\d+)")
_compiling = Lock()


@lru_cache(maxsize=1)
def _compiler() -> Compiler:
    """Typst with our fonts and no others, so that the bytes are the same on every machine."""
    import typst  # 30 ms that the start of the server doesn't have to wait for

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
    return typst.Compiler(str(TEMPLATES / "estimation.typ"), root=str(TEMPLATES), font_paths=fonts)


def make_pdf(seen: ResultView, share_url: str | None = None) -> bytes:
    """The PDF of a kept result, with the QR of its read-only address if given. Same result, same bytes."""
    return _fit(without_missing_letters(json.dumps(describe(seen, share_url), ensure_ascii=False)))


@lru_cache(maxsize=32)
def _fit(document: str) -> bytes:
    """The document (JSON) in the largest text that keeps to two pages; the last ones made are kept at hand."""
    pdf = b""
    for scale in SCALES:
        pdf = _compile(document, scale)
        if page_count(pdf) <= MOST_PAGES:
            break
    return pdf


def _compile(document: str, scale: float) -> bytes:
    with _compiling:
        pdf = _compiler().compile(
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
    response = Response(make_pdf(seen, share_url), mimetype="application/pdf")
    response.headers.set("Content-Disposition", "attachment", filename=pdf_name(seen))
    return response
