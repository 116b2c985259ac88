"""What people take away of a result on paper: the estimate with its profile, and the one-page note."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from flask import Response

from views.journey.pdf_document import describe
from views.journey.pdf_note import describe_note
from views.journey.result_page import ResultView
from views.web.typesetting import SCALES, download, page_count, typeset

ESTIMATE, NOTE = "estimation.typ", "note.typ"
MOST_PAGES = 2
"""Those of the result; other views have one more."""

ON_ONE_PAGE = (1.16, *(scale for scale in SCALES if scale >= 0.9))
"""Sizes of the text in which a no is worth a single page."""


def make_pdf(seen: ResultView, share_url: str | None = None) -> bytes:
    """The PDF of a kept result, with the QR of its read-only address if given. Same result, same bytes."""
    document = describe(seen, share_url)
    more = sum(document[part] is not None for part in ("times", "views"))  # each has a page of its own
    if seen.result.estimate is None:
        pdf = _keep_at_hand(document, 1 + more, ON_ONE_PAGE)
        if page_count(pdf) == 1 + more:
            return pdf
    return _keep_at_hand(document, MOST_PAGES + more, SCALES)


def make_note(seen: ResultView, company: str) -> bytes:
    """The one-page note of a result with an offer, for the company of that name (may be empty)."""
    return typeset(NOTE, describe_note(seen, company), 1)


def _keep_at_hand(document: dict[str, Any], pages: int, scales: tuple[float, ...]) -> bytes:
    return _made(json.dumps(document, ensure_ascii=False), pages, scales)


@lru_cache(maxsize=32)
def _made(document: str, pages: int, scales: tuple[float, ...]) -> bytes:
    """The last estimates made: never a document that holds what somebody typed for it."""
    return typeset(ESTIMATE, json.loads(document), pages, scales)


def pdf_name(seen: ResultView) -> str:
    """A file name that says what it is: `estimation-indicative-S26-014.pdf`, or `profil-…` where not eligible."""
    kind = "estimation-indicative" if seen.result.estimate else "profil"
    return f"{kind}-{seen.reference}.pdf"


def send_pdf(seen: ResultView, share_url: str | None = None) -> Response:
    """The PDF as a download."""
    return download(make_pdf(seen, share_url), pdf_name(seen))


def send_note(seen: ResultView, company: str) -> Response:
    """The one-page note as a download."""
    return download(make_note(seen, company), f"note-{seen.reference}.pdf")
