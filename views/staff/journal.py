"""The audit log, to read."""

from __future__ import annotations

from flask import Response, request

from models.french.journal_words import action_in_words, detail_in_words, subject_in_words
from models.store.audit import PAGE, existing_dossiers, list_audit
from views.staff.access import administratrice_only, staff
from views.staff.layout import show_page

_LONGEST_ID = 18


@staff.get("/journal")
@administratrice_only
def journal() -> Response:
    """Who changed what, newest first."""
    asked = request.args.get("avant", "")
    before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= _LONGEST_ID else None
    entries = list_audit(before=before)
    older = entries[-1].id if len(entries) == PAGE else None
    return show_page(
        "staff/journal.html",
        entries=entries,
        known=existing_dossiers({entry.assessment_id for entry in entries if entry.assessment_id}),
        older=older,
        first_page=before is None,
        action_in_words=action_in_words,
        subject_in_words=subject_in_words,
        detail_in_words=detail_in_words,
    )
