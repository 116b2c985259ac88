"""« Modifier les textes »: a plain form, a page for each question and each family of texts, over a candidate."""

from __future__ import annotations

from flask import Response, abort, flash, request, url_for

from models.content.editing import TextField, TextPage, change_texts, errors_by_field, text_pages
from models.content.errors import ContentError, ContentErrors
from models.content.loader import load
from models.content.writer import read_values
from models.store.candidates import Candidate, StaleCandidate, change_candidate
from models.store.contents import find_content
from views.forms.typed_fields import ParagraphsField, ReadField
from views.staff.access import actor, staff
from views.staff.content.candidate import candidate_here
from views.staff.content.mistake_words import mistake_words
from views.staff.layout import go, show_page
from views.staff.staff_form import StaffForm
from views.web.doors import now

LONGEST_TYPED = 20_000
"""Characters of the longest field: a list's texts, one a line."""

LINE = 90
"""Characters of a text that stands on one line."""

STALE = (
    "Une collègue vient d’enregistrer d’autres changements. Rien des vôtres n’est enregistré\u00a0: "
    "copiez-les, puis rouvrez cette page."
)


@staff.get("/contenu/preparations/<id:candidate_id>/textes")
def content_texts(candidate_id: int) -> Response:
    """The pages of texts, by chapter, with those changed so far marked."""
    candidate = candidate_here(candidate_id)
    pages = text_pages(read_values(candidate.source))
    former = {page.id: page for page in text_pages(read_values(find_content(candidate.base_id).source))}
    chapters: dict[str, list[tuple[TextPage, bool]]] = {}
    for page in pages:
        chapters.setdefault(page.chapter, []).append((page, _words(page) != _words(former.get(page.id))))
    return show_page("staff/content_texts.html", candidate=candidate, chapters=chapters)


@staff.get("/contenu/preparations/<id:candidate_id>/textes/<page_id>")
def content_page(candidate_id: int, page_id: str) -> Response:
    """One page of texts."""
    candidate = candidate_here(candidate_id)
    page = _page(candidate, page_id)
    return _show(candidate, page, texts_form(page))


@staff.post("/contenu/preparations/<id:candidate_id>/textes/<page_id>")
def content_page_save(candidate_id: int, page_id: str) -> Response:
    """Keep what was typed, typography put right; where the loader finds mistakes, nothing is kept and each is told."""
    candidate = candidate_here(candidate_id)
    page = _page(candidate, page_id)
    form = texts_form(page)
    if request.form.get("empreinte") != candidate.sha256:
        return _refused(candidate, page, form)
    if not form.validate():
        return _show(candidate, page, form)
    source = change_texts(candidate.source, page, request.form)
    try:
        load(source, page.title)
    except ContentErrors as mistakes:
        errors = errors_by_field(page, mistakes.errors)
        for name, found in errors.items():
            form.refuse(name, mistake_words(found[0].problem) + ".")
        return _show(candidate, page, form, errors=errors)
    if source == candidate.source:
        flash("Rien n’a changé.")
        return go(url_for("staff.content_texts", candidate_id=candidate.id))
    try:
        change_candidate(candidate, source, now(), actor(), detail=page.title)
    except StaleCandidate as changed:
        return _refused(changed.current, page, form)
    flash(f"«\u00a0{page.title}\u00a0» est enregistré dans la préparation. Rien n’est encore publié.")
    return go(url_for("staff.content_texts", candidate_id=candidate.id))


def texts_form(page: TextPage) -> StaffForm:
    """The form of a page of texts: a field each, as large as what stands in it."""
    fields = {each.name: _field(each) for group in page.groups for each in group.fields}
    form: StaffForm = type("TextsForm", (StaffForm,), fields)(**_words(page))
    return form


def _field(text: TextField) -> ReadField:
    rows = max(6 if text.place.listed else 2, len(text.words) // LINE + 1)
    large = text.place.long or text.place.listed or len(text.words) > LINE
    return (ParagraphsField if large else ReadField)(
        text.label,
        str,
        longest=LONGEST_TYPED,
        optional=text.place.optional,
        hint="Une ligne par élément." if text.place.listed else "",
        **({"rows": str(rows)} if large else {}),
    )


def _page(candidate: Candidate, page_id: str) -> TextPage:
    found = next((page for page in text_pages(read_values(candidate.source)) if page.id == page_id), None)
    if found is None:
        abort(404)
    return found


def _words(page: TextPage | None) -> dict[str, str]:
    return {each.name: each.words for group in page.groups for each in group.fields} if page else {}


def _refused(candidate: Candidate, page: TextPage, form: StaffForm) -> Response:
    form.refuse("", STALE)
    return _show(candidate, page, form, status=409)


def _show(
    candidate: Candidate,
    page: TextPage,
    form: StaffForm,
    *,
    status: int = 200,
    errors: dict[str, list[ContentError]] | None = None,
) -> Response:
    return show_page(
        "staff/content_page.html", status=status, candidate=candidate, page=page, form=form, mistakes=errors or {}
    )
