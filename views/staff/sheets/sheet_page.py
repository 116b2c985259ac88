"""A dossier's sheet: written, shown as it will be published, published, withdrawn; and all the sheets."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, abort, flash, g, make_response, render_template, request, url_for
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from models.french.sheet_words import LEFT_OUT_TOLD, guess_in_words, tell_sheet
from models.rules.guessing import Facts, Guess, guess
from models.store.dossier_file import Dossier
from models.store.filters import Filters
from models.store.sheets.knowing import facts_of_who_asked, known_progress, names_in
from models.store.sheets.overview import list_sheets
from models.store.sheets.publishing import NotAgreed, Published, publish, published_of, withdraw
from models.store.sheets.versions import FINISHED, NotFinished, OtherVersion, Version, list_versions, save_version
from views.staff.access import actor, administratrice_only, me, staff
from views.staff.dossiers.file import KINDS, dossier_here, file_url
from views.staff.dossiers.list_query import list_url
from views.staff.dossiers.work import save
from views.staff.layout import go, refuse, show_page
from views.staff.sheets.sheet_form import FIELDS, SheetForm, missing_parts
from views.web.doors import now
from views.web.library import Draft, running

NO_SHEET_YET = (
    "Une fiche s’écrit à la fin de l’accompagnement",
    "Passez d’abord le dossier à l’étape «\u00a0Terminé\u00a0», puis revenez écrire sa fiche.",
)
CHANGED = (
    "La fiche a changé entre-temps",
    "Une autre version a été écrite, ou l’entreprise a repris son accord. Rouvrez la fiche, puis décidez.",
)


@dataclass(frozen=True, slots=True)
class SheetAsItStands:
    """The versions, what is published, and what should be looked at before: names in the words, an easy guess."""

    versions: list[Version]
    published: Published | None
    names: tuple[str, ...]
    guess: Guess | None
    missing: list[str]

    @property
    def newest(self) -> Version | None:
        """The version written last."""
        return self.versions[0] if self.versions else None

    @property
    def online(self) -> Published | None:
        """What the guide shows."""
        return self.published if self.published and not self.published.withdrawn_at else None

    @property
    def to_publish(self) -> bool:
        """Whether the company agreed to the newest version, and the guide doesn't show it."""
        shown = self.online.number if self.online else 0
        return bool(self.newest and self.newest.agreed and self.newest.number != shown)


@staff.get("/fiches")
def sheets() -> Response:
    """Every sheet: what waits for whom, and what the guide shows."""
    lines, without_dossier = list_sheets()
    finished = Filters(stages=FINISHED)
    return show_page("staff/sheets.html", lines=lines, without_dossier=without_dossier, finished_url=list_url(finished))


@staff.route("/dossiers/<id:dossier_id>/fiche", methods=["GET", "POST"])
def sheet(dossier_id: int) -> Response:
    """The sheet to write, where it stands, and all its versions; before the end of the accompaniment, why not yet."""
    file = dossier_here(dossier_id)
    if file.anonymised or not (file.stage in FINISHED or list_versions(file.id)):
        return refuse(409, *NO_SHEET_YET)
    form = SheetForm(file, _left_out()) if request.form.get("taire") else SheetForm(file)
    try:
        if not form.is_submitted() or not save([form], lambda: _keep(form)):
            return _show(form)
    except NotFinished:
        return refuse(409, *NO_SHEET_YET)
    flash("La fiche est enregistrée. Relisez-la comme elle sera publiée.")
    return go(_sheet_url(file.id))


@staff.get("/dossiers/<id:dossier_id>/fiche/versions/<id:number>")
def sheet_preview(dossier_id: int, number: int) -> Response:
    """One version as it is, or would be, published."""
    file = dossier_here(dossier_id)
    found = next((each for each in list_versions(file.id) if each.number == number), None)
    if found is None:
        abort(404)
    banner = render_template("staff/sheet_banner.html", file=file, version=found, back=_sheet_url(file.id))
    g.draft = Draft(running(), Markup(banner))  # noqa: S704  (a template's own output, escaped there)
    told = tell_sheet(running().questionnaire, found.text)
    return make_response(render_template("pages/project.html", told=told, slug="", fragment=False))


@staff.post("/dossiers/<id:dossier_id>/fiche/publier")
@administratrice_only
def sheet_publish(dossier_id: int) -> Response:
    """Show in the guide the version that the company agreed to; 409 where it didn't, or another one was written."""
    file = dossier_here(dossier_id)
    try:
        publish(file.id, read_number(), now(), actor())
    except NotFinished:
        return refuse(409, *NO_SHEET_YET)
    except (OtherVersion, NotAgreed):
        return refuse(409, *CHANGED)
    flash("La fiche est dans le guide, et proposée aux entreprises dont le projet lui ressemble.")
    return go(_sheet_url(file.id))


@staff.post("/fiches/<id:published_id>/retirer")
def sheet_withdraw(published_id: int) -> Response:
    """Take a sheet out of the guide, at once and everywhere."""
    try:
        dossier_id = withdraw(published_id, now(), actor())
    except KeyError:
        abort(404)
    flash("La fiche est retirée du guide.")
    return go(url_for("staff.sheets") if dossier_id is None else _sheet_url(dossier_id))


def read_number() -> int:
    """The version that a form is about; 0, which none is, where it doesn't say."""
    typed = request.form.get("numero", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


def as_it_stands(file: Dossier) -> SheetAsItStands:
    """All there is to know of a dossier's sheet before something is done with it."""
    versions = list_versions(file.id)
    newest = versions[0] if versions else None
    hidden = newest is not None and not newest.text.named
    return SheetAsItStands(
        versions=versions,
        published=published_of(file.id),
        names=names_in(newest.text, file.id) if newest and hidden else (),
        guess=_guess(newest) if newest and hidden else None,
        missing=missing_parts(newest.text) if newest else [],
    )


def _sheet_url(dossier_id: int) -> str:
    return url_for("staff.sheet", dossier_id=dossier_id, retour=request.args.get("retour"))


def _left_out() -> MultiDict[str, str]:
    """What was sent, without the facts that the warning's button leaves out."""
    sent = MultiDict(list(request.form.items(multi=True)))
    for each in sent.get("taire", "").split(","):
        if each in FIELDS:
            sent[FIELDS[each]] = ""
    return sent


def _keep(form: SheetForm) -> None:
    save_version(form.file.id, form.version.data, form.text, now(), actor())


def _guess(version: Version) -> Guess:
    text = version.text
    return guess(Facts(text.department, text.sector, text.size), facts_of_who_asked())


def _show(form: SheetForm) -> Response:
    file, standing = form.file, as_it_stands(form.file)
    return show_page(
        "staff/sheet.html",
        status=409 if form.stale else 200,
        form=form,
        file=file,
        kinds=KINDS,
        standing=standing,
        guess_words=guess_in_words(standing.guess) if standing.guess else "",
        left_out=LEFT_OUT_TOLD,
        can_write=file.stage in FINISHED,
        can_publish=me().is_administratrice,
        has_progress=bool(known_progress(file.id)),
        reachable=bool(file.application and file.application.applicant.email),
        back=file_url(file.id),
    )
