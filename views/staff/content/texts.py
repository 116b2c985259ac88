"""« Modifier les textes »: a plain form, a page for each question and each family of texts, over a candidate."""

from __future__ import annotations

from flask import Response, abort, flash, request, url_for

from models.content.editing import TextPage, change_texts, errors_by_field, text_pages
from models.content.errors import ContentError, ContentErrors
from models.content.loader import load
from models.content.writer import read_values
from models.store.candidates import Candidate, StaleCandidate, change_candidate
from models.store.contents import find_content
from views.staff.access import actor, staff
from views.staff.content.candidate import candidate_here
from views.staff.layout import go, show_page
from views.web.doors import now

LONGEST_TYPED = 20_000
"""Characters of the longest field: a list's texts, one a line."""

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
    return _show(candidate, _page(candidate, page_id))


@staff.post("/contenu/preparations/<id:candidate_id>/textes/<page_id>")
def content_page_save(candidate_id: int, page_id: str) -> Response:
    """Keep what was typed, typography put right; where the loader finds mistakes, nothing is kept and each is told."""
    candidate = candidate_here(candidate_id)
    page = _page(candidate, page_id)
    typed = dict(request.form.items())
    too_long = _too_long(page, typed)
    if too_long:
        return _show(candidate, page, typed=typed, status=422, errors=too_long)
    if request.form.get("empreinte") != candidate.sha256:
        return _show(candidate, page, typed=typed, status=409, error=STALE)
    source = change_texts(candidate.source, page, typed)
    try:
        load(source, page.title)
    except ContentErrors as mistakes:
        return _show(candidate, page, typed=typed, status=422, errors=errors_by_field(page, mistakes.errors))
    if read_values(source) == read_values(candidate.source):
        flash("Rien n’a changé.")
        return go(url_for("staff.content_texts", candidate_id=candidate.id))
    try:
        change_candidate(candidate, source, now(), actor(), detail=page.title)
    except StaleCandidate as changed:
        return _show(changed.current, page, typed=typed, status=409, error=STALE)
    flash(f"«\u00a0{page.title}\u00a0» est enregistré dans la préparation. Rien n’est encore publié.")
    return go(url_for("staff.content_texts", candidate_id=candidate.id))


def _too_long(page: TextPage, typed: dict[str, str]) -> dict[str, list[ContentError]]:
    """The fields that nothing reads, for their length alone."""
    accepted = f"{LONGEST_TYPED} caractères au plus"
    return {
        name: [ContentError(page.title, name, f"le texte est trop long : {len(words)} caractères", accepted)]
        for name, words in typed.items()
        if len(words) > LONGEST_TYPED
    }


def _page(candidate: Candidate, page_id: str) -> TextPage:
    found = next((page for page in text_pages(read_values(candidate.source)) if page.id == page_id), None)
    if found is None:
        abort(404)
    return found


def _words(page: TextPage | None) -> dict[str, str]:
    return {each.name: each.words for group in page.groups for each in group.fields} if page else {}


def _show(
    candidate: Candidate,
    page: TextPage,
    *,
    typed: dict[str, str] | None = None,
    status: int = 200,
    error: str = "",
    errors: dict[str, list[ContentError]] | None = None,
) -> Response:
    return show_page(
        "staff/content_page.html",
        status=status,
        candidate=candidate,
        page=page,
        typed=typed or {},
        error=error,
        errors=errors or {},
    )
