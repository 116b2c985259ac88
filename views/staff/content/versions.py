"""The content: which version runs, its history, the two ways to change it, and the scheme's switch."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from flask import Response, abort, flash, make_response, request, url_for

from models.content.editing import under_version
from models.content.errors import ContentError, ContentErrors
from models.content.loader import load
from models.content.team_words import write_team_words
from models.store.candidates import create_candidate, list_candidates, restore_content, version_names, version_taken
from models.store.contents import ContentVersion, find_content, list_contents
from models.store.settings import scheme_is_open, switch_scheme
from views.staff.access import actor, administratrice_only, me, staff
from views.staff.layout import go, show_page
from views.staff.staff_form import UploadForm
from views.web.doors import now
from views.web.library import library

LARGEST_FILE = 384 * 1024
"""Bytes of the largest content file read: five times the first one."""

PINNED = "Le réglage CONTENT du serveur impose un fichier\u00a0: tant qu’il est là, rien ne peut être publié."
_LAST_NUMBER = re.compile(r"(\d+)(?!.*\d)")


@staff.get("/contenu")
def content() -> Response:
    """The running version, what is being prepared, the history."""
    return _show(UploadForm())


@staff.get("/contenu/dispositif")
@administratrice_only
def content_scheme_ask() -> Response:
    """Ask before the applications are closed or opened: every visitor sees it at once."""
    return show_page("staff/scheme.html", scheme_open=scheme_is_open())


@staff.post("/contenu/dispositif")
@administratrice_only
def content_scheme() -> Response:
    """Open or close the applications. The button says which, so that a second click changes nothing more."""
    opened = request.form.get("ouvert") == "oui"
    if switch_scheme(now(), actor(), opened=opened):
        flash("Les candidatures sont ouvertes." if opened else "Les candidatures sont fermées.")
    return go(url_for("staff.content"))


@staff.post("/contenu/textes")
def content_edit() -> Response:
    """« Modifier les textes »: begin a candidate from the running version."""
    running = running_version()
    version = next_version(running.version)
    source = write_team_words(under_version(running.source, version))
    candidate = create_candidate(running.id, version, source, "", now(), actor())
    return go(url_for("staff.content_texts", candidate_id=candidate.id))


@staff.post("/contenu/fichier")
def content_upload() -> Response:
    """The other way: a whole file, with all its mistakes at once where it has some."""
    form = UploadForm()
    if not form.validate():
        return _show(form)
    sent = form.fichier.data
    source = sent.stream.read(LARGEST_FILE + 1)
    name = "".join(sign for sign in sent.filename[-80:] if sign.isprintable())
    if len(source) > LARGEST_FILE:
        form.refuse("fichier", "Ce fichier est trop lourd pour un contenu\u00a0: 384\u00a0Ko au plus.")
        return _show(form)
    try:
        version = load(source, name).version
    except ContentErrors as mistakes:
        return _show(form, status=422, mistakes=mistakes.errors, file=name)
    running = running_version()
    if source == running.source:
        form.refuse("fichier", "Ce fichier est, à l’identique, la version en service.")
        return _show(form)
    if version_taken(version, source):
        return _show(form, status=422, mistakes=(_taken(name, version),), file=name)
    candidate = create_candidate(running.id, version, source, name, now(), actor())
    flash("Le fichier est sans faute. Relisez ce qu’il change avant de publier.")
    return go(url_for("staff.content_candidate", candidate_id=candidate.id))


@staff.get("/contenu/versions/<id:content_id>.toml")
def content_file(content_id: int) -> Response:
    """A version's file, to keep or to start from."""
    version = _version(content_id)
    return send_file(version.source, version.version)


@staff.post("/contenu/versions/<id:content_id>/publier")
@administratrice_only
def content_restore(content_id: int) -> Response:
    """Put a former version back into service: what takes a publication back, in one click."""
    former = _version(content_id)
    if library().pinned:
        return _show(UploadForm(None), status=409, error=PINNED)
    restore_content(former.id, now(), actor())
    library().refresh()
    flash(f"La version {former.version} est de nouveau en service.")
    return go(url_for("staff.content"))


def send_file(source: bytes, version: str) -> Response:
    """A content file to download."""
    response = make_response(source)
    response.headers["Content-Type"] = "application/toml; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="contenu-{version}.toml"'
    return response


def running_version() -> ContentVersion:
    """The version that runs."""
    return find_content(library().running.content_id)


def next_version(version: str) -> str:
    """The next free name: « 2026.1 » → « 2026.2 »; a name without a number gets one."""
    taken = version_names() | {version}
    found = _LAST_NUMBER.search(version)
    number = int(found[1]) if found else 1
    while True:
        number += 1
        name = f"{version[: found.start()]}{number}{version[found.end() :]}" if found else f"{version}-{number}"
        if name not in taken:
            return name


def _taken(file: str, version: str) -> ContentError:
    problem = f"une autre version s’appelle déjà « {version} »"
    return ContentError(file, "version", problem, f"un nom encore libre, comme « {next_version(version)} »")


def _version(content_id: int) -> ContentVersion:
    try:
        return find_content(content_id)
    except KeyError:
        abort(404)


def _show(
    form: UploadForm,
    *,
    status: int = 200,
    error: str = "",
    mistakes: tuple[ContentError, ...] = (),
    file: str = "",
) -> Response:
    versions, running = list_contents(), running_version()
    epoch = datetime.min.replace(tzinfo=UTC)
    served = sorted(versions, key=lambda version: (version.published_at or epoch, version.id), reverse=True)
    return show_page(
        "staff/content.html",
        status=status,
        form=form,
        running=running,
        pinned=library().pinned,
        pinned_words=PINNED,
        scheme_open=scheme_is_open(),
        candidates=list_candidates(),
        versions=served,
        former=_former(running, served),
        names={version.id: version.version for version in versions},
        me=me(),
        error=error,
        mistakes=mistakes,
        file=file,
    )


def _former(running: ContentVersion, served: list[ContentVersion]) -> ContentVersion | None:
    """The version that ran before: the last one published earlier, else the one that the running one was made from."""
    if running.published_at is None:
        return None
    earlier = [version for version in served if version.published_at and version.published_at < running.published_at]
    return earlier[0] if earlier else next((version for version in served if version.id == running.base_id), None)
