"""Documents as PDF/UA-1: typst makes them from templates/pdf, one compiler kept warm for each.

Everything a document says comes as data (JSON), never as markup, so that no text can be read as a command.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from flask import Response

from models.content.glyphs import without_missing_letters

if TYPE_CHECKING:
    from typst import Compiler

PROJECT = Path(__file__).resolve().parent.parent.parent
TEMPLATES = PROJECT / "templates" / "pdf"
FONTS = PROJECT / "static" / "fonts" / "pdf"

SCALES = (1.08, 1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7)
"""Sizes of the text, tried in this order until everything fits: the content file's texts may grow."""

_PAGE_COUNT = re.compile(rb"/Type/Pages/Count (\d+)")
_compiling = Lock()


@lru_cache(maxsize=6)
def _compiler(template: str) -> Compiler:
    """Typst with our fonts and no others, so that the bytes are the same on every machine; one a template, warm."""
    import typst  # 30 ms that the start of the server doesn't have to wait for

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
    return typst.Compiler(str(TEMPLATES / template), root=str(TEMPLATES), font_paths=fonts)


def typeset(template: str, document: Mapping[str, Any], pages: int, scales: Sequence[float] = SCALES) -> bytes:
    """The document in the largest text that keeps to so many pages, else in the smallest. Same data, same bytes."""
    pdf, told = b"", without_missing_letters(json.dumps({**document, "pages": pages}, ensure_ascii=False))
    for scale in scales:
        pdf = _compile(template, told, scale)
        if page_count(pdf) <= pages:
            break
    return pdf


def _compile(template: str, told: str, scale: float) -> bytes:
    with _compiling:
        pdf = _compiler(template).compile(
            format="pdf",
            sys_inputs={"document": told, "scale": str(scale)},
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


def download(pdf: bytes, name: str) -> Response:
    """The PDF as a file of that name."""
    response = Response(pdf, mimetype="application/pdf")
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
